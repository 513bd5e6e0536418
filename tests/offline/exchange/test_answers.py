from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offline.exchange.answers import (
    UnsafeXmlError,
    outcome_of,
    parse_xml,
    plain,
    retry_after,
    words_of,
)
from offline.exchange.port import (
    Accepted,
    Conflict,
    Denied,
    FormMissing,
    Refused,
    SendOutcome,
    Unreachable,
)
from offline.exchange.proof import RECEIPT, proven, receipt_of
from tests.odd_server import ENVELOPE

BOMB = b"""<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>
<OpenRosaResponse xmlns="http://openrosa.org/http/response">&b;</OpenRosaResponse>"""


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (201, ENVELOPE, Accepted(201, "ok")),
        (202, ENVELOPE, Accepted(202, "ok")),
        (201, b"<html>Welcome</html>", Unreachable("no envelope")),
        (201, b"<OpenRosaResponse>ok</OpenRosaResponse>", Unreachable("no envelope")),
        (201, BOMB, Unreachable("no envelope")),
        (200, ENVELOPE, Unreachable("no envelope")),
        (204, b"", Unreachable("no envelope")),
        (302, b"", Unreachable("redirect")),
        (400, b'{"message":"bad","code":400.1}', Refused(400, "bad")),
        (401, b"", Denied(401, "")),
        (402, b"quota", Refused(402, "quota")),
        (403, b'{"message":"no rights"}', Denied(403, "no rights")),
        (404, b"", FormMissing("")),
        (409, ENVELOPE, Conflict("ok")),
        (413, b"too large", Refused(413, "too large")),
        (423, b"", Unreachable("status 423")),
        (429, b"", Unreachable("status 429")),
        (500, b"", Unreachable("status 500")),
        (511, b"<html>log in</html>", Unreachable("status 511")),
    ],
)
def test_an_answer_proves_what_the_design_says(
    status: int, body: bytes, outcome: SendOutcome
) -> None:
    assert outcome_of(status, {}, body) == outcome


@given(st.integers(100, 599), st.binary(max_size=200))
def test_nothing_but_201_and_202_is_ever_success(status: int, body: bytes) -> None:
    outcome = outcome_of(status, {}, body)
    assert not isinstance(outcome, Accepted) or (status in (201, 202) and body == ENVELOPE)


NAMED = (
    '<OpenRosaResponse xmlns="http://openrosa.org/http/response"><message>ok</message>'
    '<submissionMetadata xmlns="http://www.opendatakit.org/xforms" id="f" instanceID="%s"/>'
    "</OpenRosaResponse>"
)
XML = b"<data/>"
OURS = {RECEIPT: receipt_of(XML)}


@pytest.mark.parametrize(
    ("headers", "body", "receipt", "cause"),
    [
        ({}, ENVELOPE, False, ""),
        ({}, NAMED % "uuid:1", False, ""),
        ({}, NAMED % "uuid:2", False, "another's answer"),
        ({"Age": "0"}, ENVELOPE, False, "cached answer"),
        (OURS, ENVELOPE, True, ""),
        (OURS, ENVELOPE, False, ""),
        ({RECEIPT: receipt_of(b"<other/>")}, ENVELOPE, True, "another's answer"),
        ({RECEIPT: receipt_of(b"<other/>")}, ENVELOPE, False, "another's answer"),
        ({}, ENVELOPE, True, "no receipt"),
    ],
)
def test_an_acceptance_of_another_submission_proves_nothing(
    headers: dict[str, str], body: bytes | str, receipt: bool, cause: str
) -> None:
    told = body if isinstance(body, bytes) else body.encode()
    outcome = outcome_of(201, headers, told)
    found = proven(outcome, headers, told, "uuid:1", XML, receipt=receipt)
    assert found == (Unreachable(cause) if cause else Accepted(201, "ok"))


def test_retry_after_is_seconds_or_a_date_and_at_most_a_day() -> None:
    later = datetime.now(UTC) + timedelta(seconds=100)
    when = retry_after({"Retry-After": format_datetime(later, usegmt=True)})
    assert retry_after({"Retry-After": "17"}) == 17
    assert when is not None
    assert 90 < when <= 100
    assert retry_after({"Retry-After": "999999999"}) == 86400
    assert [retry_after({"Retry-After": word}) for word in ("", "soon", "-1", "²")] == [None] * 4


def test_the_servers_words_are_one_short_line_and_never_a_page() -> None:
    assert words_of(b"<html><body>Sign in</body></html>") == ""
    assert words_of(b'{"message":"say \\"no\\"\\u0000"}') == 'say "no"\\u0000'
    assert plain("a\x00b\r\n c\x1b") == "a b c"
    assert len(plain("长" * 5000)) == 400


@pytest.mark.parametrize("data", [b"", b"<a>", BOMB, b"\xff\xfe\x00"])
def test_unsafe_xml_is_refused(data: bytes) -> None:
    with pytest.raises(UnsafeXmlError):
        parse_xml(data)
