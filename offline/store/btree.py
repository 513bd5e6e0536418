"""Rows of a table read from its B-tree pages, past what is damaged.

Format: sqlite.org/fileformat2.html, sections 1.6 (B-tree pages) and 2.1 (record format). Only
table B-trees; what SQLite can still read is not read here.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from offline.store.pages import USABLE, Pages

_INTERIOR, _LEAF = 5, 13
_FILE_HEADER = 100
_MOST_LOCAL = USABLE - 35
_LEAST_LOCAL = (USABLE - 12) * 32 // 255 - 23

Record = tuple[int, list[Any]]
"""A rowid and the values in the order of the columns."""


@dataclass
class Walk:
    """What a walk met: pages it used, pages that were damaged, rows it could not give whole."""

    used: set[int] = field(default_factory=set)
    lost_pages: set[int] = field(default_factory=set)
    lost_rows: list[int] = field(default_factory=list)


def rows(pages: Pages, root: int, walk: Walk) -> Iterator[Record]:
    """The rows under a root page, in the order of their rowids as far as they are reachable."""
    pending = [root]
    while pending:
        number = pending.pop()
        page = _page(pages, number, walk)
        if page is None:
            continue
        start = _FILE_HEADER if number == 1 else 0
        if page[start] == _INTERIOR:
            pending += reversed(_children(page, start))
        elif page[start] == _LEAF:
            yield from leaf_rows(pages, page, start, walk)


def is_leaf(page: bytes) -> bool:
    """Whether a page other than the first is a leaf of a table with cells in it."""
    return page[0] == _LEAF and struct.unpack_from(">H", page, 3)[0] > 0


def leaf_rows(pages: Pages, page: bytes, start: int, walk: Walk) -> Iterator[Record]:
    """The rows of one leaf; a row whose overflow is damaged goes to ``walk.lost_rows``."""
    for offset in _cells(page, start + 8, start):
        size, at = _varint(page, offset)
        rowid, at = _varint(page, at)
        payload = _payload(pages, page, at, size, walk)
        if payload is None:
            walk.lost_rows.append(rowid)
        else:
            yield rowid, _values(payload)


def _page(pages: Pages, number: int, walk: Walk) -> bytes | None:
    if number in walk.used or not 0 < number <= pages.count:
        return None
    walk.used.add(number)
    page = pages.read(number)
    if page is None:
        walk.lost_pages.add(number)
    return page


def _cells(page: bytes, first: int, start: int) -> tuple[int, ...]:
    count = struct.unpack_from(">H", page, start + 3)[0]
    return struct.unpack_from(f">{count}H", page, first)


def _children(page: bytes, start: int) -> list[int]:
    last: int = struct.unpack_from(">I", page, start + 8)[0]
    return [
        *(struct.unpack_from(">I", page, at)[0] for at in _cells(page, start + 12, start)),
        last,
    ]


def _payload(pages: Pages, page: bytes, at: int, size: int, walk: Walk) -> bytes | None:
    if size <= _MOST_LOCAL:
        return page[at : at + size]
    local = _LEAST_LOCAL + (size - _LEAST_LOCAL) % (USABLE - 4)
    local = local if local <= _MOST_LOCAL else _LEAST_LOCAL
    parts = [page[at : at + local]]
    following: int = struct.unpack_from(">I", page, at + local)[0]
    left = size - local
    while left > 0:
        overflow = _page(pages, following, walk)
        if overflow is None:
            return None
        parts.append(overflow[4 : 4 + left])
        left -= len(parts[-1])
        following = struct.unpack_from(">I", overflow)[0]
    return b"".join(parts)


def _values(payload: bytes) -> list[Any]:
    size, at = _varint(payload, 0)
    kinds = []
    while at < size:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    found = []
    for kind in kinds:
        value, at = _value(payload, at, kind)
        found.append(value)
    return found


_INTEGER_SIZES = (0, 1, 2, 3, 4, 6, 8)
_REAL, _ZERO, _ONE, _BLOB = 7, 8, 9, 12


def _value(payload: bytes, at: int, kind: int) -> tuple[Any, int]:
    if kind >= _BLOB:
        size = (kind - _BLOB) // 2
        content = payload[at : at + size]
        return (content.decode() if kind % 2 else content), at + size
    if kind in (_ZERO, _ONE):
        return kind - _ZERO, at
    if kind == _REAL:
        return struct.unpack_from(">d", payload, at)[0], at + 8
    size = _INTEGER_SIZES[kind]
    number = int.from_bytes(payload[at : at + size], "big", signed=True) if size else None
    return number, at + size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for step in range(8):
        byte = data[at + step]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:  # noqa: PLR2004 — the top bit says whether more follow
            return value, at + step + 1
    return value << 8 | data[at + 8], at + 9
