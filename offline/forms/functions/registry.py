"""How functions are known: by name, with how many arguments, and what they return.

To add one, decorate a function of ``(scope, *values)`` with ``@function(name, least, most,
returns)`` in the module of its family; a function that must not evaluate all its arguments, or
needs them as paths, is registered with ``@special`` and receives the compiler instead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from offline.forms.xpath.scope import Code
from offline.forms.xpath.syntax import Expr
from offline.forms.xpath.values import Rules


class Compiles(Protocol):
    """What a special function may ask of the compiler."""

    @property
    def rules(self) -> Rules: ...
    def value(self, expression: Expr) -> Code: ...
    def atom(self, expression: Expr) -> Callable[[Any], Any]: ...
    def number(self, expression: Expr) -> Callable[[Any], float]: ...
    def string(self, expression: Expr) -> Callable[[Any], str]: ...
    def boolean(self, expression: Expr) -> Callable[[Any], bool]: ...


Builder = Callable[[Compiles, tuple[Expr, ...]], Code]


@dataclass(frozen=True, slots=True)
class Function:
    """One function: ``most`` is None for any number; ``build`` compiles a call."""

    name: str
    least: int
    most: int | None
    returns: str
    build: Builder


FUNCTIONS: dict[str, Function] = {}


def function(
    *names: str, least: int = 0, most: int | None = 0, returns: str = "any"
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register ``apply(scope, *values)``; values may be node lists."""

    def register(apply: Callable[..., Any]) -> Callable[..., Any]:
        for name in names:
            FUNCTIONS[name] = Function(name, least, most, returns, _eager(apply))
        return apply

    return register


def special(
    *names: str, least: int = 0, most: int | None = 0, returns: str = "any"
) -> Callable[[Builder], Builder]:
    """Register a function that compiles its own arguments."""

    def register(build: Builder) -> Builder:
        for name in names:
            FUNCTIONS[name] = Function(name, least, most, returns, build)
        return build

    return register


def _eager(apply: Callable[..., Any]) -> Builder:
    def build(compiler: Compiles, arguments: tuple[Expr, ...]) -> Code:
        codes = [compiler.value(argument) for argument in arguments]
        if not codes:
            return apply
        if len(codes) == 1:
            only = codes[0]
            return lambda scope: apply(scope, only(scope))
        if len(codes) == 2:  # noqa: PLR2004 — the commonest call, without a list
            one, other = codes
            return lambda scope: apply(scope, one(scope), other(scope))
        return lambda scope: apply(scope, *[code(scope) for code in codes])

    return build
