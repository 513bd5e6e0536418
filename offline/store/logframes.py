"""The write-ahead log as it lies on disk: header, frames, and their running checksums.

Format: sqlite.org/fileformat2.html, section 4. Every word is big-endian; the checksums go over
words in the order that the header's magic number names.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

HEADER, FRAME_HEADER = 32, 24
Sums = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Frame:
    """One page in the log. ``size`` is the page count if it commits, else 0.

    ``true`` tells whether its checksum follows from the frame before it.
    """

    place: int
    page: int
    size: int
    salts: bytes
    raw: bytes
    offset: int
    true: bool


@dataclass(frozen=True, slots=True)
class Head:
    """The log's header: what its frames repeat, and whether its own checksum is right."""

    salts: bytes
    sums: Sums
    order: str
    true: bool


def read_head(log: BinaryIO) -> Head:
    """From the start of a log; an all-zero one of a log cut off before its first frame is true."""
    log.seek(0)
    raw = log.read(HEADER).ljust(HEADER, b"\0")
    order = ">" if raw[3] & 1 else "<"
    stored: Sums = struct.unpack(">II", raw[24:])
    return Head(
        raw[16:24], stored, order, not any(raw) or checksum((0, 0), raw[:24], order) == stored
    )


def frames(log: BinaryIO, head: Head, page_bytes: int) -> Iterator[Frame]:
    """Every whole frame after the header, of this log or left of an older one."""
    before, offset = head.sums, HEADER
    log.seek(offset)
    while len(raw := log.read(FRAME_HEADER + page_bytes)) == FRAME_HEADER + page_bytes:
        page, size, salts, *sums = struct.unpack(">II8sII", raw[:FRAME_HEADER])
        content = raw[FRAME_HEADER:]
        found = checksum(checksum(before, raw[:8], head.order), content, head.order)
        before = (sums[0], sums[1])
        place = (offset - HEADER) // len(raw) + 1
        yield Frame(place, page, size, salts, content, offset + FRAME_HEADER, found == before)
        offset += len(raw)
        log.seek(offset)


def checksum(before: Sums, content: bytes, order: str) -> Sums:
    """SQLite's running sums over pairs of 32-bit words."""
    first, second = before
    words = struct.unpack(f"{order}{len(content) // 4}I", content)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + odd + first) & 0xFFFFFFFF
    return first, second
