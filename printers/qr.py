"""QR codes of papers by their modules, so that a module is a whole number of dots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import zxingcpp
from numpy.typing import NDArray

QUIET = 4
"""Free modules all round, as ISO/IEC 18004 asks."""


@dataclass(frozen=True, slots=True, eq=False)
class QrModules:
    """A code's modules, True where dark, its quiet zone within them."""

    dark: NDArray[np.bool_]

    @property
    def side(self) -> int:
        """Modules along one side."""
        return len(self.dark)

    def runs(self) -> list[tuple[int, int, int]]:
        """Its dark runs (column, row, length)."""
        return [run for number, row in enumerate(self.dark.tolist()) for run in _runs(number, row)]


def qr_modules(text: str) -> QrModules:
    """The QR of a text at error correction M, the smallest version that holds it."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return QrModules(np.pad(np.asarray(code.to_image(scale=1, add_quiet_zones=False)) == 0, QUIET))


def _runs(number: int, row: list[bool]) -> Iterator[tuple[int, int, int]]:
    column = 0
    for dark, same in groupby(row):
        length = len(list(same))
        if dark:
            yield column, number, length
        column += length
