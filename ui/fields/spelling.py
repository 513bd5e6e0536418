"""Finding a choice among thousands by part of its name, its pinyin or the initials of it.

Readings are taken character by character with every reading a character has, since a list of
villages or surnames is where the rare reading is the right one (单, 仇, 重).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice, product

from pypinyin import Style, pinyin

_VARIANTS = 12


@cache
def _readings(character: str) -> tuple[str, ...]:
    if character.isascii():
        return (character.casefold(),) if character.isalnum() else ("",)
    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(dict.fromkeys(found[0])) if found else ("",)


def spelling(label: str) -> str:
    """All that a label may be found by, in one line: itself, its initials, its pinyin."""
    readings = [_readings(character) for character in label]
    initials = [tuple(dict.fromkeys(reading[:1] for reading in each)) for each in readings]
    return "\n".join((label.casefold(), *_variants(initials), *_variants(readings)))


def _variants(readings: Sequence[tuple[str, ...]]) -> Iterable[str]:
    return dict.fromkeys("".join(each) for each in islice(product(*readings), _VARIANTS))


class ChoiceIndex:
    """The labels of a list, searchable. The spelling is made at the first search in letters."""

    def __init__(self, labels: Sequence[str]) -> None:
        self._labels = [label.casefold() for label in labels]
        self._spelled: list[str] | None = None

    def find(self, words: str) -> list[int]:
        """Positions of the labels that have all the words, in the list's own order; those that
        begin with the first word come first.
        """
        wanted = words.casefold().split()
        if not wanted:
            return list(range(len(self._labels)))
        lines = self._lines(letters=any(word.isascii() for word in wanted))
        hits = [at for at, line in enumerate(lines) if all(word in line for word in wanted)]
        return sorted(hits, key=lambda at: not self._begins(lines[at], wanted[0]))

    def _lines(self, *, letters: bool) -> list[str]:
        if not letters:
            return self._labels
        if self._spelled is None:
            self._spelled = [spelling(label) for label in self._labels]
        return self._spelled

    @staticmethod
    def _begins(line: str, word: str) -> bool:
        return line.startswith(word) or "\n" + word in line
