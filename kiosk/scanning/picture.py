"""A picture file becomes grey pixels, or a clear reason why not. Files are never trusted."""

from __future__ import annotations

import io
import warnings
from enum import StrEnum
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

Grey = NDArray[np.uint8]

LARGEST_FILE: Final = 64 * 1024 * 1024  # octets
LARGEST_PICTURE: Final = 50_000_000  # pixels: above any phone's usual photograph

# Pillow knows more, among them formats that start other programs.
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "PPM", "AVIF")
_DEEP = ("I", "F", "I;16", "I;16B", "I;16L", "I;16N")


class PictureFault(StrEnum):
    """Why a file gives no pixels."""

    MISSING = "missing"
    EMPTY = "empty"
    NOT_A_PICTURE = "not-a-picture"
    DAMAGED = "damaged"
    TOO_LARGE = "too-large"


class PictureError(ValueError):
    """A file that can't be looked at; ``fault`` says why, its sentence is made in ``words``."""

    def __init__(self, fault: PictureFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def octets_of(source: Path | str | bytes) -> bytes:
    """The octets of a file, or those given (PictureError: missing, empty, too large)."""
    data = source if isinstance(source, bytes) else _read(Path(source))
    if not data:
        raise PictureError(PictureFault.EMPTY)
    if len(data) > LARGEST_FILE:
        raise PictureError(PictureFault.TOO_LARGE)
    return data


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        raise PictureError(PictureFault.MISSING) from error


def grey_of(source: Path | str | bytes) -> Grey:
    """The first frame's pixels, grey, rows of octets (PictureError). Transparency is white."""
    data = octets_of(source)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # odd metadata is no reason to refuse the pixels
        try:
            return _decoded(data)
        except PictureError:
            raise
        except (UnidentifiedImageError, Image.DecompressionBombError) as error:
            bomb = isinstance(error, Image.DecompressionBombError)
            fault = PictureFault.TOO_LARGE if bomb else PictureFault.NOT_A_PICTURE
            raise PictureError(fault) from error
        except Exception as error:  # a hostile file may raise anything from Pillow's decoders
            raise PictureError(PictureFault.DAMAGED) from error


def _decoded(data: bytes) -> Grey:
    with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
        if image.width * image.height > LARGEST_PICTURE:
            raise PictureError(PictureFault.TOO_LARGE)
        image.load()
        return _grey(image)


def _grey(image: Image.Image) -> Grey:
    if image.mode in _DEEP:
        return _eight_bits(np.asarray(image))
    if image.has_transparency_data:
        clear = image.convert("RGBA")
        paper = Image.new("RGBA", clear.size, "white")
        image = Image.alpha_composite(paper, clear)
    return np.asarray(image.convert("L"))


def _eight_bits(deep: NDArray[np.generic]) -> Grey:
    """Sixteen bits or floats, stretched over the range they use."""
    values = deep.astype(np.float32)
    low, high = float(values.min()), float(values.max())
    return ((values - low) * (255 / max(high - low, 1e-6))).astype(np.uint8)
