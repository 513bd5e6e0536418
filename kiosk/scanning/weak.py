"""Codes with little to prove themselves by, believed only when a second look confirms them.

A Micro QR of the smallest size detects errors and corrects none, Code 39 has no check character:
what is left of a damaged QR, its finder and a few modules, can pass for one. So such a text must
come out again from the code enlarged and turned; around a small matrix code there must be the quiet
zone that its standard asks for (ISO/IEC 18004, ISO/IEC 23941); no ordinary QR may lie there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL import Image

from kiosk.scanning.picture import Grey

_F = zxingcpp.BarcodeFormat
_SMALL: Final = (_F.MicroQRCode, _F.RMQRCode)
WEAK: Final = frozenset({*_SMALL, _F.Code39, _F.Code39Std, _F.EAN8, _F.UPCE})
_QR: Final = zxingcpp.BarcodeFormats([_F.QRCodeModel2])
_SIZES: Final = {"M1": (11, 11), "M2": (13, 13), "M3": (15, 15), "M4": (17, 17)}
_AROUND: Final = 24  # pixels cut out around a code, at least
_QUIET: Final = 1.0  # modules outside the code, where both standards want nothing
_LIGHT: Final = 0.7  # of the way from dark to light: a smear of grey is no quiet zone
_LOOKS: Final = ((2.0, -1), (1.5, -1), (1.5, 1))  # how much larger, and -1 for upside down

_Points = NDArray[np.float64]


def confirmed(code: Any, pixels: Grey) -> bool:
    """Whether a weak code that the first reader found in ``pixels`` (zxing's result) is one."""
    corners = _corners(code)
    if code.format in _SMALL and not (_quiet(code, corners, pixels) and _no_qr(corners, pixels)):
        return False
    part = Image.fromarray(_cut(corners, pixels))
    return any(bytes(code.bytes) in _again(part, code.format, *look) for look in _LOOKS)


def _again(part: Image.Image, kind: Any, scale: float, step: int) -> list[bytes]:
    size = (int(part.width * scale), int(part.height * scale))
    other = np.asarray(part.resize(size, Image.Resampling.BICUBIC))[::step, ::step]
    wanted = zxingcpp.BarcodeFormats([kind])
    found = zxingcpp.read_barcodes(np.ascontiguousarray(other), formats=wanted)
    return [bytes(one.bytes) for one in found if one.valid]


def _corners(code: Any) -> _Points:
    """The outer corners, clockwise from the code's own top left; x and y in pixels."""
    place = code.position
    four = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    return np.array([(point.x, point.y) for point in four], np.float64)


def _cut(corners: _Points, pixels: Grey) -> Grey:
    size = corners.max(0) - corners.min(0)
    around = max(_AROUND, int(size.max()) // 3)
    left, top = np.maximum(corners.min(0).astype(int) - around, 0)
    right, bottom = corners.max(0).astype(int) + around
    return np.ascontiguousarray(pixels[top:bottom, left:right])


def _quiet(code: Any, corners: _Points, pixels: Grey) -> bool:
    """Whether all around the code is as light as its lightest modules (dark, if inverted)."""
    columns, rows = _modules(code)
    if not columns:
        return False
    whole = np.array([(x + 0.5, y + 0.5) for y in range(rows) for x in range(columns)])
    inside = _values(whole, (columns, rows), corners, pixels)
    ring = _values(np.array(list(_ring(columns, rows))), (columns, rows), corners, pixels)
    low, high = np.percentile(inside, (10, 90))
    if inside[0] > (low + high) / 2:  # the finder's corner is dark, but in an inverted code
        inside, ring, low, high = 255 - inside, 255 - ring, 255 - high, 255 - low
    return bool(ring.size and (ring > low + _LIGHT * (high - low)).all())


def _modules(code: Any) -> tuple[int, int]:
    """Columns and rows; (0, 0) for a version unheard of."""
    version = str(code.extra.get("Version", "")) if code.extra else ""
    match = re.fullmatch(r"R(\d+)x(\d+)", version)
    return (int(match[2]), int(match[1])) if match else _SIZES.get(version, (0, 0))


def _ring(columns: int, rows: int) -> Iterator[tuple[float, float]]:
    for x in np.arange(-_QUIET, columns + _QUIET, 0.5):
        yield from ((x, -_QUIET), (x, rows + _QUIET))
    for y in np.arange(-_QUIET, rows + _QUIET, 0.5):
        yield from ((-_QUIET, y), (columns + _QUIET, y))


def _values(at: _Points, size: tuple[int, int], corners: _Points, pixels: Grey) -> _Points:
    """The light at places in modules, between the corners; what is outside the picture is left."""
    u, v = (at / size).T[..., None]
    a, b, c, d = corners
    x, y = (a * (1 - u) * (1 - v) + b * u * (1 - v) + c * u * v + d * (1 - u) * v).astype(int).T
    there = (x >= 0) & (y >= 0) & (x < pixels.shape[1]) & (y < pixels.shape[0])
    return np.asarray(pixels[y[there], x[there]], np.float64)


def _no_qr(corners: _Points, pixels: Grey) -> bool:
    """Whether no ordinary QR, readable or not, lies where the small code is said to lie."""
    found = zxingcpp.read_barcodes(pixels, formats=_QR, return_errors=True)
    low, high = corners.min(0), corners.max(0)
    boxes = [(place.min(0), place.max(0)) for place in map(_corners, found)]
    return all(bool((end < low).any() or (begin > high).any()) for begin, end in boxes)
