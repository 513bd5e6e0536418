"""Handwriting as a vector, kept within the PNG that pictures it.

A submission names one file a question, so a second file beside the picture would be a stranger to
the exchange. PNG has room for data of one's own: the chunk ``svGZ`` (ancillary, private, not to be
copied by who changes the picture) holds an SVG, deflated. Who does not know it sees the picture.
"""

from __future__ import annotations

import re
import struct
import zlib

WIDTH, HEIGHT = 1200, 480
"""The sheet, in the picture's pixels; strokes are in the same measure."""
PEN = 7

Stroke = tuple[tuple[int, int], ...]
"""The points (x, y) a pen went through without being lifted, at least one."""

_HEAD = b"\x89PNG\r\n\x1a\n"
_END = b"IEND"
_OURS = b"svGZ"
_MOST = 4_000_000
"""Bytes of an SVG at most: some 300,000 points."""
_PATH = re.compile(r'<path d="((?:[ML]\d{1,4} \d{1,4})*)"/>')
_POINT = re.compile(r"[ML](\d+) (\d+)")


def svg(strokes: tuple[Stroke, ...]) -> str:
    """The strokes as an SVG document of round lines, one path a stroke."""
    paths = "".join(f'<path d="{_line(stroke)}"/>' for stroke in strokes if stroke)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" fill="none" '
        f'stroke="#000" stroke-width="{PEN}" stroke-linecap="round" stroke-linejoin="round">'
        f"{paths}</svg>"
    )


def with_strokes(png: bytes, strokes: tuple[Stroke, ...]) -> bytes:
    """The same picture that carries its strokes as well (ValueError for what is no PNG)."""
    at = png.rfind(_END) - 4
    if not png.startswith(_HEAD) or at < len(_HEAD):
        raise ValueError("no PNG")
    packed = _OURS + zlib.compress(svg(strokes).encode())
    chunk = struct.pack(">I", len(packed) - 4) + packed + struct.pack(">I", zlib.crc32(packed))
    return png[:at] + chunk + png[at:]


def strokes_of(png: bytes) -> tuple[Stroke, ...]:
    """The strokes a picture carries; none for a photo, or where they are not as ours are.

    Only numbers are taken from the SVG: nothing else of it can reach a paper.
    """
    try:
        text = zlib.decompressobj().decompress(_chunk(png), _MOST).decode()
    except (zlib.error, UnicodeDecodeError, struct.error):
        return ()
    return tuple(
        tuple((int(x), int(y)) for x, y in _POINT.findall(path)) for path in _PATH.findall(text)
    )


def _line(stroke: Stroke) -> str:
    """A dot is a line of no length, which a round cap makes visible."""
    points = stroke if len(stroke) > 1 else stroke * 2
    return "".join(f"{'L' if n else 'M'}{x} {y}" for n, (x, y) in enumerate(points))


def _chunk(png: bytes) -> bytes:
    at = len(_HEAD)
    while png.startswith(_HEAD) and at < len(png):
        size, name = struct.unpack_from(">I4s", png, at)
        if name == _OURS:
            return png[at + 8 : at + 8 + size]
        at += size + 12
    return b""
