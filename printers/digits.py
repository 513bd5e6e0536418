"""Pieces whose digits are free: set once for all dates, numbers and times of their pattern.

The digits of the papers' fonts are of one width and never kerned, so other digits move nothing.
That isn't believed but looked at: a pattern is set with each digit throughout, and twice with its
places numbered. Only where these twelve settings show every digit at its place and nothing else
touched is a piece put together from them; any other goes on to be set by Typst.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from printers.drawing import Glyph, Strip

DIGITS = "0123456789"
MOST = 100
"""Digits a pattern may have: two of them number the places."""
SETTINGS = len(DIGITS) + 2
Words = Mapping[str, object]
"""Texts by name, in lists and mappings as JSON has them."""
_DIGIT = re.compile("[0-9]")


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """The ink of a piece without its digits, and for each of these in turn the ten it may be."""

    height: int
    rest: NDArray[np.uint8]
    places: tuple[Sequence[Glyph], ...]

    def filled(self, digits: Iterable[str]) -> Strip:
        """The piece with these digits."""
        dots = np.unpackbits(self.rest, axis=1).view(np.bool_)
        for glyphs, digit in zip(self.places, digits, strict=True):
            glyphs[int(digit)].lay(dots)
        return Strip(self.height, np.packbits(dots, axis=1))


def parted(words: Words) -> tuple[Words, str]:
    """Words with a 0 for every digit in them, and the digits in their order."""
    digits: list[str] = []

    def zero(digit: str) -> str:
        digits.append(digit)
        return "0"

    return _spelled(words, zero), "".join(digits)


def probes(words: Words, count: int) -> list[Words]:
    """The twelve settings of a pattern with ``count`` digits, at most ``MOST``."""
    throughout = [digit * count for digit in DIGITS]
    return [_with(words, digits) for digits in (*throughout, *_numbers(count))]


def pattern(settings: Sequence[Strip], count: int) -> Pattern | None:
    """What the twelve settings show; None where more than the digits changes with the digits."""
    if len({(one.height, tuple(glyph.at for glyph in one.glyphs)) for one in settings}) > 1:
        return None
    places: dict[int, Sequence[Glyph]] = {}
    shown: list[int] = []
    for glyphs in zip(*(one.glyphs for one in settings), strict=True):
        *names, tens, units = (glyph.name for glyph in glyphs)
        if not {tens, units}.issubset(names):
            return None
        if len(set(names)) > 1:
            shown.append(10 * names.index(tens) + names.index(units))
            places[shown[-1]] = glyphs[: len(DIGITS)]
    if sorted(shown) != list(range(count)):
        return None
    rest = np.bitwise_and.reduce([one.ink for one in settings[: len(DIGITS)]])
    found = Pattern(settings[0].height, rest, tuple(places[place] for place in range(count)))
    numbered = zip(_numbers(count), settings[len(DIGITS) :], strict=True)
    same = (np.array_equal(found.filled(digits).ink, one.ink) for digits, one in numbered)
    return found if all(same) else None


def _numbers(count: int) -> tuple[str, str]:
    """The tens of all places, and their units."""
    places = range(count)
    return "".join(str(one // 10) for one in places), "".join(str(one % 10) for one in places)


def _with(words: Words, digits: str) -> Words:
    left = iter(digits)
    return _spelled(words, lambda _: next(left))


def _spelled(words: Words, digits: Callable[[str], str]) -> Words:
    return {name: _respelled(one, digits) for name, one in words.items()}


def _respelled(one: object, digits: Callable[[str], str]) -> object:
    match one:
        case str():
            return _DIGIT.sub(lambda found: digits(found[0]), one)
        case dict():
            return _spelled(one, digits)
        case list() | tuple():
            return [_respelled(each, digits) for each in one]
        case _:
            return one
