"""The log across the schema that brought agent and principal: old digests stay, tampering shows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from offline.records import NOBODY, Parties
from offline.store import envelope as envelopes
from offline.store import paths, schema
from offline.store.migrations import MIGRATIONS
from offline.store.pages import Pages
from offline.store.salvaging import salvage
from offline.store.sqlite import SqlStore, create_store, open_store
from offline.store.verifying import Problem, verify
from tests.fakes.old_log import old_entries
from tests.fakes.store_samples import NOON, keys

BOTH = Parties("id:wang", "id:chen")
OLD = 3


def opened(place: Path) -> SqlStore:
    return open_store(place / "data", keys=keys(place), clock=lambda: NOON)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SqlStore]:
    """Three entries of schema 5, three of today: of a case done for another, and of one not."""
    with monkeypatch.context() as then:
        then.setattr(schema.migrate, "__defaults__", (MIGRATIONS[:5],))
        with closing(opened(tmp_path)) as early:
            old_entries(early.database, *(("w1", "submit", f"uuid:{n}") for n in range(OLD)))
    with closing(opened(tmp_path)) as store:
        store.audit.record("w1", "submit", "uuid:1", "f", BOTH)
        store.audit.record("w1", "print", "uuid:1", "slip", BOTH)
        store.audit.record("w1", "submit", "uuid:9", "f")
        yield store


def problems(place: Path, store: SqlStore) -> list[Problem]:
    return verify(place / "data", envelopes.read(place / "data"), store.data_key)


def tamper(store: SqlStore, *statements: str) -> int | None:
    store.database.run("DROP TRIGGER audit_fixed")
    store.database.run("DROP TRIGGER audit_kept")
    for statement in statements:
        store.database.run(statement)
    return store.audit.broken_at()


def test_old_and_new_entries_are_one_whole_chain(store: SqlStore, tmp_path: Path) -> None:
    assert problems(tmp_path, store) == []
    parties = [entry.parties for entry in store.audit.entries()]
    assert parties == [NOBODY] * OLD + [BOTH, BOTH, NOBODY]


def test_who_acts_for_whom_is_told_only_by_entries_that_could(store: SqlStore) -> None:
    assert store.audit.parties("uuid:0") is None
    assert store.audit.parties("uuid:1") == BOTH
    assert store.audit.parties("uuid:9") == NOBODY


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("DELETE FROM audit WHERE number = 2", 2),
        ("DELETE FROM audit WHERE number = 3", 3),
        ("DELETE FROM audit WHERE number = 4", 4),
        ("DELETE FROM audit WHERE number = 6", 6),
        ("DELETE FROM audit WHERE number <= 3", 1),
        ("DELETE FROM audit WHERE number > 3", 4),
        ("UPDATE audit SET act = 'view' WHERE number = 1", 1),
        ("UPDATE audit SET act = 'view' WHERE number = 5", 5),
        ("UPDATE audit SET agent = 'id:li' WHERE number = 2", 2),
        ("UPDATE audit SET principal = 'id:li' WHERE number = 3", 3),
        ("UPDATE audit SET agent = '' WHERE number = 4", 4),
        ("UPDATE audit SET agent = principal, principal = agent WHERE number = 4", 4),
        ("UPDATE audit SET agent = 'id:li' WHERE number = 6", 6),
        ("UPDATE audit SET edition = 1 WHERE number = 6", 6),
        ("UPDATE audit SET edition = 1, agent = '', principal = '' WHERE number = 5", 5),
        ("UPDATE audit SET edition = 2 WHERE number = 1", 1),
        ("UPDATE audit SET edition = 3 WHERE number = 5", 5),
    ],
)
def test_what_was_removed_or_altered_is_found(
    store: SqlStore, tmp_path: Path, statement: str, broken: int
) -> None:
    assert tamper(store, statement) == broken
    assert problems(tmp_path, store) == [Problem("audit", f"entry {broken}")]


@pytest.mark.parametrize("one", range(1, 6))
def test_neighbours_that_changed_places_are_found(
    store: SqlStore, tmp_path: Path, one: int
) -> None:
    moves = ((one, -1), (one + 1, one), (-1, one + 1))
    statements = (f"UPDATE audit SET number = {new} WHERE number = {old}" for old, new in moves)  # noqa: S608 — numbers
    assert tamper(store, *statements) == one
    assert problems(tmp_path, store) == [Problem("audit", f"entry {one}")]


def test_salvage_takes_entries_of_both_kinds_as_they_are(store: SqlStore, tmp_path: Path) -> None:
    envelope, key = envelopes.read(tmp_path / "data"), store.data_key
    before = [(entry.number, entry.digest, entry.parties) for entry in store.audit.entries()]
    store.close()
    pages = Pages(paths.database(tmp_path / "data"), key, envelope.salt)
    with closing(create_store(tmp_path / "new", keys(tmp_path), data_key=key)) as target:
        report = salvage(pages, envelope.roots, target)
        pages.close()
        after = [(entry.number, entry.digest, entry.parties) for entry in target.audit.entries()]
        assert (after[:-1], report.lost_rows, target.audit.broken_at()) == (before, {}, None)
        assert target.audit.parties("uuid:0") is None
