"""Collecting a fee at the window, and settling what is in doubt, against the real sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.flow import booking, forms, payments
from kiosk.flow.payments import PayState
from kiosk.flow.station import Station
from offline.exchange.joined import connect
from offline.records import Case, CaseState, SubmissionState
from tests.sandbox_server import PATIENCE, RunningSandbox, running_sandbox
from tests.stations import RESIDENCE, Clock, fill, item, person
from tests.ui.fields.hands import press, said
from tests.ui.staff.places import SUPERVISOR, WINDOW, inside, quick, staffed
from tests.windows import shut
from ui.desk.dossier import Dossier
from ui.desk.events import OpenOffice
from ui.services import Services
from ui.staff.desk import Desk
from ui.theme import Screen


@dataclass
class Place:
    """A desk at its centre, with one accepted case that costs 5 yuan."""

    desk: Desk
    services: Services
    served: RunningSandbox
    instance_id: str

    @property
    def station(self) -> Station:
        return self.services.station

    @property
    def dossier(self) -> Dossier:
        return self.desk.window._dossier

    def orders(self) -> list[tuple[Any, ...]]:
        rows = self.served.sandbox.ledger.rows("SELECT state, charged FROM payments")
        return [tuple(row) for row in rows]


@pytest.fixture
def place(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Place]:
    quick(monkeypatch)
    with running_sandbox(tmp_path / "centre") as served:
        services = staffed(tmp_path, Clock(), WINDOW, SUPERVISOR, ready=WINDOW)
        link, services.asking = served.enrolled()
        store = services.station.store
        store.catalogue.replace([replace(item(), fee=500)])
        work = forms.begin(services.station, RESIDENCE, person())
        fill(work)
        instance_id = forms.finalise(services.station, work).instance_id
        now = services.station.clock()
        store.submissions.claim(instance_id, now)
        store.submissions.settle(instance_id, SubmissionState.ACCEPTED, now)
        store.cases.put(Case(instance_id, CaseState.ACCEPTED, "2026 0318 0000 42", accepted=now))
        desk = Desk(qapp, services, Screen(1366, 768, 15.6))
        desk.frame.show()
        desk.open()
        inside(qtbot, desk.frame.porter)
        yield Place(desk, services, served, instance_id)
        services.asking.close()
        desk.close()
        shut(desk.frame)
        del link


def opened(place: Place, qtbot: QtBot) -> None:
    place.desk.seeker.open("submission", place.instance_id)
    qtbot.waitUntil(lambda: place.dossier.matter.id == place.instance_id)


def test_a_fee_is_collected_from_a_phone_at_the_window(place: Place, qtbot: QtBot) -> None:
    opened(place, qtbot)
    assert "5 元，还没缴" in said(place.dossier)
    place.dossier.press("pay")
    qtbot.waitUntil(lambda: place.dossier.matter.code[0] != "")
    (order,) = payments.orders(place.station)
    assert place.dossier.matter.code[0] == f"https://pay.example/{order.order_id}"
    assert place.served.sandbox.payments.pay(order.order_id)
    qtbot.waitUntil(lambda: "5 元，已缴" in said(place.dossier), timeout=10_000)
    assert "收到 5 元" in said(place.desk.window)
    assert place.dossier.matter.code[0] == ""
    assert place.orders() == [("paid", 1)]


def test_what_is_not_collected_now_is_closed_without_a_charge(place: Place, qtbot: QtBot) -> None:
    opened(place, qtbot)
    place.dossier.press("pay")
    qtbot.waitUntil(lambda: place.dossier.matter.code[0] != "")
    place.dossier.press("pay-drop")
    qtbot.waitUntil(lambda: "没有扣钱" in said(place.desk.window))
    assert place.orders() == [("closed", 0)]


def test_a_doubtful_payment_waits_in_the_office_and_is_settled_there(
    place: Place, qtbot: QtBot
) -> None:
    asking = place.services.asking
    assert asking is not None
    order = payments.pay(place.station, asking, place.instance_id, "居住证明", 500)
    assert place.served.sandbox.payments.pay(order.order_id)
    link = place.served.enrolled()[0]
    cut = connect(replace(link, url="http://127.0.0.1:9"), patience=PATIENCE)
    assert payments.look(place.station, cut, order.order_id).state is PayState.DOUBTFUL
    cut.close()
    place.desk.handle(OpenOffice())
    office = place.desk.frame.office
    office.open_page("payments")
    qtbot.waitUntil(lambda: "待核实" in said(office))
    qtbot.waitUntil(lambda: office.lists["payments"].dossier.matter.id == order.order_id)
    press(office.lists["payments"].dossier, "现在核对")
    qtbot.waitUntil(lambda: "收到 5 元" in said(office))
    qtbot.waitUntil(lambda: not office.lists["payments"]._matters)
    assert place.orders() == [("paid", 1)]


def test_without_a_line_the_window_says_why_no_fee_can_be_taken(place: Place, qtbot: QtBot) -> None:
    asking, place.services.asking = place.services.asking, None
    opened(place, qtbot)
    place.dossier.press("pay")
    qtbot.waitUntil(lambda: "还没接上县里" in said(place.desk.window))
    place.services.asking = asking
    assert payments.orders(place.station) == []


def test_an_appointments_slip_read_at_the_window_checks_its_person_in(
    place: Place, qtbot: QtBot
) -> None:
    exchange, station = place.services.asking, place.station
    assert exchange is not None
    slot = booking.free(exchange, RESIDENCE)[0]
    made = booking.book(station, exchange, person(), item(), slot)
    place.desk.window.take_scan(booking.PREFIX + made.id)
    qtbot.waitUntil(lambda: "预约报到了" in said(place.desk.window))
    ledger = place.served.sandbox.ledger
    assert [row["state"] for row in ledger.rows("SELECT state FROM appointments")] == ["arrived"]
    (number,) = [row["number"] for row in ledger.rows("SELECT number FROM numbers")]
    assert number in said(place.desk.window)
    assert place.desk.reception.person is None
