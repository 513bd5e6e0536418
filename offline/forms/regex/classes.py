"""Character classes of Java's patterns as predicates; digits and word characters are ASCII."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

Accepts = Callable[[str], bool]
_HAN = re.compile(
    "[\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_DIGITS = frozenset("0123456789")
_WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_SPACE = frozenset(" \t\n\x0b\f\r")
_NAMED = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "a": "\a", "e": "\x1b"}
_POSIX: dict[str, Accepts] = {
    "Lower": lambda c: "a" <= c <= "z",
    "Upper": lambda c: "A" <= c <= "Z",
    "Alpha": lambda c: c.isascii() and c.isalpha(),
    "Digit": lambda c: c in _DIGITS,
    "Alnum": lambda c: c.isascii() and c.isalnum(),
    "Punct": lambda c: c.isascii() and c.isprintable() and not c.isalnum() and c != " ",
    "Space": lambda c: c in _SPACE,
    "ASCII": str.isascii,
}


def one(char: str) -> Accepts:
    """Exactly that character."""
    return lambda c: c == char


def ANY(char: str) -> bool:  # noqa: N802 — a constant that happens to be a function
    """What a dot accepts: all but line ends."""
    return char not in "\n\r\u0085\u2028\u2029"


def folded(accepts: Accepts) -> Accepts:
    """Whatever the case."""
    return lambda c: accepts(c) or accepts(c.lower()) or accepts(c.upper())


def negated(accepts: Accepts) -> Accepts:
    """Everything else."""
    return lambda c: not accepts(c)


def escape(text: str, at: int) -> tuple[Accepts, int]:
    """The class after a backslash at ``at``, and where the pattern goes on (ValueError)."""
    char = text[at]
    if char.lower() in "dws":
        accepts = {"d": _DIGITS, "w": _WORD, "s": _SPACE}[char.lower()].__contains__
        return (accepts if char.islower() else negated(accepts)), at + 1
    if char in "pP":
        return _property(text, at)
    if char in "ux":
        size = 4 if char == "u" else 2
        return one(chr(int(text[at + 1 : at + 1 + size], 16))), at + 1 + size
    if char.isalnum() and char not in _NAMED:
        raise ValueError(f"unknown escape \\{char}")
    return one(_NAMED.get(char, char)), at + 1


def _property(text: str, at: int) -> tuple[Accepts, int]:
    name, end = text[at + 1 : at + 2], at + 2
    if name == "{":
        end = text.find("}", at)
        if end < 0:
            raise ValueError("unclosed {")
        name, end = text[at + 2 : end], end + 1
    plain = name.removeprefix("Is").removeprefix("script=")
    if plain in {"Han", "InCJKUnifiedIdeographs", "sc=Han"}:
        accepts: Accepts = lambda c: _HAN.match(c) is not None  # noqa: E731 — one of several
    elif plain in _POSIX:
        accepts = _POSIX[plain]
    else:
        category = {"Alphabetic": "L", "Letter": "L"}.get(plain, plain)
        accepts = lambda c: unicodedata.category(c).startswith(category)  # noqa: E731 — as above
    return (negated(accepts) if text[at] == "P" else accepts), end


def bracket(text: str, at: int) -> tuple[Accepts, int]:
    """The class in brackets that begins at ``at``, and where the pattern goes on (ValueError)."""
    negative = text.startswith("^", at)
    at += negative
    parts: list[Accepts] = []
    needed: list[Accepts] = []
    first = True
    while first or not text.startswith("]", at):
        first = False
        if at >= len(text):
            raise ValueError("unclosed [")
        if text.startswith("&&", at):
            needed, parts, at = [*needed, _any_of(parts)], [], at + 2
            continue
        part, at = _member(text, at)
        parts.append(part)
    found = _all_of([*needed, _any_of(parts)])
    return (negated(found) if negative else found), at + 1


def _member(text: str, at: int) -> tuple[Accepts, int]:
    if text[at] == "[":
        return bracket(text, at + 1)
    low, accepts, at = _single(text, at)
    if low and text.startswith("-", at) and at + 1 < len(text) and text[at + 1] not in "][":
        high, _accepts, at = _single(text, at + 1)
        if not high or high < low:
            raise ValueError("a wrong range")
        return (lambda c: low <= c <= high), at
    return accepts, at


def _single(text: str, at: int) -> tuple[str, Accepts, int]:
    """One character of a class (empty if it is a class itself), its predicate, and the rest."""
    if text[at] != "\\":
        return text[at], one(text[at]), at + 1
    if at + 1 >= len(text):
        raise ValueError("the pattern ends too early")
    accepts, end = escape(text, at + 1)
    char = text[at + 1]
    if char in "ux":
        return chr(int(text[at + 2 : end], 16)), accepts, end
    return ("" if char in "dDwWsSpP" else _NAMED.get(char, char)), accepts, end


def _any_of(parts: list[Accepts]) -> Accepts:
    return lambda c: any(part(c) for part in parts)


def _all_of(parts: list[Accepts]) -> Accepts:
    return parts[0] if len(parts) == 1 else lambda c: all(part(c) for part in parts)
