"""What an answer means: status, headers and body → a ``SendOutcome``. Pure.

Only 201 or 202 with the OpenRosaResponse envelope proves anything (OpenRosa Form Submission API;
FACTS, Exchange): a captive portal says 200, a proxy says 502, a cut line says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from lxml import etree

from offline.exchange.outcomes import (
    Accepted,
    Conflict,
    Denied,
    FormMissing,
    Refused,
    SendOutcome,
    Unanswered,
    Unreachable,
)

RESPONSE_NAMESPACE: Final = "http://openrosa.org/http/response"
LONGEST_MESSAGE: Final = 400
LONGEST_PAUSE: Final = 24 * 3600.0

_WORD_OF_CODE: Final = re.compile(r'"message"\s*:\s*"((?:[^"\\]|\\.)*)"')
_REASON: Final = re.compile(r'\breason="(revoked|expired)"')
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]+")


class UnsafeXmlError(ValueError):
    """XML from outside that is not well formed, or that declares a document type."""


def parse_xml(data: bytes) -> etree._Element:
    """XML from outside: no network, no entities, no document type (UnsafeXmlError)."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnsafeXmlError(f"not XML: {error}") from error
    if b"<!DOCTYPE" in data:
        raise UnsafeXmlError("a document type is not allowed")
    return root


def envelope_message(body: bytes) -> str | None:
    """The message inside an OpenRosaResponse; None if the body is not one."""
    try:
        root = parse_xml(body)
    except UnsafeXmlError:
        return None
    if root.tag != f"{{{RESPONSE_NAMESPACE}}}OpenRosaResponse":
        return None
    return plain(" ".join(map(str, root.itertext())))


def outcome_of(status: int, headers: Mapping[str, str], body: bytes) -> SendOutcome:
    """What the answer to a submission proves."""
    match status:
        case 201 | 202:
            message = envelope_message(body)
            return Unreachable("no envelope") if message is None else Accepted(status, message)
        case 401 | 403:
            return Denied(status, words_of(body), _reason(headers))
        case 404:
            return FormMissing(words_of(body))
        case 409:
            return Conflict(words_of(body))
        case 407 | 408 | 423 | 425 | 429:
            return Unreachable(f"status {status}", retry_after(headers))
        case _ if 400 <= status < 500:  # noqa: PLR2004 — the range of HTTP's client errors
            return Refused(status, words_of(body))
    return _unproven(status, headers)


def _unproven(status: int, headers: Mapping[str, str]) -> Unreachable:
    if 200 <= status < 300:  # noqa: PLR2004 — HTTP's successes
        return Unreachable("no envelope")
    if 300 <= status < 400:  # noqa: PLR2004 — HTTP's redirects
        return Unreachable("redirect")
    return Unreachable(f"status {status}", retry_after(headers))


def _reason(headers: Mapping[str, str]) -> str:
    """Why a token is no good, where the challenge tells (RFC 6750 § 3, parameter of ours)."""
    found = _REASON.search(headers.get("WWW-Authenticate", ""))
    return found.group(1) if found else ""


def question_outcome(status: int, headers: Mapping[str, str], body: bytes) -> Unanswered:
    """Why a question other than a submission went unanswered."""
    outcome = outcome_of(status, headers, body)
    if isinstance(outcome, Accepted):
        return Unreachable("unexpected answer")
    if isinstance(outcome, Conflict):
        return Refused(status, outcome.message)
    return outcome


def words_of(body: bytes) -> str:
    """The server's own words, short and on one line: envelope, JSON ``message``, or plain text."""
    message = envelope_message(body)
    if message is not None:
        return message
    text = body.decode("utf-8", errors="replace")
    if found := _WORD_OF_CODE.search(text):
        return plain(found.group(1).replace('\\"', '"'))
    return "" if "<html" in text[:1000].lower() else plain(text)


def plain(text: str) -> str:
    """One line without control characters, at most 400 characters."""
    line = " ".join(_CONTROL.sub(" ", text).split())
    return line if len(line) <= LONGEST_MESSAGE else line[: LONGEST_MESSAGE - 1] + "…"


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds the server asks to wait (RFC 9110 § 10.2.3, number or date), at most a day."""
    value = headers.get("Retry-After", "").strip()
    if not value:
        return None
    if value.isdecimal() and value.isascii():
        return min(float(value), LONGEST_PAUSE)
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return min(max((when - datetime.now(UTC)).total_seconds(), 0.0), LONGEST_PAUSE)
