"""The ESC/POS commands a receipt needs: a raster in bands, a feed, a partial cut.

Only commands that every printer of the kind knows; its fonts are never used, so a rare character
comes out as it was set.
"""

from __future__ import annotations

from dataclasses import dataclass

from printers.bitmap import Bitmap

INIT = b"\x1b@"
FEED_LINES = b"\x1bd"
PARTIAL_CUT = b"\x1dVB\x00"
RASTER = b"\x1dv0\x00"
ASK_STATUS = b"\x10\x04"
ASK_DONE = b"\x1dr\x01"
"""GS r 1: answered in its turn, so after everything before it was worked off."""

BAND_ROWS = 128
"""Rows of a band: 9 KB at 80 mm, below the buffer of weak printers."""
TAIL_LINES = 4


def receipt_bytes(bitmap: Bitmap, band_rows: int = BAND_ROWS) -> bytes:
    """Everything from waking the printer to the cut for one paper."""
    bands = (_band(bitmap, top, band_rows) for top in range(0, bitmap.height, band_rows))
    return b"".join((INIT, *bands, FEED_LINES, bytes([TAIL_LINES]), PARTIAL_CUT))


def burnt(document: bytes) -> Bitmap | None:
    """The dots that a document of ``receipt_bytes`` burns; None for one that is not all raster."""
    head, rows, wide = len(INIT), b"", 0
    while document.startswith(RASTER, head):
        wide, high = (
            int.from_bytes(document[head + at : head + at + 2], "little") for at in (4, 6)
        )
        head += len(RASTER) + 4
        rows += document[head : head + wide * high]
        head += wide * high
    whole = document[head:] == FEED_LINES + bytes([TAIL_LINES]) + PARTIAL_CUT
    return Bitmap(8 * wide, len(rows) // wide, rows) if wide and whole else None


def pieces(document: bytes, size: int) -> list[bytes]:
    """A document in pieces of at most ``size`` bytes, to be sent one after the other."""
    return [document[start : start + size] for start in range(0, len(document), size)]


def _band(bitmap: Bitmap, top: int, band_rows: int) -> bytes:
    count = min(band_rows, bitmap.height - top)
    wide = bitmap.row_bytes
    header = RASTER + wide.to_bytes(2, "little") + count.to_bytes(2, "little")
    return header + bitmap.rows[top * wide : (top + count) * wide]


@dataclass(frozen=True, slots=True)
class StatusByte:
    """The answer to ``DLE EOT n`` by its bits (n from 1 to 4)."""

    asked: int
    value: int

    @property
    def valid(self) -> bool:
        """Whether the fixed bits are those of a status answer and not stray data."""
        return self.value & 0x93 == 0x12  # noqa: PLR2004 — bits 1 and 4 set, 0 and 7 clear

    def has(self, mask: int) -> bool:
        """Whether one of the bits of the mask is set in a valid answer."""
        return self.valid and bool(self.value & mask)
