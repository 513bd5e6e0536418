"""Paying at the terminal in a process of its own that dies of SIGKILL at a chosen moment.

``python -m tests.e2e.payer_killed FOLDER MOMENT``: an order is made, a phone pays it, the terminal
asks and hears so. A moment is ``before:CALL`` or ``after:CALL`` of a question to the centre,
``keep:N``, in the middle of keeping the order for the N-th time, or ``end``. With ``close`` beside
it the person puts the paying off, in the moment in which the phone pays.
"""

from __future__ import annotations

import itertools
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests

from kiosk import app
from kiosk.flow import payments
from kiosk.flow.station import Station
from kiosk.settings import Settings
from offline.exchange.joined import JoinedExchange, connect
from offline.exchange.link import read_link
from tests.sandbox_server import PATIENCE
from tests.stations import STATION

FEE = 1250
TITLE = "居住证明"


def main(folder: Path, moment: str, end: str = "look") -> None:
    """Pay for the one submission that lies here; whoever comes to the end dies there."""
    here = app.station(app.open_store(folder / "data"), Settings(), STATION)
    link = read_link(here.store.notes)
    if link is None:
        raise SystemExit(1)
    exchange = connect(link, patience=PATIENCE)
    _arm(exchange, moment)
    _visit(here, exchange, link.url, payments.look if end == "look" else payments.give_up)
    os.kill(os.getpid(), signal.SIGKILL)


def _visit(
    here: Station,
    exchange: JoinedExchange,
    url: str,
    end: Callable[[Station, JoinedExchange, str], payments.Order],
) -> None:
    (row,) = here.store.submissions.list()
    order = payments.pay(here, exchange, row.instance_id, TITLE, FEE)
    phone = f"{url}/v1/payments/{order.order_id}/pay"
    requests.post(phone, timeout=5).raise_for_status()
    end(here, exchange, order.order_id)


def _arm(exchange: JoinedExchange, moment: str) -> None:
    kind, _, which = moment.partition(":")
    if kind == "keep":
        _die_keeping(int(which))
    elif which:
        online = exchange.online()
        ask: Any = getattr(online, which)

        def asked(*told: Any) -> Any:
            found = None if kind == "before" else ask(*told)
            os.kill(os.getpid(), signal.SIGKILL)
            return found

        setattr(online, which, asked)
        setattr(exchange, "online", lambda: online)  # noqa: B010 — of this dying process alone


def _die_keeping(which: int) -> None:
    keep: Any = getattr(payments, "_keep")  # noqa: B009 — strict typing sees no private name
    times = itertools.count(1)

    def kept(notes: Any, order: Any) -> None:
        keep(notes, order)
        if next(times) == which:
            os.kill(os.getpid(), signal.SIGKILL)

    setattr(payments, "_keep", kept)  # noqa: B010 — of this dying process alone


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
