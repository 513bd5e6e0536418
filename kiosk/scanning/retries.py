"""What helps when a code can't be read at first: ways to look again, in the order that pays.

Each was measured on the failures of the first reader among simulated camera frames (720p): how many
it recovers that those before it don't, for its milliseconds. None makes up what isn't there.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageFilter

from kiosk.scanning.picture import Grey

_BLOCK = 8  # pixels a side, of the map that shows where contrast is
_MARGIN = 3  # blocks
_LARGEST_UPSCALED = 500_000  # pixels: above it there are enough of them
_GAIN = 4
_BICUBIC, _BILINEAR = Image.Resampling.BICUBIC, Image.Resampling.BILINEAR


def halved(pixels: Grey) -> Grey:
    """Half the size, averaged: for noise, moiré and large photographs."""
    return np.asarray(Image.fromarray(pixels).reduce(2))


def levelled(pixels: Grey) -> Grey:
    """Smoothed, and every place against the light around it: for dim screens, glare, shadow."""
    image = Image.fromarray(pixels)
    around = image.reduce(_BLOCK).filter(ImageFilter.BoxBlur(3)).resize(image.size, _BILINEAR)
    smooth = image.filter(ImageFilter.BoxBlur(1))
    difference = np.asarray(smooth, np.int16) - np.asarray(around, np.int16)
    return np.clip(difference * _GAIN + 128, 0, 255).astype(np.uint8)


def busiest(pixels: Grey) -> Grey:
    """The part with the most contrast, where a code must be; the rest costs time only."""
    blocks = np.asarray(Image.fromarray(pixels).reduce(_BLOCK), np.int16)
    steps = np.zeros_like(blocks)
    steps[:, 1:] += np.abs(np.diff(blocks, axis=1))
    steps[1:] += np.abs(np.diff(blocks, axis=0))
    spread = Image.fromarray(np.clip(steps * 2, 0, 255).astype(np.uint8))
    contrast = np.asarray(spread.filter(ImageFilter.BoxBlur(3)))
    busy = contrast > contrast.max() // 2
    rows, columns = np.flatnonzero(busy.any(1)), np.flatnonzero(busy.any(0))
    if not rows.size:
        return pixels
    return pixels[_reach(rows), _reach(columns)]


def _reach(busy: np.ndarray[tuple[int], np.dtype[np.intp]]) -> slice:
    first, last = int(busy[0]) - _MARGIN, int(busy[-1]) + 1 + _MARGIN
    return slice(max(0, first) * _BLOCK, last * _BLOCK)


def _enlarged(image: Image.Image) -> Image.Image:
    if image.width * image.height > _LARGEST_UPSCALED:
        return image
    return image.resize((image.width * 2, image.height * 2), _BICUBIC)


def softened_and_enlarged(pixels: Grey) -> Grey:
    """The busiest part, smoothed at twice the size: for moiré and screens seen from near."""
    image = Image.fromarray(np.ascontiguousarray(busiest(pixels)))
    return np.asarray(_enlarged(image.filter(ImageFilter.BoxBlur(1))))


def sharpened_and_enlarged(pixels: Grey) -> Grey:
    """The busiest part, sharpened at twice the size: for small and defocused codes."""
    image = Image.fromarray(np.ascontiguousarray(busiest(pixels)))
    sharp, soft = np.asarray(image, np.int16), np.asarray(image.filter(ImageFilter.BoxBlur(2)))
    edges = np.clip(sharp * 3 - soft.astype(np.int16) * 2, 0, 255).astype(np.uint8)
    return np.asarray(_enlarged(Image.fromarray(edges)))


def halved_and_levelled(pixels: Grey) -> Grey:
    """For dim and noisy pictures that have pixels enough."""
    return levelled(halved(pixels))


def halved_and_back(pixels: Grey) -> Grey:
    """The whole picture smoothed, where the busiest part was another thing than the code."""
    image = Image.fromarray(halved(pixels))
    return np.asarray(image.resize((image.width * 2, image.height * 2), _BICUBIC))


ORDER: tuple[Callable[[Grey], Grey], ...] = (
    halved,
    halved_and_levelled,
    softened_and_enlarged,
    sharpened_and_enlarged,
    levelled,
    halved_and_back,
)
