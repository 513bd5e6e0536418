"""The Store port on SQLCipher: opening, creating, and the rooms on one connection."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Self

from offline.store import envelope as envelopes
from offline.store import keystore as keystores
from offline.store import paths, schema, slots
from offline.store.attachments import AttachmentsRoom
from offline.store.audit import AuditRoom
from offline.store.cases import CasesRoom
from offline.store.catalogue import CatalogueRoom
from offline.store.clock import Clock, system_clock
from offline.store.database import Database
from offline.store.drafts import DraftsRoom
from offline.store.entities import EntitiesRoom
from offline.store.forms import FormsRoom
from offline.store.keystore import KeyStore
from offline.store.lock import WriterLock
from offline.store.notes import NotesRoom
from offline.store.operators import OperatorsRoom
from offline.store.people import PeopleRoom
from offline.store.port import DamagedError, NoStoreError
from offline.store.prints import PrintsRoom
from offline.store.submissions import SubmissionsRoom
from offline.store.trust import TrustRoom
from offline.store.unlocking import Unlock


class SqlStore:
    """See ``offline.store.port.Store``. Made by ``open_store`` and ``create_store``."""

    connect = Database
    """How a connection is made; the benchmark puts plain SQLite here to compare with."""

    def __init__(
        self, folder: Path, data_key: bytes, salt: bytes, lock: WriterLock | None, clock: Clock
    ) -> None:
        self.folder, self.clock = folder, clock
        self._key, self._salt, self._lock = data_key, salt, lock
        self._db = self.connect(paths.database(folder), data_key, salt, writer=lock is not None)
        self._make_rooms()

    def _make_rooms(self) -> None:
        db, clock = self._db, self.clock
        self.forms = FormsRoom(db)
        self.drafts = DraftsRoom(db)
        self.attachments = AttachmentsRoom(db, clock)
        self.submissions = SubmissionsRoom(db)
        self.cases = CasesRoom(db, clock)
        self.prints = PrintsRoom(db)
        self.trust = TrustRoom(db)
        self.catalogue = CatalogueRoom(db)
        self.audit = AuditRoom(db, clock)
        self.notes = NotesRoom(db)
        self.people = PeopleRoom(db, clock)
        self.operators = OperatorsRoom(db, clock)
        self.entities = EntitiesRoom(db)

    @property
    def database(self) -> Database:
        """The connection, for verify, backup and retention."""
        return self._db

    @property
    def data_key(self) -> bytes:
        """The raw key, for new slots and backups; never written, shown or logged."""
        return self._key

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Several calls of several rooms as one durable step."""
        with self._db.transaction():
            yield

    def sibling(self) -> Self:
        lock = self._lock.share() if self._lock else None
        try:
            return type(self)(self.folder, self._key, self._salt, lock, self.clock)
        except BaseException:
            if lock:
                lock.release()
            raise

    def close(self) -> None:
        """Close the connection; the last writer's close also frees the lock."""
        self._db.close()
        if self._lock:
            self._lock.release()
            self._lock = None


def open_store(
    folder: Path,
    *,
    writer: bool = True,
    keys: KeyStore | None = None,
    unlock: Unlock | None = None,
    clock: Clock = system_clock,
) -> SqlStore:
    """Open the store of a data folder; a writer makes it on first use and migrates it.

    Raises LockedError for a second writer, NoStoreError for a reader without a store,
    KeyUnavailableError, DamagedError (also when the database of a store is gone: a new and empty
    one is never put in its place), NewerSchemaError, OlderSchemaError (a reader's).
    ``unlock`` opens by another slot than this machine's.
    """
    machine = keys or keystores.default()
    if writer and not envelopes.exists(folder):
        return create_store(folder, machine, clock=clock)
    envelope = envelopes.read(folder)
    if envelope.roots and not paths.database(folder).exists():
        raise DamagedError(f"{paths.DATABASE} is missing")
    data_key = unlock(envelope) if unlock else slots.open_machine(envelope, machine)
    if writer:
        return _open_writer(folder, data_key, envelope.salt, clock)
    return _open_reader(folder, data_key, envelope.salt, clock)


def create_store(
    folder: Path,
    keys: KeyStore | None = None,
    *,
    clock: Clock = system_clock,
    data_key: bytes | None = None,
) -> SqlStore:
    """Make a new store with a random data key in a slot of this machine.

    Raises DamagedError if a database without its envelope lies there: it is never overwritten.
    """
    paths.make_private(folder)
    lock = WriterLock(paths.lock(folder))
    try:
        refuse_remains(folder)
        key = data_key or secrets.token_bytes(slots.KEY_BYTES)
        envelope = envelopes.new()
        slot = slots.machine_slot(key, keys or keystores.default(), envelope.store)
        envelopes.write(folder, replace(envelope, slots=(slot,)))
        return _migrated(SqlStore(folder, key, envelope.salt, lock, clock))
    except BaseException:
        lock.release()
        raise


def refuse_remains(folder: Path) -> None:
    """Never overwrite a store or what is left of one (DamagedError)."""
    if envelopes.exists(folder) or paths.database(folder).exists():
        raise DamagedError(f"{folder} holds a store or a part of one already")


def _open_writer(folder: Path, data_key: bytes, salt: bytes, clock: Clock) -> SqlStore:
    lock = WriterLock(paths.lock(folder))
    try:
        return _migrated(SqlStore(folder, data_key, salt, lock, clock))
    except BaseException:
        lock.release()
        raise


def _open_reader(folder: Path, data_key: bytes, salt: bytes, clock: Clock) -> SqlStore:
    if not paths.database(folder).exists():
        raise NoStoreError(str(folder))
    store = SqlStore(folder, data_key, salt, None, clock)
    try:
        schema.check(store.database)
    except BaseException:
        store.close()
        raise
    return store


def _migrated(store: SqlStore) -> SqlStore:
    try:
        _make_sure_of_writing(store)
        schema.migrate(store.database, store.clock)
        _keep_roots(store)
    except BaseException:
        store.database.close()
        raise
    return store


def _make_sure_of_writing(store: SqlStore) -> None:
    """SQLite falls back to reading a file that it can't open to write: hear of it now."""
    store.database.run("BEGIN IMMEDIATE")
    store.database.run("ROLLBACK")


def _keep_roots(store: SqlStore) -> None:
    envelope, roots = envelopes.read(store.folder), schema.roots(store.database)
    if envelope.roots != roots:
        envelopes.write(store.folder, replace(envelope, roots=roots))
