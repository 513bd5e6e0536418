"""Real pictures of real codes."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import qrcode
import zxingcpp
from PIL import Image

from kiosk.scanning.picture import Grey


def qr(text: str | bytes, size: int = 6, level: int = qrcode.constants.ERROR_CORRECT_M) -> Grey:
    """A clean QR; octets go in as they are."""
    code = qrcode.QRCode(error_correction=level, box_size=size, border=4)
    code.add_data(text)
    return (
        np.where(np.array(code.get_matrix()), 0, 255)
        .astype(np.uint8)
        .repeat(size, 0)
        .repeat(size, 1)
    )


def symbol(text: Any, kind: Any, scale: int = 4, **options: Any) -> Grey:
    """Any other kind of code."""
    code = zxingcpp.create_barcode(text, kind, **options)
    return np.array(zxingcpp.write_barcode_to_image(code, scale=scale))


def file(pixels: Grey, kind: str = "PNG", **options: Any) -> bytes:
    """The octets of a picture file."""
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, kind, **options)
    return out.getvalue()
