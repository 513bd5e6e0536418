"""After damage: every row that can still be read, row by row, into a new store."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from offline.records import SubmissionState
from offline.store import btree
from offline.store.btree import Record, Walk
from offline.store.clock import to_text
from offline.store.database import Database, IntegrityError
from offline.store.pages import Pages
from offline.store.port import RESTORED
from offline.store.sqlite import SqlStore
from offline.store.verifying import file_is_whole

_DERIVED = frozenset(
    {"migrations", "sqlite_sequence", "people_keys", "entity_keys", "compiled_forms"}
)
"""Made anew by the new store itself."""
_FILE_NAME = re.compile(rb">([^<>/]+\.[A-Za-z0-9]{2,5})\s*<")
"""An answer that may be the name of a file, as XForms give it."""
_TEXT, _BLOB, _INTEGER = "TEXT", "BLOB", "INTEGER"
_KINDS: dict[str, type] = {_TEXT: str, _BLOB: bytes, _INTEGER: int}


@dataclass
class Salvaged:
    """What was saved and what not, by table; ``lost_from`` names the tables of the lost pages,
    ``files`` the attachments that are not whole.
    """

    rows: dict[str, int] = field(default_factory=dict)
    lost_rows: dict[str, int] = field(default_factory=dict)
    lost_pages: list[int] = field(default_factory=list)
    lost_from: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the schema declares it; ``rowid`` if it is the row's own number.

    ``default`` is what a row written before the column was added has in it, None for no default.
    """

    name: str
    kind: str
    required: bool
    rowid: bool
    default: Any


def salvage(pages: Pages, roots: Mapping[str, int], target: SqlStore) -> Salvaged:
    """Copy what is readable into ``target``, a new and empty store; ``roots`` as the envelope's.

    Rows are complete as they were or not there at all. What had no outbox row any more waits to be
    sent again; what lost a piece of a file is quarantined for a person to look at.
    """
    report = Salvaged()
    with _unguarded(target.database):
        _copy_all(pages, roots, target, report)
        _drop_hanging(target.database, report)
        _mend(target, report)
    return report


@contextmanager
def _unguarded(database: Database) -> Iterator[None]:
    """One transaction without links and triggers checked: rows come in the order they are found."""
    guards = database.all("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    database.run("PRAGMA foreign_keys = OFF")
    try:
        with database.transaction():
            for guard in guards:
                database.run(f"DROP TRIGGER {guard['name']}")
            yield
            for guard in guards:
                database.run(guard["sql"])
    finally:
        database.run("PRAGMA foreign_keys = ON")


def _copy_all(pages: Pages, roots: Mapping[str, int], target: SqlStore, report: Salvaged) -> None:
    walks: dict[str, Walk] = {}
    tables = _tables(target.database)
    for table, root in (_found_roots(pages) or roots).items():
        if table in tables:
            walks[table] = Walk()
            _copy(target, table, tables[table], btree.rows(pages, root, walks[table]), report)
    _copy_orphans(pages, target, tables, walks, report)
    for table, walk in walks.items():
        report.lost_pages += sorted(walk.lost_pages)
        report.lost_from += [table] if walk.lost_pages else []
        _count_lost(report, table, len(walk.lost_rows))


def _drop_hanging(database: Database, report: Salvaged) -> None:
    """Rows whose parent is lost are lost with it."""
    for row in database.all("PRAGMA foreign_key_check"):
        table = row["table"]
        database.run(f"DELETE FROM {table} WHERE rowid = ?", (row["rowid"],))  # noqa: S608 — ours
        _count_lost(report, table, 1)
        report.rows[table] -= 1


def _found_roots(pages: Pages) -> dict[str, int]:
    """From the schema table, if all of it is readable."""
    walk = Walk()
    rows = [values for _, values in btree.rows(pages, 1, walk)]
    if walk.lost_pages or walk.lost_rows:
        return {}
    return {values[1]: values[3] for values in rows if values[0] == "table"}


def _tables(database: Database) -> dict[str, list[Column]]:
    rows = database.all("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
    names = [row["name"] for row in rows if row["name"] not in _DERIVED]
    return {name: _columns(database, name) for name in names}


def _columns(database: Database, table: str) -> list[Column]:
    rows = database.all(f"PRAGMA table_info ({table})")
    return [
        Column(
            row["name"],
            row["type"],
            bool(row["notnull"]),
            bool(row["pk"]) and row["type"] == _INTEGER,
            _value(database, row["dflt_value"]),
        )
        for row in rows
    ]


def _value(database: Database, default: str | None) -> Any:
    """What an expression of our own schema stands for."""
    row = database.one(f"SELECT {default} AS value") if default else None
    return row["value"] if row else None


def _copy(
    target: SqlStore, table: str, columns: list[Column], rows: Iterable[Record], report: Salvaged
) -> None:
    names = ", ".join(column.name for column in columns)
    places = ", ".join("?" for _ in columns)
    sql = f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({places})"  # noqa: S608 — our names
    for rowid, values in rows:
        try:
            target.database.run(sql, _row(columns, rowid, values))
        except IntegrityError:
            _count_lost(report, table, 1)
        else:
            report.rows[table] = report.rows.get(table, 0) + 1


def _row(columns: list[Column], rowid: int, values: list[Any]) -> list[Any]:
    filled = values + [column.default for column in columns[len(values) :]]
    return [rowid if column.rowid else value for column, value in zip(columns, filled, strict=True)]


def _copy_orphans(
    pages: Pages,
    target: SqlStore,
    tables: Mapping[str, list[Column]],
    walks: Mapping[str, Walk],
    report: Salvaged,
) -> None:
    """Leaves whose parent was damaged: given to the one table that lost a page and fits them."""
    losers = [table for table, walk in walks.items() if walk.lost_pages]
    used = set().union(*(walk.used for walk in walks.values()))
    for page in _unused_leaves(pages, used) if losers else ():
        rows = list(btree.leaf_rows(pages, page, 0, walks[losers[0]]))
        fitting = [table for table in losers if rows and _all_fit(tables[table], rows)]
        if len(fitting) == 1:
            _copy(target, fitting[0], tables[fitting[0]], rows, report)


def _unused_leaves(pages: Pages, used: set[int]) -> Iterator[bytes]:
    for number in range(2, pages.count + 1):
        page = pages.read(number) if number not in used else None
        if page is not None and btree.is_leaf(page):
            yield page


def _all_fit(columns: list[Column], rows: list[Record]) -> bool:
    return all(
        len(values) <= len(columns)
        and all(column.default is not None for column in columns[len(values) :])
        and all(_fits(column, value) for column, value in zip(columns, values, strict=False))
        for _, values in rows
    )


def _fits(column: Column, value: Any) -> bool:
    if value is None:
        return column.rowid or not column.required
    return isinstance(value, _KINDS[column.kind]) and not column.rowid


def _lost_any(report: Salvaged, table: str) -> bool:
    return bool(report.lost_rows.get(table)) or table in report.lost_from


def _count_lost(report: Salvaged, table: str, number: int) -> None:
    if number:
        report.lost_rows[table] = report.lost_rows.get(table, 0) + number


def _mend(target: SqlStore, report: Salvaged) -> None:
    now = to_text(target.clock())
    target.people.file_all()
    target.entities.file_all()
    target.database.run(
        "INSERT INTO outbox (instance_id, state, attempts, due, reason, settled)"
        " SELECT instance_id, ?, 0, ?, 'salvaged', ? FROM submissions"
        " WHERE instance_id NOT IN (SELECT instance_id FROM outbox)",
        (SubmissionState.WAITING, now, now),
    )
    _set_broken_aside(target, report)
    if _lost_any(report, "attachments"):
        _set_incomplete_aside(target, report)
    target.database.run(
        "INSERT OR IGNORE INTO audit_head (only, number, digest)"
        " SELECT 1, number, digest FROM audit ORDER BY number DESC LIMIT 1"
    )
    target.notes.put(RESTORED, now)
    target.audit.record("cli", "salvaged", detail=f"{sum(report.rows.values())} rows")


def _set_broken_aside(target: SqlStore, report: Salvaged) -> None:
    for row in target.database.all("SELECT * FROM attachments"):
        if not file_is_whole(target.database, row["id"], row["size"], row["sha256"]):
            _set_aside(target, report, row["instance_id"], row["name"])


def _set_incomplete_aside(target: SqlStore, report: Salvaged) -> None:
    """What names a file that it no longer has."""
    for row in target.database.each("SELECT instance_id, xml FROM submissions"):
        there = {file.name for file in target.attachments.of(row["instance_id"])}
        named = {name.decode().strip() for name in _FILE_NAME.findall(row["xml"])}
        for name in sorted(named - there):
            _set_aside(target, report, row["instance_id"], name)


def _set_aside(target: SqlStore, report: Salvaged, instance_id: str, name: str) -> None:
    report.files.append(f"{instance_id} {name}")
    target.database.run(
        "UPDATE outbox SET state = 'quarantined', reason = 'attachment damaged'"
        " WHERE instance_id = ? AND state IN ('finalised', 'sending', 'waiting')",
        (instance_id,),
    )
