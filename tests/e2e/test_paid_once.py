"""The terminal is killed at every moment of paying: never charged twice, never said paid, lost."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import requests

from kiosk.flow import errands, payments
from kiosk.flow.payments import PayState
from kiosk.flow.station import Station
from offline.exchange.joined import JoinedExchange
from offline.exchange.link import write_link
from printers.dues import DueState
from tests.e2e.payer_killed import FEE, TITLE
from tests.sandbox_server import RunningSandbox, running_sandbox
from tests.stations import Clock, handed_in, item, station

# moment: how often the centre was asked for an order and paid by then, and what is said after it
MOMENTS = {
    "before:order": (0, 0, DueState.UNPAID),
    "after:order": (1, 0, DueState.UNPAID),
    "before:payment": (1, 1, DueState.DOUBTFUL),
    "after:payment": (1, 1, DueState.DOUBTFUL),
    "keep:1": (0, 0, DueState.UNPAID),
    "keep:2": (1, 0, DueState.UNPAID),
    "keep:3": (1, 1, DueState.DOUBTFUL),
    "end": (1, 1, DueState.PAID),
}


@dataclass
class Place:
    """Where people pay, and the centre's books."""

    folder: Path
    served: RunningSandbox
    exchange: JoinedExchange

    def open(self) -> Station:
        """The terminal as it comes up."""
        here = station(self.folder, Clock())
        here.store.catalogue.replace([replace(item(), fee=FEE)])
        return here

    def killed(self, *told: str) -> None:
        """A visit that dies."""
        command = [sys.executable, "-m", "tests.e2e.payer_killed", str(self.folder), *told]
        assert subprocess.run(command, check=False, timeout=60).returncode == -signal.SIGKILL

    def books(self) -> tuple[int, int]:
        """How many orders the centre knows and how often money was taken, over all of them."""
        count = "SELECT count(*) AS orders, sum(charged) AS charged FROM payments"
        (row,) = self.served.sandbox.ledger.rows(count)
        return int(row["orders"]), int(row["charged"] or 0)

    def pay(self, here: Station) -> payments.Order:
        """The person comes back, is shown the code and pays by it."""
        (row,) = here.store.submissions.list()
        order = payments.pay(here, self.exchange, row.instance_id, TITLE, FEE)
        if not order.over:
            phone = f"{self.served.url}/v1/payments/{order.order_id}/pay"
            requests.post(phone, timeout=5).raise_for_status()
        return payments.look(here, self.exchange, order.order_id)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with running_sandbox(tmp_path / "centre") as served:
        link, exchange = served.enrolled()
        made = Place(tmp_path / "kiosk", served, exchange)
        here = made.open()
        write_link(here.store.notes, link)
        handed_in(here)
        here.store.close()
        yield made
        exchange.close()


def due(here: Station) -> DueState:
    (row,) = here.store.submissions.list()
    found = payments.due(here, row)
    assert found is not None
    return found.state


@pytest.mark.parametrize("moment", MOMENTS)
def test_after_the_kill_the_order_is_known_and_charged_once(place: Place, moment: str) -> None:
    orders, paid, said = MOMENTS[moment]
    place.killed(moment)
    here = place.open()
    assert (*place.books(), due(here)) == (orders, paid, said)
    errands.run(here, place.exchange)
    assert (due(here) is DueState.PAID) == (paid == 1)
    assert place.pay(here).state is PayState.PAID
    assert place.books()[1] == 1
    assert (due(here), payments.unsettled(here)) == (DueState.PAID, [])
    here.store.close()


@pytest.mark.parametrize("moment", ["before:close_order", "after:close_order"])
def test_paid_while_it_was_put_off_and_killed_stays_paid(place: Place, moment: str) -> None:
    place.killed(moment, "close")
    here = place.open()
    assert (due(here), place.books()) == (DueState.DOUBTFUL, (1, 1))
    errands.run(here, place.exchange)
    assert due(here) is DueState.PAID
    assert (place.pay(here).state, place.books()) == (PayState.PAID, (1, 1))
    here.store.close()
