"""Stores of every earlier schema, with rows in them, brought up; killed at every write of that."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from offline.records import Case, CaseState
from offline.store import envelope as envelopes
from offline.store import schema
from offline.store.migrations import MIGRATIONS
from offline.store.sqlite import SqlStore, open_store
from offline.store.verifying import verify
from tests.dying import die_after, in_a_process_that_dies
from tests.fakes.old_log import old_entries
from tests.fakes.store_samples import LI, NOON, draft, handed_in, job, keys

EARLIER = range(1, len(MIGRATIONS))
PERSON = """INSERT INTO people (subject, name, id4, kind, issuer, id_number, verified, phone)
    VALUES ('subject-old', '王小明', '1234', 'person', '', '', 0, '13812341234')"""
ANSWER = "INSERT INTO answers (subject, name, value) VALUES ('subject-old', 'phone', '1')"
DERIVED = ("migrations", "sqlite_sequence")


def opened(place: Path) -> SqlStore:
    return open_store(place / "data", keys=keys(place), clock=lambda: NOON)


def make_old(place: Path, number: int, patch: pytest.MonkeyPatch) -> dict[str, int]:
    """A store whose schema is that of the first migrations; how many rows lie in each table."""
    with patch.context() as then:
        then.setattr(schema.migrate, "__defaults__", (MIGRATIONS[:number],))
        with closing(opened(place)) as store:
            handed_in(store, files=1)
            store.drafts.save(draft("uuid:draft", LI))
            old_entries(store.database, ("cli", "submit", "uuid:1"))
            store.prints.add(job())
            store.cases.put(Case("uuid:1", CaseState.ACCEPTED, updated=NOON))
            store.trust.use_nonce("demo", "n", NOON + timedelta(days=1))
            store.database.run(PERSON)
            store.database.run(ANSWER)
            return rows(store)


def rows(store: SqlStore) -> dict[str, int]:
    found = {}
    for table in schema.roots(store.database):
        row = store.database.one(f"SELECT count(*) AS n FROM {table}")  # noqa: S608 — our own names
        found[table] = row["n"] if row else -1
    return {table: number for table, number in found.items() if table not in DERIVED and number}


@pytest.mark.parametrize("number", EARLIER)
def test_every_row_of_an_earlier_schema_is_there_afterwards(
    tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = make_old(tmp_path, number, monkeypatch)
    assert before["submissions"] == before["drafts"] == before["people"] == 1
    with closing(opened(tmp_path)) as store:
        after = rows(store)
        assert {table: after.get(table) for table in before} == before
        assert [step.number for step in schema.applied(store.database)] == [
            step.number for step in MIGRATIONS
        ]
        assert store.submissions.get("uuid:1").attachments[0].name == "photo-0.jpg"
        key = store.data_key
    assert verify(tmp_path / "data", envelopes.read(tmp_path / "data"), key) == []


@pytest.mark.parametrize("number", [0, *EARLIER])
def test_killed_at_any_write_of_it_a_store_is_of_one_schema_wholly(
    tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for writes in count():
        place = tmp_path / str(writes)
        before = make_old(place, number, monkeypatch) if number else {}

        def bring_up(place: Path = place, writes: int = writes) -> None:
            die_after(writes)
            opened(place)
            (place / "done").touch()

        place.mkdir(exist_ok=True)
        in_a_process_that_dies(bring_up)
        with closing(opened(place)) as store:
            assert schema.number(store.database) == schema.KNOWN
            assert {table: rows(store).get(table) for table in before} == before
        if (place / "done").exists():
            assert writes > len(MIGRATIONS) - number
            return
