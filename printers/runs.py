"""A run of leaves of Typst's SVG (glyphs, paths) as ink, made once and laid wherever it recurs.

Most of a receipt is the same on the next one: labels, headings, the eave. What differs is made of
glyphs that were stamped before (``printers.outlines``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple, cast

import numpy as np
from lxml import etree
from PIL import ImageColor

from printers.bitmap import THRESHOLD
from printers.outlines import (
    PLACES,
    Contour,
    Linear,
    Mask,
    Stamp,
    UnsupportedError,
    box,
    contours,
    moved,
    stamp,
)

GRAIN = 16
"""Positions in a dot, each way, at which a run is kept."""
KEPT = 1024
"""Runs kept at most, some 15 MB; then all are made anew, which costs one paper 20 ms."""
MARK = "#fe01fd"
"""The colour, used by nothing else, of the box that stands for a QR."""
SEAM = "#fe01fc"
"""The colour of the boxes that tell where a piece begins and ends; they are not drawn."""
Box = tuple[float, float, float, float]
Fill = Literal["black", "white", "code", "seam"]
_HREF = "{http://www.w3.org/1999/xlink}href"
_STROKE = {f"stroke-{what}" for what in ("width", "linecap", "linejoin", "miterlimit")}
_DASH = {"stroke-dasharray", "stroke-dashoffset"}
_KNOWN = _STROKE | _DASH | {"d", "fill", "fill-rule", "stroke", "transform", "x", "y", _HREF}
_NUMBER = re.compile(r"-?[0-9.]+(?:[eE]-?[0-9]+)?")
_SIGNS: dict[str, Fill] = {MARK: "code", SEAM: "seam"}
_LEVEL: dict[Fill, float] = {"black": 1 - THRESHOLD / 255, "white": THRESHOLD / 255}
"""How much of a dot must be covered, by black on white and by white on black."""
_HEAD = '<g xmlns:xlink="http://www.w3.org/1999/xlink">'


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
    """An upright box, its edges in dots from the run's whole dot; a QR's box and a seam say so."""

    edges: Box
    fill: Fill


@dataclass(frozen=True, slots=True)
class Ink:
    """Glyphs and curved shapes one over another: what turns black, and what is not made white."""

    left: int
    top: int
    black: Mask
    kept: Mask | None


Piece = Slab | Ink
_Drop = tuple[Stamp, Fill]


class Runs:
    """The runs made so far; Typst names a glyph by the hash of what it is, so names last."""

    def __init__(self) -> None:
        self._outlines: dict[str, tuple[str, ...]] = {}
        self._made: dict[tuple[object, ...], tuple[Piece, ...]] = {}

    def of(
        self, leaves: str, linear: Linear, phase: tuple[int, int], symbol: Callable[[str], str]
    ) -> tuple[Piece, ...]:
        """What a run lays on the sheet, in its order (UnsupportedError).

        ``phase`` places its origin within a dot, in ``GRAIN``; ``symbol`` gives the XML inside a
        glyph's definition by its name.
        """
        key = (leaves, linear, phase)
        made = self._made.get(key)
        if made is None:
            if len(self._made) >= KEPT:
                self._made.clear()
            made = self._made[key] = tuple(self._pieces(leaves, linear, phase, symbol))
        return made

    def _pieces(
        self, leaves: str, linear: Linear, phase: tuple[int, int], symbol: Callable[[str], str]
    ) -> Iterator[Piece]:
        place = Place(linear, complex(*phase) / GRAIN)
        wet: list[_Drop] = []
        for leaf in etree.fromstring(f"{_HEAD}{leaves}</g>"):
            for part in self._parts(leaf, place, symbol):
                if isinstance(part, Slab):
                    yield from _merged(wet)
                    wet = []
                    yield part
                else:
                    wet.append(part)
        yield from _merged(wet)

    def _parts(
        self, leaf: etree._Element, place: Place, symbol: Callable[[str], str]
    ) -> Iterator[Slab | _Drop]:
        if not _KNOWN.issuperset(leaf.keys()):
            raise UnsupportedError(f"attributes {sorted(set(leaf.keys()) - _KNOWN)}")
        if leaf.tag == "use":
            at = place.point(float(leaf.get("x", "0")), float(leaf.get("y", "0")))
            for path in self._outline(leaf.get(_HREF, "")[1:], symbol):
                yield from _stamped(path, Place(place.linear, at), _fill(leaf.get("fill", "")))
        else:
            yield from _path(leaf, place.inside(leaf.get("transform", "")))

    def _outline(self, name: str, symbol: Callable[[str], str]) -> tuple[str, ...]:
        known = self._outlines.get(name)
        if known is None:
            paths = etree.fromstring(f"<g>{symbol(name)}</g>")
            known = self._outlines[name] = tuple(cast("str", path.get("d")) for path in paths)
        return known


def _path(leaf: etree._Element, place: Place) -> Iterator[Slab | _Drop]:
    """Upright boxes edge by edge, so a QR's modules are whole; anything else by its outline."""
    path, fill = leaf.get("d", ""), leaf.get("fill", "none")
    if fill != "none":
        edges = [box(contour) for contour in place.shape(path)]
        if edges and all(edges):
            yield from (Slab(cast("Box", edge), _fill(fill)) for edge in edges)
        else:
            yield from _stamped(path, place, _fill(fill))
    if leaf.get("stroke", "none") != "none":
        yield from _stroked(leaf, place)


def _stamped(path: str, place: Place, fill: Fill) -> Iterator[_Drop]:
    if fill not in _LEVEL:
        raise UnsupportedError(f"a {fill} that is no box")
    right, down = round(place.at.real * PLACES), round(place.at.imag * PLACES)
    made = stamp(path, place.linear, right % PLACES, down % PLACES, _LEVEL[fill])
    if made is not None:
        yield Stamp(made.left + right // PLACES, made.top + down // PLACES, made.mask), fill


def _merged(drops: list[_Drop]) -> Iterator[Ink]:
    """Stamps on one small sheet of their own."""
    if not drops:
        return
    left, top = min(one.left for one, _ in drops), min(one.top for one, _ in drops)
    wide = max(one.left + one.mask.shape[1] for one, _ in drops) - left
    high = max(one.top + one.mask.shape[0] for one, _ in drops) - top
    black = np.zeros((high, wide), np.bool_)
    white = np.zeros_like(black) if any(fill == "white" for _, fill in drops) else None
    for one, fill in drops:
        rows = slice(one.top - top, one.top - top + one.mask.shape[0])
        columns = slice(one.left - left, one.left - left + one.mask.shape[1])
        if fill == "black":
            black[rows, columns] |= one.mask
        if white is not None:
            white[rows, columns][one.mask] = fill == "white"
    if white is None:
        yield Ink(left, top, black, None)
    else:
        yield Ink(left, top, black & ~white, ~white)


def _stroked(leaf: etree._Element, place: Place) -> Iterator[Slab]:
    if leaf.get("stroke-linecap") != "butt" or place.linear[0].imag:
        raise UnsupportedError("a stroke with round ends or aslant")
    scale, fill = abs(place.linear[0]), _fill(leaf.get("stroke", ""))
    half = float(leaf.get("stroke-width", "0")) * scale / 2
    dashes = [float(n) * scale for n in _NUMBER.findall(leaf.get("stroke-dasharray", ""))]
    for contour in place.shape(leaf.get("d", "")):
        yield from (Slab(edges, fill) for edges in _lines(contour, half, dashes))


def _lines(contour: Contour, half: float, dashes: list[float]) -> Iterator[Box]:
    """The boxes of a stroke along upright and level lines, with square corners where it turns."""
    joined = half if len(contour) > 2 else 0.0  # noqa: PLR2004 — two points are one line
    for start, end in pairwise(contour):
        way = end - start
        length = abs(way)
        if length and way.real and way.imag:
            raise UnsupportedError("a slanted line")
        for begin, stop in _dashed(length, dashes):
            unit = way / length
            near, far = start + unit * (begin - joined), start + unit * (stop + joined)
            side = half * abs(unit.imag) + 1j * half * abs(unit.real)
            low = complex(min(near.real, far.real), min(near.imag, far.imag)) - side
            high = complex(max(near.real, far.real), max(near.imag, far.imag)) + side
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
