"""Unsent work moves house once, encrypted, and is never sent from two places."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from offline.records import SubmissionState
from offline.store.keyfiles import FileKeyStore
from offline.store.moving import move_in, move_out, take_back
from offline.store.port import RESTORED, DamagedError, KeyUnavailableError, MovedError
from offline.store.sqlite import SqlStore, open_store
from tests.fakes.store_samples import LI, NOON, WANG, draft, handed_in, keys

S = SubmissionState
BIG = bytes(range(256)) * 2000


@pytest.fixture
def broken(tmp_path: Path) -> Iterator[SqlStore]:
    """A terminal with work in every state."""
    store = open_store(tmp_path / "old", keys=keys(tmp_path), clock=lambda: NOON)
    for name in ("new", "sending", "done", "refused"):
        handed_in(store, f"uuid:{name}", files=1)
    for name, then in (("done", S.ACCEPTED), ("refused", S.QUARANTINED)):
        store.submissions.claim(f"uuid:{name}", NOON)
        store.submissions.settle(f"uuid:{name}", then, NOON)
    store.submissions.claim("uuid:sending", NOON)
    store.drafts.save(draft("uuid:draft", LI))
    store.attachments.add("uuid:draft", "big.jpg", "image/jpeg", io.BytesIO(BIG))
    store.people.put(WANG)
    yield store
    store.close()


@pytest.fixture
def spare(tmp_path: Path) -> Iterator[SqlStore]:
    store = open_store(tmp_path / "new", keys=FileKeyStore(tmp_path / "other"), clock=lambda: NOON)
    handed_in(store, "uuid:own", files=1)
    yield store
    store.close()


def test_unsent_work_arrives_whole(broken: SqlStore, spare: SqlStore, tmp_path: Path) -> None:
    code = move_out(broken, tmp_path / "move.tar")
    assert move_in(spare, tmp_path / "move.tar", code) == 4
    states = {each.instance_id: each.state for each in spare.submissions.list()}
    assert states == {
        "uuid:own": S.FINALISED,
        "uuid:new": S.FINALISED,
        "uuid:sending": S.WAITING,
        "uuid:refused": S.QUARANTINED,
    }
    assert spare.submissions.get("uuid:new").person == WANG
    assert spare.submissions.get("uuid:new").receipt == "LW-uuid:new"
    assert spare.attachments.open("uuid:new", "photo-0.jpg").read() == b"photo-0.jpg"
    assert spare.attachments.open("uuid:draft", "big.jpg").read() == BIG
    assert spare.drafts.get("uuid:draft").person == LI
    assert spare.notes.get(RESTORED)
    assert not spare.people.find("王小")


def test_taken_in_twice_it_is_there_once(broken: SqlStore, spare: SqlStore, tmp_path: Path) -> None:
    code = move_out(broken, tmp_path / "move.tar")
    move_in(spare, tmp_path / "move.tar", code)
    assert move_in(spare, tmp_path / "move.tar", code) == 0
    assert len(spare.submissions.list()) == 4


def test_the_old_terminal_sends_nothing_any_more(broken: SqlStore, tmp_path: Path) -> None:
    move_out(broken, tmp_path / "move.tar")
    with pytest.raises(MovedError):
        broken.submissions.claim("uuid:new", NOON)
    assert len(broken.submissions.list()) == 4
    take_back(broken)
    assert broken.notes.get(RESTORED)
    assert broken.submissions.claim("uuid:new", NOON).state is S.SENDING


def test_only_the_transfer_code_opens_it(broken: SqlStore, spare: SqlStore, tmp_path: Path) -> None:
    file = tmp_path / "move.tar"
    code = move_out(broken, file)
    with pytest.raises(KeyUnavailableError):
        move_in(spare, file, "0" * 32)
    assert b"photo-0.jpg" not in file.read_bytes()
    assert code.encode() not in file.read_bytes()
    file.write_bytes(b"")
    with pytest.raises(DamagedError):
        move_in(spare, file, code)
    assert len(spare.submissions.list()) == 1


def test_a_move_that_could_not_be_written_marks_nothing(broken: SqlStore, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        move_out(broken, tmp_path / "no such folder" / "move.tar")
    with closing(broken.sibling()) as other:
        assert other.submissions.claim("uuid:new", NOON).state is S.SENDING
