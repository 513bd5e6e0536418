"""A typeset roll as dots, straight from Typst's SVG: no PNG is made and read back for it.

Only the frame of the page is read as XML; its leaves stay text, because whole runs of them were
met before and are laid as they are (``printers.runs``). What this does not draw (a picture, a
gradient, a slanted clip) is told by UnsupportedError, and the caller takes the PNG.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from printers.bitmap import Bitmap
from printers.outlines import Mask, UnsupportedError, box
from printers.qr import QrModules
from printers.runs import GRAIN, Box, Ink, Place, Runs, Slab

_SVG = "{http://www.w3.org/2000/svg}"
_DEFS, _DEFS_END, _END = "<defs>", "</defs>", "</svg>"
_LEAVES = re.compile(
    r'(?:<g transform="(?P<moved>[^"]*)">)?'
    r"(?P<leaves>(?:<(?:use|path) [^>]*/>)+)(?(moved)</g>)"
)
"""A run of leaves, with the group of their own that a line of text has."""
_KNOWN = {"transform", "clip-path"}


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """A piece of a roll by itself: its height in dots, and its ink in rows of eight dots a byte,
    which goes on above and below for as many rows as it was cut with.
    """

    height: int
    ink: NDArray[np.uint8]


def drawn(svg: bytes, dpi: float, code: QrModules | None = None) -> Bitmap:
    """The dots of a page of Typst's SVG, whose lengths are points (UnsupportedError).

    ``code`` fills the boxes of the colour ``MARK``: a QR of some hundred runs is new on every
    paper, and through the typesetter it would cost more than all the glyphs.
    """
    sheet = _sheet(svg, dpi, code)
    return Bitmap(sheet.width, sheet.height, np.packbits(sheet.dots, axis=1).tobytes())


def strips(svg: bytes, dpi: float, bleed: int, code: QrModules | None = None) -> list[Strip]:
    """The pieces of a page between its seams, and ``bleed`` dots on (UnsupportedError)."""
    sheet = _sheet(svg, dpi, code)
    packed = np.packbits(sheet.dots, axis=1)
    return [
        Strip(bottom - top, packed[top - bleed : bottom + bleed].copy())
        for top, bottom in zip(sheet.seams[::2], sheet.seams[1::2], strict=True)
    ]


def _sheet(svg: bytes, dpi: float, code: QrModules | None) -> _Sheet:
    page = _Page(svg.decode())
    _, _, wide, high = (float(number) for number in page.root.get("viewBox", "").split())
    scale = dpi / 72
    sheet = _Sheet(page, round(wide * scale), round(high * scale), code)
    size = (0.0, 0.0, float(sheet.width), float(sheet.height))
    sheet.draw(page.root, Place((scale + 0j, scale * 1j), 0j), size)
    return sheet


class _Page:
    """The page's frame, each run of leaves in it replaced by its number in ``leaves``."""

    def __init__(self, svg: str) -> None:
        body, defined, self._definitions = svg.partition(_DEFS)
        rest = self._definitions.replace(_DEFS_END + _DEFS, "")
        if defined and (rest.count(_DEFS_END) > 1 or not rest.endswith(_DEFS_END + _END)):
            raise UnsupportedError("a drawing that goes on after its definitions")
        self.leaves: list[tuple[str, str]] = []
        frame = _LEAVES.sub(self._numbered, body)
        self.root = etree.fromstring((frame + _END if defined else frame).encode())

    def _numbered(self, leaves: re.Match[str]) -> str:
        self.leaves.append((leaves["moved"] or "", leaves["leaves"]))
        return f'<run n="{len(self.leaves) - 1}"/>'

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

    def __init__(self, page: _Page, width: int, height: int, code: QrModules | None) -> None:
        self.width, self.height = width, height
        self._page, self._code, self._runs = page, code, _runs()
        self.dots: Mask = np.zeros((height, width), np.bool_)
        self.seams: list[int] = []

    def draw(self, parent: etree._Element, place: Place, clip: Box) -> None:
        for element in parent:
            if element.tag == f"{_SVG}run":
                transform, leaves = self._page.leaves[int(element.get("n", ""))]
                self._lay(leaves, place.inside(transform), clip)
                continue
            if element.tag != f"{_SVG}g" or not _KNOWN.issuperset(element.keys()):
                raise UnsupportedError(f"{element.tag} {sorted(element.keys())}")
            here = place.inside(element.get("transform", ""))
            self.draw(element, here, self._clipped(element.get("clip-path", ""), here, clip))

    def _clipped(self, reference: str, place: Place, clip: Box) -> Box:
        if not reference:
            return clip
        inside = self._page.defined(reference.removeprefix("url(#").removesuffix(")"))
        (edge,) = place.shape(etree.fromstring(inside).get("d", ""))
        edges = box(edge)
        if edges is None:
            raise UnsupportedError("a clip that is no box")
        return _meet(clip, edges)

    def _lay(self, leaves: str, place: Place, clip: Box) -> None:
        right, down = round(place.at.real * GRAIN), round(place.at.imag * GRAIN)
        x, y = right // GRAIN, down // GRAIN
        phase = right % GRAIN, down % GRAIN
        near = clip[0] - x, clip[1] - y, clip[2] - x, clip[3] - y
        for piece in self._runs.of(leaves, place.linear, phase, self._page.defined):
            if isinstance(piece, Slab):
                self._slab(piece, x, y, near)
            else:
                self._ink(piece, x, y, clip)

    def _slab(self, slab: Slab, x: int, y: int, clip: Box) -> None:
        if slab.fill == "seam":
            self.seams.append(round(slab.edges[1]) + y)
            return
        left, top, right, bottom = (round(edge) for edge in _meet(slab.edges, clip))
        area = self.dots[max(top + y, 0) : bottom + y, max(left + x, 0) : right + x]
        if slab.fill == "code" and self._code:
            area |= _modules(self._code, right - left)
        else:
            area[:] = slab.fill == "black"

    def _ink(self, ink: Ink, x: int, y: int, clip: Box) -> None:
        left, top = ink.left + x, ink.top + y
        high, wide = ink.black.shape
        x0, y0 = max(left, round(clip[0])), max(top, round(clip[1]))
        x1, y1 = min(left + wide, round(clip[2])), min(top + high, round(clip[3]))
        if x0 < x1 and y0 < y1:
            part = slice(y0 - top, y1 - top), slice(x0 - left, x1 - left)
            area = self.dots[y0:y1, x0:x1]
            area |= ink.black[part]
            if ink.kept is not None:
                area &= ink.kept[part]


def _modules(code: QrModules, wide: int) -> Mask:
    """The code's modules as squares of whole dots."""
    size, over = divmod(wide, code.side)
    if over:
        raise UnsupportedError(f"{wide} dots for {code.side} modules")
    return np.repeat(np.repeat(code.dark, size, axis=0), size, axis=1)


@cache
def _runs() -> Runs:
    """The runs of this process: every page adds to them."""
    return Runs()


def _meet(one: Box, other: Box) -> Box:
    return (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )
