"""Heartbeat, commands, revocations and the catalogue's changes, on the real store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.codes.revocation import Revocations, entry
from offline.exchange.port import Capability
from offline.records import ServiceItem
from offline.store.port import Store
from offline.store.sqlite import open_store
from offline.sync import (
    Pulse,
    Summary,
    forget_exchange,
    revocations,
    run_once,
)
from tests.fakes.exchange import ALL, FakeExchange
from tests.fakes.store_samples import NOON, handed_in, keys

PULSE = Pulse("0.9", lambda: {"disk": "3 GB", "printer:receipt": "paper low"})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "kiosk", keys=keys(tmp_path), clock=lambda: NOON)
    opened.notes.put("terminal.id", "T-01")
    yield opened
    opened.close()


def run(store: Store, exchange: FakeExchange, after: float = 0) -> Summary:
    return run_once(store, exchange, NOON + timedelta(seconds=after), pulse=PULSE)


def items(count: int) -> tuple[ServiceItem, ...]:
    return tuple(ServiceItem(str(n), f"事项{n}", "民政", "allowance", "老人") for n in range(count))


def test_a_heartbeat_tells_queue_facts_and_the_audit_logs_head(store: Store) -> None:
    handed_in(store, "uuid:1")
    exchange = FakeExchange()
    store.audit.record("cli", "enrol")
    run(store, exchange)
    (told,) = exchange.healths
    assert (told.terminal, told.version, told.facts) == ("T-01", "0.9", PULSE.facts())
    assert told.audit == store.audit.head()
    assert told.audit[0] > 0


def test_a_heart_beats_twice_an_hour(store: Store) -> None:
    exchange = FakeExchange()
    for after in range(0, 7200, 60):
        run(store, exchange, after)
    assert len(exchange.healths) == 4


def test_revocations_come_by_delta_and_stay(store: Store) -> None:
    exchange = FakeExchange(revoked=[entry("gov", f"sub:{n}") for n in range(250)])
    assert run(store, exchange).revocations == 250
    exchange.revoked.append(entry("gov", "kid:1"))
    assert run(store, exchange, 4000).revocations == 1
    revoked = Revocations(revocations(store.notes))
    assert len(revoked) == 251
    assert revoked("gov", "kid:1")
    assert revoked("gov", "sub:17")
    assert not revoked("gov", "sub:250")
    forget_exchange(store.notes)
    assert revocations(store.notes) == b""


def test_the_catalogue_comes_by_delta(store: Store) -> None:
    exchange = FakeExchange(items=items(250))
    assert run(store, exchange).items == 250
    assert list(store.catalogue.items()) == list(items(250))
    changed = replace(items(1)[0], name="改了")
    exchange.items = (changed, *items(251)[2:])
    assert run(store, exchange, 4000).items == 3
    found = {item.id: item for item in store.catalogue.items()}
    assert (found["0"], len(found), "1" in found, "250" in found) == (changed, 250, False, True)
    assert run(store, exchange, 8000).items == 0


def test_a_catalogue_lost_with_its_cursor_kept_comes_whole_again(store: Store) -> None:
    exchange = FakeExchange(items=items(5))
    run(store, exchange)
    store.catalogue.replace([])
    assert run(store, exchange, 4000).items == 5
    assert len(store.catalogue.items()) == 5


def test_a_server_without_deltas_gives_its_catalogue_whole(store: Store) -> None:
    exchange = FakeExchange(items=items(3), offered=ALL - {Capability.CATALOGUE_CHANGES})
    assert run(store, exchange).items == 3
    exchange.items = items(2)
    assert run(store, exchange, 4000).items == 2
    assert list(store.catalogue.items()) == list(items(2))
