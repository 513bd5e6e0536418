"""Small papers whose rows carry a number, so that each can be known again in a tray."""

from __future__ import annotations

from printers.bitmap import Bitmap
from tests.printers.escpos_reader import Paper

WIDTH = 576
ROWS = 48
_MARK_BITS = 32


def marked(number: int) -> Bitmap:
    """A paper of 48 rows, each beginning with the number in 32 dots."""
    row = number.to_bytes(_MARK_BITS // 8, "big") + bytes(WIDTH // 8 - _MARK_BITS // 8)
    return Bitmap(WIDTH, ROWS, row * ROWS)


def number_of(paper: Paper) -> int:
    """The number of a paper or of the part of it that came out."""
    return int("".join(str(dot) for dot in paper.rows[0][:_MARK_BITS]), 2)
