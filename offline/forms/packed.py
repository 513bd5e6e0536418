"""Rows and indexes of a large table as they lie on a shelf: bytes, taken apart row by row.

Opening a form with 50,000 rows then costs what reading the bytes costs; a question about one
value looks at the rows of that value and at no others.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import takewhile
from typing import overload

Numbers = int | list[int]
State = tuple[bytes, bytes]
_LONG = "I"
ORDER = f"{sys.byteorder} {array(_LONG).itemsize}".encode()
"""How this machine writes numbers: bytes of another are of no use here."""


class Rows(Sequence[str]):
    """Texts in one piece of bytes, each decoded when it is asked for."""

    __slots__ = ("_ends", "_packed")

    def __init__(self, state: State) -> None:
        self._packed = state[0]
        self._ends = memoryview(state[1]).cast("I")

    @staticmethod
    def pack(texts: Iterable[str]) -> State:
        """The bytes of all texts, and where each begins and the last one ends."""
        pieces = [text.encode("utf-8", "surrogatepass") for text in texts]
        ends = array(_LONG, [0])
        for piece in pieces:
            ends.append(ends[-1] + len(piece))
        return b"".join(pieces), ends.tobytes()

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        if not 0 <= at < len(self):
            raise IndexError(at)
        return self._packed[self._ends[at] : self._ends[at + 1]].decode("utf-8", "surrogatepass")


class Index:
    """Which rows have a text: their numbers in the order of the texts.

    The texts themselves stand in the rows; ``cell`` gives that of a row in this column.
    """

    __slots__ = ("_cell", "_known", "_numbers")

    def __init__(self, state: bytes, cell: Callable[[int], str]) -> None:
        self._numbers = memoryview(state).cast("I")
        self._cell = cell
        self._known: dict[str, list[int]] = {}

    @staticmethod
    def pack(rows_of: Mapping[str, Numbers]) -> bytes:
        """The bytes of an index by text."""
        ordered = array(_LONG)
        for text in sorted(rows_of):
            found = rows_of[text]
            ordered.extend(found if isinstance(found, list) else [found])
        return ordered.tobytes()

    def get(self, text: str, otherwise: list[int]) -> list[int]:
        """The numbers of the rows with that text, from the top."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._search(text)
        return known or otherwise

    def _search(self, text: str) -> list[int]:
        first = bisect_left(self._numbers, text, key=self._cell)
        rest = (self._numbers[at] for at in range(first, len(self._numbers)))
        return list(takewhile(lambda number: self._cell(number) == text, rest))
