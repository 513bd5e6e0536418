"""A typeset roll as dots, straight from Typst's SVG: no PNG is made and read back for it.

One expression reads the dialect; what it doesn't know (a picture, a gradient, a slanted clip) is
told by UnsupportedError, and the caller takes the PNG.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from printers.bitmap import Bitmap
from printers.leaves import GRAIN, Box, Glyphs, Laid, Place, Slab, near, shapes
from printers.outlines import PLACES, Mask, UnsupportedError, box
from printers.qr import QrModules

_SIZE = re.compile(r'<svg [^>]*?viewBox="0 0 ([0-9.]+) ([0-9.]+)"[^>]*>')
_DEFS, _DEFS_END, _END = "<defs>", "</defs>", "</svg>"
_TOKEN = re.compile(
    r'(?P<glyph><use xlink:href="#(?P<name>\w+)" x="(?P<x>[^"]*)" y="(?P<y>[^"]*)"'
    r' fill="(?P<fill>[^"]*)" fill-rule="nonzero"/>)'
    r'|(?P<open><g(?: transform="(?P<moved>[^"]*)")?(?: clip-path="url\(#(?P<clip>\w+)\)")?>)'
    r'|(?P<close></g>)|(?P<empty><g(?: transform="[^"]*")?/>)'
    r"|(?P<path><path (?P<how>[^>]*)/>)"
)
_Dots = tuple[int, int, int, int]
"""Left, top, right and bottom in whole dots."""


class Glyph(NamedTuple):
    """A glyph as it was drawn: its name in the SVG, its origin in ``PLACES``, what it lays."""

    name: str
    at: tuple[int, int]
    laid: tuple[Laid, ...]

    def lay(self, dots: Mask) -> None:
        """Draw it on dots, as far as it is on them."""
        high, wide = dots.shape
        for laid in self.laid:
            _lay(dots, laid, (self.at[0] // PLACES, self.at[1] // PLACES), (0, 0, wide, high))


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """A piece of a roll by itself: its height in dots, and its ink in rows of eight dots a byte,
    which goes on above and below for as many rows as it was cut with, and the glyphs in it.
    """

    height: int
    ink: NDArray[np.uint8]
    glyphs: tuple[Glyph, ...] = ()


def drawn(svg: bytes, dpi: float, code: QrModules | None = None) -> Bitmap:
    """The dots of a page of Typst's SVG, whose lengths are points (UnsupportedError).

    ``code`` fills the boxes of the colour ``MARK``: a QR of some hundred runs is new on every
    paper, and through the typesetter it would cost more than all the glyphs.
    """
    sheet = _Sheet(_Page(svg.decode()), dpi / 72, code)
    high, wide = sheet.dots.shape
    return Bitmap(wide, high, np.packbits(sheet.dots, axis=1).tobytes())


def strips(svg: bytes, dpi: float, bleed: int, code: QrModules | None = None) -> list[Strip]:
    """The pieces of a page, a seam above each and below the last (UnsupportedError).

    Between them are twice ``bleed`` dots for what stands out above and below a piece.
    """
    sheet = _Sheet(_Page(svg.decode()), dpi / 72, code, bleed)
    packed = np.packbits(sheet.dots, axis=1)
    return [
        Strip(below - top - 2 * bleed, packed[top:below].copy(), tuple(sheet.glyphs[first:last]))
        for (top, first), (below, last) in pairwise(sheet.cuts)
    ]


class _Page:
    """A page's size in points, its body, and what names in it stand for."""

    def __init__(self, svg: str) -> None:
        body, _, self._definitions = svg.removesuffix(_END).partition(_DEFS)
        rest = self._definitions.replace(_DEFS_END + _DEFS, "").removesuffix(_DEFS_END)
        if _DEFS_END in rest:
            raise UnsupportedError("a drawing that goes on after its definitions")
        size = _SIZE.match(body)
        if not size:
            raise UnsupportedError(body[:80])
        self.wide, self.high, self.body = float(size[1]), float(size[2]), body[size.end() :]

    def defined(self, name: str) -> str:
        """What is inside the definition of a name (UnsupportedError)."""
        start = self._definitions.find(f' id="{name}"')
        if start < 0:
            raise UnsupportedError(f"nothing is named {name}")
        inside = self._definitions.index(">", start) + 1
        closed = re.compile("</(?:symbol|clipPath)>").search(self._definitions, inside)
        return self._definitions[inside : closed.start()] if closed else ""


class _Sheet:
    """The dots of one page while its elements are drawn in their order."""

    def __init__(self, page: _Page, scale: float, code: QrModules | None, bleed: int = 0) -> None:
        wide, high = round(page.wide * scale), round(page.high * scale)
        self.dots: Mask = np.zeros((high, wide), np.bool_)
        self.glyphs: list[Glyph] = []
        self.cuts: list[tuple[int, int]] = []
        """Where a piece begins: its upper dot, and how many glyphs are above it."""
        self._page, self._code, self._bleed, self._glyphs = page, code, bleed, _glyphs()
        self._within = [(Place((scale + 0j, scale * 1j), 0j), (0, 0, wide, high))]
        self._draw(page.body)

    def _draw(self, body: str) -> None:
        read = 0
        for token in _TOKEN.finditer(body):
            if token.start() != read:
                break
            read = token.end()
            match token.lastgroup:
                case "glyph":
                    self._glyph(token)
                case "open":
                    self._open(token)
                case "close":
                    self._within.pop()
                case "path":
                    self._path(token["how"])
        if read != len(body):
            raise UnsupportedError(body[read : read + 80])

    def _open(self, token: re.Match[str]) -> None:
        place, clip = self._within[-1]
        place = place.inside(token["moved"] or "")
        self._within.append((place, self._clipped(token["clip"], place, clip)))

    def _clipped(self, name: str | None, place: Place, clip: _Dots) -> _Dots:
        if not name:
            return clip
        shape = re.search(' d="([^"]*)"', self._page.defined(name))
        edges = [box(contour) for contour in place.shape(shape[1] if shape else "")]
        if len(edges) != 1 or edges[0] is None:
            raise UnsupportedError("a clip that is no box")
        return _meet(_whole(edges[0]), clip)

    def _glyph(self, token: re.Match[str]) -> None:
        place, clip = self._within[-1]
        at = place.point(float(token["x"]), float(token["y"]))
        right, down = near(at.real * PLACES), near(at.imag * PLACES)
        key = token["name"], token["fill"], place.linear, right % PLACES, down % PLACES
        made = self._glyphs.get(key)
        if made is None:
            made = self._glyphs.add(key, self._page.defined)
        for laid in made:
            _lay(self.dots, laid, (right // PLACES, down // PLACES), clip)
        top = self.cuts[-1][0] if self.cuts else 0
        self.glyphs.append(Glyph(token["name"], (right, down - top * PLACES), made))

    def _path(self, how: str) -> None:
        place, clip = self._within[-1]
        right, down = near(place.at.real * GRAIN), near(place.at.imag * GRAIN)
        inside = Place(place.linear, complex(right % GRAIN, down % GRAIN) / GRAIN)
        for laid in shapes(how, inside):
            if isinstance(laid, Slab):
                self._slab(laid, right // GRAIN, down // GRAIN, clip)
            else:
                _lay(self.dots, laid, (right // GRAIN, down // GRAIN), clip)

    def _slab(self, slab: Slab, x: int, y: int, clip: _Dots) -> None:
        left, top, right, bottom = _whole(slab.edges)
        if slab.fill == "seam":
            self.cuts.append((top + y - self._bleed, len(self.glyphs)))
            return
        edges = _meet((left + x, top + y, right + x, bottom + y), clip)
        area = self.dots[edges[1] : edges[3], edges[0] : edges[2]]
        if slab.fill == "code" and self._code:
            area |= _modules(self._code, right - left)
        else:
            area[:] = slab.fill == "black"


def _lay(dots: Mask, laid: Laid, at: tuple[int, int], clip: _Dots) -> None:
    (left, top, mask), fill = laid
    left, top = left + at[0], top + at[1]
    high, wide = mask.shape
    edges = left, top, left + wide, top + high
    x0, y0, x1, y1 = _meet(edges, clip)
    if x0 >= x1 or y0 >= y1:
        return
    area = dots[y0:y1, x0:x1]
    if (x0, y0, x1, y1) != edges:
        mask = mask[y0 - top : y1 - top, x0 - left : x1 - left]
    if fill == "black":
        area |= mask
    else:
        area &= ~mask


def _modules(code: QrModules, wide: int) -> Mask:
    """The code's modules as squares of whole dots."""
    size, over = divmod(wide, code.side)
    if over:
        raise UnsupportedError(f"{wide} dots for {code.side} modules")
    return np.repeat(np.repeat(code.dark, size, axis=0), size, axis=1)


@cache
def _glyphs() -> Glyphs:
    """The glyphs of this process: every page adds to them."""
    return Glyphs()


def _whole(edges: Box) -> _Dots:
    left, top, right, bottom = edges
    return near(left), near(top), near(right), near(bottom)


def _meet(one: _Dots, other: _Dots) -> _Dots:
    return (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )
