from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import requests
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from kiosk.codes.testissuer import issuer_key
from kiosk.sandbox.documents import duration
from kiosk.sandbox.tokens import KEY as TOKENS
from offline.exchange.enrolment import enrol
from offline.exchange.joined import connect
from offline.exchange.link import Link, LinkError, LinkKind
from offline.exchange.port import Accepted, Capability, Denied, ExchangeError, Parcel
from offline.records import CaseState
from tests.sandbox_server import PATIENCE, RunningSandbox, running_sandbox, submission_xml


@pytest.fixture
def served(tmp_path: Path) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path) as running:
        yield running


def send(exchange_of: RunningSandbox, form_id: str) -> None:
    _, exchange = exchange_of.enrolled()
    xml = submission_xml("uuid:1", form_id=form_id)
    assert isinstance(exchange.send(Parcel("uuid:1", form_id, xml)), Accepted)
    exchange.close()


def test_the_capability_document_and_the_api_document_are_public(served: RunningSandbox) -> None:
    about = requests.get(f"{served.url}/.well-known/kiosk-exchange", timeout=5).json()
    assert set(about["capabilities"]) >= {capability.value for capability in Capability}
    api = requests.get(served.url + about["openapi"], timeout=5).json()
    assert api["openapi"].startswith("3.1")
    assert {"/v1/cases", "/v1/held", "/submission"} <= set(api["paths"])


def test_the_code_enrols_any_number_of_times_and_another_one_never(
    served: RunningSandbox,
) -> None:
    first, second = (enrol(served.url, "SANDBOX", "T-01") for _ in range(2))
    assert first.token != second.token
    with pytest.raises(LinkError):
        enrol(served.url, "sandbox2", "T-01")


def test_a_token_that_is_not_good_opens_nothing_of_a_terminal(served: RunningSandbox) -> None:
    link = Link(LinkKind.SERVICE, served.url, served.url, "T-01", token="nonsense")
    exchange = connect(link, patience=PATIENCE)
    with pytest.raises(ExchangeError) as caught:
        exchange.cases("")
    exchange.close()
    assert isinstance(caught.value.outcome, Denied)


def test_keys_and_catalogue_arrive_as_they_are(served: RunningSandbox) -> None:
    _, exchange = served.enrolled()
    assert list(exchange.issuer_keys()) == [issuer_key(), TOKENS]
    items = {item.form_id: item for item in exchange.catalogue()}
    exchange.close()
    assert items["allowance"].guide == ("带身份证",)
    assert items["residence"].prints == "certificate"


def test_a_terminal_sees_its_own_cases_only(served: RunningSandbox) -> None:
    send(served, "allowance")
    link = enrol(served.url, "SANDBOX", "T-02")
    other = connect(link, patience=PATIENCE)
    assert other.cases("").cases == ()
    other.close()


def test_a_certificate_is_signed_under_the_test_root_and_a_changed_one_is_not(
    served: RunningSandbox,
) -> None:
    send(served, "residence")
    _, exchange = served.enrolled()
    exchange.cases(exchange.cases("").cursor)
    document = exchange.certificate("uuid:1")
    assert exchange.certificate("uuid:1") == document
    exchange.close()
    root = requests.get(f"{served.url}/v1/trust/roots", timeout=5).content
    assert valid(document, root)
    place = document.index(b"/MediaBox") + 12
    spoiled = document[:place] + bytes([document[place] ^ 1]) + document[place + 1 :]
    assert not valid(spoiled, root)


def valid(document: bytes, root: bytes) -> bool:
    trust = ValidationContext(trust_roots=list(load_certs_from_pemder_data(root)))
    (signature,) = PdfFileReader(BytesIO(document)).embedded_signatures
    verdict = validate_pdf_signature(signature, trust)
    return bool(verdict.intact and verdict.valid and verdict.trusted)


def test_the_page_shows_what_arrived_and_nobodys_name(served: RunningSandbox) -> None:
    assert "还没有收到" in requests.get(served.url, timeout=5).text
    send(served, "allowance")
    page = requests.get(served.url, timeout=5).text
    assert "高龄津贴" in page
    assert CaseState.ACCEPTED.value in page
    assert "王*明" in page
    assert "王小明" not in page
    assert "110105194912310021" not in page


def test_what_was_received_survives_a_restart(tmp_path: Path) -> None:
    with running_sandbox(tmp_path) as served:
        send(served, "allowance")
        before = served.received()
    with running_sandbox(tmp_path) as served:
        assert served.received() == before
        _, exchange = served.enrolled()
        assert [case.instance_id for case in exchange.cases("").cases] == ["uuid:1"]
        exchange.close()


BAD: list[tuple[str, str, object]] = [
    ("PUT", "/v1/ratings/uuid:1", {"level": 6, "at": "2026-11-21T12:00:00+00:00"}),
    ("PUT", "/v1/ratings/uuid:1", {"level": 5, "at": "yesterday"}),
    ("POST", "/v1/held", {"instance_ids": "uuid:1"}),
    ("POST", "/v1/help-calls", {"page": "home", "name": "王小明"}),
    ("POST", "/v1/help-calls", None),
    ("GET", "/v1/cases?cursor=x", None),
    ("GET", "/v1/cases?cursor=99999999999999999999", None),
]


@pytest.mark.parametrize(("method", "path", "body"), BAD)
def test_what_is_not_as_the_api_says_is_told_without_repeating_it(
    served: RunningSandbox, method: str, path: str, body: object
) -> None:
    link = enrol(served.url, "SANDBOX", "T-01")
    answer = requests.request(
        method,
        served.url + path,
        json=body,
        headers={"Authorization": f"Bearer {link.token}"},
        timeout=5,
    )
    assert answer.status_code == 422
    assert "王小明" not in answer.text


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (date(2023, 1, 15), "3 年 2 个月"),
        (date(2025, 3, 18), "1 年"),
        (date(2026, 2, 1), "1 个月"),
        (date(2026, 3, 1), "17 天"),
        (date(2026, 5, 1), "0 天"),
    ],
)
def test_a_duration_is_told_in_whole_years_and_months(since: date, words: str) -> None:
    assert duration(since, date(2026, 3, 18)) == words
