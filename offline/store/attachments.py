"""Files of drafts and submissions, inside the encrypted store in pieces."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from io import BufferedReader
from typing import BinaryIO

from offline.records import Attachment, AttachmentState
from offline.store.clock import Clock, to_text
from offline.store.database import Database, Row
from offline.store.drafts import is_finalised
from offline.store.pieces import PIECE_BYTES, PieceReader
from offline.store.port import FrozenError, UnknownRecordError


class AttachmentsRoom:
    """See ``offline.store.port.Attachments``."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db, self._clock = database, clock

    def add(self, instance_id: str, name: str, media_type: str, source: BinaryIO) -> Attachment:
        """Take a file in piece by piece, in place of one of that name (FrozenError)."""
        with self._db.transaction():
            self._refuse_frozen(instance_id)
            self._delete(instance_id, name)
            row = self._begin(instance_id, name, media_type)
            sha256, size = self._take_in(row, source)
            self._db.run(
                "UPDATE attachments SET sha256 = ?, size = ? WHERE id = ?", (sha256, size, row)
            )
        return Attachment(name, sha256, size, media_type)

    def of(self, instance_id: str) -> Sequence[Attachment]:
        return attachments_of(self._db, instance_id)

    def open(self, instance_id: str, name: str) -> BinaryIO:
        """A fresh stream from the start; it reads from the store as it is read.

        The stream ends in DamagedError if what was read has not the SHA-256 it was added with.
        """
        row = self._row(instance_id, name)
        return BufferedReader(
            PieceReader(self._db, row["id"], row["size"], row["sha256"]), PIECE_BYTES
        )

    def remove(self, instance_id: str, name: str) -> None:
        """Forget a file of a draft (FrozenError for a submission's)."""
        with self._db.transaction():
            self._refuse_frozen(instance_id)
            self._delete(instance_id, name)

    def _refuse_frozen(self, instance_id: str) -> None:
        if is_finalised(self._db, instance_id):
            raise FrozenError(instance_id)

    def _delete(self, instance_id: str, name: str) -> None:
        self._db.run(
            "DELETE FROM attachments WHERE instance_id = ? AND name = ?", (instance_id, name)
        )

    def _begin(self, instance_id: str, name: str, media_type: str) -> int:
        return self._db.insert(
            "INSERT INTO attachments (instance_id, name, sha256, size, media_type, state, added)"
            " VALUES (?, ?, '', 0, ?, ?, ?)",
            (instance_id, name, media_type, AttachmentState.PENDING, to_text(self._clock())),
        )

    def _take_in(self, row: int, source: BinaryIO) -> tuple[str, int]:
        digest, size = hashlib.sha256(), 0
        for number, piece in enumerate(_pieces(source)):
            digest.update(piece)
            size += len(piece)
            self._db.run(
                "INSERT INTO attachment_pieces (attachment, number, bytes) VALUES (?, ?, ?)",
                (row, number, piece),
            )
        return digest.hexdigest(), size

    def _row(self, instance_id: str, name: str) -> Row:
        row = self._db.one(
            "SELECT * FROM attachments WHERE instance_id = ? AND name = ?", (instance_id, name)
        )
        if row is None:
            raise UnknownRecordError(f"attachment {name} of {instance_id}")
        return row


def attachments_of(database: Database, instance_id: str) -> tuple[Attachment, ...]:
    """The files of a draft or submission, in the order they were added."""
    rows = database.all(
        "SELECT * FROM attachments WHERE instance_id = ? ORDER BY id", (instance_id,)
    )
    return tuple(attachment(row) for row in rows)


def attachment(row: Row) -> Attachment:
    """The record of a row of ``attachments``."""
    return Attachment(
        row["name"],
        row["sha256"],
        row["size"],
        row["media_type"],
        AttachmentState(row["state"]),
    )


def _pieces(source: BinaryIO) -> Iterator[bytes]:
    """Whole pieces, even from a source that gives less than was asked for."""
    held = bytearray()
    while chunk := source.read(PIECE_BYTES):
        held += chunk
        while len(held) >= PIECE_BYTES:
            yield bytes(held[:PIECE_BYTES])
            del held[:PIECE_BYTES]
    if held:
        yield bytes(held)
