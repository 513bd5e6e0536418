"""Erasing a store for good: first the keys, without which the rest is noise, then the files."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from offline.store import envelope, keystore, paths
from offline.store.keystore import KeyStore
from offline.store.lock import WriterLock

MARK: Final = "store.erasing"


def erase(folder: Path, keys: KeyStore | None = None) -> None:
    """Erase the store of a folder; nobody may have it open for writing (LockedError).

    Cut off anywhere it can be called again, which ``was_begun`` asks for. Backups elsewhere stay:
    they open with the recovery code alone.
    """
    lock = WriterLock(paths.lock(folder))
    try:
        paths.write_durably(folder / MARK, b"")
        if envelope.exists(folder):
            _forget_keys(folder, keys or keystore.default())
        database = paths.database(folder)
        shared = database.with_name(database.name + "-shm")
        envelopes = (paths.envelope(folder), envelope.mirror(folder))
        for file in (*envelopes, *paths.database_parts(folder), shared, folder / MARK):
            file.unlink(missing_ok=True)
        paths.sync_folder(folder)
    finally:
        lock.release()


def was_begun(folder: Path) -> bool:
    """Whether an erasure was cut off in the middle."""
    return (folder / MARK).exists()


def _forget_keys(folder: Path, machine: KeyStore) -> None:
    for slot in envelope.read(folder).of_kind("machine"):
        machine.remove(slot.facts["name"])
