"""A fault of the moment costs one connection and not the store; damage is called damage."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from offline.store import paths
from offline.store.database import Database, translated
from offline.store.pages import PAGE
from offline.store.port import CipherError, DamagedError, DiskError
from offline.store.sqlite import SqlStore, open_store
from tests.fakes.store_samples import NOON, handed_in, keys

MANY = 40


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    opened = open_store(tmp_path / "data", keys=keys(tmp_path), clock=lambda: NOON)
    with closing(opened), opened.transaction():
        for number in range(MANY):
            handed_in(opened, f"uuid:{number}")
    return tmp_path / "data"


@pytest.fixture
def store(folder: Path, tmp_path: Path) -> Iterator[SqlStore]:
    with closing(open_store(folder, keys=keys(tmp_path), clock=lambda: NOON)) as opened:
        yield opened


def turn(folder: Path) -> None:
    """Flip a bit of every page but the first, or flip it back."""
    path = paths.database(folder)
    content = bytearray(path.read_bytes())
    for start in range(PAGE, len(content), PAGE):
        content[start + 100] ^= 1
    path.write_bytes(content)


@pytest.fixture
def momentary(folder: Path, store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> SqlStore:
    """A store whose pages are bad until its connection is given up."""
    give_up: Callable[[Database], None] = Database._let_go
    bad = [True]

    def heal(database: Database) -> None:
        give_up(database)
        if bad:
            bad.clear()
            turn(folder)

    monkeypatch.setattr(Database, "_let_go", heal)
    turn(folder)
    return store


def test_what_was_read_badly_once_is_read_again(momentary: SqlStore) -> None:
    assert len(momentary.submissions.list()) == MANY


def test_a_write_after_a_bad_read_is_undone_and_not_called_damage(momentary: SqlStore) -> None:
    with pytest.raises(CipherError):
        handed_in(momentary, "uuid:new")
    assert len(momentary.submissions.list()) == MANY
    handed_in(momentary, "uuid:new")
    assert len(momentary.submissions.list()) == MANY + 1


def test_damage_is_called_damage_and_ends_with_it(store: SqlStore, folder: Path) -> None:
    turn(folder)
    with pytest.raises(DamagedError):
        store.submissions.list()
    with pytest.raises(DamagedError):
        handed_in(store, "uuid:new")
    turn(folder)
    assert len(store.submissions.list()) == MANY
    handed_in(store, "uuid:new")


def test_nothing_follows_a_step_that_was_undone(store: SqlStore) -> None:
    def step() -> None:
        with store.transaction():
            store.notes.put("half", "yes")
            store.database._let_go()
            with suppress(DiskError):
                store.notes.put("other half", "yes")
            store.notes.put("other half", "yes")

    with pytest.raises(DiskError):
        step()
    assert store.notes.get("half") is store.notes.get("other half") is None


def test_a_closed_store_stays_closed(store: SqlStore) -> None:
    store.close()
    with pytest.raises(dbapi2.ProgrammingError):
        store.submissions.list()


def test_no_memory_is_said_in_the_stores_words() -> None:
    with pytest.raises(CipherError), translated():
        raise MemoryError
    with pytest.raises(OSError, match="full"), translated():
        raise OSError(errno.ENOSPC, "full")
