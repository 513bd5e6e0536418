"""The OpenRosa adapter at ODK Central's addresses and with Central's own answers.

Addresses, statuses, messages and headers are those of getodk/central-backend (``lib/resources``,
``lib/formats/openrosa.js``, ``lib/util/problem.js``); what the sandbox can answer the same way is
asked of the sandbox.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from offline.exchange.joined import JoinedExchange, connect
from offline.exchange.line import Patience
from offline.exchange.link import Link, LinkKind
from offline.exchange.port import (
    Accepted,
    Conflict,
    Denied,
    ExchangeError,
    FormMissing,
    Parcel,
    ParcelFile,
    QuestionOutcome,
    Refused,
    SendOutcome,
    Unreachable,
)
from tests.kiosk.sandbox.test_entities import FORM, ONE
from tests.odd_server import Say, Seen, odd_server
from tests.sandbox_server import PATIENCE, RunningSandbox, running_sandbox, submission_xml

OPENROSA = {"X-OpenRosa-Version": "1.0", "X-OpenRosa-Accept-Content-Length": "100000000"}
DRAFT = "v1/test/t0k3n/projects/1/forms/allowance/draft"
QUICK = Patience(connect=2, read=2, answer=4)
DOMAIN = "https://central.example.org"


def xml_of(message: str, nature: str = "error") -> bytes:
    """Central's OpenRosaResponse."""
    return (
        '\n  <OpenRosaResponse xmlns="http://openrosa.org/http/response" items="0">\n'
        f'    <message nature="{nature}">{message}</message>\n  </OpenRosaResponse>'
    ).encode()


FULL = xml_of("full submission upload was successful!", "")
NGINX = b"<html>\r\n<head><title>%s</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"


def using(url: str, patience: Patience = QUICK) -> JoinedExchange:
    return connect(Link(LinkKind.OPENROSA, url, url, "T-01"), patience=patience)


def a_parcel(*sizes: int, instance_id: str = "uuid:1") -> Parcel:
    files = [
        ParcelFile(f"{n}.jpg", "image/jpeg", size, "", lambda size=size: io.BytesIO(bytes(size)))  # type: ignore[misc]
        for n, size in enumerate(sizes)
    ]
    return Parcel(instance_id, "allowance", submission_xml(instance_id), tuple(files))


@dataclass
class Central:
    """Answers as Central does to HEAD, and to POST as told."""

    post: Say
    head: Say

    def __call__(self, seen: Seen) -> Say:
        return self.head if seen.method == "HEAD" else self.post


def central(status: int, body: bytes, head: int = 204, **headers: str) -> Central:
    return Central(Say(status, body, {**OPENROSA, **headers}), Say(head, b"", OPENROSA))


ANSWERS: list[tuple[str, Central, SendOutcome]] = [
    ("taken", central(201, FULL), Accepted(201, "full submission upload was successful!")),
    (
        "other XML",
        central(409, xml_of("A submission already exists with this ID, but with different XML.")),
        Conflict("A submission already exists with this ID, but with different XML."),
    ),
    (
        "deleted there",
        central(409, xml_of("This submission has been deleted.")),
        Conflict("This submission has been deleted."),
    ),
    (
        "closed form",
        central(409, xml_of("This form is not currently accepting submissions.")),
        Conflict("This form is not currently accepting submissions."),
    ),
    (
        "no such form",
        central(404, xml_of("Could not find the resource you were looking for.")),
        FormMissing("Could not find the resource you were looking for."),
    ),
    (
        "no such version",
        central(404, xml_of("The form version specified in this submission '9' does not exist.")),
        FormMissing("The form version specified in this submission '9' does not exist."),
    ),
    (
        "draft was published",
        central(404, xml_of("You tried to access a draft testing endpoint, but it does not exist")),
        FormMissing("You tried to access a draft testing endpoint, but it does not exist"),
    ),
    (
        "unassigned after a friendly HEAD",
        central(401, xml_of("Could not authenticate with the provided credentials.")),
        Denied(401, "Could not authenticate with the provided credentials."),
    ),
    (
        "revoked token",
        central(403, b'{"message":"no rights","code":403.1}', 403),
        Denied(403, ""),
    ),
    (
        "Basic over plain HTTP",
        central(401, b"", 401),
        Denied(401, ""),
    ),
    (
        "missing header",
        central(400, xml_of("An expected header field (X-OpenRosa-Version) did not match")),
        Refused(400, "An expected header field (X-OpenRosa-Version) did not match"),
    ),
    ("too large for nginx", central(413, NGINX % b"413"), Refused(413, "")),
    ("backend down", central(502, NGINX % b"502"), Unreachable("status 502")),
    ("gateway time-out", central(504, NGINX % b"504"), Unreachable("status 504")),
    (
        "fault of its own",
        central(500, b'{"message":"Internal Server Error"}'),
        Unreachable("status 500"),
    ),
    ("a page instead", central(200, NGINX % b"Central"), Unreachable("no envelope")),
    ("moved to https", central(301, b"", 301, Location=DOMAIN), Unreachable("redirect")),
]


@pytest.mark.parametrize(
    ("answering", "outcome"), [row[1:] for row in ANSWERS], ids=[row[0] for row in ANSWERS]
)
def test_an_answer_of_central_means_what_the_design_says(
    answering: Central, outcome: SendOutcome
) -> None:
    with odd_server(answering) as server:
        exchange = using(f"{server.url}/v1/key/t0k3n/projects/1")
        assert exchange.send(a_parcel()) == outcome
        exchange.close()


def test_a_submission_goes_below_the_app_users_address_with_the_device() -> None:
    with odd_server(central(201, FULL)) as server:
        exchange = using(f"{server.url}/v1/key/t0k3n/projects/1")
        assert isinstance(exchange.send(a_parcel()), Accepted)
        exchange.close()
    paths = [(seen.method, seen.path) for seen in server.seen]
    at = "/v1/key/t0k3n/projects/1/submission"
    assert paths == [("HEAD", at), ("POST", f"{at}?deviceID=kiosk%3AT-01")]
    assert all("Authorization" not in seen.headers for seen in server.seen)


def test_many_photos_go_a_few_at_a_time_though_central_takes_them_all() -> None:
    with odd_server(central(201, FULL)) as server:
        exchange = using(f"{server.url}/v1/key/t0k3n/projects/1")
        assert isinstance(exchange.send(a_parcel(*[900_000] * 5)), Accepted)
        exchange.close()
    posts = [seen.body for seen in server.seen if seen.method == "POST"]
    assert [body.count(b'.jpg"; filename') for body in posts] == [2, 2, 1]
    assert [b"*isIncomplete*" in body for body in posts] == [True, True, False]
    assert all(submission_xml("uuid:1") in body for body in posts)


def test_a_drafts_address_gives_its_form_and_takes_its_submission() -> None:
    listing = (
        '<?xml version="1.0" encoding="UTF-8"?><xforms xmlns="http://openrosa.org/xforms/xformsList">'
        "<xform><formID>allowance</formID><name>津贴</name><version>1</version><hash>md5:x</hash>"
        f"<downloadUrl>{DOMAIN}/v1/test/t0k3n/projects/1/forms/allowance/draft.xml</downloadUrl>"
        f"<manifestUrl>{DOMAIN}/{DRAFT}/manifest</manifestUrl></xform></xforms>"
    ).encode()
    manifest = b'<manifest xmlns="http://openrosa.org/xforms/xformsManifest"/>'

    def answering(seen: Seen) -> Say:
        if seen.method == "HEAD":
            return Say(204, b"", OPENROSA)
        if seen.method == "POST":
            return Say(201, FULL, OPENROSA)
        bodies = {"formList": listing, "manifest": manifest}
        return Say(200, bodies.get(seen.path.rpartition("/")[2], b"<h:html/>"), OPENROSA)

    with odd_server(answering) as server:
        exchange = using(f"{server.url}/{DRAFT}")
        (found,) = exchange.forms()
        with pytest.raises(ExchangeError) as wrong:
            exchange.download_form(found)
        assert isinstance(exchange.send(a_parcel()), Accepted)
        exchange.close()
    assert wrong.value.outcome == Unreachable("hash mismatch")
    paths = [seen.path.partition("?")[0] for seen in server.seen]
    own = "/v1/test/t0k3n/projects/1/forms/allowance/draft.xml"
    assert paths == [f"/{DRAFT}/formList", own, f"/{DRAFT}/submission", f"/{DRAFT}/submission"]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[RunningSandbox]:
    (tmp_path / "catalogue").mkdir()
    (tmp_path / "catalogue" / "household.xml").write_text(FORM, encoding="utf-8")
    with running_sandbox(tmp_path) as running:
        yield running


def app_user(served: RunningSandbox) -> str:
    """The address that Central shows in an app user's code."""
    token = served.sandbox.terminals.enrol("app-user").token
    return f"{served.url}/v1/key/{token}/projects/3"


def test_at_centrals_addresses_forms_media_and_submissions_are_had(served: RunningSandbox) -> None:
    exchange = using(app_user(served), PATIENCE)
    listings = {one.form_id: one for one in exchange.forms()}
    xml, media = exchange.download_form(listings["allowance"])
    assert (b"allowance" in xml, sorted(media)) == (True, ["allowance.csv"])
    assert all("/v1/key/" in one.download_url for one in listings.values())
    for _ in range(2):
        assert isinstance(exchange.send(a_parcel()), Accepted)
    changed = Parcel("uuid:1", "allowance", submission_xml("uuid:1", name="李小娜"))
    assert isinstance(exchange.send(changed), Conflict)
    assert [one["instance_id"] for one in served.received()] == ["uuid:1"]
    exchange.close()


def test_entity_lists_have_type_integrity_and_etag_as_central_has_them(
    served: RunningSandbox,
) -> None:
    values = {"label": "王家", "properties": {"phone": "1"}}
    at = f"{served.url}/v1/entities/households/{ONE}"
    requests.put(at, json=values, timeout=5).raise_for_status()
    exchange = using(app_user(served), PATIENCE)
    (listing,) = exchange.entity_lists()
    assert listing.dataset == "households"
    assert "/v1/key/" in listing.integrity_url
    assert ONE.encode() in exchange.entity_list(listing)
    assert exchange.deleted_entities(listing, [ONE]) == frozenset()
    requests.delete(at, timeout=5).raise_for_status()
    assert exchange.deleted_entities(listing, [ONE]) == {ONE}
    exchange.close()


@pytest.mark.parametrize("what", ["a wrong token", "a revoked one"])
def test_a_bad_or_revoked_app_user_is_denied_everything(served: RunningSandbox, what: str) -> None:
    url = app_user(served)
    if what == "a wrong token":
        url = f"{served.url}/v1/key/nonsense/projects/3"
    else:
        served.sandbox.terminals.revoke("app-user")
    exchange = using(url, PATIENCE)
    outcomes: list[SendOutcome | QuestionOutcome] = [exchange.send(a_parcel())]
    with pytest.raises(ExchangeError) as caught:
        exchange.forms()
    outcomes.append(caught.value.outcome)
    assert [(type(one), getattr(one, "status", 0)) for one in outcomes] == [(Denied, 403)] * 2
    assert served.received() == []
    exchange.close()
