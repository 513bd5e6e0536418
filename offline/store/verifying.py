"""Whether a store is whole: every page, the schema, the links, the log, the files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from offline.store import envelope as envelopes
from offline.store import paths, schema
from offline.store.audit import AuditRoom
from offline.store.clock import system_clock
from offline.store.database import Database
from offline.store.envelope import Envelope
from offline.store.pages import Pages
from offline.store.port import NoStoreError, StoreError


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: ``what`` is a word of ours, ``where`` names page, table or row."""

    what: str
    where: str


def verify(folder: Path, envelope: Envelope, data_key: bytes) -> list[Problem]:
    """Everything that is wrong; empty for a whole store. Reads only; a reader may run it."""
    path = paths.database(folder)
    if not path.exists():
        raise NoStoreError(str(folder))
    with _held_still(path, envelope, data_key):
        problems = [*_envelope(folder), *_pages(path, envelope, data_key)]
    return problems or list(_contents(path, envelope, data_key))


@contextmanager
def _held_still(path: Path, envelope: Envelope, data_key: bytes) -> Iterator[None]:
    """A reader's snapshot, if the file can be opened: the log is not started anew meanwhile."""
    with ExitStack() as stack:
        with suppress(StoreError):
            database = Database(path, data_key, envelope.salt, writer=False)
            stack.callback(database.close)
            database.run("BEGIN")
            schema.number(database)
        yield


def _envelope(folder: Path) -> Iterator[Problem]:
    for path in (paths.envelope(folder), envelopes.mirror(folder)):
        if not path.exists() or envelopes.from_bytes(path.read_bytes()) is None:
            yield Problem("envelope", path.name)


def _pages(path: Path, envelope: Envelope, data_key: bytes) -> Iterator[Problem]:
    pages = Pages(path, data_key, envelope.salt)
    try:
        if path.stat().st_size and pages.header() != envelope.salt:
            yield Problem("header", "bytes 0 to 15")
        if pages.partial:
            yield Problem("size", "the file ends within a page")
        if pages.log_fault:
            yield Problem("log", pages.log_fault)
        found = {*pages.damaged_in_file(), *pages.damaged()}
        yield from (Problem("page", str(number)) for number in sorted(found))
    finally:
        pages.close()


def _contents(path: Path, envelope: Envelope, data_key: bytes) -> Iterator[Problem]:
    database = Database(path, data_key, envelope.salt, writer=False)
    try:
        schema.check(database)
        yield from _structure(database)
        yield from _outbox(database)
        yield from _log(database)
        yield from _files(database)
    except StoreError as error:
        yield Problem("unreadable", type(error).__name__)
    finally:
        database.close()


def _structure(database: Database) -> Iterator[Problem]:
    for row in database.all("PRAGMA integrity_check"):
        if row["integrity_check"] != "ok":
            yield Problem("structure", str(row["integrity_check"]))
    for row in database.all("PRAGMA foreign_key_check"):
        yield Problem("link", f"{row['table']} row {row['rowid']}")


def _outbox(database: Database) -> Iterator[Problem]:
    rows = database.all(
        "SELECT s.instance_id FROM submissions AS s LEFT JOIN outbox AS o USING (instance_id)"
        " WHERE o.instance_id IS NULL"
    )
    yield from (Problem("outbox", row["instance_id"]) for row in rows)


def _log(database: Database) -> Iterator[Problem]:
    broken = AuditRoom(database, system_clock).broken_at()
    if broken is not None:
        yield Problem("audit", f"entry {broken}")


def _files(database: Database) -> Iterator[Problem]:
    for row in database.all("SELECT id, instance_id, name, size, sha256 FROM attachments"):
        if not file_is_whole(database, row["id"], row["size"], row["sha256"]):
            yield Problem("attachment", f"{row['instance_id']} {row['name']}")


def file_is_whole(database: Database, attachment: int, size: int, sha256: str) -> bool:
    """Whether the pieces are there and have the SHA-256 that was recorded."""
    digest, total = hashlib.sha256(), 0
    for piece in database.each(
        "SELECT bytes FROM attachment_pieces WHERE attachment = ? ORDER BY number", (attachment,)
    ):
        digest.update(piece["bytes"])
        total += len(piece["bytes"])
    return total == size and digest.hexdigest() == sha256
