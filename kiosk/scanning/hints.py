"""What a person may do so that a code can be read: told from a frame that gave nothing.

Thresholds are for pictures of 8 bits; they were set on simulated frames of 720p.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from kiosk.scanning.picture import Grey
from kiosk.scanning.retries import busiest

_DIM = 45  # of 255: the bright modules of a screen that is too dark stay below it
_NEAR = 0.3  # of the shorter side, the wall around it counted: less has too few pixels a module
_FLAT = 30  # of 255: a wall, a sleeve, an empty desk
_SOFT = 0.12  # how steep the steepest steps are, of the contrast: blur makes ramps of them


class Hint(StrEnum):
    """One thing to do, the most useful first."""

    BRIGHTER = "brighter"
    CLOSER = "closer"
    HOLD_STILL = "hold-still"


def hint_of(pixels: Grey) -> Hint | None:
    """What would help with this frame; None if there is nothing to be seen in it."""
    part = busiest(pixels)
    low, high = (float(value) for value in np.percentile(part[::2, ::2], (5, 95)))
    if high < _DIM and high - low > 1:
        return Hint.BRIGHTER
    if high - low < _FLAT:
        return None
    if min(part.shape) < _NEAR * min(pixels.shape):
        return Hint.CLOSER
    return Hint.HOLD_STILL if _steepness(part) < _SOFT * (high - low) else None


def _steepness(part: Grey) -> float:
    """The step from pixel to pixel that only three in a hundred exceed, of 255."""
    steps = np.abs(np.diff(part.astype(np.int16), axis=1))
    return float(np.percentile(steps, 97)) if steps.size else 0.0
