from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.flow import health
from kiosk.flow.health import Finding, Level
from kiosk.sandbox.tokens import KEY
from kiosk.settings import Settings
from offline.records import Operator
from offline.store.port import Store
from offline.sync import run_once
from tests.fakes.exchange import FakeExchange
from tests.fakes.store import FakeStore
from ui.staff import machine

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
CHECKS: tuple[Callable[[Store, datetime], Finding], ...] = (health.keys, health.revoked)


@pytest.fixture
def store() -> FakeStore:
    """One that has just heard keys and revocations."""
    made = FakeStore()
    exchange = FakeExchange()
    exchange.keys = (KEY,)
    run_once(made, exchange, NOW, ignore_backoff=True)
    return made


@pytest.mark.parametrize("check", CHECKS)
def test_how_old_it_is_is_told_and_after_a_week_warned_of(
    store: FakeStore, check: Callable[[Store, datetime], Finding]
) -> None:
    fresh, week = check(store, NOW), check(store, NOW + timedelta(days=7))
    old = check(store, NOW + timedelta(days=8))
    assert (fresh.level, week.level, old.level) == (Level.OK, Level.OK, Level.WARN)
    assert "今天" in fresh.message
    assert "8 天前" in old.message
    assert "sync --once" in old.advice


def test_what_was_never_heard_says_so() -> None:
    assert "还没有" in health.revoked(FakeStore(), NOW).message


def test_the_machines_page_shows_both(store: FakeStore) -> None:
    trust = [check(store, NOW + timedelta(days=9)) for check in CHECKS]
    operator = Operator("it", "运维", "it")
    page = machine.page(Settings(), operator, at_kiosk=False, trust=trust)
    shown = {line.id: line.number for line, _ in page.entries if line.kind == "trust"}
    assert set(shown) == {"keys", "revoked"}
    assert all("9 天前" in number for number in shown.values())
