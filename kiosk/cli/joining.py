"""The first start: a machine that belongs to no centre is enrolled in a window."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import TYPE_CHECKING

from kiosk import app
from kiosk.cli.gates import passes
from offline.exchange.link import read_link
from offline.i18n import tr

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.background import Lane
    from kiosk.cli.stage import Stage
    from kiosk.settings import Settings
    from offline.store.unlocking import Unlock
    from ui.staff.joining import Enrol, Joining
    from ui.theme import Theme


def belongs(folder: Path, unlock: Unlock | None) -> bool:
    """Whether there is anything to work with: an exchange, or items from before."""
    with closing(app.open_store(folder, writer=False, unlock=unlock)) as store:
        return read_link(store.notes) is not None or bool(store.catalogue.items())


def enroller(folder: Path, settings: Settings, unlock: Unlock | None) -> Enrol:
    """Enrols the store of a folder and fetches what its centre has."""

    def enrol(url: str, code: str) -> int:
        with closing(app.open_store(folder, unlock=unlock)) as store:
            app.enrol_at(store, url, code, settings)
            app.synchronise_once(store, settings)
            return len(store.catalogue.items())

    return enrol


def join(folder: Path, settings: Settings, stage: Stage, unlock: Unlock | None) -> bool:
    """Ask for address and code until the exchange takes them; False if nobody went on."""
    from ui.desk.joingate import JoinGate  # noqa: PLC0415 — Qt, only with a window
    from ui.staff.joining import Joining  # noqa: PLC0415

    enrol = enroller(folder, settings, unlock)

    def work(theme: Theme, away: str, lane: Lane) -> Joining:
        return Joining(JoinGate(theme, away), enrol, lane, settings)

    print(tr("这台机器还没有登记，等人在窗口里填网址和登记码。"), file=sys.stderr)
    return passes(stage, settings, work, tr("这台机器还没有登记，登记好就能用。"))
