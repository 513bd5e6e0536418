"""A connection that two threads use at once: neither sees nor undoes the other's half step."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from offline.store.database import Database


class GivenUpError(Exception):
    """The step that the tests break off."""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "one.db", bytes(32), bytes(16))
    made.run("CREATE TABLE note (text TEXT)")
    yield made
    made.close()


def given_up(database: Database, begun: Event, ends: Event) -> None:
    with database.transaction():
        database.run("INSERT INTO note VALUES ('half')")
        begun.set()
        ends.wait(0.5)  # the other thread is at the door by now, or through it
        raise GivenUpError


def beside_a_step_given_up(database: Database, pool: ThreadPoolExecutor) -> Future[None]:
    begun, ends = Event(), Event()
    step = pool.submit(given_up, database, begun, ends)
    assert begun.wait(10)
    return step


def test_a_read_beside_a_step_sees_nothing_of_it(database: Database) -> None:
    with ThreadPoolExecutor(1) as pool:
        step = beside_a_step_given_up(database, pool)
        assert database.all("SELECT text FROM note") == []
        assert isinstance(step.exception(10), GivenUpError)


def test_a_write_beside_a_step_is_not_undone_with_it(database: Database) -> None:
    with ThreadPoolExecutor(1) as pool:
        step = beside_a_step_given_up(database, pool)
        with database.transaction():
            database.run("INSERT INTO note VALUES ('whole')")
        assert isinstance(step.exception(10), GivenUpError)
    assert database.all("SELECT text FROM note") == [{"text": "whole"}]
