"""A typeset roll as dots, straight from Typst's SVG: no PNG is made and read back for it.

Glyphs are drawn once and stamped; that is three times as quick. What this does not draw (a
picture, a gradient, a slanted clip) is told by UnsupportedError, and the caller takes the PNG.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple, cast

import numpy as np
from lxml import etree
from PIL import ImageColor

from printers.bitmap import THRESHOLD, Bitmap
from printers.outlines import (
    PLACES,
    Contour,
    Linear,
    Mask,
    UnsupportedError,
    box,
    contours,
    moved,
    stamp,
)
from printers.qr import QrModules

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_STROKE = {f"stroke-{what}" for what in ("width", "linecap", "linejoin", "miterlimit")}
_DASH = {"stroke-dasharray", "stroke-dashoffset"}
_KNOWN = _STROKE | _DASH | {"d", "fill", "fill-rule", "stroke", "transform", "clip-path", "x", "y"}
_KNOWN |= {_HREF}
_NUMBER = re.compile(r"-?[0-9.]+(?:[eE]-?[0-9]+)?")
MARK = "#fe01fd"
"""The colour, used by nothing else, of the box that stands for a QR."""
_LEVEL = {True: 1 - THRESHOLD / 255, False: THRESHOLD / 255}
"""How much of a dot must be covered, by black on white and by white on black."""
_PARSER = etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True)
_USE = f"{_SVG}use"
Box = tuple[float, float, float, float]


class _Place(NamedTuple):
    """Where a thing stands: its linear map, its origin in dots, the box outside which it ends."""

    linear: Linear
    at: complex
    clip: Box

    def point(self, x: float, y: float) -> complex:
        return x * self.linear[0] + y * self.linear[1] + self.at

    def inside(self, transform: str) -> _Place:
        if not transform:
            return self
        a, b, c, d, e, f = _matrix(transform)
        across, down = self.point(a, b) - self.at, self.point(c, d) - self.at
        return _Place((across, down), self.point(e, f), self.clip)

    def shape(self, path: str) -> tuple[Contour, ...]:
        return moved(contours(path), self.linear, self.at)


def drawn(svg: bytes, dpi: float, code: QrModules | None = None) -> Bitmap:
    """The dots of a page of Typst's SVG, whose lengths are points (UnsupportedError).

    ``code`` fills the boxes of the colour ``MARK``: a QR of some hundred runs is new on every
    paper, and through the typesetter it would cost more than all the glyphs.
    """
    root = etree.fromstring(svg, _PARSER)
    _, _, wide, high = (float(number) for number in root.get("viewBox", "").split())
    scale = dpi / 72
    sheet = _Sheet(root, round(wide * scale), round(high * scale), code)
    size = (0.0, 0.0, float(sheet.width), float(sheet.height))
    sheet.draw(root, _Place((scale + 0j, scale * 1j), 0j, size))
    return Bitmap(sheet.width, sheet.height, np.packbits(sheet.dots, axis=1).tobytes())


class _Sheet:
    """The dots of one page while its elements are drawn in their order."""

    def __init__(
        self, root: etree._Element, width: int, height: int, code: QrModules | None
    ) -> None:
        self.width, self.height = width, height
        self._code = code
        self.dots: Mask = np.zeros((height, width), np.bool_)
        self._glyphs = {
            symbol.get("id"): [cast("str", path.get("d")) for path in symbol]
            for symbol in root.iter(f"{_SVG}symbol")
        }
        self._clips = {
            clip.get("id"): cast("str", clip[0].get("d")) for clip in root.iter(f"{_SVG}clipPath")
        }

    def draw(self, parent: etree._Element, place: _Place) -> None:
        for element in parent:
            if not _KNOWN.issuperset(element.keys()):
                raise UnsupportedError(f"attributes {sorted(set(element.keys()) - _KNOWN)}")
            if element.tag == _USE:
                self._glyph(element, place)
            elif element.tag == f"{_SVG}g":
                self.draw(element, self._clipped(element, place))
            elif element.tag == f"{_SVG}path":
                self._path(element, self._clipped(element, place))
            elif element.tag != f"{_SVG}defs":
                raise UnsupportedError(f"element {element.tag}")

    def _clipped(self, element: etree._Element, place: _Place) -> _Place:
        here = place.inside(element.get("transform", ""))
        name = element.get("clip-path", "")
        if not name:
            return here
        (edge,) = here.shape(self._clips[name.removeprefix("url(#").removesuffix(")")])
        edges = box(edge)
        if edges is None:
            raise UnsupportedError("a clip that is no box")
        return here._replace(clip=_meet(here.clip, edges))

    def _glyph(self, element: etree._Element, place: _Place) -> None:
        at = place.point(float(element.get("x", "0")), float(element.get("y", "0")))
        dark = _dark(element.get("fill", ""))
        for path in self._glyphs[element.get(_HREF, "")[1:]]:
            self._stamp(path, place.linear, at, place.clip, dark=dark)

    def _path(self, element: etree._Element, place: _Place) -> None:
        fill = element.get("fill", "none")
        if fill != "none":
            self._fill(element.get("d", ""), place, fill)
        if element.get("stroke", "none") != "none":
            self._stroke(element, place)

    def _fill(self, path: str, place: _Place, fill: str) -> None:
        """Upright boxes edge by edge, so a QR's modules are whole; anything else by its outline."""
        boxes = [box(contour) for contour in place.shape(path)]
        if fill == MARK and self._code and boxes[0]:
            self._modules(self._code, boxes[0])
            return
        if not boxes or not all(boxes):
            self._stamp(path, place.linear, place.at, place.clip, dark=_dark(fill))
            return
        for edges in boxes:
            self._box(cast("Box", edges), place.clip, dark=_dark(fill))

    def _modules(self, code: QrModules, edges: Box) -> None:
        left, top, right, _ = (round(edge) for edge in edges)
        size, over = divmod(right - left, code.side)
        if over:
            raise UnsupportedError(f"{right - left} dots for {code.side} modules")
        for column, row, length in code.runs:
            x, y = left + column * size, top + row * size
            self.dots[y : y + size, x : x + length * size] = True

    def _box(self, edges: Box, clip: Box, *, dark: bool) -> None:
        left, top, right, bottom = (round(edge) for edge in _meet(edges, clip))
        self.dots[max(top, 0) : bottom, max(left, 0) : right] = dark

    def _stamp(self, path: str, linear: Linear, at: complex, clip: Box, *, dark: bool) -> None:
        right, down = round(at.real * PLACES), round(at.imag * PLACES)
        made = stamp(path, linear, right % PLACES, down % PLACES, _LEVEL[dark])
        if made is None:
            return
        left, top = made.left + right // PLACES, made.top + down // PLACES
        high, wide = made.mask.shape
        x0, y0 = max(left, round(clip[0])), max(top, round(clip[1]))
        x1, y1 = min(left + wide, round(clip[2])), min(top + high, round(clip[3]))
        if x0 < x1 and y0 < y1:
            self.dots[y0:y1, x0:x1][made.mask[y0 - top : y1 - top, x0 - left : x1 - left]] = dark

    def _stroke(self, element: etree._Element, place: _Place) -> None:
        if element.get("stroke-linecap") != "butt" or place.linear[0].imag:
            raise UnsupportedError("a stroke with round ends or aslant")
        half = float(element.get("stroke-width", "0")) * abs(place.linear[0]) / 2
        dashes = [float(n) * abs(place.linear[0]) for n in _numbers(element, "stroke-dasharray")]
        for contour in place.shape(element.get("d", "")):
            for edges in _lines(contour, half, dashes):
                self._box(edges, place.clip, dark=_dark(element.get("stroke", "")))


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


def _numbers(element: etree._Element, name: str) -> list[str]:
    return _NUMBER.findall(element.get(name, ""))


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
def _dark(colour: str) -> bool:
    if not colour.startswith("#"):
        raise UnsupportedError(f"the colour {colour}")
    red, green, blue = ImageColor.getrgb(colour)[:3]
    return (red * 299 + green * 587 + blue * 114) / 1000 < THRESHOLD


def _meet(one: Box, other: Box) -> Box:
    return (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )
