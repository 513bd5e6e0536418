"""Several frames of one code laid on each other: what none of them holds, they hold together.

A lamp's mirror covers other modules once the phone has moved; grain and moiré differ from frame to
frame, the code is the same. Each frame is moved to where the first one had the code and added as
the difference from the light around each place: where a lamp has burnt the modules away, a frame
has nothing to add. What comes out is a picture, judged by the code's error correction like any.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from kiosk.scanning.picture import Grey
from kiosk.scanning.register import Affine, moved
from kiosk.scanning.retries import (
    around,
    busiest_box,
    halved_and_sharpened,
    softened,
    softened_and_sharpened,
)

Floats = NDArray[np.float32]

_FADING: Final = 0.9  # what the frames before count for, at each new one: a hand drifts
_MOST: Final = 12  # frames, after which it begins anew: the first may have been a bad one
_SIDE: Final = 400  # pixels: what is larger is made smaller before it is looked for
_ROOM: Final = 7  # of the code's size, to each side
_RANGE: Final = 90  # of the 128 steps to either side of grey, for all but the strongest tenth


@dataclass
class _Seen:
    """What the frames so far show together, where the first one had it."""

    total: Floats
    move: Affine
    """From there to where the newest frame had it."""
    count: int = 1


@dataclass
class Stack:
    """The frames of one code so far; belongs to the thread that decodes."""

    _seen: _Seen | None = None

    def attempts(self, pixels: Grey) -> Iterator[Grey]:
        """Lay a frame on those before, and give what they show together in several ways.

        Nothing is given of the first frame, and of one in which the code isn't found again, which
        is a new first one.
        """
        seen = self._seen
        if seen is None or seen.count >= _MOST or not _laid(seen, pixels):
            self._seen = _begun(pixels)
            return
        together = _grey(seen.total)
        yield together
        for change in (softened, halved_and_sharpened, softened_and_sharpened):
            yield change(together)

    def clear(self) -> None:
        """Forget all frames: a code was read, or the camera has stopped."""
        self._seen = None


def _begun(pixels: Grey) -> _Seen:
    smooth = np.asarray(Image.fromarray(pixels).filter(ImageFilter.BoxBlur(2)))  # grain is busy too
    rows, columns = (
        _grown(part, size) for part, size in zip(busiest_box(smooth), pixels.shape, strict=True)
    )
    place = np.array([[1.0, 0.0, columns.start], [0.0, 1.0, rows.start]])
    return _Seen(_contrast(pixels[rows, columns]), place)


def _grown(part: slice, size: int) -> slice:
    """With room to its sides: a lamp may have hidden how far the code reaches."""
    room = (part.stop - part.start) // _ROOM
    return slice(max(0, part.start - room), min(part.stop + room, size))


def _laid(seen: _Seen, pixels: Grey) -> bool:
    """Add a frame; whether the code was found in it, not far from where it was last."""
    shape = seen.total.shape
    step = max(2, max(shape) // _SIDE)
    expected = _contrast(_brought(pixels, seen.move, shape))
    further = moved(_smaller(seen.total, step), _smaller(expected, step))
    if further is None:
        return False
    further[:, 2] *= step
    seen.move = seen.move @ np.vstack([further, (0, 0, 1)])
    found = _contrast(_brought(pixels, seen.move, shape))
    seen.total = seen.total * np.float32(_FADING) + found
    seen.count += 1
    return True


def _brought(pixels: Grey, move: Affine, shape: tuple[int, ...]) -> Grey:
    """What lies there, brought back to where it was first."""
    how, near = Image.Transform.AFFINE, Image.Resampling.BILINEAR
    image, numbers = Image.fromarray(pixels), tuple(float(number) for number in move.ravel())
    return np.asarray(image.transform((shape[1], shape[0]), how, numbers, near))


def _contrast(pixels: Grey) -> Floats:
    """Every place against the light around it; what is far beyond the rest is a lamp's rim."""
    image = Image.fromarray(pixels)
    difference = np.asarray(image, np.float32) - np.asarray(around(image), np.float32)
    level = _level(difference)
    return np.clip(difference, -level, level)


def _level(values: Floats) -> np.float32:
    """What all but the strongest tenth stay below."""
    return np.float32(np.percentile(np.abs(values[::3, ::3]), 90) or 1.0)


def _smaller(values: Floats, step: int) -> Floats:
    """Sums of ``step`` by ``step`` places."""
    high, wide = (size // step for size in values.shape)
    cut = values[: high * step, : wide * step]
    return np.asarray(cut.reshape(high, step, wide, step).sum((1, 3)))


def _grey(values: Floats) -> Grey:
    return np.asarray(np.clip(values * (_RANGE / _level(values)) + 128, 0, 255), np.uint8)
