"""The OpenRosa adapter against servers that answer as no server should."""

from __future__ import annotations

import hashlib
import io
import socket
from collections.abc import Callable

import pytest
import requests

from offline.exchange.enrolment import use_openrosa
from offline.exchange.joined import connect
from offline.exchange.line import Patience
from offline.exchange.link import Link, LinkError, LinkKind
from offline.exchange.port import (
    Accepted,
    Denied,
    ExchangeError,
    FormListing,
    Parcel,
    ParcelFile,
    Refused,
    SendOutcome,
    Unreachable,
)
from tests.fault_proxy import PORTAL, Fault, fault_proxy, status
from tests.odd_server import ENVELOPE, Answering, OddServer, Say, Seen, handshake_then, odd_server

QUICK = Patience(connect=1, read=0.4, answer=1)
XML = b"<data id='f'><orx:instanceID xmlns:orx='http://openrosa.org/xforms'>uuid:1</orx:instanceID></data>"


def send(
    server: OddServer | str, *, files: int = 0, size: int = 10, user: str = "", token: str = ""
) -> SendOutcome:
    url = server if isinstance(server, str) else server.url
    link = Link(LinkKind.OPENROSA, url, url, "T-01", token=token, user=user, password="secret")
    exchange = connect(link, patience=QUICK)
    data = b"x" * size
    names = [
        ParcelFile(f"{n}.jpg", "image/jpeg", size, "", lambda: io.BytesIO(data))
        for n in range(files)
    ]
    try:
        return exchange.send(Parcel("uuid:1", "f", XML, tuple(names)))
    finally:
        exchange.close()


def test_head_comes_first_and_the_device_is_named() -> None:
    with odd_server(handshake_then(Say())) as server:
        assert send(server) == Accepted(201, "ok")
    assert server.methods() == ["HEAD", "POST"]
    assert server.seen[1].path == "/submission?deviceID=kiosk%3AT-01"
    assert all(request.headers["X-OpenRosa-Version"] == "1.0" for request in server.seen)


def test_attachments_are_split_by_the_accepted_length_and_the_xml_goes_with_each() -> None:
    answering = handshake_then(Say(), X_OpenRosa_Accept_Content_Length="5000")
    with odd_server(answering) as server:
        assert isinstance(send(server, files=3, size=3000), Accepted)
    posts = [request.body for request in server.seen if request.method == "POST"]
    assert [b"isIncomplete" in body for body in posts] == [True, True, False]
    assert all(XML in body and len(body) < 5000 for body in posts)


def test_a_handshake_may_name_another_place_on_the_same_host_only() -> None:
    with odd_server(handshake_then(Say(), Location="/elsewhere")) as server:
        assert isinstance(send(server), Accepted)
        assert server.seen[1].path.startswith("/elsewhere")
    answering = handshake_then(Say(), Location="http://192.0.2.1/elsewhere")
    with odd_server(answering) as server:
        assert isinstance(send(server), Accepted)
        assert server.seen[1].path.startswith("/elsewhere")


@pytest.mark.parametrize(
    "headers",
    [{"Age": "12"}, {"Submission-Receipt": "sha-256=" + "0" * 64}],
    ids=["cache", "mixed"],
)
def test_what_was_said_to_somebody_else_is_no_success(headers: dict[str, str]) -> None:
    with odd_server(handshake_then(Say(201, ENVELOPE, headers))) as server:
        assert isinstance(send(server), Unreachable)


PORTALS: list[Answering] = [
    lambda _: Say(200, b"<html>log in</html>"),
    lambda _: Say(302, b"", {"Location": "http://portal.invalid/"}),
    lambda _: Say(302, b"", {"Location": "/submission"}),
    handshake_then(Say(200, b"<html>log in</html>")),
    handshake_then(Say(201, b"<html>log in</html>")),
    handshake_then(Say(302, b"", {"Location": "/login"})),
    handshake_then(Say(307, b"", {"Location": "http://portal.invalid/"})),
]


@pytest.mark.parametrize("answering", PORTALS)
def test_a_portal_is_never_success(answering: Answering) -> None:
    with odd_server(answering) as server:
        assert isinstance(send(server), Unreachable)


def test_a_portal_gets_no_attachment() -> None:
    with odd_server(PORTALS[0]) as server:
        send(server, files=1, size=100_000)
    assert server.methods() == ["HEAD"]


def test_a_place_that_is_no_address_is_never_gone_to() -> None:
    with odd_server(handshake_then(Say(), Location="http://[::1")) as server:
        assert send(server) == Unreachable("redirect")
    assert server.methods() == ["HEAD"]


def test_a_redirect_on_the_same_host_is_followed_with_the_whole_body() -> None:
    def answering(seen: Seen) -> Say:
        if seen.method == "HEAD":
            return Say(204, b"", {"X-OpenRosa-Version": "1.0"})
        moved = Say(307, b"", {"Location": "/moved"})
        return Say() if seen.path == "/moved" else moved

    with odd_server(answering) as server:
        assert send(server, files=1, size=70_000) == Accepted(201, "ok")
    assert len(server.seen[2].body) > 70_000


def test_a_password_travels_as_basic_on_this_machine() -> None:
    with odd_server(handshake_then(Say())) as server:
        assert isinstance(send(server, user="li"), Accepted)
    assert server.seen[0].headers["Authorization"].startswith("Basic ")


def test_digest_is_answered_with_digest_and_the_body_is_sent_whole() -> None:
    challenge = {"WWW-Authenticate": 'Digest realm="r", nonce="n", qop="auth", algorithm=MD5'}

    def answering(seen: Seen) -> Say:
        if not seen.headers.get("Authorization", "").startswith("Digest "):
            return Say(401, b"", challenge)
        return handshake_then(Say())(seen)

    with odd_server(answering) as server:
        assert isinstance(send(server, user="li", files=1, size=70_000), Accepted)
    assert len(server.seen[-1].body) > 70_000
    assert 'username="li"' in server.seen[-1].headers["Authorization"]


def test_basic_is_never_sent_where_others_can_read_it(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[requests.PreparedRequest] = []

    def refuse(
        _: requests.Session, request: requests.PreparedRequest, **__: object
    ) -> requests.Response:
        sent.append(request)
        raise requests.ConnectionError

    monkeypatch.setattr(requests.Session, "send", refuse)
    assert isinstance(send("http://exchange.invalid", user="li"), Unreachable)
    assert "Authorization" not in sent[0].headers
    send("https://exchange.invalid", user="li")
    assert "Authorization" in sent[1].headers


def test_no_proxy_is_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with odd_server(handshake_then(Say())) as server:
        assert isinstance(send(server), Accepted)


FAULTS: list[tuple[Callable[[], Fault], str]] = [
    (lambda: Fault(refuse=True), "cut"),
    (lambda: Fault(silent=True), "timeout"),
    (lambda: Fault(cut_up=20), "cut"),
    (lambda: Fault(answer=PORTAL), "no envelope"),
    (lambda: Fault(answer=b"\x16\x03\x01garbage\r\n\r\n"), "cut"),
    (lambda: Fault(answer=status(502)), "status 502"),
]


@pytest.mark.parametrize(("choose", "cause"), FAULTS)
def test_every_fault_of_the_line_is_told_by_its_cause(
    choose: Callable[[], Fault], cause: str
) -> None:
    with odd_server(handshake_then(Say())) as server, fault_proxy(server.url, choose) as proxy:
        assert send(proxy.url) == Unreachable(cause)
    assert "POST" not in server.methods()


@pytest.mark.parametrize("place", range(1, 330, 9))
def test_an_answer_cut_anywhere_is_no_proof_either_way(place: int) -> None:
    with (
        odd_server(handshake_then(Say())) as server,
        fault_proxy(server.url, lambda: Fault(cut_down=place)) as proxy,
    ):
        assert isinstance(send(proxy.url), Unreachable)


def test_nobody_listening_is_refused_connection_and_a_wrong_name_is_dns() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert send(f"http://127.0.0.1:{port}") == Unreachable("refused connection")
    assert send("http://exchange.invalid") == Unreachable("dns")


def test_the_server_may_deny_after_a_friendly_handshake() -> None:
    with odd_server(handshake_then(Say(401, b'{"message":"no"}'))) as server:
        assert send(server) == Denied(401, "no")


def test_a_damaged_attachment_is_for_a_person_to_decide() -> None:
    with odd_server(handshake_then(Say())) as server:
        exchange = connect(Link(LinkKind.OPENROSA, server.url, server.url), patience=QUICK)
        short = ParcelFile("a.jpg", "image/jpeg", 99, "", lambda: io.BytesIO(b"1"))
        outcome = exchange.send(Parcel("uuid:1", "f", XML, (short,)))
        exchange.close()
    assert isinstance(outcome, Refused)


def form_server(xml: bytes, digest: str, host: str = "") -> Answering:
    """A server with one form; ``host`` is what it believes its own name to be."""
    listing = (
        '<xforms xmlns="http://openrosa.org/xforms/xformsList"><xform><formID>f</formID>'
        f"<name>F</name><version>1</version><hash>{digest}</hash>"
        f"<downloadUrl>{host}/f.xml</downloadUrl></xform></xforms>"
    ).encode()
    return lambda seen: Say(200, listing if seen.path == "/formList" else xml)


def test_a_form_whose_hash_is_wrong_is_not_taken() -> None:
    right = "md5:" + hashlib.md5(b"<f/>", usedforsecurity=False).hexdigest()
    for digest, good in ((right, True), ("md5:" + "0" * 32, False)):
        with odd_server(form_server(b"<f/>", digest, "http://central.invalid")) as server:
            exchange = connect(Link(LinkKind.OPENROSA, server.url, server.url), patience=QUICK)
            (listing,) = exchange.forms()
            if good:
                assert exchange.download_form(listing) == (b"<f/>", {})
            else:
                with pytest.raises(ExchangeError):
                    exchange.download_form(listing)
            exchange.close()


def test_a_portals_page_is_no_form_list() -> None:
    with odd_server(lambda _: Say(200, b"<html/>")) as server:
        with pytest.raises(ExchangeError) as caught:
            use_openrosa(server.url, "T-01")
        assert caught.value.outcome == Unreachable("no xforms")


def test_media_cannot_name_a_place_outside() -> None:
    manifest = (
        b'<manifest xmlns="http://openrosa.org/xforms/xformsManifest"><mediaFile>'
        b"<filename>../a</filename><downloadUrl>/a</downloadUrl></mediaFile></manifest>"
    )
    with odd_server(lambda _: Say(200, manifest)) as server:
        exchange = connect(Link(LinkKind.OPENROSA, server.url, server.url), patience=QUICK)
        listing = FormListing("f", "1", "F", "", f"{server.url}/f", f"{server.url}/m")
        with pytest.raises(ExchangeError) as caught:
            exchange.download_form(listing)
        exchange.close()
    assert isinstance(caught.value.outcome, Refused)


@pytest.mark.parametrize("url", ["ftp://x", "x", "http://", "http://u:p@x", "http://x:99999"])
def test_an_address_that_cannot_be_used_is_refused_before_anything_is_sent(url: str) -> None:
    with pytest.raises(LinkError):
        use_openrosa(url, "T-01")


def test_the_envelope_of_the_tests_is_the_envelope_of_the_standard() -> None:
    assert b'xmlns="http://openrosa.org/http/response"' in ENVELOPE
