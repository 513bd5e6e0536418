"""The first reader: zxing-cpp, told to read only what can prove itself by a checksum or parity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import zxingcpp

from kiosk.scanning.charset import text_of, text_of_bars
from kiosk.scanning.picture import Grey
from kiosk.scanning.port import Symbol
from kiosk.scanning.weak import WEAK, confirmed

_F = zxingcpp.BarcodeFormat
QR = (_F.QRCodeModel2,)  # ``QRCode`` would mean its small kin as well
MATRIX = (*QR, _F.MicroQRCode, _F.RMQRCode, _F.DataMatrix, _F.Aztec, _F.PDF417)
LINEAR = (_F.Code128, _F.Code39, _F.EAN13, _F.EAN8, _F.UPCA, _F.UPCE)
ALL = (*MATRIX, *LINEAR)
Formats = Sequence[zxingcpp.BarcodeFormat]

# AIM symbology identifiers (ISO/IEC 15424): these modifiers say that an ECI is present.
_ECI = {"Q": "246", "d": "456", "z": "345", "L": "1"}
_BINARY = b"\\000899"  # the ECI that names no character set


def read(pixels: Grey, formats: Formats = ALL, **options: Any) -> list[Symbol]:
    """The codes of a grey picture; options are those of ``zxingcpp.read_barcodes``."""
    pixels = np.ascontiguousarray(pixels)
    wanted = zxingcpp.BarcodeFormats(list(formats))
    read = zxingcpp.read_barcodes(pixels, formats=wanted, **options)
    found = [c for c in read if c.valid and (c.format not in WEAK or confirmed(c, pixels))]
    named: frozenset[bytes] = frozenset()
    if any(_doubtful(bytes(code.bytes)) for code in found):
        named = _named(pixels, wanted, options)
    return [_symbol(code, named) for code in found]


def _doubtful(octets: bytes) -> bool:
    """Whether its characters depend on the character set."""
    return not octets.isascii() or b"\0" in octets


def _named(pixels: Grey, wanted: Any, options: dict[str, Any]) -> frozenset[bytes]:
    """The octets of those codes that name their character set: only this text mode tells it."""
    mode = zxingcpp.TextMode.HexECI
    again = zxingcpp.read_barcodes(pixels, formats=wanted, text_mode=mode, **options)
    return frozenset(bytes(code.bytes) for code in again if code.valid and _eci(code.text))


def _eci(dump: str) -> bool:
    octets = bytes.fromhex(dump)
    identifier = octets[:3].decode("latin-1")
    return identifier[2:] in tuple(_ECI.get(identifier[1:2], ())) and _BINARY not in octets


def _symbol(code: Any, named: frozenset[bytes]) -> Symbol:
    octets = bytes(code.bytes)
    if code.format in LINEAR:
        return Symbol(code.format.name, text_of_bars(octets), octets)
    return Symbol(code.format.name, text_of(octets, code.text, named=octets in named), octets)
