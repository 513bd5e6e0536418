"""QR codes of papers as runs of dark modules, so that a module is a whole number of dots."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import numpy as np
import zxingcpp

QUIET = 4
"""Free modules all round, as ISO/IEC 18004 asks."""


@dataclass(frozen=True, slots=True)
class QrModules:
    """A code's side in modules with its quiet zone, and its dark runs (column, row, length)."""

    side: int
    runs: tuple[tuple[int, int, int], ...]


def qr_modules(text: str) -> QrModules:
    """The QR of a text at error correction M, the smallest version that holds it."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    rows: list[list[int]] = np.asarray(code.to_image(scale=1, add_quiet_zones=False)).tolist()
    runs = (run for number, row in enumerate(rows) for run in _runs(number + QUIET, row))
    return QrModules(len(rows) + 2 * QUIET, tuple(runs))


def _runs(number: int, row: list[int]) -> list[tuple[int, int, int]]:
    found, column = [], QUIET
    for level, same in groupby(row):
        length = len(list(same))
        if level == 0:
            found.append((column, number, length))
        column += length
    return found
