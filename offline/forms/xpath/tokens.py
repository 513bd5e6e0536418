"""Expression text → tokens (XPath 1.0 §3.7, with its rule for ``*`` and the operator names)."""

from __future__ import annotations

import re
from typing import NamedTuple

from offline.forms.xpath.syntax import XPathSyntaxError
from offline.i18n import tr

_NAME = r"[^\W\d][\w.\-·]*"
_TOKEN = re.compile(
    rf"""\s*(?:
      (?P<number>\d+(?:\.\d*)?|\.\d+)
    | (?P<literal>"[^"]*"|'[^']*')
    | (?P<name>{_NAME}(?::(?!:)(?:{_NAME}|\*))?)
    | (?P<symbol>::|//|\.\.|!=|<=|>=|[()\[\].@,/|+\-=<>*$])
    )""",
    re.VERBOSE,
)
_WORD_OPERATOR = re.compile(r"\s*(and|or|div|mod)(?=\d|[^\w.\-]|$)")
_OPERATORS = frozenset({"/", "//", "|", "+", "-", "=", "!=", "<", "<=", ">", ">=", "(", "["})
_BEFORE_OPERAND = _OPERATORS | {"@", "::", ",", "and", "or", "div", "mod", "*op"}
LONGEST = 200_000
"""Characters in one expression; longer ones are refused rather than parsed."""


class Token(NamedTuple):
    """``kind`` is number, literal, name, symbol or end; a binary ``*`` has the text ``*op``."""

    kind: str
    text: str
    at: int


def tokenise(expression: str) -> list[Token]:
    """All tokens and a final ``end``; XPathSyntaxError at what is none."""
    if len(expression) > LONGEST:
        raise XPathSyntaxError(tr("表达式太长（{size} 个字符）", size=len(expression)))
    found: list[Token] = []
    at, end = 0, len(expression.rstrip())
    while at < end:
        if _operator_expected(found) and (word := _WORD_OPERATOR.match(expression, at)):
            found.append(Token("symbol", word.group(1), word.start(1)))
            at = word.end()
            continue
        match = _TOKEN.match(expression, at)
        if match is None:
            piece = expression[at:end].strip()[:20]
            raise XPathSyntaxError(
                tr("第 {place} 个字符处看不懂“{text}”", place=at + 1, text=piece)
            )
        found.append(_token(match, found))
        at = match.end()
    found.append(Token("end", "", end))
    return found


def _token(match: re.Match[str], before: list[Token]) -> Token:
    kind = match.lastgroup or ""
    text, at = match.group(kind), match.start(kind)
    if text == "*" and _operator_expected(before):
        return Token("symbol", "*op", at)
    return Token(kind, text[1:-1] if kind == "literal" else text, at)


def _operator_expected(before: list[Token]) -> bool:
    if not before:
        return False
    last = before[-1]
    return last.kind != "symbol" or last.text not in _BEFORE_OPERAND
