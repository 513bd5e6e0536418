"""Java pattern syntax → a tree of small records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from offline.forms.regex import classes
from offline.forms.regex.classes import Accepts


class PatternError(ValueError):
    """A pattern that does not parse, or asks for what this engine does not do."""


@dataclass(frozen=True, slots=True)
class Char:
    """One character that a predicate accepts."""

    accepts: Accepts


@dataclass(frozen=True, slots=True)
class Sequence:
    """Parts one after another."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several."""

    options: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part from ``least`` to ``most`` times (None: without end)."""

    part: Tree
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """A place between characters: start, end, word or inside (no word boundary)."""

    kind: str


@dataclass(frozen=True, slots=True)
class Look:
    """What must (not) follow."""

    part: Tree
    wanted: bool


Tree = Char | Sequence | Choice | Repeat | Place | Look
_COUNTS: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
_PLACES = {"A": "start", "z": "end", "Z": "end", "b": "word", "B": "inside"}
_GROUPS: dict[str, Callable[[Tree], Tree]] = {
    "?:": lambda part: part,
    "?>": lambda part: part,
    "?=": lambda part: Look(part, wanted=True),
    "?!": lambda part: Look(part, wanted=False),
}
DEEPEST = 50
LARGEST_COUNT = 1000


def parse(pattern: str) -> Tree:
    """The tree of a pattern (PatternError)."""
    reader = _Reader(pattern)
    tree = reader.choice()
    if not reader.done():
        raise PatternError(f"unmatched ) at {reader.at}")
    return tree


class _Reader:
    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self.at = 0
        self._depth = 0
        self._fold = False

    def done(self) -> bool:
        return self.at >= len(self._text)

    def choice(self) -> Tree:
        self._depth += 1
        if self._depth > DEEPEST:
            raise PatternError("nested too deeply")
        options = [self._sequence()]
        while self._accept("|"):
            options.append(self._sequence())
        self._depth -= 1
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def _sequence(self) -> Tree:
        parts: list[Tree] = []
        while not self.done() and self._text[self.at] not in "|)":
            part = self._counted(self._atom())
            parts.append(part)
        return Sequence(tuple(parts))

    def _counted(self, part: Tree) -> Tree:
        while not self.done() and (count := self._count()) is not None:
            least, most = count
            if max(least, most or 0) > LARGEST_COUNT:
                raise PatternError(f"a count above {LARGEST_COUNT}")
            part = Repeat(part, least, most)
            _ = self._accept("?") or self._accept("+")
        return part

    def _count(self) -> tuple[int, int | None] | None:
        char = self._text[self.at]
        if char in _COUNTS:
            self.at += 1
            return _COUNTS[char]
        if char != "{":
            return None
        end = self._text.find("}", self.at)
        low, comma, high = self._text[self.at + 1 : end].partition(",")
        if end < 0 or not low.isdigit() or (high and not high.isdigit()):
            raise PatternError(f"a wrong count at {self.at}")
        self.at = end + 1
        return int(low), (int(high) if high else None) if comma else int(low)

    def _atom(self) -> Tree:
        char = self._take()
        if char == "(":
            return self._group()
        if char == "[":
            accepts, self.at = classes.bracket(self._text, self.at)
            return Char(classes.folded(accepts) if self._fold else accepts)
        if char == "\\":
            return self._escape()
        if char in "^$":
            return Place("start" if char == "^" else "end")
        if char in "*+?":
            raise PatternError(f"nothing to repeat at {self.at - 1}")
        return Char(classes.ANY if char == "." else self._literal(char))

    def _literal(self, char: str) -> Accepts:
        accepts = classes.one(char)
        return classes.folded(accepts) if self._fold else accepts

    def _group(self) -> Tree:
        build: Callable[[Tree], Tree] = _GROUPS["?:"]
        if self._text.startswith("?", self.at):
            if self._flags():
                return Sequence(())
            build = self._kind()
        inside = self.choice()
        if not self._accept(")"):
            raise PatternError("unclosed (")
        return build(inside)

    def _kind(self) -> Callable[[Tree], Tree]:
        mark = self._text[self.at : self.at + 2]
        if mark in _GROUPS:
            self.at += 2
            return _GROUPS[mark]
        end = self._text.find(">", self.at)
        if mark == "?<" and self._text[self.at + 2 : self.at + 3].isalpha() and end > 0:
            self.at = end + 1
            return _GROUPS["?:"]
        raise PatternError(f"unsupported group at {self.at}")

    def _flags(self) -> bool:
        end = self._text.find(")", self.at)
        flags = self._text[self.at + 1 : end]
        if not flags or not set(flags) <= set("iumsU-"):
            return False
        self._fold = "i" in flags.partition("-")[0]
        self.at = end + 1
        return True

    def _escape(self) -> Tree:
        char = self._take()
        if char in _PLACES:
            return Place(_PLACES[char])
        if char == "Q":
            return self._quoted()
        if char.isdigit() and char != "0":
            raise PatternError("back-references")
        accepts, self.at = classes.escape(self._text, self.at - 1)
        return Char(classes.folded(accepts) if self._fold else accepts)

    def _quoted(self) -> Tree:
        end = self._text.find("\\E", self.at)
        end = len(self._text) if end < 0 else end
        text, self.at = self._text[self.at : end], end + 2
        return Sequence(tuple(Char(self._literal(char)) for char in text))

    def _take(self) -> str:
        if self.done():
            raise PatternError("the pattern ends too early")
        self.at += 1
        return self._text[self.at - 1]

    def _accept(self, char: str) -> bool:
        if self._text.startswith(char, self.at):
            self.at += 1
            return True
        return False
