"""What helps when a code can't be read at first: ways to look again, in the order that pays.

Measured on the 178 of 810 simulated camera frames (720p) that the first reader failed: how many
each recovers that those before it don't, for its milliseconds. Nearly all of the gain comes from
the busiest part, at its own size, within 52 ms; what looks at the whole picture again comes last,
for pictures where something else than the code is the busiest. None makes up what isn't there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from kiosk.scanning.picture import Grey
from kiosk.scanning.unblur import (
    refocused,
    unmoved_across,
    unmoved_across_a_little,
    unmoved_upright,
)

_BLOCK = 8  # pixels a side, of the map that shows where contrast is
_MARGIN = 3  # blocks
_LARGEST_UPSCALED = 500_000  # pixels: above it there are enough of them
_SHAKE = 6  # pixels: half the way that a hand moves while the shutter is open
_BICUBIC, _BILINEAR = Image.Resampling.BICUBIC, Image.Resampling.BILINEAR


def attempts(pixels: Grey) -> Iterator[Grey]:
    """The picture changed in every way, each made only when it is asked for."""
    part = np.ascontiguousarray(busiest(pixels))
    for change in OF_THE_PART:
        yield change(part)
    for change in OF_THE_WHOLE:
        yield change(pixels)


def halved(pixels: Grey) -> Grey:
    """Half the size, averaged: for noise, moiré and large photographs."""
    return np.asarray(Image.fromarray(pixels).reduce(2))


def softened(pixels: Grey) -> Grey:
    """Smoothed: for moiré, grain and screens seen from near."""
    return np.asarray(Image.fromarray(pixels).filter(ImageFilter.BoxBlur(2)))


def sharpened(pixels: Grey, radius: int = 2, amount: int = 2) -> Grey:
    """Every pixel against those within ``radius``: for small and defocused codes."""
    around = np.asarray(Image.fromarray(pixels).filter(ImageFilter.BoxBlur(radius)), np.int16)
    sharp = pixels.astype(np.int16)
    return np.clip(sharp + (sharp - around) * amount, 0, 255).astype(np.uint8)


def halved_and_sharpened(pixels: Grey) -> Grey:
    """For what is grainy and out of focus, and large enough; the cheapest of all."""
    return sharpened(halved(pixels), 2, 3)


def softened_and_sharpened(pixels: Grey) -> Grey:
    """For what is far out of focus: without the grain it stands more sharpening."""
    smooth = np.asarray(Image.fromarray(pixels).filter(ImageFilter.BoxBlur(1)))
    return sharpened(smooth, 4, 4)


def levelled(pixels: Grey, gain: int = 4, softness: int = 1) -> Grey:
    """Smoothed, and every place against the light around it: for dim screens, glare, shadow."""
    image = Image.fromarray(pixels)
    smooth = image.filter(ImageFilter.BoxBlur(softness))
    difference = np.asarray(smooth, np.int16) - np.asarray(around(image), np.int16)
    return np.clip(difference * gain + 128, 0, 255).astype(np.uint8)


def around(image: Image.Image) -> Image.Image:
    """The light around every place of a grey picture."""
    return image.reduce(_BLOCK).filter(ImageFilter.BoxBlur(3)).resize(image.size, _BILINEAR)


def levelled_hard(pixels: Grey) -> Grey:
    """For what is nearly black, or grainy in a poor light."""
    return levelled(pixels, 8, 2)


def steadied(pixels: Grey) -> Grey:
    """Sharpened up and down only: for a phone that moved that way."""
    grown = np.zeros((pixels.shape[0] + 1, pixels.shape[1]), np.float32)
    np.cumsum(pixels, axis=0, out=grown[1:])
    rows = np.arange(pixels.shape[0])
    low, high = np.maximum(rows - _SHAKE, 0), np.minimum(rows + _SHAKE, pixels.shape[0])
    around = (grown[high] - grown[low]) / (high - low)[:, None]
    sharp: NDArray[np.float32] = pixels * np.float32(4) - around * 3
    return np.clip(sharp, 0, 255).astype(np.uint8)


def softened_and_enlarged(pixels: Grey) -> Grey:
    """Smoothed at twice the size: for moiré on small codes."""
    return np.asarray(_enlarged(Image.fromarray(pixels).filter(ImageFilter.BoxBlur(1))))


def sharpened_and_enlarged(pixels: Grey) -> Grey:
    """Sharpened at twice the size: for small and defocused codes."""
    return np.asarray(_enlarged(Image.fromarray(sharpened(pixels))))


def halved_and_levelled(pixels: Grey) -> Grey:
    """For dim and noisy pictures that have pixels enough."""
    return levelled(halved(pixels))


def busiest(pixels: Grey) -> Grey:
    """The part with the most contrast, where a code must be; the rest costs time only."""
    return pixels[busiest_box(pixels)]


def busiest_box(pixels: Grey) -> tuple[slice, slice]:
    """Rows and columns of that part."""
    blocks = np.asarray(Image.fromarray(pixels).reduce(_BLOCK), np.int16)
    steps = np.zeros_like(blocks)
    steps[:, 1:] += np.abs(np.diff(blocks, axis=1))
    steps[1:] += np.abs(np.diff(blocks, axis=0))
    spread = Image.fromarray(np.clip(steps * 2, 0, 255).astype(np.uint8))
    contrast = np.asarray(spread.filter(ImageFilter.BoxBlur(3)))
    busy = contrast > contrast.max() // 2
    rows, columns = np.flatnonzero(busy.any(1)), np.flatnonzero(busy.any(0))
    if not rows.size:
        return slice(0, pixels.shape[0]), slice(0, pixels.shape[1])
    return _reach(rows, pixels.shape[0]), _reach(columns, pixels.shape[1])


def _reach(busy: np.ndarray[tuple[int], np.dtype[np.intp]], size: int) -> slice:
    first, last = int(busy[0]) - _MARGIN, int(busy[-1]) + 1 + _MARGIN
    return slice(max(0, first) * _BLOCK, min(last * _BLOCK, size))


def _enlarged(image: Image.Image) -> Image.Image:
    if image.width * image.height > _LARGEST_UPSCALED:
        return image
    return image.resize((image.width * 2, image.height * 2), _BICUBIC)


def inverted(pixels: Grey) -> Grey:
    """Light on dark, as some screens show it."""
    return 255 - pixels


OF_THE_PART: tuple[Callable[[Grey], Grey], ...] = (
    halved_and_sharpened,
    softened,
    levelled_hard,
    inverted,
    unmoved_upright,
    sharpened,
    refocused,
    unmoved_across,
    unmoved_across_a_little,
    softened_and_sharpened,
    steadied,
)
"""Of the busiest part: 131 of 178, in 52 ms of one core."""

OF_THE_WHOLE: tuple[Callable[[Grey], Grey], ...] = (
    halved,
    halved_and_levelled,
    sharpened_and_enlarged,
    softened_and_enlarged,
    levelled,
)
"""Of the whole picture, from the cheapest to the dearest."""
