"""What helps when a picture can't be read at first, in the order that pays."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from kiosk.scanning.picture import Grey

_SMALL = 1_300_000  # pixels; larger ones are not upscaled: their codes have pixels enough


def doubled(pixels: Grey) -> Grey:
    """Twice the size and sharpened: for small and soft codes."""
    image = Image.fromarray(pixels)
    if pixels.size <= _SMALL:
        image = image.resize((image.width * 2, image.height * 2), Image.Resampling.BICUBIC)
    return np.asarray(image.filter(ImageFilter.UnsharpMask(3, 200, 0)))


def softened(pixels: Grey) -> Grey:
    """Blurred a little: for moiré, noise and dots."""
    return np.asarray(Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(1.5)))


def levelled(pixels: Grey) -> Grey:
    """Every place against the light around it: for glare, shadow and dim screens."""
    image = Image.fromarray(pixels)
    around = image.filter(ImageFilter.BoxBlur(max(8, min(image.size) // 16)))
    difference = np.asarray(image, np.int16) - np.asarray(around, np.int16)
    return np.clip(difference * 4 + 128, 0, 255).astype(np.uint8)


def halved(pixels: Grey) -> Grey:
    """Half the size, averaged: for large photographs with noise."""
    image = Image.fromarray(pixels)
    return np.asarray(image.reduce(2))


def stretched(pixels: Grey) -> Grey:
    """The histogram stretched: for pictures that are nearly black or nearly white."""
    return np.asarray(ImageOps.autocontrast(Image.fromarray(pixels), cutoff=1))


ORDER: tuple[Callable[[Grey], Grey], ...] = (doubled, levelled, softened, halved, stretched)
