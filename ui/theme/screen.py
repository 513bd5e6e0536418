"""The screen a page is drawn on: how many pixels a millimetre has, and which layout fits."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import hypot

MILLIMETRES_PER_INCH = 25.4
COMPACT_HEIGHT = 900
REFERENCE = 4.034
"""Pixels a millimetre on the 21.5 inch reference screen, where the pictures were drawn."""


class Mode(StrEnum):
    """The three arrangements: a standing kiosk, a lying one, and a 10.1 inch tablet on a desk."""

    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"
    COMPACT = "compact"


@dataclass(frozen=True, slots=True)
class Screen:
    """Width and height in pixels, the diagonal in inches (from settings)."""

    width: int = 1080
    height: int = 1920
    diagonal: float = 21.5

    @property
    def pixels_per_mm(self) -> float:
        """Pixels a millimetre of glass."""
        return hypot(self.width, self.height) / (self.diagonal * MILLIMETRES_PER_INCH)

    @property
    def mode(self) -> Mode:
        """Which arrangement fits."""
        if self.height > self.width:
            return Mode.PORTRAIT
        return Mode.COMPACT if self.height < COMPACT_HEIGHT else Mode.LANDSCAPE


@dataclass(frozen=True, slots=True)
class Scale:
    """Pixels a millimetre for each kind of size; ``text_floor`` is the smallest text in pixels."""

    text: float
    space: float
    look: float
    target: float
    text_floor: int = 0
    target_floor: int = 0


def scale_of(screen: Screen) -> Scale:
    """Millimetres to pixels, never larger than the arrangement has room for.

    On a 10.1 inch screen, read at 45 cm, text shrinks to 0.6 (not the 0.75 of the token file's
    note: with that no title fits the 400 px column of the picture) but never below 4.1 mm;
    targets keep 12 mm at least and 20 mm for the primary button.
    """
    per_mm = screen.pixels_per_mm
    if screen.mode is Mode.COMPACT:
        return Scale(
            text=per_mm * 0.6,
            space=per_mm * 0.39,
            look=per_mm * 0.6,
            target=per_mm * 0.72,
            text_floor=round(4.1 * per_mm),
            target_floor=round(12 * per_mm),
        )
    fitted = min(per_mm, REFERENCE * _fit(screen))
    return Scale(text=fitted, space=fitted, look=fitted, target=fitted)


def _fit(screen: Screen) -> float:
    long_side, short_side = max(screen.width, screen.height), min(screen.width, screen.height)
    return min(long_side / 1920, short_side / 1080)
