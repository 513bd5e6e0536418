"""Big attachments in resumable pieces, over real HTTP and a line that cuts."""

from __future__ import annotations

import hashlib
import io
import random
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from offline.exchange.joined import JoinedExchange
from offline.exchange.pieces import WORTH_IT
from offline.exchange.port import Accepted, Denied, Parcel, ParcelFile, Refused, Unreachable
from tests.fault_proxy import Fault, fault_proxy
from tests.sandbox_server import RunningSandbox, running_sandbox, submission_xml

PHOTO = random.Random(5).randbytes(3_000_000)  # noqa: S311 — a repeatable photo
DIGEST = hashlib.sha256(PHOTO).hexdigest()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path) as running:
        yield running


def photo(data: bytes = PHOTO, digest: str = DIGEST, size: int | None = None) -> ParcelFile:
    length = len(data) if size is None else size
    return ParcelFile("a.jpg", "image/jpeg", length, digest, lambda: io.BytesIO(data))


def parcel(file: ParcelFile, confirmed: list[str]) -> Parcel:
    xml = submission_xml("uuid:1", photo="a.jpg")
    return Parcel("uuid:1", "allowance", xml, (file,), confirmed.append)


def sent(exchange: JoinedExchange, wanted: Parcel, tries: int = 40) -> int:
    """Tries until it was accepted."""
    for number in range(1, tries):
        outcome = exchange.send(wanted)
        if isinstance(outcome, Accepted):
            return number
        assert isinstance(outcome, Unreachable)
    raise AssertionError("never accepted")


def test_a_photo_cut_ten_times_costs_little_more_than_its_bytes(served: RunningSandbox) -> None:
    with fault_proxy(served.url) as proxy:
        proxy.choose = lambda: Fault(cut_up=270_000 if proxy.cuts < 10 else None)
        _, exchange = served.enrolled(through=proxy.url)
        confirmed: list[str] = []
        assert sent(exchange, parcel(photo(), confirmed)) == 11
        exchange.close()
        assert proxy.cuts == 10
        assert proxy.bytes_up + proxy.bytes_down < 1.2 * len(PHOTO)
    assert set(confirmed) == {"a.jpg"}
    (entry,) = served.received()
    assert entry["attachments"] == [{"name": "a.jpg", "sha256": DIGEST}]
    assert (served.sandbox.files / DIGEST).read_bytes() == PHOTO


def test_the_case_opens_when_the_last_piece_is_there(served: RunningSandbox) -> None:
    with fault_proxy(served.url, lambda: Fault(cut_up=200_000)) as proxy:
        _, exchange = served.enrolled(through=proxy.url)
        assert isinstance(exchange.send(parcel(photo(), [])), Unreachable)
        exchange.close()
    _, exchange = served.enrolled()
    assert exchange.held(["uuid:1"]) == frozenset()
    assert exchange.cases("").cases == ()
    assert isinstance(exchange.send(parcel(photo(), [])), Accepted)
    assert exchange.held(["uuid:1"]) == {"uuid:1"}
    exchange.close()


def test_a_lost_last_answer_brings_no_byte_twice(served: RunningSandbox) -> None:
    _, exchange = served.enrolled()
    assert isinstance(exchange.send(parcel(photo(), [])), Accepted)
    exchange.close()
    with fault_proxy(served.url) as proxy:
        _, exchange = served.enrolled(through=proxy.url)
        assert isinstance(exchange.send(parcel(photo(), [])), Accepted)
        exchange.close()
        assert proxy.bytes_up < 10_000


@pytest.mark.parametrize(
    "file",
    [photo(PHOTO[:-1], size=len(PHOTO)), photo(PHOTO + b"x", size=len(PHOTO))],
    ids=["short", "long"],
)
def test_an_attachment_of_another_length_is_for_a_person(
    served: RunningSandbox, file: ParcelFile
) -> None:
    _, exchange = served.enrolled()
    assert isinstance(exchange.send(parcel(file, [])), Refused)
    exchange.close()


def test_other_bytes_than_announced_get_no_receipt(served: RunningSandbox) -> None:
    _, exchange = served.enrolled()
    confirmed: list[str] = []
    wrong = photo(PHOTO, hashlib.sha256(b"other").hexdigest())
    assert exchange.send(parcel(wrong, confirmed)) == Unreachable("upload 460")
    exchange.close()
    assert confirmed == []
    assert served.received()[0]["attachments"] == []


def test_a_small_attachment_goes_with_the_answers(served: RunningSandbox) -> None:
    small = PHOTO[:WORTH_IT]
    _, exchange = served.enrolled()
    outcome = exchange.send(parcel(photo(small, hashlib.sha256(small).hexdigest()), []))
    exchange.close()
    assert isinstance(outcome, Accepted)
    assert served.sandbox.ledger.rows("SELECT * FROM uploads") == []


def test_a_revoked_token_uploads_nothing(served: RunningSandbox) -> None:
    _, exchange = served.enrolled()
    served.sandbox.ledger.run("UPDATE terminals SET revoked = 1")
    assert isinstance(exchange.send(parcel(photo(), [])), Denied)
    exchange.close()


def test_a_server_without_pieces_gets_it_in_one_body(served: RunningSandbox) -> None:
    _, exchange = served.enrolled()
    service = exchange._service
    assert service is not None
    service._rest._document = {"capabilities": []}
    assert isinstance(exchange.send(parcel(photo(), [])), Accepted)
    exchange.close()
    assert served.received()[0]["attachments"] == [{"name": "a.jpg", "sha256": DIGEST}]
    assert served.sandbox.ledger.rows("SELECT * FROM uploads") == []


def told(**values: str) -> str:
    return ",".join(f"{k} {b64encode(v.encode()).decode()}" for k, v in values.items())


GOOD = {"instance_id": "uuid:1", "filename": "a.jpg", "sha256": DIGEST}
BAD = [
    (412, {"Tus-Resumable": "0.2.2"}),
    (422, {"Upload-Length": "-1"}),
    (400, {"Upload-Metadata": "sha256 ???"}),
    (400, {"Upload-Metadata": told(**{**GOOD, "sha256": "../../etc"})}),
    (404, {"Upload-Metadata": told(**{**GOOD, "instance_id": "uuid:2"})}),
    (201, {}),
]


@pytest.mark.parametrize(("status", "odd"), BAD)
def test_an_announcement_is_checked(
    served: RunningSandbox, status: int, odd: dict[str, str]
) -> None:
    link, exchange = served.enrolled()
    assert isinstance(exchange.send(replace(parcel(photo(), []), files=())), Accepted)
    exchange.close()
    headers = {
        "Tus-Resumable": "1.0.0",
        "Upload-Length": "10",
        "Upload-Metadata": told(**GOOD),
        "Authorization": f"Bearer {link.token}",
        **odd,
    }
    answer = requests.post(f"{served.url}/v1/uploads", headers=headers, timeout=5)
    assert answer.status_code == status
