"""The files of a store inside its data folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import BinaryIO

DATABASE = "store.db"
ENVELOPE = "store.slots.json"
LOCK = "store.lock"


def database(folder: Path) -> Path:
    """The encrypted database itself."""
    return folder / DATABASE


def envelope(folder: Path) -> Path:
    """The salt and the key slots."""
    return folder / ENVELOPE


def lock(folder: Path) -> Path:
    """The file whose kernel lock the writer holds."""
    return folder / LOCK


def database_parts(folder: Path) -> list[Path]:
    """The database and its write-ahead log, as far as they exist."""
    main = database(folder)
    parts = (main, main.with_name(DATABASE + "-wal"))
    return [part for part in parts if part.exists()]


def make_private(folder: Path) -> None:
    """Make the folder if need be; a new one is for its owner alone."""
    if not folder.is_dir():
        folder.mkdir(parents=True, mode=0o700)


def sync_file(stream: BinaryIO) -> None:
    """Make what was written to a stream durable."""
    stream.flush()
    os.fsync(stream.fileno())


def write_durably(path: Path, content: bytes) -> None:
    """Replace a file so that after a power cut it is the old or the new one, never a part."""
    part = path.with_name(path.name + ".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        sync_file(stream)
    part.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename or a new name in this folder durable; Windows opens no folder for that."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
