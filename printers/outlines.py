"""Outlines of glyphs and shapes: SVG path data to contours, and contours to whole dots.

Points are complex numbers, x + y·i. The dialect is Typst's: M m h v l c q Z (SVG 1.1, section 8.3).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Contour = tuple[complex, ...]
Mask = NDArray[np.bool_]
Linear = tuple[complex, complex]
"""Where one to the right and one down go: the columns of SVG's matrix (a, b) and (c, d)."""
PLAIN: Linear = (1 + 0j, 1j)

FINE = 8
"""Lines of the finer grid in a dot, each way, on which its ink is counted."""
PLACES = 4
"""Positions in a dot, each way, that a glyph may have; it is drawn once for each."""
STEPS = 8
"""Straight pieces of a curve: a stroke's end of 10 dots is then true to a tenth of a dot."""

_TOKEN = re.compile(r"[A-Za-z]|-?[0-9.]+(?:[eE]-?[0-9]+)?")
_COUNTS = {"M": 2, "m": 2, "h": 1, "v": 1, "l": 2, "q": 4, "c": 6, "Z": 0}


class UnsupportedError(Exception):
    """A drawing uses what is not drawn here; the message names it."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """The dots of a shape, and the dot of its upper left corner (column, row)."""

    left: int
    top: int
    mask: Mask


def _weights(degree: int) -> tuple[tuple[float, ...], ...]:
    found = []
    for step in range(1, STEPS + 1):
        t = step / STEPS
        u = 1 - t
        two, three = (u * u, 2 * u * t, t * t), (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
        found.append(two if degree == 2 else three)  # noqa: PLR2004 — quadratic or cubic
    return tuple(found)


_BENT = {"q": _weights(2), "c": _weights(3)}


@lru_cache(maxsize=4096)
def contours(path: str) -> tuple[Contour, ...]:
    """The contours of path data, curves made straight (UnsupportedError)."""
    tokens = _TOKEN.findall(path)
    found: list[list[complex]] = []
    at, place = 0j, 0
    while place < len(tokens):
        command = tokens[place]
        count = _COUNTS.get(command)
        if count is None:
            raise UnsupportedError(f"path command {command}")
        numbers = [float(token) for token in tokens[place + 1 : place + 1 + count]]
        place += 1 + count
        if command in "Mm":
            at = complex(*numbers) + (at if command == "m" else 0)
            found.append([at])
        elif command == "Z":
            at = found[-1][0]
            found[-1].append(at)
            found.append([at])
        else:
            found[-1] += _onward(command, at, numbers)
            at = found[-1][-1]
    return tuple(tuple(contour) for contour in found if len(contour) > 1)


def _onward(command: str, at: complex, numbers: list[float]) -> list[complex]:
    if command == "h":
        return [at + numbers[0]]
    if command == "v":
        return [at + 1j * numbers[0]]
    points = [at + complex(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)]
    if command == "l":
        return points
    bent = [at, *points]
    return [sum(w * point for w, point in zip(row, bent, strict=True)) for row in _BENT[command]]


def moved(shape: tuple[Contour, ...], linear: Linear, by: complex = 0j) -> tuple[Contour, ...]:
    """Contours after a linear map and a move."""
    across, down = linear
    return tuple(
        tuple(point.real * across + point.imag * down + by for point in contour)
        for contour in shape
    )


def box(contour: Contour) -> tuple[float, float, float, float] | None:
    """Left, top, right and bottom of an upright rectangle, None for any other contour."""
    if not 4 <= len(contour) <= 5 or (len(contour) == 5 and abs(contour[4] - contour[0]) > 1e-6):  # noqa: PLR2004 — corners, closed or not
        return None
    xs, ys = {round(p.real, 4) for p in contour}, {round(p.imag, 4) for p in contour}
    turns = zip(contour[:4], (*contour[1:4], contour[0]), strict=True)
    upright = all(abs((q - p).real) < 1e-4 or abs((q - p).imag) < 1e-4 for p, q in turns)  # noqa: PLR2004 — dots
    if len(xs) == len(ys) == 2 and upright:  # noqa: PLR2004 — two sides each way
        return min(xs), min(ys), max(xs), max(ys)
    return None


@lru_cache(maxsize=8192)
def stamp(path: str, linear: Linear, right: int, down: int, level: float) -> Stamp | None:
    """The dots of which more than ``level`` (0 to 1) is ink; None for an empty shape.

    ``right`` and ``down`` place it within a dot, in ``PLACES``. Filled by the non-zero rule as
    far as contours of one shape lie inside one another or overlap in the same direction.
    """
    shape = moved(contours(path), linear, complex(right, down) / PLACES)
    points = [point for contour in shape for point in contour]
    if not points:
        return None
    left, top = floor(min(p.real for p in points)), floor(min(p.imag for p in points))
    wide = ceil(max(p.real for p in points)) - left + 1
    high = ceil(max(p.imag for p in points)) - top + 1
    fine = _filled(moved(shape, PLAIN, complex(-left, -top)), wide, high)
    ink = np.asarray(fine.reduce(FINE))
    return Stamp(left, top, ink > level * 255)


def _filled(shape: tuple[Contour, ...], wide: int, high: int) -> Image.Image:
    """The shape on the finer grid, the largest contour first, so that holes stay open."""
    image = Image.new("L", (wide * FINE, high * FINE))
    draw = ImageDraw.Draw(image)
    by_size = sorted(((_area(c), c) for c in shape), key=lambda pair: abs(pair[0]), reverse=True)
    for area, contour in by_size:
        corners = [(point.real * FINE - 0.5, point.imag * FINE - 0.5) for point in contour]
        draw.polygon(corners, fill=255 if area * by_size[0][0] > 0 else 0)
    return image


def _area(contour: Contour) -> float:
    """Twice the area, positive in one direction of going round and negative in the other."""
    pairs = zip(contour, (*contour[1:], contour[0]), strict=True)
    return sum(p.real * q.imag - p.imag * q.real for p, q in pairs)
