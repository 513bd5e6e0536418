"""Reading an attachment as a stream, one piece in memory at a time."""

from __future__ import annotations

import hashlib
import os
from io import RawIOBase
from typing import TYPE_CHECKING

from offline.store.database import Database
from offline.store.port import DamagedError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

PIECE_BYTES = 256 * 1024


class PieceReader(RawIOBase):
    """A seekable raw stream over the pieces of one attachment.

    Read from start to end it checks the SHA-256 and raises DamagedError at the end if it differs.
    """

    def __init__(self, database: Database, attachment: int, size: int, sha256: str) -> None:
        super().__init__()
        self._db, self._attachment = database, attachment
        self._size, self._sha256 = size, sha256
        self._at, self._number, self._piece = 0, -1, b""
        self._hashed, self._digest = 0, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        if self._at >= self._size:
            self._check_end()
            return 0
        piece = self._load(self._at // PIECE_BYTES)
        start = self._at % PIECE_BYTES
        part = piece[start : start + len(view)]
        if not part:
            raise DamagedError(f"attachment {self._attachment} is shorter than it was")
        view[: len(part)] = part
        self._hash(part)
        self._at += len(part)
        return len(part)

    def _load(self, number: int) -> bytes:
        if number != self._number:
            row = self._db.one(
                "SELECT bytes FROM attachment_pieces WHERE attachment = ? AND number = ?",
                (self._attachment, number),
            )
            if row is None:
                raise DamagedError(f"piece {number} of attachment {self._attachment} is missing")
            self._number, self._piece = number, row["bytes"]
        return self._piece

    def _hash(self, part: bytes) -> None:
        if self._at == self._hashed:
            self._digest.update(part)
            self._hashed += len(part)

    def _check_end(self) -> None:
        if self._hashed == self._size and self._digest.hexdigest() != self._sha256:
            raise DamagedError(f"attachment {self._attachment} is not what was added")
