"""What every Exchange promises; the fake and the real adapter (HTTP) keep the same promises."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from offline.exchange.port import (
    Accepted,
    Capability,
    Conflict,
    Exchange,
    ExchangeError,
    FormListing,
    FormMissing,
    Health,
    Parcel,
    ParcelFile,
    Rating,
    Refused,
)
from offline.records import CaseState
from tests.fakes.exchange import FakeExchange
from tests.sandbox_server import running_sandbox, submission_xml, write_catalogue


@pytest.fixture(params=["fake", "sandbox"])
def exchange(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Exchange]:
    if request.param == "fake":
        yield fake(tmp_path)
        return
    with running_sandbox(tmp_path) as served:
        _, real = served.enrolled()
        yield real
        real.close()


def fake(folder: Path) -> FakeExchange:
    catalogue = write_catalogue(folder)
    published: dict[str, tuple[FormListing, bytes, Mapping[str, bytes]]] = {}
    for path in sorted(catalogue.glob("*.xml")):
        xml = path.read_bytes()
        digest = "md5:" + hashlib.md5(xml, usedforsecurity=False).hexdigest()
        listing = FormListing(path.stem, "1", path.stem, digest, "url", "manifest")
        published[path.stem] = (listing, xml, {f"{path.stem}.csv": b"x"})
    return FakeExchange(published=published, printing=frozenset({"residence"}))


def parcel(
    instance_id: str = "uuid:1",
    *,
    form_id: str = "allowance",
    name: str = "王小明",
    photo: bytes = b"",
    on_sent: Callable[[str], None] = print,
) -> Parcel:
    xml = submission_xml(instance_id, form_id=form_id, name=name, photo="a.jpg" if photo else "")
    digest = hashlib.sha256(photo).hexdigest()
    file = ParcelFile("a.jpg", "image/jpeg", len(photo), digest, lambda: io.BytesIO(photo))
    return Parcel(instance_id, form_id, xml, (file,) if photo else (), on_sent)


def test_a_submission_is_accepted_and_then_held(exchange: Exchange) -> None:
    assert exchange.held(["uuid:1", "uuid:2"]) == frozenset()
    assert isinstance(exchange.send(parcel()), Accepted)
    assert exchange.held(["uuid:1", "uuid:2"]) == {"uuid:1"}


def test_an_attachment_is_confirmed_by_name(exchange: Exchange) -> None:
    confirmed: list[str] = []
    outcome = exchange.send(parcel(photo=b"\xff\xd8" * 9000, on_sent=confirmed.append))
    assert isinstance(outcome, Accepted)
    assert confirmed == ["a.jpg"]


def test_the_same_bytes_again_are_accepted_and_make_no_second_case(exchange: Exchange) -> None:
    assert isinstance(exchange.send(parcel()), Accepted)
    assert isinstance(exchange.send(parcel()), Accepted)
    first = exchange.cases("")
    assert len(first.cases) == 1
    assert exchange.cases(first.cursor).cases == ()


def test_other_bytes_under_the_same_id_conflict(exchange: Exchange) -> None:
    exchange.send(parcel())
    assert isinstance(exchange.send(parcel(name="李小娜")), Conflict)


def test_a_form_that_is_not_there_is_missing(exchange: Exchange) -> None:
    assert isinstance(exchange.send(parcel(form_id="nowhere")), FormMissing)


def test_an_accepted_case_has_number_department_and_deadline(exchange: Exchange) -> None:
    exchange.send(parcel())
    (case,) = exchange.cases("").cases
    assert (case.instance_id, case.state) == ("uuid:1", CaseState.ACCEPTED)
    assert (len(case.number), case.number.isdecimal()) == (14, True)
    assert case.department == "云溪镇民政办"
    assert case.deadline is not None
    assert case.accepted is not None
    assert not case.has_certificate


def test_a_certificate_comes_after_its_acceptance_was_seen(exchange: Exchange) -> None:
    exchange.send(parcel(form_id="residence"))
    accepted = exchange.cases("")
    assert [case.state for case in accepted.cases] == [CaseState.ACCEPTED]
    done = exchange.cases(accepted.cursor)
    assert [(c.state, c.has_certificate) for c in done.cases] == [(CaseState.DONE, True)]
    assert exchange.certificate("uuid:1").startswith(b"%PDF-")


def test_a_certificate_that_does_not_exist_is_no_document(exchange: Exchange) -> None:
    with pytest.raises(ExchangeError) as caught:
        exchange.certificate("uuid:1")
    assert isinstance(caught.value.outcome, FormMissing)


def test_every_listed_form_can_be_had_with_its_media(exchange: Exchange) -> None:
    listings = {listing.form_id: listing for listing in exchange.forms()}
    assert set(listings) == {"allowance", "residence"}
    xml, media = exchange.download_form(listings["allowance"])
    assert b'id="allowance"' in xml
    assert set(media) == {"allowance.csv"}


def test_a_rating_is_taken_as_often_as_it_is_sent(exchange: Exchange) -> None:
    for _ in range(2):
        exchange.rate(Rating("uuid:1", 5, "2026-11-21T12:00:00+00:00"))
    with pytest.raises(ExchangeError) as caught:
        exchange.rate(Rating("uuid:1", 6, "2026-11-21T12:00:00+00:00"))
    assert isinstance(caught.value.outcome, Refused)


def test_help_heartbeat_probe_and_capabilities_are_answered(exchange: Exchange) -> None:
    exchange.probe()
    exchange.call_help("home")
    assert list(exchange.heartbeat(Health("T-01", "0.1", 3, {"paper": "ok"}))) == []
    assert exchange.capabilities() == frozenset(Capability)
