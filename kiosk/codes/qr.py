"""A code's QR as a picture file, for tests, demonstrations and ``kiosk code issue``."""

from __future__ import annotations

from pathlib import Path

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.pil import PilImage

_MODULE = 8  # pixels
_QUIET = 4  # modules, as ISO/IEC 18004 asks


def save_qr(text: str, path: Path) -> None:
    """Write a PNG with level M, each module eight pixels wide (OSError)."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, box_size=_MODULE, border=_QUIET)
    code.add_data(text)
    with path.open("wb") as file:
        code.make_image(image_factory=PilImage).save(file, format="PNG")
