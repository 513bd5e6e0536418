"""What a centre signs is taken only as it was signed; what was there before stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from offline.exchange.joined import connect
from offline.exchange.port import Exchange, ExchangeError, Refused
from offline.sync import run_once
from tests.fakes.store import FakeStore
from tests.odd_server import Say, Seen, odd_server
from tests.sandbox_server import PATIENCE, RunningSandbox, running_sandbox

LISTS = ("/v1/catalogue", "/v1/issuer-keys", "/v1/revocations")
DROPPED = {"Content-Length", "Transfer-Encoding", "Connection", "Date"}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path) as running:
        yield running


@contextmanager
def between(served: RunningSandbox, spoil: bytes, instead: bytes) -> Iterator[Exchange]:
    """Somebody on the way who changes lists."""
    link, direct = served.enrolled()
    direct.close()

    def answer(seen: Seen) -> Say:
        told = {k: v for k, v in seen.headers.items() if k not in ("Host", "Content-Length")}
        found = requests.request(
            seen.method, served.url + seen.path, headers=told, data=seen.body, timeout=5
        )
        body = found.content
        if seen.path.startswith(LISTS):
            body = body.replace(spoil, instead)
        return Say(
            found.status_code, body, {k: v for k, v in found.headers.items() if k not in DROPPED}
        )

    with odd_server(answer) as server:
        exchange = connect(replace(link, url=server.url, openrosa=server.url), patience=PATIENCE)
        yield exchange
        exchange.close()


def test_an_unchanged_list_passes_whoever_carries_it(served: RunningSandbox) -> None:
    with between(served, b"", b"") as exchange:
        assert len(exchange.catalogue()) == 2
        assert len(exchange.catalogue_changes("").items) == 2
        assert exchange.issuer_keys()
        assert exchange.revocations("").entries == ()


def test_a_changed_catalogue_is_refused_and_the_old_one_stays(served: RunningSandbox) -> None:
    store, now = FakeStore(), datetime.now(UTC)
    with between(served, b"", b"") as exchange:
        run_once(store, exchange, now, ignore_backoff=True)
    before = list(store.catalogue.items())
    assert [item.name for item in before] == ["高龄津贴", "居住证明"]
    served.sandbox.ledger.run("UPDATE catalogue SET sequence = sequence + 10")
    with between(served, "高龄津贴".encode(), "骗人津贴".encode()) as exchange:
        for ask in (exchange.catalogue, lambda: exchange.catalogue_changes("")):
            with pytest.raises(ExchangeError) as caught:
                ask()
            assert caught.value.outcome == Refused(0, "signature: wrong")
        summary = run_once(store, exchange, now, ignore_backoff=True)
    assert any("signature" in problem for problem in summary.problems)
    assert list(store.catalogue.items()) == before


def test_keys_and_revocations_are_signed_too(served: RunningSandbox) -> None:
    keys = between(served, b"test.gov.example", b"evil.gov.example")
    with keys as exchange, pytest.raises(ExchangeError):
        exchange.issuer_keys()
    revoked = between(served, b'"more":false', b'"more":true')
    with revoked as exchange, pytest.raises(ExchangeError):
        exchange.revocations("")
