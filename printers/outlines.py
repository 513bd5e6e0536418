"""Outlines of glyphs and shapes: SVG path data to contours, and contours to whole dots.

Points are complex numbers, x + y·i. The dialect is Typst's: M m h v l c q Z (SVG 1.1, section 8.3).
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from math import ceil, floor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Contour = NDArray[np.complex128]
Mask = NDArray[np.bool_]
Linear = tuple[complex, complex]
"""Where one to the right and one down go: the columns of SVG's matrix (a, b) and (c, d)."""

FINE = 8
"""Lines of the finer grid in a dot, each way, on which its ink is counted."""
PLACES = 4
"""Positions in a dot, each way, that a glyph may have; it is drawn once for each."""
STEPS = 8
"""Straight pieces of a curve: a stroke's end of 10 dots is then true to a tenth of a dot."""

_TOKEN = re.compile(r"[A-Za-z]|-?[0-9.]+(?:[eE]-?[0-9]+)?")
_COUNTS = {"M": 2, "m": 2, "h": 1, "v": 1, "l": 2, "q": 4, "c": 6, "Z": 0}
_T = np.arange(1, STEPS + 1) / STEPS
_BENT = np.stack([(1 - _T) ** 3, 3 * (1 - _T) ** 2 * _T, 3 * (1 - _T) * _T**2, _T**3])
"""How much each of a cubic's four points counts in each of the points along it."""


class UnsupportedError(Exception):
    """A drawing uses what is not drawn here; the message names it."""


class Stamp(NamedTuple):
    """The dots of a shape, and the dot of its upper left corner (column, row)."""

    left: int
    top: int
    mask: Mask


class _Pen:
    """Points as a path goes on; those of curves are filled in at its end, all at once."""

    def __init__(self) -> None:
        self.at = 0j
        self._points: list[complex] = []
        self._begins: list[int] = []
        self._curves: list[tuple[complex, complex, complex, complex]] = []
        self._curve_places: list[int] = []

    def move(self, to: complex) -> None:
        self.at = to
        self._begins.append(len(self._points))
        self._points.append(to)

    def line(self, to: complex) -> None:
        self.at = to
        self._points.append(to)

    def curve(self, first: complex, second: complex, to: complex) -> None:
        self._curves.append((self.at, first, second, to))
        self._curve_places.append(len(self._points))
        self._points += [to] * STEPS
        self.at = to

    def close(self) -> None:
        self.line(self._points[self._begins[-1]])
        self.move(self.at)

    def contours(self) -> tuple[Contour, ...]:
        points = np.array(self._points)
        if self._curves:
            along = np.add.outer(self._curve_places, np.arange(STEPS))
            points[along] = (np.array(self._curves)[:, :, None] * _BENT).sum(axis=1)
        return tuple(part for part in np.split(points, self._begins[1:]) if len(part) > 1)


@lru_cache(maxsize=4096)
def contours(path: str) -> tuple[Contour, ...]:
    """The contours of path data, curves made straight (UnsupportedError)."""
    tokens = _TOKEN.findall(path)
    pen, place = _Pen(), 0
    while place < len(tokens):
        command = tokens[place]
        count = _COUNTS.get(command)
        if count is None:
            raise UnsupportedError(f"path command {command}")
        _drawn(pen, command, [float(token) for token in tokens[place + 1 : place + 1 + count]])
        place += 1 + count
    return pen.contours()


def _drawn(pen: _Pen, command: str, n: list[float]) -> None:
    at = pen.at
    match command:
        case "M":
            pen.move(complex(n[0], n[1]))
        case "m":
            pen.move(at + complex(n[0], n[1]))
        case "h":
            pen.line(at + n[0])
        case "v":
            pen.line(at + 1j * n[0])
        case "l":
            pen.line(at + complex(n[0], n[1]))
        case "c":
            pen.curve(at + complex(n[0], n[1]), at + complex(n[2], n[3]), at + complex(n[4], n[5]))
        case "q":  # as a cubic: the same curve, point for point
            bend, to = complex(n[0], n[1]), complex(n[2], n[3])
            pen.curve(at + bend * 2 / 3, at + to + (bend - to) * 2 / 3, at + to)
        case _:
            pen.close()


def moved(shape: tuple[Contour, ...], linear: Linear, by: complex = 0j) -> tuple[Contour, ...]:
    """Contours after a linear map and a move."""
    across, down = linear
    return tuple(points.real * across + points.imag * down + by for points in shape)


def box(contour: Contour) -> tuple[float, float, float, float] | None:
    """Left, top, right and bottom of an upright rectangle, None for any other contour."""
    points: list[complex] = contour.tolist()
    if not 4 <= len(points) <= 5 or (len(points) == 5 and abs(points[4] - points[0]) > 1e-6):  # noqa: PLR2004 — corners, closed or not
        return None
    xs, ys = {round(p.real, 4) for p in points}, {round(p.imag, 4) for p in points}
    turns = zip(points[:4], (*points[1:4], points[0]), strict=True)
    upright = all(abs((q - p).real) < 1e-4 or abs((q - p).imag) < 1e-4 for p, q in turns)  # noqa: PLR2004 — dots
    if len(xs) == len(ys) == 2 and upright:  # noqa: PLR2004 — two sides each way
        return min(xs), min(ys), max(xs), max(ys)
    return None


def stamp(path: str, linear: Linear, right: int, down: int, level: float) -> Stamp | None:
    """The dots of which more than ``level`` (0 to 1) is ink; None for an empty shape.

    ``right`` and ``down`` place it within a dot, in ``PLACES``. Filled by the non-zero rule as
    far as contours of one shape lie inside one another or overlap in the same direction.
    """
    shape = moved(contours(path), linear, complex(right, down) / PLACES)
    if not shape:
        return None
    points = np.concatenate(shape)
    left, top = floor(points.real.min()), floor(points.imag.min())
    wide = ceil(points.real.max()) - left + 1
    high = ceil(points.imag.max()) - top + 1
    points -= complex(left, top)
    fine = _filled(points, [len(contour) for contour in shape], wide, high)
    ink = np.asarray(fine.reduce(FINE))
    return Stamp(left, top, ink > level * 255)


def _filled(points: Contour, lengths: list[int], wide: int, high: int) -> Image.Image:
    """The shape on the finer grid, the largest contour first, so that holes stay open."""
    image = Image.new("L", (wide * FINE, high * FINE))
    draw = ImageDraw.Draw(image)
    corners = (points.view(np.float64) * FINE - 0.5).tolist()
    ends = [*accumulate(lengths)]
    parts = [(end - length, end) for end, length in zip(ends, lengths, strict=True)]
    areas = [_area(points[begin:end]) for begin, end in parts]
    by_size = sorted(zip(areas, parts, strict=True), key=lambda pair: abs(pair[0]), reverse=True)
    for area, (begin, end) in by_size:
        same = area * by_size[0][0] > 0
        draw.polygon(corners[2 * begin : 2 * end], fill=255 if same else 0)
    return image


def _area(contour: Contour) -> float:
    """Twice the area, positive in one direction of going round and negative in the other."""
    closing = contour[-1].conjugate() * contour[0]
    return float((contour[:-1].conj() * contour[1:]).imag.sum() + closing.imag)
