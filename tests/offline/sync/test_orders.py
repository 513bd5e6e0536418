"""Commands of the centre are carried out exactly once, whatever dies in between; real store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from offline.exchange.port import Capability, Command
from offline.store import erasing
from offline.store.port import NoStoreError, Store
from offline.store.sqlite import open_store
from offline.sync import Pulse, Summary, orders, run_once
from tests.fakes.exchange import ALL, FakeExchange
from tests.fakes.store_samples import NOON, handed_in, keys

PULSE = Pulse("0.9", diagnosis=lambda: b"PK counts and acts")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "kiosk", keys=keys(tmp_path), clock=lambda: NOON)
    yield opened
    opened.close()


def run(store: Store, exchange: FakeExchange, after: float = 0) -> Summary:
    return run_once(store, exchange, NOON + timedelta(seconds=after), pulse=PULSE)


def told(exchange: FakeExchange) -> dict[int, str]:
    return {number: word for health in exchange.healths for number, word in health.done.items()}


def test_each_act_is_carried_out_and_its_outcome_told_once(store: Store) -> None:
    acts = ("say", "sync", "refresh", "log", "lock")
    commands = [Command(n, f"words {n}", act) for n, act in enumerate(acts, start=1)]
    exchange = FakeExchange(commands=commands)
    assert run(store, exchange).orders == list(acts)
    for after in (400, 800, 4000):
        assert run(store, exchange, after).orders == []
    assert [health.done for health in exchange.healths if health.done] == [
        dict.fromkeys(range(1, 6), "ok")
    ]
    assert exchange.diagnoses == {4: b"PK counts and acts"}
    assert orders.messages(store.notes) == {1: "words 1"}
    assert orders.locked(store.notes) == "words 5"


def test_a_message_stays_until_a_person_confirms_it(store: Store) -> None:
    exchange = FakeExchange(commands=[Command(3, "明天停电", "say")])
    assert run(store, exchange).messages == ["明天停电"]
    assert run(store, exchange, 15).messages == ["明天停电"]
    orders.confirm(store.notes, 3)
    assert run(store, exchange, 30).messages == []


def test_an_act_that_is_not_known_is_refused_by_its_name(store: Store) -> None:
    exchange = FakeExchange(commands=[Command(9, "x", "format-disk")])
    run(store, exchange)
    run(store, exchange, 400)
    assert told(exchange) == {9: "unknown: format-disk"}
    acts = [(one.act, one.subject, one.detail) for one in store.audit.entries()]
    assert acts[-1] == ("command-format-disk", "9", "unknown: format-disk")


def test_a_diagnosis_that_nobody_takes_is_said_so(store: Store) -> None:
    offered = ALL - {Capability.DIAGNOSES}
    exchange = FakeExchange(commands=[Command(1, "x", "log")], offered=offered)
    run(store, exchange)
    run(store, exchange, 400)
    assert told(exchange) == {1: "not offered: diagnoses"}


def test_a_link_that_dies_in_a_command_leaves_it_for_the_next_run(store: Store) -> None:
    class Dying(FakeExchange):
        def send_diagnosis(self, number: int, packed: bytes) -> None:
            del number, packed
            self.down = "cut"
            self._open()

    exchange = Dying(commands=[Command(1, "x", "log"), Command(2, "x", "lock")])
    assert run(store, exchange).unreachable == "cut"
    assert [command.number for command in orders.commands_of(store.notes)] == [1, 2]
    healed = FakeExchange(commands=exchange.commands)
    run(store, healed, 600)
    assert list(healed.diagnoses) == [1]
    run(store, healed, 1200)
    assert told(healed) == {1: "ok", 2: "ok"}


@pytest.mark.parametrize("dies_at", range(1, 12))
def test_killed_between_any_two_writes_a_command_has_its_effect_once(
    store: Store, monkeypatch: pytest.MonkeyPatch, dies_at: int
) -> None:
    """The store's transaction that is open when the process dies never happened."""
    exchange = FakeExchange(commands=[Command(1, "x", "refresh"), Command(2, "y", "say")])
    calls, audit = 0, store.audit
    record = type(audit).record

    def dying(*arguments: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == dies_at:
            raise SystemExit
        record(*arguments)

    monkeypatch.setattr(type(audit), "record", dying)
    for after in (0, 400, 800, 1200):
        try:
            run(store, exchange, after)
        except SystemExit:
            continue
    carried = [one for one in audit.entries() if one.act.startswith("command-")]
    assert sorted(one.subject for one in carried) == ["1", "2"]
    assert told(exchange) == {1: "ok", 2: "ok"}
    assert orders.messages(store.notes) == {2: "y"}


def test_a_restart_is_wanted_only_after_the_centre_heard_of_it(store: Store) -> None:
    exchange = FakeExchange(commands=[Command(1, "x", "restart")])
    assert run(store, exchange).leave == ""
    assert run(store, exchange, 15).leave == "restart"
    store.notes.take(orders.RESTART)
    assert run(store, exchange, 30).leave == ""
    assert told(exchange) == {1: "ok"}


def test_erasing_waits_until_everything_is_sent(store: Store) -> None:
    handed_in(store, "uuid:1")
    exchange = FakeExchange(commands=[Command(1, "x", "erase")])
    store.notes.put("store.moved", NOON.isoformat())  # nothing is sent from here
    assert run(store, exchange).orders == []
    assert run(store, exchange, 400).leave == ""
    store.notes.take("store.moved")
    run(store, exchange, 800)
    assert run(store, exchange, 1200).leave == "erase"


def test_erasing_by_force_is_audited_and_told_before_anything_is_gone(store: Store) -> None:
    handed_in(store, "uuid:1")
    store.notes.put("store.moved", NOON.isoformat())
    exchange = FakeExchange(commands=[Command(1, "x", "erase", {"force": "yes"})])
    assert run(store, exchange).orders == ["erase"]
    assert run(store, exchange, 15).leave == "erase"
    acts = [(one.operator, one.act, one.detail) for one in store.audit.entries()]
    assert acts[-1] == ("exchange", "command-erase", "ok, 1 not sent")
    assert exchange.healths[-1].audit == store.audit.head()


def test_an_erased_store_is_gone_and_its_key_with_it(tmp_path: Path) -> None:
    held = keys(tmp_path)
    open_store(tmp_path / "kiosk", keys=held).close()
    erasing.erase(tmp_path / "kiosk", held)
    assert not erasing.was_begun(tmp_path / "kiosk")
    with pytest.raises(NoStoreError):
        open_store(tmp_path / "kiosk", writer=False, keys=held)
    open_store(tmp_path / "kiosk", keys=held).close()
