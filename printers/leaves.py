"""What a leaf of Typst's SVG lays on the paper: stamps of glyphs and curves, upright boxes.

Each is made once and kept: Typst names a glyph by the hash of what it is, so names last, and a
shape that recurs (a seam, the eave's tiles) is the same text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from math import floor
from typing import Literal, NamedTuple

from PIL import ImageColor

from printers.bitmap import THRESHOLD
from printers.outlines import (
    PLACES,
    Contour,
    Linear,
    Stamp,
    UnsupportedError,
    box,
    contours,
    moved,
    stamp,
)

GRAIN = 16
"""Positions in a dot, each way, at which a shape is kept."""
GLYPHS = 8192
"""Glyphs kept at most, some 10 MB; then all are stamped anew."""
MARK = "#fe01fd"
"""The colour, used by nothing else, of the box that stands for a QR."""
SEAM = "#fe01fc"
"""The colour of the boxes that tell where a piece begins and ends; they are not drawn."""
Box = tuple[float, float, float, float]
Fill = Literal["black", "white", "code", "seam"]
_STROKE = {f"stroke-{what}" for what in ("width", "linecap", "linejoin", "miterlimit")}
_DASH = {"stroke-dasharray", "stroke-dashoffset"}
_KNOWN = _STROKE | _DASH | {"d", "fill", "fill-rule", "stroke", "transform"}
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_NUMBER = re.compile(r"-?[0-9.]+(?:[eE]-?[0-9]+)?")
_SIGNS: dict[str, Fill] = {MARK: "code", SEAM: "seam"}
_LEVEL: dict[Fill, float] = {"black": 1 - THRESHOLD / 255, "white": THRESHOLD / 255}
"""How much of a dot must be covered, by black on white and by white on black."""


def near(dots: float) -> int:
    """The nearest whole number, and of two that are as near always the upper one.

    A hair's breadth of tolerance keeps a half dot from falling one way on a page and the other
    way on a piece of it: Typst writes nine places.
    """
    return floor(dots + 0.500001)


class Place(NamedTuple):
    """Where a thing stands: its linear map and its origin, in dots."""

    linear: Linear
    at: complex

    def point(self, x: float, y: float) -> complex:
        """Where a point of the drawing falls."""
        return x * self.linear[0] + y * self.linear[1] + self.at

    def inside(self, transform: str) -> Place:
        """The place after an SVG ``transform`` (UnsupportedError)."""
        if not transform:
            return self
        a, b, c, d, e, f = _matrix(transform)
        return Place((self.point(a, b) - self.at, self.point(c, d) - self.at), self.point(e, f))

    def shape(self, path: str) -> tuple[Contour, ...]:
        """The contours of path data, in dots."""
        return moved(contours(path), self.linear, self.at)


@dataclass(frozen=True, slots=True)
class Slab:
    """An upright box, its edges in dots from the leaf's whole dot; a QR's box and a seam say so."""

    edges: Box
    fill: Fill


class Laid(NamedTuple):
    """A stamp in black or white."""

    stamp: Stamp
    fill: Fill


GlyphKey = tuple[str, str, Linear, int, int]
"""A glyph's name, its colour, its linear map, and its place within a dot in ``PLACES``."""


class Glyphs(dict[GlyphKey, tuple[Laid, ...]]):
    """The glyphs met so far, and what each lays."""

    def add(self, key: GlyphKey, symbol: Callable[[str], str]) -> tuple[Laid, ...]:
        """Draw a glyph (UnsupportedError); ``symbol`` gives what is inside a name's definition."""
        name, colour, linear, right, down = key
        if len(self) >= GLYPHS:
            self.clear()
        place = Place(linear, complex(right, down) / PLACES)
        paths = [_attributes(how)["d"] for how in re.findall("<path [^>]*/>", symbol(name))]
        made = tuple(one for path in paths for one in _stamped(path, place, _fill(colour)))
        self[key] = made
        return made


@lru_cache(maxsize=4096)
def shapes(how: str, place: Place) -> tuple[Laid | Slab, ...]:
    """What a path of these attributes lays, ``place`` within a dot (UnsupportedError).

    Upright boxes go edge by edge, so a QR's modules are whole; anything else by its outline.
    """
    known = _attributes(how)
    place = place.inside(known.get("transform", ""))
    path, colour, pen = known.get("d", ""), known.get("fill", "none"), known.get("stroke", "none")
    filled = () if colour == "none" else _filled(path, place, _fill(colour))
    return (*filled, *(() if pen == "none" else _stroked(known, place)))


def _attributes(how: str) -> dict[str, str]:
    known = dict(_ATTRIBUTE.findall(how))
    if not _KNOWN.issuperset(known):
        raise UnsupportedError(f"attributes {sorted(known.keys() - _KNOWN)}")
    return known


def _filled(path: str, place: Place, fill: Fill) -> Iterator[Laid | Slab]:
    edges = [box(contour) for contour in place.shape(path)]
    if edges and all(edges):
        return (Slab(edge, fill) for edge in edges if edge)
    return _stamped(path, place, fill)


def _stamped(path: str, place: Place, fill: Fill) -> Iterator[Laid]:
    if fill not in _LEVEL:
        raise UnsupportedError(f"a {fill} that is no box")
    right, down = near(place.at.real * PLACES), near(place.at.imag * PLACES)
    made = stamp(path, place.linear, right % PLACES, down % PLACES, _LEVEL[fill])
    if made is not None:
        at = Stamp(made.left + right // PLACES, made.top + down // PLACES, made.mask)
        yield Laid(at, fill)


def _stroked(known: dict[str, str], place: Place) -> Iterator[Slab]:
    if known.get("stroke-linecap") != "butt" or place.linear[0].imag:
        raise UnsupportedError("a stroke with round ends or aslant")
    scale, fill = abs(place.linear[0]), _fill(known["stroke"])
    half = float(known.get("stroke-width", "0")) * scale / 2
    dashes = [float(n) * scale for n in _NUMBER.findall(known.get("stroke-dasharray", ""))]
    for contour in place.shape(known.get("d", "")):
        yield from (Slab(edges, fill) for edges in _lines(contour.tolist(), half, dashes))


def _lines(points: list[complex], half: float, dashes: list[float]) -> Iterator[Box]:
    """The boxes of a stroke along upright and level lines, with square corners where it turns."""
    joined = half if len(points) > 2 else 0.0  # noqa: PLR2004 — two points are one line
    for start, end in pairwise(points):
        way = end - start
        length = abs(way)
        if length and way.real and way.imag:
            raise UnsupportedError("a slanted line")
        for begin, stop in _dashed(length, dashes):
            unit = way / length
            first, last = start + unit * (begin - joined), start + unit * (stop + joined)
            side = half * abs(unit.imag) + 1j * half * abs(unit.real)
            low = complex(min(first.real, last.real), min(first.imag, last.imag)) - side
            high = complex(max(first.real, last.real), max(first.imag, last.imag)) + side
            yield low.real, low.imag, high.real, high.imag


def _dashed(length: float, dashes: list[float]) -> Iterator[tuple[float, float]]:
    if not dashes:
        yield 0.0, length
        return
    begin = 0.0
    while begin < length:
        yield begin, min(begin + dashes[0], length)
        begin += sum(dashes)


@lru_cache(maxsize=4096)
def _matrix(transform: str) -> tuple[float, ...]:
    kind, _, rest = transform.partition("(")
    numbers = [float(number) for number in _NUMBER.findall(rest)]
    match kind, numbers:
        case "matrix", [_, _, _, _, _, _]:
            return tuple(numbers)
        case "translate", [x, *more]:
            return (1.0, 0.0, 0.0, 1.0, x, more[0] if more else 0.0)
        case "scale", [x, *more]:
            return (x, 0.0, 0.0, more[0] if more else x, 0.0, 0.0)
        case _:
            raise UnsupportedError(kind)


@cache
def _fill(colour: str) -> Fill:
    if colour in _SIGNS:
        return _SIGNS[colour]
    if not colour.startswith("#"):
        raise UnsupportedError(f"the colour {colour}")
    red, green, blue = ImageColor.getrgb(colour)[:3]
    return "black" if (red * 299 + green * 587 + blue * 114) / 1000 < THRESHOLD else "white"
