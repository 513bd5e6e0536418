"""Colours as typed tokens, and the contrast between two of them (WCAG 2.2, relative luminance)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ui.theme.tokens import raw


class ThemeName(StrEnum):
    """The five sets of colours; the first three are the resident's to choose."""

    STANDARD = "standard"
    ELDER = "elder"
    CONTRAST = "contrast"
    STAFF_LIGHT = "staff_light"
    STAFF_DARK = "staff_dark"


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as ``#RRGGBB`` by what they are for; their uses are told in ``tokens.json``."""

    wall: str
    paper: str
    mist: str
    line: str
    edge: str
    ink: str
    ink_2: str
    tile: str
    on_tile: str
    on_tile_2: str
    pine: str
    pine_deep: str
    on_pine: str
    pine_soft: str
    grain: str
    grain_soft: str
    grain_ink: str
    vermilion: str
    vermilion_soft: str
    indigo: str
    indigo_soft: str
    focus: str
    disabled_text: str
    disabled_fill: str
    grain_on: str
    seal: str
    track: str
    on_grain_soft: str


@dataclass(frozen=True, slots=True)
class ContrastPair:
    """Two colours that meet on a page, and the least ratio between them."""

    foreground: str
    background: str
    use: str
    least: float


def palette(name: ThemeName) -> Palette:
    """The colours of a theme."""
    return Palette(**raw()["color"][name.value])


def contrast_pairs(name: ThemeName) -> tuple[ContrastPair, ...]:
    """Every pair of tokens that meets in a theme, by token name."""
    return tuple(
        ContrastPair(pair["fg"], pair["bg"], pair["use"], pair["min"])
        for pair in raw()["contrast_pairs"][name.value]
    )


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two ``#RRGGBB`` colours, 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    straight = 0.04045  # below it sRGB is a straight line (IEC 61966-2-1)
    return channel / 12.92 if channel <= straight else ((channel + 0.055) / 1.055) ** 2.4
