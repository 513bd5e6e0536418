"""Backups of a store made and put back. A restored store asks before it sends."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from offline.store import backup, envelope, paths, slots
from offline.store.clock import Clock, system_clock, to_text
from offline.store.database import Database
from offline.store.envelope import Envelope, Slot
from offline.store.keystore import KeyStore
from offline.store.lock import WriterLock
from offline.store.pages import Pages
from offline.store.port import RESTORED, DamagedError
from offline.store.sqlite import SqlStore, open_store, refuse_remains
from offline.store.unlocking import Unlock


def back_up(store: SqlStore, file: Path) -> Envelope:
    """Write a backup while the store is in use; its envelope, to see which slots open it."""
    found = envelope.read(store.folder)
    backup.write(store.database, file, found, lambda key: slots.copy_slot(key, store.data_key))
    return found


def restore(
    file: Path, folder: Path, unlock: Unlock, keys: KeyStore, clock: Clock = system_clock
) -> None:
    """Make the store of an empty folder from a backup, opened by one of the slots it carries.

    Raises KeyUnavailableError, DamagedError (a damaged backup, or a folder with a store in it;
    neither is touched), NewerSchemaError. The slots of the old store open the new one too, and
    this machine gets its own.
    """
    with backup.opened(file) as (copied, path):
        data_key = unlock(copied)
        key = slots.open_copy(copied, data_key)
        _refuse_damaged(path, key, copied.salt)
        _put_back(path, key, copied, folder, data_key, keys)
    store = open_store(folder, keys=keys, clock=clock)
    mark_restored(store, "restored")
    store.close()


def mark_restored(store: SqlStore, act: str) -> None:
    """Rows in sending wait again, and nothing is sent before the exchange was asked."""
    now = store.clock()
    with store.transaction():
        store.submissions.take_up(now)
        store.notes.put(RESTORED, to_text(now))
        store.audit.record("cli", act)


def _refuse_damaged(path: Path, key: bytes, salt: bytes) -> None:
    pages = Pages(path, key, salt)
    try:
        first = next(pages.damaged(), None)
    finally:
        pages.close()
    if first is not None:
        raise DamagedError(f"page {first} of the backup is damaged")


def _put_back(
    path: Path, key: bytes, copied: Envelope, folder: Path, data_key: bytes, keys: KeyStore
) -> None:
    paths.make_private(folder)
    lock = WriterLock(paths.lock(folder))
    try:
        refuse_remains(folder)
        fresh = replace(
            envelope.new(), store=copied.store, slots=_slots_here(copied, data_key, keys)
        )
        _copy_into_place(Database(path, key, copied.salt, writer=False), folder, data_key, fresh)
    finally:
        lock.release()


def _slots_here(copied: Envelope, data_key: bytes, keys: KeyStore) -> tuple[Slot, ...]:
    own = slots.machine_slot(data_key, keys, copied.store)
    return (own, *(slot for slot in copied.slots if slot.kind not in (slots.COPY, "machine")))


def _copy_into_place(source: Database, folder: Path, data_key: bytes, fresh: Envelope) -> None:
    part = paths.database(folder).with_suffix(".part")
    try:
        part.unlink(missing_ok=True)
        backup.copy_database(source, part, data_key, fresh.salt)
    finally:
        source.close()
    part.replace(paths.database(folder))
    envelope.write(folder, fresh)
