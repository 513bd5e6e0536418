"""A wrapping key in a file: sealed by something better, or plain where there is nothing."""

from __future__ import annotations

from pathlib import Path

from offline.store import paths
from offline.store.port import KeyUnavailableError

LIMIT = 30
"""Seconds that whoever seals may take (a TPM is slow)."""


class FileKeyStore:
    """A file of mode 0600 for each key: the fall-back where the machine offers nothing better."""

    kind = "file"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, name: str, secret: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        paths.write_durably(self.folder / name, secret)

    def get(self, name: str) -> bytes:
        try:
            return (self.folder / name).read_bytes()
        except OSError as error:
            raise KeyUnavailableError(f"no machine key in {self.folder}") from error

    def remove(self, name: str) -> None:
        (self.folder / name).unlink(missing_ok=True)
