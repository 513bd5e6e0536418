"""A centre that comes back from an old backup: what it lost is noticed and goes up once more."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk import app, centrewords, cli
from offline.exchange.link import Link, LinkKind, write_link
from offline.exchange.port import Capability
from offline.records import AttachmentState, Draft, SubmissionState
from offline.store.retention import Retention, purge
from offline.store.sqlite import SqlStore, open_store
from offline.sync import forget_exchange, losses, run_once, send_again_since, status
from offline.sync.losses import LOST_THERE
from offline.sync.summary import Summary
from tests.fakes.exchange import ALL, FakeExchange
from tests.fakes.store_samples import NOON, keys
from tests.sandbox_server import running_sandbox, submission_xml

S = SubmissionState
PHOTO = b"\xff\xd8 a photo"
HOUR = timedelta(hours=1, minutes=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    opened = open_store(tmp_path / "kiosk", keys=keys(tmp_path), clock=lambda: NOON)
    yield opened
    opened.close()


def hand_in(store: SqlStore, *numbers: int) -> None:
    for number in numbers:
        each = f"uuid:{number}"
        store.attachments.add(each, "a.jpg", "image/jpeg", io.BytesIO(PHOTO))
        draft = Draft(each, "allowance", "1", "高龄津贴", None, "cli", b"", "/", NOON, NOON)
        xml = submission_xml(each, photo="a.jpg")
        store.submissions.finalise(draft, xml, f"LW-{number}", ["a.jpg"], NOON)


def go(store: SqlStore, exchange: FakeExchange, hours: int) -> Summary:
    return run_once(store, exchange, NOON + hours * HOUR)


def lose(exchange: FakeExchange, *numbers: int) -> None:
    for number in numbers:
        del exchange.bytes_held[f"uuid:{number}"], exchange.files_held[f"uuid:{number}"]


def settled_one_by_one(store: SqlStore, exchange: FakeExchange, count: int) -> None:
    for number in range(count):
        hand_in(store, number)
        go(store, exchange, number)


def test_what_the_centre_lost_goes_up_again_whole_and_once(store: SqlStore) -> None:
    exchange = FakeExchange()
    settled_one_by_one(store, exchange, 6)
    before = dict(exchange.bytes_held)
    lose(exchange, 4, 5)
    noticed = go(store, exchange, 6)
    assert (noticed.lost, noticed.gone, noticed.pending) == (2, 0, 2)
    taken_back = store.submissions.get("uuid:5")
    assert (taken_back.state, taken_back.reason) == (S.WAITING, LOST_THERE)
    assert taken_back.attachments[0].state is AttachmentState.PENDING
    assert go(store, exchange, 6).accepted == 2
    assert exchange.bytes_held == before
    assert exchange.files_held["uuid:5"] == {"a.jpg": PHOTO}
    assert [exchange.sends.count(f"uuid:{n}") for n in range(6)] == [1, 1, 1, 1, 2, 2]
    assert go(store, exchange, 8).lost == 0


def test_what_came_after_the_restore_hides_nothing(store: SqlStore) -> None:
    """The newest are there again; what lies between backup and restore is not."""
    exchange = FakeExchange()
    settled_one_by_one(store, exchange, 4)
    lose(exchange, 2, 3)
    for number in range(4, 9):
        hand_in(store, number)
        run_once(store, exchange, NOON + 3 * HOUR + timedelta(minutes=number))
    assert go(store, exchange, 5).lost == 2


def test_where_nothing_was_lost_little_is_asked(store: SqlStore) -> None:
    exchange = FakeExchange()
    hand_in(store, *range(30))
    asked: list[int] = []
    held = exchange.held
    exchange.held = lambda ids: (asked.append(len(ids)), held(ids))[1]  # type: ignore[method-assign, assignment, func-returns-value]
    for hour in range(3):
        assert go(store, exchange, hour).lost == 0
    assert asked == [30, 3, 3]


def test_cases_are_heard_anew_from_a_centre_that_counts_from_the_backup(store: SqlStore) -> None:
    exchange = FakeExchange()
    settled_one_by_one(store, exchange, 3)
    lose(exchange, 2)
    exchange._cases.pop()
    go(store, exchange, 3)
    assert go(store, exchange, 3).accepted == 1
    case = store.cases.get("uuid:2")
    assert case is not None
    assert case.number == exchange._cases[-1].number


def test_what_was_forgotten_here_too_is_told_and_named_in_the_log(store: SqlStore) -> None:
    exchange = FakeExchange()
    settled_one_by_one(store, exchange, 3)
    later = NOON + timedelta(days=40)
    assert purge(store, Retention(), later)["accepted"] == 3
    hand_in(store, 3)
    run_once(store, exchange, later)
    lose(exchange, 1, 2, 3)
    noticed = run_once(store, exchange, later + HOUR)
    assert (noticed.lost, noticed.gone) == (1, 2)
    found = losses(store.notes, later + HOUR)
    assert found is not None
    assert "1 件" in centrewords.losses(found)
    assert "另有 2 件" in centrewords.losses(found)
    named = {one.subject for one in store.audit.find(act="sync") if one.detail == "gone"}
    assert named == {"uuid:1", "uuid:2"}
    assert status(store, later + 2 * HOUR).to_json()["lost"]["gone"] == 2
    assert losses(store.notes, later + timedelta(days=31)) is None


def test_another_exchange_is_not_asked_for_what_the_old_one_holds(store: SqlStore) -> None:
    settled_one_by_one(store, FakeExchange(), 3)
    forget_exchange(store.notes)
    assert run_once(store, FakeExchange(), NOON + 9 * HOUR).lost == 0
    assert len(store.submissions.list(S.ACCEPTED)) == 3


def test_openrosa_alone_cannot_be_asked_and_a_person_orders_it(store: SqlStore) -> None:
    exchange = FakeExchange(offered=ALL - {Capability.HELD})
    settled_one_by_one(store, exchange, 4)
    lose(exchange, 3)
    assert go(store, exchange, 5).lost == 0
    found = send_again_since(store, NOON + HOUR, NOON + 6 * HOUR)
    assert (found.again, found.gone) == (3, 0)
    assert go(store, exchange, 7).accepted == 3
    assert sorted(exchange.bytes_held) == [f"uuid:{n}" for n in range(4)]


def test_a_sandbox_restored_from_its_old_folder_is_made_whole(tmp_path: Path) -> None:
    data, old = tmp_path / "centre", tmp_path / "backup"
    store = open_store(tmp_path / "kiosk", keys=keys(tmp_path))
    with running_sandbox(data) as served:
        link, exchange = served.enrolled()
        hand_in(store, 1)
        run_once(store, exchange, app.now())
        exchange.close()
    shutil.copytree(data, old)
    with running_sandbox(data) as served:
        _, exchange = served.enrolled()
        hand_in(store, 2, 3)
        assert run_once(store, exchange, app.now()).accepted == 2
        exchange.close()
    with running_sandbox(old) as served:
        _, exchange = served.enrolled()
        assert run_once(store, exchange, app.now(), ignore_backoff=True).lost == 2
        assert run_once(store, exchange, app.now()).accepted == 2
        exchange.close()
        arrived = {one["instance_id"]: len(one["attachments"]) for one in served.received()}
    assert arrived == {"uuid:1": 1, "uuid:2": 1, "uuid:3": 1}
    assert link.terminal
    store.close()


def test_the_command_takes_a_day_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "data"
    with_one = app.open_store(folder, writer=True)
    write_link(with_one.notes, Link(LinkKind.OPENROSA, "http://[::1]:9", "http://[::1]:9"))
    hand_in(with_one, 1)
    run_once(with_one, FakeExchange(offered=frozenset()), app.now())
    with_one.close()
    assert cli.main(["sync", "--again-since", "昨天", "--data", str(folder)]) == cli.BAD_INPUT
    assert "2026-11-22" in capsys.readouterr().err
    assert cli.main(["sync", "--again-since", "2020-01-01", "--data", str(folder)]) == cli.OK
    told = json.loads(capsys.readouterr().out)
    assert (told["pending"], told["lost"]["again"]) == (1, 1)
