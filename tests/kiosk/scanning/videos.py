"""A video file made here: JPEG pictures in an AVI."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from kiosk.scanning.picture import Grey
from tests.kiosk.scanning.pictures import file

_KEY = 0x10


def avi(frames: Sequence[Grey], rate: int = 10) -> bytes:
    """Motion JPEG, ``rate`` frames a second."""
    pictures = [_even(file(frame, "JPEG", quality=90)) for frame in frames]
    height, width = frames[0].shape
    count, largest = len(pictures), max(map(len, pictures))
    main = struct.pack(
        "<14I", 10**6 // rate, 0, 0, _KEY, count, 0, 1, largest, width, height, 0, 0, 0, 0
    )
    stream = b"vidsMJPG" + struct.pack(
        "<IHHIIIIIIII4H", 0, 0, 0, 0, 1, rate, 0, count, largest, 2**32 - 1, 0, 0, 0, width, height
    )
    shape = struct.pack(
        "<IiiHH4sIiiII", 40, width, height, 1, 24, b"MJPG", width * height * 3, 0, 0, 0, 0
    )
    streams = _list(b"strl", _chunk(b"strh", stream) + _chunk(b"strf", shape))
    header = _list(b"hdrl", _chunk(b"avih", main) + streams)
    movie = _list(b"movi", b"".join(_chunk(b"00dc", picture) for picture in pictures))
    return _chunk(b"RIFF", b"AVI " + header + movie + _chunk(b"idx1", _index(pictures)))


def _index(pictures: Sequence[bytes]) -> bytes:
    index, place = b"", 4
    for picture in pictures:
        index += b"00dc" + struct.pack("<III", _KEY, place, len(picture))
        place += 8 + len(picture)
    return index


def _even(data: bytes) -> bytes:
    return data + b"\0" * (len(data) % 2)


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data


def _list(kind: bytes, data: bytes) -> bytes:
    return _chunk(b"LIST", kind + data)
