"""Attachments that arrive in pieces: how much of each is here, and its receipt when it is whole."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path

from kiosk.sandbox.ledger import Ledger, ReceivedFile, digest


class UnknownUploadError(LookupError):
    """No upload of that id and terminal, or no such submission to upload for."""


class WrongOffsetError(ValueError):
    """A piece that does not begin where the last one ended."""


class WrongSumError(ValueError):
    """The whole is not what was announced; what had come is thrown away."""


@dataclass(frozen=True, slots=True)
class Upload:
    """An upload as it stands: bytes here, bytes in all, and the SHA-256 it will have."""

    id: str
    offset: int
    size: int
    sha256: str
    done: bool


class Uploads:
    """Uploads of all terminals. A piece's bytes are kept however the piece ends."""

    def __init__(self, ledger: Ledger, files: Path) -> None:
        self._ledger, self._files = ledger, files
        self._settling = threading.Lock()

    def begin(self, terminal: str, instance_id: str, file: ReceivedFile) -> Upload:
        """The upload of this file; the same again is the same one (UnknownUploadError)."""
        known = self._ledger.row(
            "SELECT 1 FROM submissions WHERE instance_id = ? AND terminal = ? AND deleted = 0",
            instance_id,
            terminal,
        )
        if known is None:
            raise UnknownUploadError(instance_id)
        upload_id = digest(f"{terminal}\0{instance_id}\0{file.name}\0{file.sha256}")[:32]
        self._ledger.run(
            "INSERT OR IGNORE INTO uploads VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
            upload_id,
            instance_id,
            file.name,
            file.media_type,
            file.size,
            file.sha256,
            terminal,
        )
        self._part(upload_id).touch()
        return self.get(terminal, upload_id)

    def get(self, terminal: str, upload_id: str) -> Upload:
        """How far it is (UnknownUploadError)."""
        row = self._row(terminal, upload_id)
        if row["done"]:
            return Upload(upload_id, row["size"], row["size"], row["sha256"], done=True)
        part = self._part(upload_id)
        offset = part.stat().st_size if part.is_file() else 0
        return Upload(upload_id, offset, row["size"], row["sha256"], done=False)

    def begins_at(self, upload: Upload, offset: int) -> None:
        """Whether a piece may begin there (WrongOffsetError)."""
        if upload.done or offset != upload.offset:
            raise WrongOffsetError(upload.id)

    def append(self, upload: Upload, offset: int, piece: bytes) -> None:
        """Write a piece at its place. Two requests may write the same bytes there: no harm."""
        if offset + len(piece) > upload.size:
            raise WrongOffsetError(upload.id)
        target = os.open(self._part(upload.id), os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.pwrite(target, piece, offset)
        finally:
            os.close(target)

    def settle(self, terminal: str, upload_id: str) -> Upload:
        """Make durable what came; whole and right, it is the submission's (WrongSumError)."""
        with self._settling:
            upload = self.get(terminal, upload_id)
            if not upload.done and self._is_whole(upload):
                self._keep(self._row(terminal, upload_id))
            return self.get(terminal, upload_id)

    def _is_whole(self, upload: Upload) -> bool:
        part = self._part(upload.id)
        if not part.is_file():
            return False
        with part.open("rb") as stream:
            os.fsync(stream.fileno())
            if upload.offset < upload.size:
                return False
            found = hashlib.file_digest(stream, "sha256").hexdigest()
        if found != upload.sha256:
            part.unlink(missing_ok=True)
            raise WrongSumError(upload.id)
        return True

    def _keep(self, row: sqlite3.Row) -> None:
        self._part(row["id"]).replace(self._files / row["sha256"])
        file = ReceivedFile(row["name"], row["sha256"], row["size"], row["media_type"])
        with self._ledger.transaction():
            self._ledger.add_files(row["instance_id"], [file])
            self._ledger.run("UPDATE uploads SET done = 1 WHERE id = ?", row["id"])

    def _row(self, terminal: str, upload_id: str) -> sqlite3.Row:
        row = self._ledger.row(
            "SELECT * FROM uploads WHERE id = ? AND terminal = ?", upload_id, terminal
        )
        if row is None:
            raise UnknownUploadError(upload_id)
        return row

    def _part(self, upload_id: str) -> Path:
        return self._files / f".{upload_id}.part"
