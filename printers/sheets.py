"""How a document lies on its paper: size, sides, colour, as the settings name them.

Keywords are those of PWG 5101.1 (media) and RFC 8011 (sides, print-color-mode).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol, Self, runtime_checkable

from printers.port import Printer

MEDIA = {"a4": "iso_a4_210x297mm", "a5": "iso_a5_148x210mm", "a3": "iso_a3_297x420mm"}
SIDES = {
    "one-sided": "one-sided",
    "two-sided": "two-sided-long-edge",
    "two-sided-short-edge": "two-sided-short-edge",
}
COLOURS = {"colour": "color", "grey": "monochrome"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """IPP keywords; an empty ``colour`` leaves it to the printer."""

    media: str = MEDIA["a4"]
    sides: str = SIDES["one-sided"]
    colour: str = ""

    @property
    def duplex(self) -> bool:
        """Whether both sides are printed on."""
        return self.sides != SIDES["one-sided"]


class UnknownSheetError(ValueError):
    """A word that is no size, side or colour; the text is the word."""


def sheet_of(words: str) -> Sheet:
    """``a4 two-sided grey`` as a sheet, in any order (UnknownSheetError)."""
    sheet = Sheet()
    for word in words.split():
        if word in MEDIA:
            sheet = replace(sheet, media=MEDIA[word])
        elif word in SIDES:
            sheet = replace(sheet, sides=SIDES[word])
        elif word in COLOURS:
            sheet = replace(sheet, colour=COLOURS[word])
        else:
            raise UnknownSheetError(word)
    return sheet


def most_of(sheets: Iterable[Sheet]) -> Sheet:
    """The one that asks most of a printer: another size first, then both sides."""
    plain = Sheet()
    return max(sheets, key=lambda one: (one.media != plain.media, one.duplex), default=plain)


@runtime_checkable
class TakesSheets(Protocol):
    """A printer that can be told how to lay a document."""

    def on(self, sheet: Sheet) -> Self: ...


def on(printer: Printer, sheet: Sheet) -> Printer:
    """The printer, told so if it can be; any other prints as it is set up."""
    if not isinstance(printer, TakesSheets):
        return printer
    told: Printer = printer.on(sheet)
    return told
