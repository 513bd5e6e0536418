"""Moving house: unsent work from a broken terminal to another, in one encrypted file.

The file is a backup with everything else left out, opened by a transfer code that is shown once.
The store it came from sends nothing any more; the one it goes to asks the exchange first.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from offline.store import backup, envelope, slots
from offline.store.clock import to_text
from offline.store.database import Database
from offline.store.port import MOVED
from offline.store.restoring import mark_restored
from offline.store.sqlite import SqlStore
from offline.store.unlocking import by_recovery

_MOVES = ("attachments", "submissions", "outbox", "drafts")
"""In the order in which the receiving store may take them."""
_SENT = """DELETE FROM submissions WHERE instance_id IN (SELECT instance_id FROM outbox
    WHERE state NOT IN ('finalised', 'sending', 'waiting', 'quarantined'))"""
_STRAY_FILES = """DELETE FROM attachments
    WHERE instance_id NOT IN (SELECT instance_id FROM submissions)
    AND instance_id NOT IN (SELECT instance_id FROM drafts)"""
_STAY = (
    "audit",
    "audit_head",
    "notes",
    "people",
    "people_met",
    "answers",
    "entities",
    "entity_links",
    "cases",
    "certificates",
    "print_jobs",
    "nonces",
    "operator_locks",
    "operators",
)
"""Tables of which nothing moves."""


def move_out(store: SqlStore, file: Path) -> str:
    """Write the unsent work of a store to a file; the transfer code that opens it.

    Once the file is durable the store is marked: it claims nothing any more (MovedError), so that
    nothing is sent from two places. Drafts and refused ones go along.
    """
    code = slots.recovery_code()
    bare = replace(envelope.read(store.folder), slots=())
    backup.write(store.database, file, bare, lambda key: slots.recovery_slot(key, code), _leave_out)
    with store.transaction():
        store.notes.put(MOVED, to_text(store.clock()))
        store.audit.record("cli", "moved out")
    return code


def move_in(store: SqlStore, file: Path, code: str) -> int:
    """Take the work of such a file in; how many submissions and drafts were new here.

    What is here already stays as it is, so taking a file in twice changes nothing. Raises
    KeyUnavailableError for a wrong code, DamagedError.
    """
    with backup.opened(file) as (bare, path):
        key = by_recovery(code)(bare)
        with closing(Database(path, key, bare.salt, writer=False)) as source:
            return _take_in(store, source)


def take_back(store: SqlStore) -> None:
    """Undo the mark, when the file never went anywhere; the exchange is asked first here too."""
    with store.transaction():
        store.notes.take(MOVED)
        mark_restored(store, "moved back")


def _leave_out(copy: Database) -> None:
    copy.run("DROP TRIGGER audit_kept")
    copy.run(_SENT)
    copy.run(_STRAY_FILES)
    for table in _STAY:
        copy.run(f"DELETE FROM {table}")  # noqa: S608 — our own names
    copy.run("VACUUM")


def _take_in(store: SqlStore, source: Database) -> int:
    with store.transaction():
        new = [each for each in _instances(source) if not _is_here(store.database, each)]
        for instance_id in new:
            for table in _MOVES:
                _copy_rows(store.database, source, table, instance_id)
        mark_restored(store, f"moved in {len(new)}")
    return len(new)


def _instances(source: Database) -> list[str]:
    rows = source.all(
        "SELECT instance_id FROM (SELECT instance_id, number FROM submissions"
        " UNION ALL SELECT instance_id, 1 << 60 FROM drafts) ORDER BY number"
    )
    return [row["instance_id"] for row in rows]


def _is_here(database: Database, instance_id: str) -> bool:
    row = database.one(
        "SELECT 1 AS found FROM submissions WHERE instance_id = ?1"
        " UNION ALL SELECT 1 FROM drafts WHERE instance_id = ?1",
        (instance_id,),
    )
    return row is not None


def _copy_rows(target: Database, source: Database, table: str, instance_id: str) -> None:
    for row in source.all(f"SELECT * FROM {table} WHERE instance_id = ?", (instance_id,)):  # noqa: S608 — our own names
        old = row.pop("id", None)
        row.pop("number", None)
        names = ", ".join(row)
        places = ", ".join("?" for _ in row)
        new = target.insert(
            f"INSERT INTO {table} ({names}) VALUES ({places})",  # noqa: S608 — our own names
            list(row.values()),
        )
        if old is not None:
            _copy_pieces(target, source, old, new)


def _copy_pieces(target: Database, source: Database, old: int, new: int) -> None:
    for row in source.each(
        "SELECT number, bytes FROM attachment_pieces WHERE attachment = ?", (old,)
    ):
        target.run(
            "INSERT INTO attachment_pieces (attachment, number, bytes) VALUES (?, ?, ?)",
            (new, row["number"], row["bytes"]),
        )
