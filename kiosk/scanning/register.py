"""Where a code has moved from one frame to the next: by correlation, the whole and then its parts.

What the parts moved makes an affine movement, which is nearly all that a hand does between two
frames; what perspective changes meanwhile is less than a module.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Numbers = NDArray[np.float64]
Affine = NDArray[np.float64]
"""Two rows of three: where a place (x, y, 1) of the first picture lies in the second."""

_ALIKE: Final = 0.12  # correlation below which the code isn't there; noise gives 0.02
_SIDE: Final = 3  # parts to a side of the picture
_NEAR: Final = 8  # pixels that a part may have moved otherwise than the whole
_FEWEST: Final = 5  # parts that must be found, or the whole's movement is all that is known
_ODD: Final = 2.0  # times the median: a part that is further off than this has erred
_BENT: Final = 0.06  # turned or grown more than a hand does it: the parts erred together


@dataclass(frozen=True, slots=True)
class _Shift:
    """How far something moved, in pixels, and how alike it is there: 1 is the same picture."""

    x: float
    y: float
    alike: float


def moved(first: Floats, second: Floats) -> Affine | None:
    """How the code of ``first`` lies in ``second``; None if it can't be found there.

    Both are of one size and of mean zero. A movement may be a third of the shorter side.
    """
    whole = _shift(first, second, min(first.shape) // 3)
    if whole.alike < _ALIKE:
        return None
    found = np.array(list(_parts(first, second, whole)))
    fitted = _fitted(found[:, :2], found[:, 2:]) if len(found) >= _FEWEST else None
    return np.array([[1, 0, whole.x], [0, 1, whole.y]]) if fitted is None else fitted


def _shift(first: Floats, second: Floats, reach: int) -> _Shift:
    """The shift, of at most ``reach``, at which two pictures agree best."""
    product = np.conj(np.fft.rfft2(first)) * np.fft.rfft2(second)
    agreeing = np.fft.irfft2(product, s=first.shape)
    rows, columns = (np.arange(-min(reach, n // 2), min(reach, n // 2)) for n in first.shape)
    near = agreeing[np.ix_(rows, columns)]
    row, column = divmod(int(near.argmax()), near.shape[1])
    power = float(np.linalg.norm(first) * np.linalg.norm(second)) or 1.0
    x = float(columns[column]) + _between(near[row], column)
    y = float(rows[row]) + _between(near[:, column], row)
    return _Shift(x, y, float(near[row, column]) / power)


def _between(values: NDArray[np.floating], at: int) -> float:
    """How far from ``at`` the peak lies between the places, by a parabola through three of them."""
    if not 0 < at < len(values) - 1:
        return 0.0
    before, peak, after = (float(value) for value in values[at - 1 : at + 2])
    bend = before - 2 * peak + after
    return 0.5 * (before - after) / bend if bend else 0.0


def _parts(first: Floats, second: Floats, whole: _Shift) -> Iterator[tuple[float, ...]]:
    """Where each part is (x, y), and how far it moved (x, y), if it could be found."""
    dx, dy = round(whole.x), round(whole.y)
    top, left = max(0, -dy), max(0, -dx)  # of what both pictures hold
    high = (first.shape[0] - abs(dy)) // _SIDE
    wide = (first.shape[1] - abs(dx)) // _SIDE
    for row in range(top, top + _SIDE * high, high):
        for column in range(left, left + _SIDE * wide, wide):
            part = first[row : row + high, column : column + wide]
            there = second[row + dy : row + dy + high, column + dx : column + dx + wide]
            own = _shift(part, there, _NEAR)
            if own.alike >= _ALIKE and max(abs(own.x), abs(own.y)) < _NEAR - 1:
                x, y = _middle(part)
                yield column + x, row + y, dx + own.x, dy + own.y


def _middle(part: Floats) -> tuple[float, float]:
    """Where (x, y) its contrast lies: that, not the empty wall, is what was found again."""
    power = part.astype(np.float64) ** 2
    x, y = (power.sum(axis) @ (np.arange(power.shape[1 - axis]) + 0.5) for axis in (0, 1))
    total = float(power.sum()) or 1.0
    return float(x) / total, float(y) / total


def _fitted(middles: Numbers, shifts: Numbers) -> Affine | None:
    """The affine movement that the parts agree on, those that erred left out."""
    places = np.column_stack([middles, np.ones(len(middles))])
    fit = np.linalg.lstsq(places, shifts)[0]
    off = np.linalg.norm(places @ fit - shifts, axis=1)
    kept = off <= max(1.0, _ODD * float(np.median(off)))
    if not kept.all():
        fit = np.linalg.lstsq(places[kept], shifts[kept])[0]
    if kept.sum() < _FEWEST or np.abs(fit[:2]).max() > _BENT:
        return None
    return np.eye(2, 3) + fit.T
