"""QR codes of papers, one pixel a module, so that a module is a whole number of dots on paper."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M

QUIET = 4
"""Free modules all round, as ISO/IEC 18004 asks."""


@dataclass(frozen=True, slots=True)
class QrPicture:
    """A PNG of one pixel a module with its quiet zone; ``modules`` is its side in pixels."""

    png: bytes
    modules: int


def qr_picture(text: str) -> QrPicture:
    """The QR of a text at error correction M, the smallest version that holds it."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    side = len(rows)
    picture = Image.frombytes("L", (side, side), _pixels(rows)).convert("1")
    out = BytesIO()
    picture.save(out, "PNG")
    return QrPicture(out.getvalue(), side)


def _pixels(rows: list[list[bool]]) -> bytes:
    return bytes(0 if dark else 255 for row in rows for dark in row)
