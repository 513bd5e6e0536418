"""One-bit pictures as a thermal head takes them."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import Image

THRESHOLD = 140
"""Grey levels below this burn; a little above the middle keeps thin strokes whole."""


@dataclass(frozen=True, slots=True)
class Bitmap:
    """Rows of eight dots a byte, leftmost dot in the highest bit, 1 = black."""

    width: int
    height: int
    rows: bytes

    @property
    def row_bytes(self) -> int:
        """Bytes in one row; dots beyond the width are white."""
        return (self.width + 7) // 8

    def image(self) -> Image.Image:
        """The same as a Pillow picture of mode 1."""
        inverted = bytes(byte ^ 0xFF for byte in self.rows)
        return Image.frombytes("1", (self.width, self.height), inverted)

    def png(self) -> bytes:
        """The same as a PNG of one bit a pixel: exactly what the printer will burn."""
        out = BytesIO()
        self.image().save(out, "PNG")
        return out.getvalue()


def from_png(png: bytes) -> Bitmap:
    """A bitmap of an opaque PNG, every dot on one side of the threshold: no dithering of text."""
    grey = Image.open(BytesIO(png)).convert("L")
    black = grey.point([255 if level < THRESHOLD else 0 for level in range(256)], "1")
    return Bitmap(grey.width, grey.height, black.tobytes())
