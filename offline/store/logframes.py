"""The write-ahead log as it lies on disk: header, frames, and their running checksums.

Format: sqlite.org/fileformat2.html, section 4. Every word is big-endian; the checksums go over
words in the order that the header's magic number names.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

HEADER, FRAME_HEADER = 32, 24
Sums = tuple[int, int]
_WORD = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Frame:
    """One page in the log. ``size`` is the page count if it commits, else 0.

    ``true`` tells whether its checksum follows from the frame before it, ``off`` by how much it
    does not; ``order`` is the order of bytes in a word.
    """

    place: int
    page: int
    size: int
    salts: bytes
    raw: bytes
    offset: int
    off: Sums
    order: str

    @property
    def true(self) -> bool:
        return self.off == (0, 0)


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
        off = ((before[0] - found[0]) & _WORD, (before[1] - found[1]) & _WORD)
        place = (offset - HEADER) // len(raw) + 1
        yield Frame(place, page, size, salts, content, offset + FRAME_HEADER, off, head.order)
        offset += len(raw)
        log.seek(offset)


def checksum(before: Sums, content: bytes, order: str) -> Sums:
    """SQLite's running sums over pairs of 32-bit words."""
    first, second = before
    words = struct.unpack(f"{order}{len(content) // 4}I", content)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & _WORD
        second = (second + odd + first) & _WORD
    return first, second


def mended(frame: Frame) -> Frame | None:
    """The frame with the one bit turned back that explains its checksum; None if none does.

    The sums are linear, so what a bit adds depends on its place and weight alone. A torn write is
    explained by no single bit; a frame that is has been damaged after it was written.
    """
    content = struct.pack(">II", frame.page, frame.size) + frame.raw
    even, odd = (1, 1), (0, 1)
    for pair in range(len(content) // 8 - 1, -1, -1):
        for step, word in ((even, pair * 2), (odd, pair * 2 + 1)):
            bit = _bit(step, frame.off)
            if bit is not None and (turned := _turned(content, word, bit, frame)):
                return turned
        even, odd = _onward(even), _onward(odd)
    return None


def _onward(sums: Sums) -> Sums:
    """What one more pair of words makes of a difference."""
    first = (sums[0] + sums[1]) & _WORD
    return first, (sums[1] + first) & _WORD


def _bit(step: Sums, off: Sums) -> int | None:
    """Which bit of a word, turned on (0 to 31) or off (32 to 63), is ``off`` at this place."""
    for bit in range(64):
        weight = 1 << bit if bit < 32 else -(1 << (bit - 32))  # noqa: PLR2004 — bits of a word
        if (step[0] * weight & _WORD, step[1] * weight & _WORD) == off:
            return bit
    return None


def _turned(content: bytes, word: int, bit: int, frame: Frame) -> Frame | None:
    kind = f"{frame.order}I"
    old = struct.unpack_from(kind, content, word * 4)[0]
    if bool(old >> bit % 32 & 1) == (bit < 32):  # noqa: PLR2004 — bits of a word
        return None
    new = bytearray(content)
    struct.pack_into(kind, new, word * 4, old ^ 1 << bit % 32)
    page, size = struct.unpack_from(">II", new)
    return replace(frame, page=page, size=size, raw=bytes(new[8:]), off=(0, 0))
