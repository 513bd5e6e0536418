"""PNG and WebP: pictures in chunks, each with its length; what tells of the photo has its own.

PNG: eXIf, tEXt, zTXt, iTXt and tIME (PNG 1.2 and its extension of 2017). WebP: EXIF and XMP
(RFC 9649); there they are blanked, so that the length in the file's head stays true.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_TOLD = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
_PNG_END = b"IEND"
_WEBP_TOLD = frozenset({b"EXIF", b"XMP "})
_WEBP_FEATURES, _WEBP_TELLS = b"VP8X", 0x08 | 0x04
_BLANK = b"JUNK"
"""A chunk no reader knows is passed over."""
_COPY = 64 * 1024


class PhotoError(ValueError):
    """The file begins as a picture and is broken before its picture begins."""


def of_png(start: bytes, source: BinaryIO) -> Iterator[bytes] | None:
    """The pieces that stay of a PNG whose first 12 bytes were read; None if it is none."""
    return _png(start[len(_PNG) :], source) if start.startswith(_PNG) else None


def of_webp(start: bytes, source: BinaryIO) -> Iterator[bytes] | None:
    """The pieces that stay of a WebP whose first 12 bytes were read; None if it is none."""
    return _webp(start, source) if start[:4] == b"RIFF" and start[8:12] == b"WEBP" else None


def _png(head: bytes, source: BinaryIO) -> Iterator[bytes]:
    yield _PNG
    while True:
        head += source.read(8 - len(head))
        if len(head) < 8:  # noqa: PLR2004 — length and kind
            raise PhotoError("the PNG is cut off")
        size, kind = struct.unpack(">I4s", head)
        kept = kind not in _PNG_TOLD
        if kept:
            yield head
        yield from _body(source, size + 4, kept=kept)
        if kind == _PNG_END:
            return
        head = b""


def _webp(start: bytes, source: BinaryIO) -> Iterator[bytes]:
    yield start
    left = struct.unpack("<I", start[4:8])[0] - 4
    while left >= 8 and len(head := source.read(8)) == 8:  # noqa: PLR2004 — kind and length
        kind, size = struct.unpack("<4sI", head)
        padded = size + size % 2
        left -= 8 + padded
        if kind in _WEBP_TOLD:
            yield struct.pack("<4sI", _BLANK, size)
            yield from (bytes(len(part)) for part in _body(source, padded, kept=True))
            continue
        yield head
        if kind == _WEBP_FEATURES:
            flags = source.read(1)
            yield bytes(each & ~_WEBP_TELLS for each in flags)
            padded -= len(flags)
        yield from _body(source, padded, kept=True)


def _body(source: BinaryIO, size: int, *, kept: bool) -> Iterator[bytes]:
    """So many bytes, piece by piece; read past if they are not kept."""
    while size > 0:
        piece = source.read(min(size, _COPY))
        if not piece:
            raise PhotoError("a chunk of the picture is cut off")
        size -= len(piece)
        if kept:
            yield piece
