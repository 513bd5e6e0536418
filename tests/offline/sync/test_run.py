"""The engine on the real store, with a centre that can be told to fail."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import cast

import pytest

from kiosk.app import now as clock
from kiosk.centre import exchange_now
from offline.exchange.port import (
    Capability,
    CasePage,
    Conflict,
    FormListing,
    FormMissing,
    Parcel,
    Rating,
    Refused,
    SendOutcome,
    Unreachable,
)
from offline.records import AttachmentState, CaseState, Draft, ServiceItem, SubmissionState
from offline.store.moving import move_out, take_back
from offline.store.port import MOVED, Store
from offline.store.sqlite import SqlStore, open_store
from offline.sync import memory, queue_help, queue_rating, run_once, status, wake
from offline.sync.summary import Summary
from tests.fakes.exchange import FakeExchange
from tests.fakes.store_samples import NOON, keys
from tests.sandbox_server import submission_xml

S = SubmissionState


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "kiosk", keys=keys(tmp_path), clock=lambda: NOON)
    yield opened
    opened.close()


def hand_in(store: Store, instance_id: str = "uuid:1", photo: bytes = b"") -> None:
    names = ["a.jpg"] if photo else []
    for name in names:
        store.attachments.add(instance_id, name, "image/jpeg", io.BytesIO(photo))
    draft = Draft(instance_id, "allowance", "1", "高龄津贴", None, "cli", b"", "/", NOON, NOON)
    xml = submission_xml(instance_id, photo=names[0] if names else "")
    store.submissions.finalise(draft, xml, f"LW-{instance_id}", names, NOON)


def run(
    store: Store, exchange: FakeExchange, after: float = 0, *, ignore_backoff: bool = False
) -> Summary:
    now = NOON + timedelta(seconds=after)
    return run_once(store, exchange, now, ignore_backoff=ignore_backoff, rng=Random(7))  # noqa: S311 — jitter


def state(store: Store, instance_id: str = "uuid:1") -> SubmissionState:
    return store.submissions.get(instance_id).state


def test_what_was_handed_in_arrives_with_its_attachment(store: Store) -> None:
    hand_in(store, photo=b"\xff\xd8jpeg")
    exchange = FakeExchange()
    summary = run(store, exchange)
    assert (summary.accepted, summary.pending) == (1, 0)
    assert state(store) is S.ACCEPTED
    assert exchange.files_held["uuid:1"] == {"a.jpg": b"\xff\xd8jpeg"}
    assert store.attachments.of("uuid:1")[0].state is AttachmentState.SENT


def test_a_lost_answer_is_asked_again_and_leaves_one_row(store: Store) -> None:
    hand_in(store)
    exchange = FakeExchange(lose_answers=1)
    assert run(store, exchange).accepted == 0
    assert state(store) is S.WAITING
    assert run(store, exchange, after=60).accepted == 1
    assert exchange.sends == ["uuid:1", "uuid:1"]
    assert len(exchange.bytes_held) == 1


def test_a_sender_that_died_is_taken_up(store: Store) -> None:
    hand_in(store)
    store.submissions.claim("uuid:1", NOON)
    summary = run(store, FakeExchange())
    assert (summary.taken_up, summary.accepted) == (1, 1)


def test_a_refused_submission_is_quarantined_and_blocks_nobody(store: Store) -> None:
    for number in (1, 2, 3):
        hand_in(store, f"uuid:{number}")
    exchange = FakeExchange()
    exchange.answers.append(Refused(413, "too large"))
    summary = run(store, exchange)
    assert (summary.accepted, summary.quarantined) == (2, 1)
    assert [row.reason for row in store.submissions.list(S.QUARANTINED)] == ["413 too large"]


def test_what_the_exchange_decided_is_in_the_log_and_a_failed_try_is_not(store: Store) -> None:
    for number in (1, 2, 3):
        hand_in(store, f"uuid:{number}")
    exchange = FakeExchange()
    exchange.answers += [Refused(413, "too large"), Unreachable("cut")]
    run(store, exchange)
    told = [(e.subject, e.detail) for e in store.audit.entries() if e.act == "sync"]
    states = {number: state(store, f"uuid:{number}") for number in (1, 2, 3)}
    decided = [S.ACCEPTED, S.QUARANTINED]
    assert sorted(told) == [(f"uuid:{n}", s.value) for n, s in states.items() if s in decided]
    assert S.QUARANTINED in states.values()


@pytest.mark.parametrize("trouble", [Unreachable("cut"), Unreachable("status 500"), Conflict("x")])
def test_one_submissions_trouble_blocks_nobody(
    store: Store, trouble: Unreachable | Conflict
) -> None:
    for number in (1, 2, 3):
        hand_in(store, f"uuid:{number}")
    exchange = FakeExchange()
    exchange.answers.append(trouble)
    summary = run(store, exchange)
    assert (summary.accepted, summary.waiting, summary.unreachable) == (2, 1, "")


def test_a_dead_link_ends_the_run_after_one_try_and_backs_off(store: Store) -> None:
    for number in (1, 2, 3):
        hand_in(store, f"uuid:{number}")
    exchange = FakeExchange(down="timeout")
    summary = run(store, exchange)
    assert (summary.unreachable, summary.tried, summary.pending) == ("timeout", 1, 3)
    assert run(store, exchange, after=1).tried == 0
    assert len(exchange.sends) == 1
    assert status(store, NOON).failures == 1


def test_a_dead_link_costs_a_probe_and_no_submission_until_it_heals(store: Store) -> None:
    hand_in(store, photo=b"x" * 1000)
    exchange = FakeExchange(down="timeout")
    run(store, exchange)
    for after in range(60, 6000, 60):
        assert run(store, exchange, after=after).unreachable == "timeout"
    assert len(exchange.sends) == 1
    exchange.down = ""
    assert run(store, exchange, after=6060).accepted == 1


def test_the_link_is_tried_again_within_half_a_minute_however_long_it_was_dead(
    store: Store,
) -> None:
    exchange = FakeExchange(down="timeout")
    hand_in(store)
    run(store, exchange)
    for hours in range(1, 200):
        run(store, exchange, after=3600 * hours)
    exchange.down = ""
    assert run(store, exchange, after=3600 * 199 + 30).accepted == 1


def test_a_changed_network_wakes_the_link_at_once(store: Store) -> None:
    hand_in(store)
    exchange = FakeExchange(down="dns")
    run(store, exchange)
    exchange.down = ""
    assert run(store, exchange, after=1).accepted == 0
    wake(store.notes)
    assert run(store, exchange, after=1).accepted == 1


def test_a_person_asking_does_not_wait_for_back_off(store: Store) -> None:
    hand_in(store)
    exchange = FakeExchange(down="timeout")
    run(store, exchange)
    exchange.down = ""
    assert run(store, exchange, after=1, ignore_backoff=True).accepted == 1


def test_a_busy_server_is_left_alone_as_long_as_it_asks(store: Store) -> None:
    for number in (1, 2):
        hand_in(store, f"uuid:{number}")
    exchange = FakeExchange()
    exchange.answers.append(Unreachable("status 429", 120))
    assert run(store, exchange).tried == 1
    assert run(store, exchange, after=119).tried == 0
    assert run(store, exchange, after=121).accepted == 2


def test_a_denied_terminal_pauses_the_queue_and_says_so(store: Store) -> None:
    for number in (1, 2):
        hand_in(store, f"uuid:{number}")
    exchange = FakeExchange(denied=403)
    assert run(store, exchange).paused == "403 no rights here"
    assert len(exchange.sends) == 1
    assert status(store, NOON).paused == "403 no rights here"
    assert run(store, exchange, after=60).tried == 0
    exchange.denied = 0
    assert run(store, exchange, after=3600).accepted == 2
    assert status(store, NOON).paused == ""


def test_a_missing_form_is_waited_for_a_day(store: Store) -> None:
    hand_in(store)
    exchange = FakeExchange()
    for hours in (0, 12, 23):
        exchange.answers.append(FormMissing("gone"))
        run(store, exchange, after=3600 * hours)
        assert state(store) is S.WAITING
    exchange.answers.append(FormMissing("gone"))
    assert run(store, exchange, after=3600 * 25).quarantined == 1
    assert store.notes.names(memory.TROUBLE) == []


def test_a_conflict_that_passes_leaves_no_trace(store: Store) -> None:
    hand_in(store)
    exchange = FakeExchange()
    exchange.answers.append(Conflict("it has been deleted"))
    assert run(store, exchange).waiting == 1
    assert run(store, exchange, after=10).accepted == 1
    assert store.notes.names(memory.TROUBLE) == []


def test_one_exchange_waits_for_a_form_and_asks_for_lists_once(store: Store) -> None:
    hand_in(store)
    exchange = FakeExchange()
    exchange.answers.extend([FormMissing("gone")] * 5)
    summary = exchange_now(store, exchange, clock, 20, between=(0.01,))
    assert (summary.accepted, summary.pending, len(exchange.sends)) == (1, 0, 6)
    assert len(exchange.healths) == 1


def test_one_exchange_ends_when_its_time_is_over(store: Store) -> None:
    hand_in(store)
    exchange = FakeExchange()
    exchange.answers.extend([FormMissing("gone")] * 10_000)
    summary = exchange_now(store, exchange, clock, 0.3, between=(0.05, 0.1))
    assert summary.pending == 1
    assert 1 < len(exchange.sends) <= 5


def test_work_that_moved_away_is_not_sent_from_here_and_that_is_said(
    store: Store, tmp_path: Path
) -> None:
    hand_in(store)
    move_out(cast("SqlStore", store), tmp_path / "move.tar")
    exchange = FakeExchange()
    assert run(store, exchange).paused == memory.MOVED_AWAY
    assert (exchange.sends, status(store, NOON).paused) == ([], memory.MOVED_AWAY)
    assert exchange_now(store, exchange, clock, 20).ended_early
    take_back(cast("SqlStore", store))
    assert run(store, exchange, after=60).accepted == 1
    assert status(store, NOON).paused == ""


def test_work_that_moves_while_it_is_sent_ends_the_run(store: Store) -> None:
    for number in range(12):
        hand_in(store, f"uuid:{number}")
    exchange = FakeExchange()
    send = exchange.send

    def sending(parcel: Parcel) -> SendOutcome:
        store.notes.put(MOVED, NOON.isoformat())
        return send(parcel)

    exchange.send = sending  # type: ignore[method-assign]
    summary = run(store, exchange)
    assert (summary.paused, summary.accepted, summary.pending) == (memory.MOVED_AWAY, 8, 4)


def test_cases_come_by_cursor_and_certificates_after_them(store: Store) -> None:
    hand_in(store)
    exchange = FakeExchange(printing=frozenset({"allowance"}))
    run(store, exchange)
    case = store.cases.get("uuid:1")
    assert case is not None
    assert (case.state, case.number) == (CaseState.ACCEPTED, "20261121000001")
    assert run(store, exchange, after=30).certificates == 1
    assert store.cases.certificate("uuid:1") == b"%PDF-1.7 of uuid:1"
    assert run(store, exchange, after=60).certificates == 0


def test_cases_of_submissions_that_are_not_here_are_left_alone(store: Store) -> None:
    exchange = FakeExchange()
    exchange._open_case("uuid:elsewhere", "allowance")
    run(store, exchange)
    assert store.cases.get("uuid:elsewhere") is None


def test_ratings_and_calls_wait_for_the_exchange_and_go_once(store: Store) -> None:
    queue_rating(store.notes, Rating("uuid:1", 5, NOON.isoformat()))
    queue_rating(store.notes, Rating("uuid:2", 9, NOON.isoformat()))
    queue_help(store.notes, "form", NOON)
    exchange = FakeExchange(down="dns")
    run(store, exchange)
    assert (status(store, NOON).ratings, status(store, NOON).help_calls) == (2, 1)
    exchange.down = ""
    for after in (60, 120):
        run(store, exchange, after=after)
    assert (list(exchange.ratings), exchange.help_calls) == (["uuid:1"], ["form"])
    assert (status(store, NOON).ratings, status(store, NOON).help_calls) == (0, 0)


def listing(version: str, digest: str) -> FormListing:
    return FormListing("allowance", version, "高龄津贴", digest, "url")


def test_forms_are_fetched_when_they_changed_and_not_every_time(store: Store) -> None:
    item = ServiceItem("1", "高龄津贴", "民政", "allowance", "老人")
    exchange = FakeExchange(items=(item,))
    exchange.published["allowance"] = (listing("1", "md5:1"), b"<data/>", {"a.csv": b"x"})
    assert (run(store, exchange).forms, run(store, exchange, after=60).forms) == (1, 0)
    assert store.forms.get("allowance").media == {"a.csv": b"x"}
    assert list(store.catalogue.items()) == [item]
    exchange.published["allowance"] = (listing("2", "md5:2"), b"<data2/>", {})
    assert run(store, exchange, after=120).forms == 0
    assert run(store, exchange, after=4000).forms == 1
    assert store.forms.get("allowance").version == "2"
    assert store.forms.get("allowance", "1").xml == b"<data/>"


def test_an_idle_terminal_asks_seldom_and_a_waited_for_case_is_asked_for_at_once(
    store: Store,
) -> None:
    exchange = FakeExchange()
    asked: list[str] = []
    cases = exchange.cases

    def counted(cursor: str) -> CasePage:
        asked.append(cursor)
        return cases(cursor)

    exchange.cases = counted  # type: ignore[method-assign]
    for after in range(0, 3600, 15):
        run(store, exchange, after=after)
    assert len(asked) == 12
    hand_in(store)
    for after in range(3600, 3660, 15):
        run(store, exchange, after=after)
    assert len(asked) == 16


def test_a_server_with_openrosa_alone_is_not_asked_for_more(store: Store) -> None:
    hand_in(store)
    queue_help(store.notes, "form", NOON)
    exchange = FakeExchange(offered=frozenset())
    assert (run(store, exchange).accepted, exchange.help_calls) == (1, [])
    assert Capability.HELP not in exchange.capabilities()


def test_a_run_without_time_sends_nothing_and_says_so(store: Store) -> None:
    hand_in(store)
    exchange = FakeExchange()
    summary = run_once(store, exchange, NOON, deadline=0)
    assert (summary.out_of_time, summary.tried, summary.pending) == (True, 0, 1)


def test_the_status_tells_age_and_size_of_the_queue(store: Store) -> None:
    hand_in(store)
    told = status(store, NOON + timedelta(hours=5)).to_json()
    assert (told["pending"], told["oldest"], told["counts"]) == (1, 18000, {"finalised": 1})
