"""What concerns terminals, over real HTTP: beats, commands, revocations, catalogue changes."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from kiosk.codes.revocation import entry
from offline.exchange.joined import JoinedExchange
from offline.exchange.port import CataloguePage, Command, Health
from offline.store.sqlite import open_store
from offline.sync import Summary
from offline.sync.tidings import take_catalogue
from tests.fakes.store_samples import keys
from tests.sandbox_server import RunningSandbox, running_sandbox

DIGEST = "ab" * 32
MANY = 5974


@pytest.fixture
def served(tmp_path: Path) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path) as running:
        yield running


def test_a_command_is_told_until_it_was_heard(served: RunningSandbox) -> None:
    for terminal, words in (("T-01", "refresh"), ("T-02", "lock"), ("T-01", "restart")):
        place = f"{served.url}/v1/terminals/{terminal}/commands"
        assert requests.post(place, json={"words": words}, timeout=5).status_code == 201
    _, exchange = served.enrolled()
    told = [exchange.heartbeat(Health("T-01", "1", 0, heard=heard)) for heard in (0, 0, 1, 3)]
    exchange.close()
    both = [Command(1, "refresh"), Command(3, "restart")]
    assert [list(each) for each in told] == [both, both, both[1:], []]


def test_an_audit_log_that_was_rewritten_leaves_two_anchors(served: RunningSandbox) -> None:
    _, exchange = served.enrolled()
    for digest in (DIGEST, DIGEST, "cd" * 32):
        exchange.heartbeat(Health("T-01", "1", 0, {"disk": "3 GB"}, (5, digest)))
    exchange.close()
    rows = served.sandbox.ledger.rows("SELECT number, digest FROM audit_anchors ORDER BY at")
    assert [tuple(row) for row in rows] == [(5, DIGEST), (5, "cd" * 32)]


def test_what_was_revoked_comes_by_delta(served: RunningSandbox) -> None:
    def revoke(what: str) -> int:
        told = {"issuer": "gov", "what": what}
        return requests.post(f"{served.url}/v1/revocations", json=told, timeout=5).status_code

    assert [revoke(what) for what in ("kid:1", "sub:2", "kid:1", "name:3")] == [201, 201, 201, 422]
    _, exchange = served.enrolled()
    first = exchange.revocations("")
    assert first.entries == (entry("gov", "kid:1"), entry("gov", "sub:2"))
    assert exchange.revocations(first.cursor).entries == ()
    revoke("cti:3")
    assert exchange.revocations(first.cursor).entries == (entry("gov", "cti:3"),)
    exchange.close()


def changes(data: Path, cursor: str, catalogue: list[dict[str, Any]]) -> CataloguePage:
    """What a sandbox started with this catalogue tells after the cursor."""
    with running_sandbox(data, items=catalogue) as served:
        _, exchange = served.enrolled()
        try:
            return exchange.catalogue_changes(cursor)
        finally:
            exchange.close()


def item(number: int, name: str = "") -> dict[str, Any]:
    told = {"id": str(number), "name": name or f"事项{number}", "department": "云溪镇民政办"}
    return {**told, "form_id": "allowance", "group": "民政"}


def test_a_changed_catalogue_is_told_by_what_changed(tmp_path: Path) -> None:
    first = changes(tmp_path, "", [item(1), item(2), item(3)])
    assert [one.id for one in first.items] == ["1", "2", "3"]
    second = changes(tmp_path, first.cursor, [item(1), item(3, "改了"), item(4)])
    assert ([one.name for one in second.items], second.gone) == (["改了", "事项4"], ("2",))
    third = changes(tmp_path, "", [item(1), item(3, "改了"), item(4)])
    assert ({one.id for one in third.items}, third.gone) == ({"1", "3", "4"}, ())


def test_thousands_of_items_arrive_in_a_moment(tmp_path: Path) -> None:
    store = open_store(tmp_path / "kiosk", keys=keys(tmp_path))
    catalogue = [item(number) for number in range(MANY)]
    with running_sandbox(tmp_path / "sandbox", items=catalogue) as served:
        _, exchange = served.enrolled()
        summary = Summary()
        began = time.perf_counter()
        take_catalogue(store, exchange, summary, lambda: False)
        spent = time.perf_counter() - began
        one_page = len(json.dumps(catalogue[:1000], ensure_ascii=False))
        exchange.close()
    assert (summary.items, len(store.catalogue.items())) == (MANY, MANY)
    assert one_page < 1_000_000
    assert spent < 20
    store.close()


def test_a_page_that_is_out_of_time_leaves_the_catalogue_whole(tmp_path: Path) -> None:
    store = open_store(tmp_path / "kiosk", keys=keys(tmp_path))
    with running_sandbox(tmp_path / "sandbox", items=[item(1), item(2)]) as served:
        _, exchange = served.enrolled()
        take_catalogue(store, exchange, Summary(), lambda: False)
        give_up(exchange, store)
        exchange.close()
    assert len(store.catalogue.items()) == 2
    store.close()


def give_up(exchange: JoinedExchange, store: Any) -> None:
    summary = Summary()
    take_catalogue(store, exchange, summary, lambda: True)
    assert summary.items == 0
