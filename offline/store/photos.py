"""What a photo tells beside the picture: position, device, owner. Taken off unless a form asks.

JPEG (Exif 2.32: APP1; XMP: APP1; IPTC: APP13; comments: COM; more pictures: MPF in APP2 and what
follows the end of the picture, where phones put a film or a second photo with data of its own);
PNG and WebP in ``photo_chunks``. The picture's bytes are not touched; of the Exif data only the
orientation stays, or the photo would lie on its side.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Generator, Iterator
from io import BytesIO, RawIOBase
from typing import Any, BinaryIO, cast

from offline.store import photo_chunks
from offline.store.photo_chunks import PhotoError

_START = b"\xff\xd8"
_END = b"\xff\xd9"
_APP1, _APP2, _APP13, _COMMENT, _SCAN = 0xE1, 0xE2, 0xED, 0xFE, 0xDA
_TOLD = frozenset({_APP1, _APP13, _COMMENT})
_PARTS = b"MPF\0"
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
"""In a scan: neither a stuffed byte, nor a restart, nor filling."""
_EXIF = b"Exif\0\0"
_ORIENTATION, _SHORT = 0x0112, 3
_UPRIGHT = 1
_COPY = 64 * 1024


def stripped(source: BinaryIO) -> Iterator[bytes]:
    """The pieces of a picture without what it tells; what is no picture comes as it is.

    Only a segment is in memory. Raises PhotoError for a picture with a broken head.
    """
    start = source.read(2)
    if start == _START:
        yield start
        yield from _kept(source)
        return
    start += source.read(10)
    yield from (
        photo_chunks.of_png(start, source)
        or photo_chunks.of_webp(start, source)
        or _as_is(start, source)
    )


def _as_is(start: bytes, source: BinaryIO) -> Iterator[bytes]:
    yield start
    while piece := source.read(_COPY):
        yield piece


class StrippedReader(RawIOBase):
    """A picture as ``stripped`` gives it, made while it is read."""

    def __init__(self, source: BinaryIO) -> None:
        self._pieces = stripped(source)
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        room = memoryview(buffer).cast("B")
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = piece
        count = min(len(room), len(self._left))
        room[:count] = self._left[:count]
        self._left = self._left[count:]
        return count


def _kept(source: BinaryIO) -> Iterator[bytes]:
    """The segments that stay, the scans, and nothing behind the end of the picture."""
    while True:
        marker, content = _segment(source)
        if marker == _APP1 and content.startswith(_EXIF):
            orientation = _orientation(content[len(_EXIF) :])
            if orientation != _UPRIGHT:
                yield _packed(_APP1, _EXIF + _only_orientation(orientation))
        elif marker not in _TOLD and not (marker == _APP2 and content.startswith(_PARTS)):
            yield _packed(marker, content)
        if marker == _SCAN:
            behind = yield from _coded(source)
            if behind[:2] in (_END, b""):
                yield behind[:2]
                return
            source = cast("BinaryIO", _Joined(behind, source))


def _coded(source: BinaryIO) -> Generator[bytes, None, bytes]:
    """The coded data of a scan; gives back what was read from the marker behind it on."""
    held = source.read(_COPY)
    while held:
        marker = _MARKER.search(held)
        if marker:
            yield held[: marker.start()]
            return held[marker.start() :]
        cut = len(held) - held.endswith(b"\xff")
        yield held[:cut]
        more = source.read(_COPY)
        if not more:
            yield held[cut:]
            return b""
        held = held[cut:] + more
    return b""


class _Joined:
    """What was read too far, and then the rest."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        self._first, self._rest = first, rest

    def read(self, size: int) -> bytes:
        if not self._first:
            return self._rest.read(size)
        given, self._first = self._first[:size], self._first[size:]
        return given + self._rest.read(size - len(given)) if len(given) < size else given


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
    return b"".join(stripped(BytesIO(content)))
