"""A kiosk in a real window that belongs to a real sandbox: rounds of sync over real HTTP."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests
from pytestqt.qtbot import QtBot

from kiosk.flow import errands
from offline.exchange.joined import JoinedExchange, connect
from offline.store.sqlite import SqlStore
from offline.sync import Summary, run_once
from tests.sandbox_server import PATIENCE, RunningSandbox, running_sandbox
from tests.stations import CATALOGUE, RESIDENCE, item, stored_form
from tests.windows import Terminal
from ui.pages.home import HomePage

DEAD = "http://127.0.0.1:9"
"""Where nobody listens."""


@dataclass
class Centred:
    """A terminal, its centre, and its cable."""

    terminal: Terminal
    served: RunningSandbox
    asking: JoinedExchange
    cut: JoinedExchange
    plugged: bool = True

    def training(self, path: str, told: Any = None, method: str = "post") -> None:
        """What an official or a payer's phone does."""
        url = f"{self.served.url}/v1/{path}"
        requests.request(method, url, json=told, timeout=5).raise_for_status()

    def unplug(self, qtbot: QtBot) -> None:
        """The cable is pulled and the window knows."""
        self.plugged = False
        self.terminal.services.asking = self.cut
        self.terminal.kiosk.sync.now(probe=True)
        qtbot.waitUntil(lambda: not self.terminal.kiosk.sync.online)

    def plug(self, qtbot: QtBot) -> None:
        """And put back."""
        self.plugged = True
        self.terminal.services.asking = self.asking
        self.terminal.kiosk.sync.now(probe=True)
        qtbot.waitUntil(lambda: self.terminal.kiosk.sync.online)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What the centre's books say."""
        return [tuple(row) for row in self.served.sandbox.ledger.rows(sql)]


@contextmanager
def centred(folder: Path, terminal: Terminal, qtbot: QtBot, **item_facts: Any) -> Iterator[Centred]:
    """Enrol a terminal at a sandbox that publishes the residence certificate for what it costs."""
    served_items = [_told(replace(item(), **item_facts))]
    _publish(folder / "centre" / "catalogue")
    with running_sandbox(folder / "centre", items=served_items) as served:
        link, asking = served.enrolled()
        syncing = connect(link, patience=PATIENCE)
        cut = connect(replace(link, url=DEAD, openrosa=DEAD), patience=PATIENCE)
        made = Centred(terminal, served, asking, cut)
        terminal.clock.now = datetime.now(UTC)
        terminal.services.asking = asking
        terminal.answer_sync = _rounds(made, syncing, cut)
        terminal.waits_on(qtbot, HomePage)
        terminal.kiosk.sync.now(probe=True)
        qtbot.waitUntil(lambda: terminal.kiosk.sync.online)
        yield made
        terminal.answer_sync = lambda: None
        for one in (asking, syncing, cut):
            one.close()


def _rounds(
    made: Centred, syncing: JoinedExchange, cut: JoinedExchange
) -> Callable[[], Summary | None]:
    """A round on the sync lane, on a connection of its own, as ``kiosk.centre`` does it."""
    store = made.terminal.at_desk.store
    assert isinstance(store, SqlStore)

    def round_() -> Summary:
        beside = store.sibling()
        try:
            line = syncing if made.plugged else cut
            here = replace(made.terminal.at_desk, store=beside)
            found = run_once(beside, line, here.clock(), ignore_backoff=True, probe=True)
            errands.run_after(here, line, found, everything=True)
            return found
        finally:
            beside.close()

    return round_


def _told(one: Any) -> dict[str, Any]:
    facts = {name: getattr(one, name) for name in ("id", "name", "department", "form_id", "group")}
    return {**facts, "icon": one.icon, "prints": one.prints, "fee": one.fee}


def _publish(folder: Path) -> None:
    """The form that people fill, with its media, beside the sandbox's small ones."""
    folder.mkdir(parents=True)
    (folder / f"{RESIDENCE}.xml").write_bytes(stored_form(RESIDENCE).xml)
    for media in (*CATALOGUE.glob("*.csv"), CATALOGUE / "visit.xml"):
        shutil.copy(media, folder / media.name)
