"""What people do at the counter: licences, paying, numbers, tasks, archives; with the line cut."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from kiosk.flow import archive, errands, hall, licences, payments, tasks
from kiosk.flow.payments import PayState
from kiosk.flow.station import Station
from offline.archive import verify
from offline.exchange.joined import JoinedExchange, connect
from offline.exchange.port import Accepted, ExchangeError, Parcel
from offline.records import (
    CaseState,
    Draft,
    Operator,
    Parties,
    Person,
    StoredForm,
    SubmissionState,
)
from printers.papers import Site
from tests.fakes.store import FakeStore
from tests.fault_proxy import Fault, fault_proxy
from tests.sandbox_server import PATIENCE, RunningSandbox, running_sandbox, submission_xml

WANG = Person("subject-1", "王小明", "0021", verified=True)
SITE = Site("云溪镇", "柳湾村便民服务站", "LW", "T-01", "0515-5550123")


@dataclass
class Counter:
    """A station, its line to the sandbox, and what can be done to that line."""

    served: RunningSandbox
    station: Station
    exchange: JoinedExchange
    cut: JoinedExchange

    def training(self, path: str, told: Any = None) -> None:
        requests.post(f"{self.served.url}/v1/{path}", json=told, timeout=5).raise_for_status()


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    with running_sandbox(tmp_path) as served:
        link, exchange = served.enrolled()
        cut = connect(
            replace(link, url="http://127.0.0.1:9", openrosa="http://127.0.0.1:9"),
            patience=PATIENCE,
        )
        operator = Operator("station", "自助终端", "station")
        station = Station(
            FakeStore(), operator, SITE, lambda: datetime.now(UTC), secrets.token_bytes
        )
        yield Counter(served, station, exchange, cut)
        exchange.close()
        cut.close()


def acts(station: Station) -> list[str]:
    return [entry.act for entry in station.store.audit.entries()]


def test_licences_are_fetched_after_the_consent_was_recorded(counter: Counter) -> None:
    station = counter.station
    wallet = licences.fetch(station, counter.exchange, WANG, "办理居住证明")
    assert acts(station) == ["consent"]
    kinds = ["id-card", "disability", "marriage"]
    assert [one.kind for one in licences.not_to_bring(station, wallet, kinds)] == ["id-card"]
    paper = licences.document(station, counter.exchange, wallet, wallet.licences[0])
    assert paper.startswith(b"%PDF-")
    assert acts(station) == ["consent", "licence"]
    assert station.store.notes.names("") == []
    with pytest.raises(ExchangeError):
        licences.fetch(station, counter.cut, WANG, "办理居住证明")


def test_a_bill_is_paid_once_and_its_end_is_kept(counter: Counter) -> None:
    station = counter.station
    order = payments.pay(station, counter.exchange, "uuid:1", "工本费", 1500)
    assert (order.state, order.qr_text != "") == (PayState.PENDING, True)
    assert payments.pay(station, counter.exchange, "uuid:1", "工本费", 1500) == order
    counter.training(f"payments/{order.order_id}/pay")
    paid = payments.look(station, counter.exchange, order.order_id)
    assert (paid.state, paid.receipt != "") == (PayState.PAID, True)
    assert payments.pay(station, counter.cut, "uuid:1", "工本费", 1500) == paid
    assert payments.give_up(station, counter.exchange, order.order_id).state is PayState.PAID
    assert acts(station)[-1] == "pay-paid"


def test_a_payment_cut_in_the_middle_is_in_doubt_and_then_found_paid(counter: Counter) -> None:
    station = counter.station
    order = payments.pay(station, counter.exchange, "uuid:1", "工本费", 1500)
    counter.training(f"payments/{order.order_id}/pay")
    assert payments.look(station, counter.cut, order.order_id).state is PayState.DOUBTFUL
    assert payments.give_up(station, counter.cut, order.order_id).state is PayState.DOUBTFUL
    again = payments.pay(station, counter.cut, "uuid:1", "工本费", 1500)
    assert (again.order_id, again.state) == (order.order_id, PayState.DOUBTFUL)
    (found,) = payments.reconcile(station, counter.exchange)
    assert found.state is PayState.PAID
    assert payments.reconcile(station, counter.exchange) == []


@pytest.mark.parametrize("place", range(0, 1200, 150))
def test_an_order_cut_anywhere_leaves_one_order_and_one_charge(
    counter: Counter, place: int
) -> None:
    station, served = counter.station, counter.served
    link, direct = served.enrolled()
    direct.close()
    faults = iter([Fault(cut_up=place), Fault(cut_down=place // 2)])
    with fault_proxy(served.url, lambda: next(faults, Fault())) as proxy:
        through = connect(replace(link, url=proxy.url, openrosa=proxy.url), patience=PATIENCE)
        tries = [payments.pay(station, through, "uuid:1", "工本费", 1500) for _ in range(8)]
        order = tries[-1]
        assert order.state is PayState.PENDING
        counter.training(f"payments/{order.order_id}/pay")
        payments.reconcile(station, through)
        through.close()
    assert [one.state for one in payments.orders(station)] == [PayState.PAID]
    rows = served.sandbox.ledger.rows("SELECT count(*) AS n, sum(charged) AS c FROM payments")
    assert (rows[0]["n"], rows[0]["c"]) == (1, 1)


def test_an_order_that_never_arrived_is_closed_and_a_new_one_can_be_paid(counter: Counter) -> None:
    station = counter.station
    lost = payments.pay(station, counter.cut, "uuid:1", "工本费", 1500)
    assert lost.state is PayState.DOUBTFUL
    assert [one.state for one in payments.reconcile(station, counter.exchange)] == [PayState.CLOSED]
    fresh = payments.pay(station, counter.exchange, "uuid:1", "工本费", 1500)
    assert (fresh.order_id != lost.order_id, fresh.state) == (True, PayState.PENDING)


def test_a_number_without_a_line_is_made_good_in_its_place(counter: Counter) -> None:
    station = counter.station
    mine = hall.take_number(station, counter.cut, "民政")
    assert (mine.number, mine.provisional) == ("L001", True)
    later = hall.take_number(station, counter.exchange, "民政")
    assert not later.provisional
    assert hall.take_number(station, None, "社保").number == "L002"
    made = {ticket.id: ticket for ticket in hall.make_good(station, counter.exchange)}
    assert (made[mine.id].ahead, made[mine.id].provisional) == (0, False)
    assert counter.exchange.online().number(later.id).ahead == 1
    assert hall.make_good(station, counter.cut) == []


def test_a_number_of_yesterday_is_dropped(counter: Counter) -> None:
    station = counter.station
    hall.take_number(station, None, "民政")
    station.clock = lambda: datetime.now(UTC) + timedelta(days=1)
    assert hall.make_good(station, counter.exchange) == []
    assert station.store.notes.names(hall.WAITING) == []


def test_tasks_are_taken_on_and_finished_offline_and_told_later(counter: Counter) -> None:
    station = counter.station
    for title in ("早巡", "晚巡"):
        counter.training("terminals/T-01/tasks", {"title": title, "form_id": "allowance"})
    assert tasks.hear(station, counter.exchange) == 2
    first, second = tasks.tasks(station)
    assert tasks.accept(station, first.id).state == "accepted"
    parties = Parties(principal="id:1", agent="s2")
    station.audit("agent", "uuid:9", "family", parties)
    tasks.finish(station, second.id, "uuid:9")
    (done,) = station.store.audit.find(act="task-done")
    assert (done.subject, done.parties) == (second.id, parties)
    with pytest.raises(ExchangeError):
        tasks.tell(station, counter.cut)
    assert [one.state for one in tasks.tasks(station)] == ["accepted"]
    assert errands.run(station, counter.exchange, everything=True) == []
    rows = counter.served.sandbox.ledger.rows("SELECT state, instance_id FROM tasks ORDER BY title")
    assert sorted((row["state"], row["instance_id"]) for row in rows) == [
        ("accepted", ""),
        ("done", "uuid:9"),
    ]
    assert [one.state for one in tasks.tasks(station)] == ["accepted"]


def test_a_finished_case_is_archived_once_with_its_proof(counter: Counter) -> None:
    station, now = counter.station, datetime.now(UTC)
    store, xml = station.store, submission_xml("uuid:1")
    store.forms.put(StoredForm("allowance", "1", "高龄津贴", "md5:x", b"<form/>"))
    draft = Draft("uuid:1", "allowance", "1", "高龄津贴", None, "station", b"", "", now, now)
    store.drafts.save(draft)
    store.submissions.finalise(draft, xml, "LW-1", [], now)
    assert isinstance(counter.exchange.send(Parcel("uuid:1", "allowance", xml)), Accepted)
    store.submissions.claim("uuid:1", now)
    store.submissions.settle("uuid:1", SubmissionState.ACCEPTED, now)
    (case,) = counter.exchange.cases("").cases
    store.cases.put(case)
    assert archive.due(station) == []
    store.cases.put(replace(case, state=CaseState.DONE))
    assert archive.due(station) == ["uuid:1"]
    assert errands.run(station, counter.exchange, everything=True) == []
    assert archive.due(station) == []
    kept = next((counter.served.sandbox.files.parent / "archives").glob("*.zip")).read_bytes()
    proven = verify(kept)
    assert (proven.metadata["receipt"], proven.metadata["case_number"]) == ("LW-1", case.number)
    assert set(proven.files) == {"form.xml", "submission.xml"}


def test_errands_cost_nothing_when_nothing_waits(counter: Counter) -> None:
    station = counter.station
    errands.run(station, counter.exchange)
    assert errands.run(station, counter.cut) == []
    payments.pay(station, counter.cut, "uuid:1", "工本费", 1500)
    with pytest.raises(ExchangeError):
        errands.run(station, counter.cut)
