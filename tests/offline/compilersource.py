"""The sentences in pyxform's source: what it can say in an error or a warning."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pyxform

ROOT = Path(pyxform.__file__).parent
_ELSEWHERE = (
    "xform2json",
    "xform_instance_parser",
    "instance.py",
    "_validate",
    "updater",
    "util.py",
)
"""Modules that compiling a spreadsheet, without the validators, does not run."""
VALUE = "{}"


def sentences() -> set[str]:
    """Every sentence, ``{}`` for a value; those under a code and those of other calls left out."""
    files = [p for p in ROOT.rglob("*.py") if not any(w in p.as_posix() for w in _ELSEWHERE)]
    trees = [ast.parse(path.read_text("utf-8")) for path in files]
    constants = {name: value for tree in trees for name, value in _assigned(tree.body)}
    found = {text for tree in trees for text in _of_module(tree, constants)}
    return {text.strip() for text in found if any(c.isalpha() for c in text)}


def _of_module(tree: ast.Module, constants: dict[str, ast.expr]) -> Iterator[str]:
    for scope in ast.walk(tree):
        if isinstance(scope, ast.FunctionDef):
            for node in ast.walk(scope):
                if isinstance(node, ast.Call) and node.args and _speaks(node.func):
                    yield from _texts(node.args[0], scope, constants)


def _speaks(function: ast.expr) -> bool:
    """Whether a call makes an error of pyxform's or adds a warning."""
    match function:
        case ast.Name(name):
            return name in {"PyXFormError", "PyXFormReadError", "ValidationError"}
        case ast.Attribute(ast.Name(owner), "append"):
            return "warn" in owner or owner in {"lang_msgs", "errors"}
    return False


def _texts(node: ast.expr, scope: ast.FunctionDef, constants: dict[str, ast.expr]) -> Iterator[str]:
    """A text, or those that a variable may have in its function."""
    if isinstance(node, ast.Name) and node.id not in constants:
        for name, value in _assigned(ast.walk(scope)):
            if name == node.id:
                yield _text(value, constants)
    else:
        yield _text(node, constants)


def _assigned(nodes: Iterator[ast.AST] | list[ast.stmt]) -> Iterator[tuple[str, ast.expr]]:
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value
        elif isinstance(node, ast.AnnAssign) and node.value and isinstance(node.target, ast.Name):
            yield node.target.id, node.value


def _text(node: ast.expr, constants: dict[str, ast.expr]) -> str:
    match node:
        case ast.Constant(str(text)):
            return text.replace("%s", VALUE)
        case ast.JoinedStr(parts):
            return "".join(_text(part, constants) for part in parts)
        case ast.FormattedValue(value):
            return _text(value, constants)
        case ast.BinOp(left, ast.Add(), right):
            return _text(left, constants) + _text(right, constants)
        case ast.BinOp(left, ast.Mod(), _):
            return _text(left, constants)
        case ast.Name(name) | ast.Attribute(_, name) if name in constants:
            return _text(constants[name], constants)
    return VALUE
