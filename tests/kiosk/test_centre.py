"""One round with the centre by the command and by the window: the same things are done."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import requests

from kiosk import app
from kiosk.centre import Centre
from kiosk.cli import OK, main
from kiosk.flow import tasks
from kiosk.sandbox.ledger import digest
from kiosk.settings import Settings
from offline.store.sqlite import SqlStore
from offline.sync.weather import Weather
from tests.sandbox_server import RunningSandbox, running_sandbox

HARDWARE = 0x001A2B3C4D5E
WRITTEN = "00:1a:2b:3c:4d:5e"


@pytest.fixture(autouse=True)
def _hardware(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not every machine that tests has a network card."""
    monkeypatch.setattr(uuid, "getnode", lambda: HARDWARE)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path / "centre") as running:
        yield running


def enrolled(folder: Path, served: RunningSandbox) -> str:
    """A terminal's data folder, enrolled by the command."""
    data = str(folder / "terminal")
    assert main(["enrol", "--server", served.url, "--code", "SANDBOX", "--data", data]) == OK
    return data


def told_facts(served: RunningSandbox) -> dict[str, str]:
    row = served.sandbox.ledger.row("SELECT facts FROM heartbeats ORDER BY rowid DESC LIMIT 1")
    assert row is not None
    facts: dict[str, str] = json.loads(row["facts"])
    return facts


def set_task(served: RunningSandbox) -> None:
    terminal = served.sandbox.ledger.rows("SELECT terminal FROM terminals")[0]["terminal"]
    wanted = {"title": "走访赵大娘", "form_id": "allowance", "place": "柳湾三组"}
    url = f"{served.url}/v1/terminals/{terminal}/tasks"
    requests.post(url, json=wanted, timeout=5).raise_for_status()


def known_tasks(store: SqlStore) -> list[str]:
    return [task.title for task in tasks.tasks(app.station(store, Settings()))]


def test_the_command_tells_the_mac_that_the_centre_asks_for_and_does_the_errands(
    served: RunningSandbox, tmp_path: Path
) -> None:
    data = enrolled(tmp_path, served)
    set_task(served)
    assert main(["sync", "--once", "--data", data]) == OK
    assert told_facts(served)["mac"] == WRITTEN
    store = app.open_store(Path(data), writer=False)
    assert known_tasks(store) == ["走访赵大娘"]
    store.close()


def test_a_windows_round_tells_the_same_and_hears_the_same(
    served: RunningSandbox, tmp_path: Path
) -> None:
    data = enrolled(tmp_path, served)
    set_task(served)
    store = app.open_store(Path(data))
    centre = Centre(store, Settings(), app.station(store, Settings()))
    summary = centre.round(Weather(), probe=True)
    centre.close()
    assert summary is not None
    assert not summary.unreachable
    assert told_facts(served)["mac"] == WRITTEN
    assert known_tasks(store) == ["走访赵大娘"]
    store.close()


def test_a_centre_that_asks_for_nothing_is_told_no_mac(
    served: RunningSandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.sandbox.service.ASKS", ())
    data = enrolled(tmp_path, served)
    assert main(["sync", "--once", "--data", data]) == OK
    assert "mac" not in told_facts(served)
    assert "disk" in told_facts(served)


def test_after_a_renewal_no_line_of_the_window_shows_the_old_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The desk asks over a line of its own, which was opened before the renewal."""
    with running_sandbox(tmp_path / "centre", tls=True) as served:
        monkeypatch.setenv("KIOSK_CA_FILE", str(served.sandbox.registry.ca))
        data, settings = Path(enrolled(tmp_path, served)), Settings()
        store = app.open_store(data)
        asking = app.open_exchange(store, settings)
        assert asking is not None
        assert asking.cases("").cases == ()
        later = app.now() + timedelta(days=70)
        station = replace(app.station(store, settings), clock=lambda: later)
        centre = Centre(store, settings, station, asking)
        old = digest(store.notes.get("exchange.token") or "")
        told = centre.round(Weather(), probe=True)
        served.sandbox.ledger.run("DELETE FROM terminals WHERE token = ?", old)
        assert told is not None
        assert (told.unreachable, told.paused) == ("", "")
        assert digest(store.notes.get("exchange.token") or "") != old
        assert asking.cases("").cases == ()
        again = centre.round(Weather(), probe=True)
        assert again is not None
        assert (again.unreachable, again.paused) == ("", "")
        centre.close()
        asking.close()
        store.close()


def test_a_terminal_that_belongs_nowhere_has_nobody_to_talk_to(tmp_path: Path) -> None:
    store = app.open_store(tmp_path)
    assert app.synchronise_once(store, Settings()) is None
    store.close()
