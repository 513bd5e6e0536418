"""The first reader: zxing-cpp, told to read only what can prove itself by a checksum or parity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import zxingcpp

from kiosk.scanning.charset import text_of
from kiosk.scanning.picture import Grey
from kiosk.scanning.port import Symbol

_F = zxingcpp.BarcodeFormat
MATRIX = (_F.QRCode, _F.MicroQRCode, _F.RMQRCode, _F.DataMatrix, _F.Aztec, _F.PDF417)
LINEAR = (_F.Code128, _F.Code39, _F.EAN13, _F.EAN8, _F.UPCA, _F.UPCE)
ALL = (*MATRIX, *LINEAR)
Formats = Sequence[zxingcpp.BarcodeFormat]

# AIM symbology identifiers (ISO/IEC 15424): these modifiers say that an ECI is present.
_ECI = {"Q": "246", "d": "456", "z": "345", "L": "1"}


def read(pixels: Grey, formats: Formats = ALL, **options: Any) -> list[Symbol]:
    """The codes of a grey picture; options are those of ``zxingcpp.read_barcodes``."""
    found = zxingcpp.read_barcodes(
        np.ascontiguousarray(pixels), formats=zxingcpp.BarcodeFormats(list(formats)), **options
    )
    return [_symbol(code) for code in found if code.valid]


def _symbol(code: Any) -> Symbol:
    octets = bytes(code.bytes)
    text = text_of(octets, code.text, named=_names_charset(code.symbology_identifier))
    return Symbol(code.format.name, text, octets)


def _names_charset(identifier: str) -> bool:
    return identifier[2:3] in _ECI.get(identifier[1:2], ()) if identifier[2:3] else False
