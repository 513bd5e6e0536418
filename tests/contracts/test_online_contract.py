"""What the counter of an exchange promises, over real HTTP with the sandbox."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from offline.archive import ArchiveError, pack, verify
from offline.exchange.enrolment import use_openrosa
from offline.exchange.joined import JoinedExchange, connect
from offline.exchange.online import (
    Bill,
    Booking,
    Consent,
    NumberState,
    NumberWanted,
    Online,
    PaymentState,
    Resolution,
    TokenRefusal,
)
from offline.exchange.port import (
    Accepted,
    Capability,
    Denied,
    ExchangeError,
    FormMissing,
    Parcel,
    Refused,
    Unsupported,
)
from offline.records import CaseState
from tests.sandbox_server import PATIENCE, RunningSandbox, running_sandbox, submission_xml


@pytest.fixture
def served(tmp_path: Path) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path) as running:
        yield running


@pytest.fixture
def exchange(served: RunningSandbox) -> Iterator[JoinedExchange]:
    _, found = served.enrolled()
    yield found
    found.close()


@pytest.fixture
def counter(exchange: JoinedExchange) -> Online:
    return exchange.online()


def training(served: RunningSandbox, path: str, told: Any = None) -> dict[str, Any]:
    """What happens outside the terminal: an issuer, an official, a payer."""
    answer = requests.post(f"{served.url}/v1/{path}", json=told, timeout=5)
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


def consent(subject: str = "somebody", number: str = "c-1", **age: float) -> Consent:
    at = datetime.now(UTC) - timedelta(**age)
    return Consent(number, subject, "办理居住证明", "window", at)


def token_of(served: RunningSandbox, **asked: Any) -> tuple[str, str]:
    text = training(served, "codes/tokens", {"name": "王小明", "id4": "0021", **asked})["text"]
    prefix, issuer, token = text.split(":")
    assert prefix == "GSO1"
    return issuer, token


def refused(error: pytest.ExceptionInfo[ExchangeError]) -> int:
    outcome = error.value.outcome
    assert isinstance(outcome, Refused)
    return outcome.status


def test_a_code_is_resolved_to_as_much_as_a_visit_needs(
    served: RunningSandbox, counter: Online
) -> None:
    issuer, token = token_of(served)
    found = counter.resolve(issuer, token)
    assert isinstance(found, Resolution)
    assert (found.person.name, found.person.id4, found.person.id_number) == ("王小明", "0021", "")
    assert found.person.issuer == issuer
    assert found.expires > datetime.now(UTC)
    assert counter.resolve(issuer, token) == found


def test_a_code_that_is_not_good_is_refused_with_its_reason(
    served: RunningSandbox, counter: Online
) -> None:
    issuer, token = token_of(served)
    assert counter.resolve(issuer, "a" * 24) is TokenRefusal.UNKNOWN
    assert counter.resolve("other.example", token) is TokenRefusal.UNKNOWN
    link, _ = served.enrolled()
    other = connect(
        replace(link, token=served.sandbox.terminals.enrol("T-02").token), patience=PATIENCE
    )
    assert isinstance(other.online().resolve(issuer, token), Resolution)
    other.close()
    assert counter.resolve(issuer, token) is TokenRefusal.USED
    issuer, revoked = token_of(served)
    training(served, "codes/revoke", {"issuer": issuer, "token": revoked})
    assert counter.resolve(issuer, revoked) is TokenRefusal.REVOKED
    served.sandbox.ledger.run("UPDATE tokens SET revoked = 0, expires = '2026-01-01T00:00+00:00'")
    assert counter.resolve(issuer, revoked) is TokenRefusal.EXPIRED


def test_licences_come_with_a_consent_that_is_kept_there_too(
    served: RunningSandbox, counter: Online
) -> None:
    found = {licence.kind: licence for licence in counter.licences(consent())}
    today = datetime.now(UTC).date()
    assert found["id-card"].valid_on(today)
    assert found["household-register"].valid_until is None
    assert not found["disability"].valid_on(today)
    assert "**********" in found["id-card"].number
    (row,) = served.sandbox.ledger.rows("SELECT * FROM consents")
    assert (row["subject"], row["purpose"]) == ("somebody", "办理居住证明")
    assert counter.licence_document(found["id-card"].id, consent()).startswith(b"%PDF-")


def test_without_a_fresh_consent_of_that_person_there_is_nothing(counter: Online) -> None:
    mine = counter.licences(consent())
    for bad in (consent(number="c-2", hours=2), consent("another")):
        with pytest.raises(ExchangeError) as caught:
            counter.licences(bad)
        assert isinstance(caught.value.outcome, Denied)
    with pytest.raises(ExchangeError) as caught:
        counter.licence_document(mine[0].id, consent("another", "c-3"))
    assert isinstance(caught.value.outcome, FormMissing)


BILL = Bill("o-1", "uuid:1", "工本费", 1500)


def test_an_order_is_paid_once_however_often_it_is_asked_for(
    served: RunningSandbox, counter: Online
) -> None:
    first = counter.order(BILL)
    assert (first.state, first.amount, first.qr_text != "") == (PaymentState.PENDING, 1500, True)
    assert counter.order(BILL) == first
    assert counter.order(replace(BILL, order_id="o-2")).order_id == "o-1"
    for _ in range(3):
        training(served, "payments/o-1/pay")
    paid = counter.payment("o-1")
    assert (paid.state, paid.receipt != "", paid.paid is not None) == (
        PaymentState.PAID,
        True,
        True,
    )
    assert counter.order(replace(BILL, order_id="o-3")) == paid
    assert counter.close_order("o-1").state is PaymentState.PAID
    rows = served.sandbox.ledger.rows("SELECT sum(charged) AS n FROM payments")
    assert rows[0]["n"] == 1


def test_an_order_that_was_closed_or_ran_out_is_not_paid(
    served: RunningSandbox, counter: Online
) -> None:
    counter.order(BILL)
    assert counter.close_order("o-1").state is PaymentState.CLOSED
    again = counter.order(replace(BILL, order_id="o-2"))
    assert (again.order_id, again.state) == ("o-2", PaymentState.PENDING)
    served.sandbox.ledger.run("UPDATE payments SET expires = '2026-01-01T00:00:00.000+00:00'")
    assert counter.payment("o-2").state is PaymentState.CLOSED
    with pytest.raises(requests.HTTPError):
        training(served, "payments/o-2/pay")


def test_an_order_for_another_bill_is_refused(counter: Online) -> None:
    counter.order(BILL)
    with pytest.raises(ExchangeError) as caught:
        counter.order(replace(BILL, amount=1))
    assert refused(caught) == 409
    with pytest.raises(ExchangeError) as missing:
        counter.payment("nowhere")
    assert isinstance(missing.value.outcome, FormMissing)


def wanted(number: str, **ago: float) -> NumberWanted:
    return NumberWanted(number, "民政", datetime.now(UTC) - timedelta(**ago))


def test_a_number_taken_offline_keeps_its_place(served: RunningSandbox, counter: Online) -> None:
    second = counter.take_number(wanted("n-2"))
    first = counter.take_number(wanted("n-1", minutes=20))
    assert (second.number, first.number) == (second.number[0] + "001", second.number[0] + "002")
    assert (counter.number("n-1").ahead, counter.number("n-2").ahead) == (0, 1)
    assert counter.take_number(wanted("n-1")).number == first.number
    training(served, "queue-calls", {"group": "民政", "counter": "3 号窗口"})
    called = counter.number("n-1")
    assert (called.state, called.counter) == (NumberState.CALLED, "3 号窗口")
    assert counter.number("n-2").ahead == 0


def test_a_slot_has_places_until_it_is_full_and_a_cancelled_one_again(counter: Online) -> None:
    slot = counter.slots("1")[0]
    assert (slot.left, slot.ends - slot.begins) == (3, timedelta(hours=1))
    booked = [counter.book(Booking(f"b-{n}", f"s-{n}", "1", slot.id)) for n in range(3)]
    assert counter.book(Booking("b-0", "s-0", "1", slot.id)) == booked[0]
    assert counter.slots("1")[0].left == 0
    with pytest.raises(ExchangeError) as caught:
        counter.book(Booking("b-9", "s-9", "1", slot.id))
    assert refused(caught) == 409
    assert counter.cancel_appointment("b-0").state == "cancelled"
    assert counter.slots("1")[0].left == 1
    assert [one.state for one in counter.appointments("s-0")] == ["cancelled"]


def test_with_an_appointment_a_number_checks_in(counter: Online) -> None:
    slot = counter.slots("1")[0]
    counter.book(Booking("b-1", "s-1", "1", slot.id))
    counter.take_number(replace(wanted("n-1"), appointment="b-1"))
    (appointment,) = counter.appointments("s-1")
    assert (appointment.state, appointment.begins) == ("arrived", slot.begins)
    with pytest.raises(ExchangeError) as caught:
        counter.take_number(replace(wanted("n-2"), appointment="nowhere"))
    assert refused(caught) == 409


def test_tasks_come_by_delta_and_end_with_a_submission(
    served: RunningSandbox, counter: Online
) -> None:
    told = {"title": "巡查", "form_id": "allowance", "facts": {"round": "morning"}}
    for _ in range(2):
        training(served, "terminals/T-01/tasks", told)
    training(served, "terminals/T-02/tasks", told)
    page = counter.tasks("")
    assert [(t.title, t.state, t.facts) for t in page.tasks] == [
        ("巡查", "open", {"round": "morning"})
    ] * 2
    assert counter.tasks(page.cursor).tasks == ()
    task = page.tasks[0]
    assert counter.accept_task(task.id).state == "accepted"
    done = counter.finish_task(task.id, "uuid:1")
    assert (done.state, done.instance_id) == ("done", "uuid:1")
    assert counter.accept_task(task.id).state == "done"
    changed = counter.tasks(page.cursor)
    assert [t.id for t in changed.tasks] == [task.id]
    requests.delete(f"{served.url}/v1/tasks/{page.tasks[1].id}", timeout=5).raise_for_status()
    assert [t.state for t in counter.tasks(changed.cursor).tasks] == ["withdrawn"]


def test_an_archive_package_proves_itself_or_is_refused(
    served: RunningSandbox, exchange: JoinedExchange
) -> None:
    counter, xml = exchange.online(), submission_xml("uuid:1")
    assert isinstance(exchange.send(Parcel("uuid:1", "allowance", xml)), Accepted)
    package = pack({"instance_id": "uuid:1"}, b"<form/>", xml, {"照片.jpg": b"\xff\xd8"})
    receipt = counter.archive("uuid:1", package)
    assert receipt == hashlib.sha256(package).hexdigest()
    assert counter.archive("uuid:1", package) == receipt
    kept = next((served.sandbox.files.parent / "archives").glob("*.zip"))
    assert set(verify(kept.read_bytes()).files) == {
        "form.xml",
        "submission.xml",
        "attachments/照片.jpg",
    }
    for instance_id, bad in [
        ("uuid:1", package[:-40]),
        ("uuid:2", package),
        ("uuid:1", package.replace(b"submission", b"submissiom")),
    ]:
        with pytest.raises(ExchangeError) as caught:
            counter.archive(instance_id, bad)
        assert refused(caught) == 422
    with pytest.raises(ArchiveError):
        pack({}, b"", b"", {"../x": b""})


def test_a_server_with_openrosa_alone_says_what_it_lacks(served: RunningSandbox) -> None:
    link = use_openrosa(served.url, "T-01")
    alone = connect(link, patience=PATIENCE)
    assert alone.capabilities() == frozenset()
    with pytest.raises(ExchangeError) as caught:
        alone.online()
    assert isinstance(caught.value.outcome, Unsupported)
    alone.close()


def test_a_server_with_half_of_it_is_not_asked_for_the_rest(
    exchange: JoinedExchange, counter: Online
) -> None:
    assert exchange._service is not None
    exchange._service._rest._document = {"capabilities": ["tasks"]}
    assert exchange.capabilities() == {Capability.TASKS}
    assert counter.tasks("").tasks == ()
    with pytest.raises(ExchangeError) as caught:
        counter.payment("o-1")
    assert caught.value.outcome == Unsupported("payments")


def test_every_state_of_a_case_arrives_with_its_reason(
    served: RunningSandbox, exchange: JoinedExchange
) -> None:
    exchange.send(Parcel("uuid:1", "allowance", submission_xml("uuid:1")))
    cursor = exchange.cases("").cursor
    for state in CaseState:
        told = {"state": state.value, "reason": f"因为{state.value}"}
        url = f"{served.url}/v1/cases/uuid:1/state"
        requests.put(url, json=told, timeout=5).raise_for_status()
        page = exchange.cases(cursor)
        (case,) = page.cases
        assert (case.state, case.reason) == (state, f"因为{state.value}")
        assert page.cursor != cursor
        cursor = page.cursor
    assert exchange.cases(cursor).cases == ()
