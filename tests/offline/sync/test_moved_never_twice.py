"""A store that moved house or was put back sends nothing twice: over HTTP to a real exchange."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk import app
from offline.exchange.flights import Wave
from offline.exchange.link import write_link
from offline.exchange.port import Parcel
from offline.records import SubmissionState
from offline.store.keyfiles import FileKeyStore
from offline.store.moving import move_in, move_out
from offline.store.restoring import back_up, restore
from offline.store.sqlite import SqlStore, open_store
from offline.store.unlocking import by_machine
from offline.sync import Summary, memory, run_once
from tests.offline.sync.test_over_a_bad_network import exactly_once, hand_in
from tests.sandbox_server import RunningSandbox, running_sandbox

S = SubmissionState


@dataclass
class Terminal:
    """A store in a folder with keys of its own, and what it sent."""

    place: Path
    served: RunningSandbox
    sent: list[str] = field(default_factory=list)

    @property
    def keys(self) -> FileKeyStore:
        return FileKeyStore(self.place / "keys")

    def store(self) -> SqlStore:
        return open_store(self.place / "data", keys=self.keys)

    def sync(self, *, lost: int = 0) -> Summary:
        """One round; of the answers to the last ``lost`` sendings nothing is heard."""
        link, exchange = self.served.enrolled()
        send_all = exchange.send_all

        def counted(parcels: Iterator[Parcel]) -> Iterator[Wave]:
            return send_all(self._noted(parcels))

        exchange.send_all = counted  # type: ignore[method-assign]
        with closing(self.store()) as store, closing(exchange):
            write_link(store.notes, link)
            done = run_once(store, exchange, app.now(), ignore_backoff=True, deadline=20)
            for instance_id in self.sent[len(self.sent) - lost :]:
                store.database.run(
                    "UPDATE outbox SET state = 'sending' WHERE instance_id = ?", (instance_id,)
                )
            return done

    def _noted(self, parcels: Iterator[Parcel]) -> Iterator[Parcel]:
        for parcel in parcels:
            self.sent.append(parcel.instance_id)
            yield parcel

    def states(self) -> set[SubmissionState]:
        with closing(self.store()) as store:
            return {each.state for each in store.submissions.list()}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path / "sandbox") as running:
        yield running


@pytest.fixture
def old(tmp_path: Path, served: RunningSandbox) -> Terminal:
    """Two were sent, of one of them the answer was lost; three wait."""
    terminal = Terminal(tmp_path / "old", served)
    with closing(terminal.store()) as store:
        hand_in(store, range(2))
    terminal.sync(lost=1)
    with closing(terminal.store()) as store:
        hand_in(store, range(2, 5))
    return terminal


ALL = {f"uuid:{number}" for number in range(5)}


def test_moved_work_is_sent_from_one_place_while_the_old_one_comes_alive_again(
    tmp_path: Path, served: RunningSandbox, old: Terminal
) -> None:
    new = Terminal(tmp_path / "new", served)
    with closing(old.store()) as store:
        code = move_out(store, tmp_path / "move.tar")
    before = list(old.sent)
    assert old.sync().paused == memory.MOVED_AWAY
    with closing(new.store()) as store:
        assert move_in(store, tmp_path / "move.tar", code) == 4
    assert old.sync().paused == memory.MOVED_AWAY
    new.sync()
    old.sync()
    assert old.sent == before
    assert sorted(new.sent) == ["uuid:2", "uuid:3", "uuid:4"]
    assert new.states() == {S.ACCEPTED}
    assert exactly_once(served, ALL)


def test_a_restored_store_sends_only_what_the_exchange_lacks(
    tmp_path: Path, served: RunningSandbox, old: Terminal
) -> None:
    with closing(old.store()) as store:
        back_up(store, tmp_path / "b.tar")
    old.sync()
    back = Terminal(tmp_path / "back", served)
    restore(tmp_path / "b.tar", back.place / "data", by_machine(old.keys), back.keys)
    back.sync()
    assert back.sent == []
    assert back.states() == {S.ACCEPTED}
    assert exactly_once(served, ALL)


def test_a_copied_disk_that_comes_alive_is_held_once_all_the_same(
    tmp_path: Path, served: RunningSandbox, old: Terminal
) -> None:
    """The image of a disk knows of no move: the exchange knows the instance ids."""
    shutil.copytree(old.place, tmp_path / "image")
    image, new = Terminal(tmp_path / "image", served), Terminal(tmp_path / "new", served)
    with closing(old.store()) as store:
        code = move_out(store, tmp_path / "move.tar")
    with closing(new.store()) as store:
        move_in(store, tmp_path / "move.tar", code)
    new.sync()
    image.sync()
    assert image.states() == new.states() == {S.ACCEPTED}
    assert exactly_once(served, ALL)
