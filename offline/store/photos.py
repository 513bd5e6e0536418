"""What a photo tells beside the picture: position, device, owner. Taken off unless a form asks.

JPEG alone carries them in practice (Exif 2.32: APP1; XMP: APP1; IPTC: APP13; comments: COM). The
picture's bytes are not touched; of the Exif data only the orientation stays, or the photo would
lie on its side.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BytesIO, RawIOBase
from typing import Any, BinaryIO

_START = b"\xff\xd8"
_APP1, _APP13, _COMMENT, _SCAN = 0xE1, 0xED, 0xFE, 0xDA
_TOLD = frozenset({_APP1, _APP13, _COMMENT})
_EXIF = b"Exif\0\0"
_ORIENTATION, _SHORT = 0x0112, 3
_UPRIGHT = 1
_COPY = 64 * 1024


class PhotoError(ValueError):
    """The file begins as a JPEG and is broken before its picture begins."""


def stripped(source: BinaryIO, target: BinaryIO) -> None:
    """Copy a picture without what it tells; anything but a JPEG is copied as it is.

    Reads and writes piece by piece. Raises PhotoError for a JPEG with a broken head.
    """
    target.writelines(_head(source))
    while piece := source.read(_COPY):
        target.write(piece)


class StrippedReader(RawIOBase):
    """A picture as ``stripped`` gives it, made while it is read: only a segment is in memory.

    Raises PhotoError while reading a JPEG with a broken head.
    """

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._head = _head(source)
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        room = memoryview(buffer).cast("B")
        if not self._left:
            self._left = next(self._head, b"") or self._source.read(len(room))
        count = min(len(room), len(self._left))
        room[:count] = self._left[:count]
        self._left = self._left[count:]
        return count


def _head(source: BinaryIO) -> Iterator[bytes]:
    start = source.read(2)
    yield start
    if start == _START:
        yield from _kept(source)


def _kept(source: BinaryIO) -> Iterator[bytes]:
    """The segments of the head that stay, up to and with the start of the scan."""
    while True:
        marker, content = _segment(source)
        if marker == _APP1 and content.startswith(_EXIF):
            orientation = _orientation(content[len(_EXIF) :])
            if orientation != _UPRIGHT:
                yield _packed(_APP1, _EXIF + _only_orientation(orientation))
        elif marker not in _TOLD:
            yield _packed(marker, content)
        if marker == _SCAN:
            return


def _segment(source: BinaryIO) -> tuple[int, bytes]:
    head = source.read(4)
    while head[:2] == b"\xff\xff":
        head = head[1:] + source.read(1)
    if len(head) != 4 or head[0] != 0xFF:  # noqa: PLR2004 — marker and length, two bytes each
        raise PhotoError("a segment of the JPEG is broken")
    size = struct.unpack(">H", head[2:])[0] - 2
    content = source.read(max(size, 0))
    if size < 0 or len(content) != size:
        raise PhotoError("a segment of the JPEG is cut off")
    return head[1], content


def _packed(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def _orientation(tiff: bytes) -> int:
    """The orientation (1 to 8) of the first image; upright if it can't be read."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    try:
        if order is None:
            return _UPRIGHT
        first = struct.unpack_from(f"{order}I", tiff, 4)[0]
        count = struct.unpack_from(f"{order}H", tiff, first)[0]
        for number in range(count):
            entry = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * number)
            if entry[:2] == (_ORIENTATION, _SHORT):
                return entry[3] if 1 <= entry[3] <= 8 else _UPRIGHT  # noqa: PLR2004 — Exif: 1 to 8
    except struct.error:
        return _UPRIGHT
    return _UPRIGHT


def _only_orientation(orientation: int) -> bytes:
    """The smallest Exif block (big-endian TIFF, one entry)."""
    entry = struct.pack(">HHIHH", _ORIENTATION, _SHORT, 1, orientation, 0)
    return b"MM" + struct.pack(">HIH", 42, 8, 1) + entry + bytes(4)


def stripped_bytes(content: bytes) -> bytes:
    """As ``stripped``, for a picture that is in memory already."""
    target = BytesIO()
    stripped(BytesIO(content), target)
    return target.getvalue()
