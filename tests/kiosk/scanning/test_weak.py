"""Codes that prove little: real ones are read, what is left of a damaged QR is not."""

from __future__ import annotations

import numpy as np
import pytest
import zxingcpp

from kiosk.scanning import zxing
from kiosk.scanning.image import read_picture
from tests.kiosk.scanning.pictures import file, qr, symbol

_F = zxingcpp.BarcodeFormat


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (_F.MicroQRCode, "84"),
        (_F.MicroQRCode, "64225"),
        (_F.MicroQRCode, "A12345"),
        (_F.MicroQRCode, "GSR1:LW-261"),
        (_F.RMQRCode, "A12345"),
        (_F.RMQRCode, "GSR1:LW-261121-7K2QM-9XR4B"),
        (_F.Code39, "A1"),
        (_F.EAN8, "12345670"),
    ],
)
@pytest.mark.parametrize("scale", [3, 6])
@pytest.mark.parametrize("quarters", range(4))
def test_small_codes_turned_are_read(
    kind: zxingcpp.BarcodeFormat, text: str, scale: int, quarters: int
) -> None:
    pixels = np.pad(np.rot90(symbol(text, kind, scale), quarters), 20, constant_values=255)
    (found,) = read_picture(file(pixels))
    assert (found.format, found.text) == (kind.name, text)


def test_a_micro_qr_among_print_without_its_quiet_zone_is_not_believed() -> None:
    whole = symbol("64225", _F.MicroQRCode, 4)
    rows, columns = np.flatnonzero((whole < 128).any(1)), np.flatnonzero((whole < 128).any(0))
    bare = whole[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    smeared = np.pad(bare, 40, constant_values=127)
    for pixels in (smeared, 255 - smeared):
        assert zxing.read(pixels, (_F.MicroQRCode,)) == []


def test_a_micro_qr_within_an_ordinary_qr_is_not_believed() -> None:
    pixels = qr("GSC1:" + "A" * 400, 8)
    small = symbol("64225", _F.MicroQRCode, 4)
    middle = (pixels.shape[0] - small.shape[0]) // 2
    there = slice(middle, middle + small.shape[0])
    pixels[there, there] = small
    assert zxing.read(pixels, (_F.MicroQRCode,)) == []


def test_a_qr_is_not_looked_for_among_its_small_kin() -> None:
    pixels = np.pad(symbol("64225", _F.MicroQRCode, 4), 20, constant_values=255)
    assert zxing.read(pixels, zxing.QR) == []
    assert zxing.read(qr("64225"), zxing.QR)[0].format == "QRCode"
