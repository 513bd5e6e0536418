"""Enrolment as a terminal and a centre live it: key, certificate, revocation, renewal, TLS."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.enrolment import enrol_at, open_exchange, renew_when_due
from kiosk.sandbox.registry import registry_in
from kiosk.settings import Settings
from kiosk.words import outcome
from offline.exchange.device import Identity, belongs, client_context, new_key, signing_request
from offline.exchange.enrolment import enrol, renew, renewal_due
from offline.exchange.joined import JoinedExchange, connect
from offline.exchange.line import Network
from offline.exchange.link import LinkError, read_link
from offline.exchange.port import Accepted, Denied, ExchangeError, Parcel, Refused, Unreachable
from tests.fakes.store import FakeStore
from tests.fault_proxy import Fault, fault_proxy
from tests.odd_server import Say, odd_server
from tests.sandbox_server import PATIENCE, RunningSandbox, running_sandbox, submission_xml


@pytest.fixture
def served(tmp_path: Path) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path) as running:
        yield running


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path, tls=True) as running:
        yield running


def why(exchange: JoinedExchange) -> Denied | Unreachable | Refused:
    with pytest.raises(ExchangeError) as caught:
        exchange.cases("")
    exchange.close()
    found = caught.value.outcome
    assert isinstance(found, Denied | Unreachable | Refused)
    return found


def pinned(served: RunningSandbox) -> Network:
    return Network(ca_file=str(served.sandbox.registry.ca))


def test_the_key_is_made_here_and_certified_there(served: RunningSandbox) -> None:
    link = enrol(served.url, "SANDBOX", "T-01")
    assert belongs(link.certificate, link.key)
    assert link.key not in repr(link)
    certificate = x509.load_pem_x509_certificate(link.certificate.encode())
    assert certificate.subject.rfc4514_string() == "CN=T-01"
    assert not belongs(link.certificate, new_key())
    (row,) = served.sandbox.ledger.rows("SELECT * FROM terminals")
    assert link.token not in str(dict(row))


def test_a_code_enrols_one_terminal_once_under_its_name(served: RunningSandbox) -> None:
    made = requests.post(
        f"{served.url}/v1/enrolment-codes", json={"terminal": "LW-K07"}, timeout=5
    ).json()
    assert enrol(served.url, made["code"], "T-01").terminal == "LW-K07"
    with pytest.raises(LinkError, match="used before"):
        enrol(served.url, made["code"], "T-01")


@pytest.mark.parametrize("request_text", ["nonsense", "-----BEGIN CERTIFICATE REQUEST-----\nAA=="])
def test_a_request_that_proves_nothing_uses_no_code_up(
    served: RunningSandbox, request_text: str
) -> None:
    made = requests.post(f"{served.url}/v1/enrolment-codes", json={}, timeout=5).json()
    told = {"code": made["code"], "request": request_text}
    answer = requests.post(f"{served.url}/v1/enrolments", json=told, timeout=5)
    assert answer.status_code == 422
    assert enrol(served.url, made["code"], "T-01").terminal == "T-01"


def test_a_revoked_terminal_is_told_so_whatever_it_asks(served: RunningSandbox) -> None:
    link, exchange = served.enrolled()
    requests.post(f"{served.url}/v1/terminals/T-01/revocation", timeout=5).raise_for_status()
    sent = exchange.send(Parcel("uuid:1", "allowance", submission_xml("uuid:1")))
    assert (isinstance(sent, Denied) and sent.reason) == "revoked"
    told = why(exchange)
    assert (isinstance(told, Denied) and told.reason) == "revoked"
    assert "注销" in outcome(told)
    by_path = connect(replace(link, openrosa=f"{served.url}/key/{link.token}"), patience=PATIENCE)
    refused = by_path.send(Parcel("uuid:2", "allowance", submission_xml("uuid:2")))
    by_path.close()
    assert isinstance(refused, Denied)


def test_an_enrolment_is_renewed_in_time_by_the_same_key_only(served: RunningSandbox) -> None:
    link = enrol(served.url, "SANDBOX", "T-01")
    now = datetime.now(UTC)
    assert not renewal_due(link, now)
    assert renewal_due(link, now + timedelta(days=61))
    fresh = renew(link)
    assert (fresh.terminal, fresh.key, fresh.token != link.token) == ("T-01", link.key, True)
    for one in (link, fresh):
        exchange = connect(one, patience=PATIENCE)
        assert exchange.cases("").cases == ()
        exchange.close()
    with pytest.raises(ExchangeError) as caught:
        renew(replace(link, key=new_key(), certificate=""))
    assert isinstance(caught.value.outcome, Refused)


def test_an_enrolment_that_ran_out_lets_nobody_in_but_can_be_renewed_for_a_month(
    served: RunningSandbox,
) -> None:
    link = enrol(served.url, "SANDBOX", "T-01")
    ended = (datetime.now(UTC) - timedelta(days=5)).isoformat()
    served.sandbox.ledger.run("UPDATE terminals SET expires = ?", ended)
    told = why(connect(link, patience=PATIENCE))
    assert (isinstance(told, Denied) and told.reason) == "expired"
    assert "过期" in outcome(told)
    assert connect(renew(link), patience=PATIENCE).cases("").cases == ()
    served.sandbox.ledger.run(
        "UPDATE terminals SET expires = ?", (datetime.now(UTC) - timedelta(days=31)).isoformat()
    )
    with pytest.raises(ExchangeError):
        renew(link)


def test_a_store_remembers_its_enrolment_and_renews_it_once_a_day(served: RunningSandbox) -> None:
    store, settings = FakeStore(), Settings()
    enrol_at(store, served.url, "SANDBOX", settings)
    before = read_link(store.notes)
    assert before is not None
    now = datetime.now(UTC)
    assert not renew_when_due(store, settings, now)
    later = now + timedelta(days=70)
    assert renew_when_due(store, settings, later)
    after = read_link(store.notes)
    assert after is not None
    assert (after.token != before.token, after.key) == (True, before.key)
    assert not renew_when_due(store, settings, later)
    exchange = open_exchange(store, settings)
    assert exchange is not None
    assert exchange.cases("").cases == ()
    exchange.close()


def test_what_a_renewal_cannot_do_changes_nothing(served: RunningSandbox) -> None:
    store, settings = FakeStore(), Settings()
    enrol_at(store, served.url, "SANDBOX", settings)
    before = read_link(store.notes)
    served.sandbox.terminals.revoke(settings.terminal)
    assert not renew_when_due(store, settings, datetime.now(UTC) + timedelta(days=70))
    assert read_link(store.notes) == before


def test_over_tls_a_token_goes_with_its_certificate_or_not_at_all(secure: RunningSandbox) -> None:
    network = pinned(secure)
    link = enrol(secure.url, "SANDBOX", "T-01", network=network)
    exchange = connect(link, network=network, patience=PATIENCE)
    assert exchange.cases("").cases == ()
    sent = exchange.send(Parcel("uuid:1", "allowance", submission_xml("uuid:1")))
    exchange.close()
    assert isinstance(sent, Accepted)
    stolen = why(connect(replace(link, certificate=""), network=network, patience=PATIENCE))
    assert isinstance(stolen, Denied)
    other = enrol(secure.url, "SANDBOX", "T-02", network=network)
    crossed = replace(link, certificate=other.certificate, key=other.key)
    assert isinstance(why(connect(crossed, network=network, patience=PATIENCE)), Denied)
    assert renew(link, network=network).certificate != link.certificate


def test_a_certificate_of_another_authority_ends_at_the_door(
    secure: RunningSandbox, tmp_path: Path
) -> None:
    link = enrol(secure.url, "SANDBOX", "T-01", network=pinned(secure))
    foreign = registry_in(tmp_path / "another")
    certificate, _ = foreign.certify(signing_request(link.key, "T-01"), "T-01")
    crossed = replace(link, certificate=certificate)
    told = why(connect(crossed, network=pinned(secure), patience=PATIENCE))
    assert isinstance(told, Unreachable)


def test_only_the_pinned_authority_is_believed(secure: RunningSandbox, tmp_path: Path) -> None:
    another = registry_in(tmp_path / "another")
    for network in (Network(), Network(ca_file=str(another.ca))):
        with pytest.raises(ExchangeError) as caught:
            enrol(secure.url, "SANDBOX", "T-01", network=network)
        assert caught.value.outcome == Unreachable("tls issuer")
        assert "ca_file" in outcome(caught.value.outcome)


@pytest.mark.parametrize(
    "cut", [cut for at in (1, 90, 700) for cut in (Fault(cut_up=at), Fault(cut_down=at))]
)
def test_a_tls_handshake_cut_anywhere_is_an_unreachable_centre_and_passes(
    secure: RunningSandbox, cut: Fault
) -> None:
    network = pinned(secure)
    link = enrol(secure.url, "SANDBOX", "T-01", network=network)
    cuts = iter([cut])
    with fault_proxy(secure.url.replace("https:", "http:"), lambda: next(cuts, Fault())) as proxy:
        url = proxy.url.replace("http:", "https:")
        through = replace(link, url=url, openrosa=url)
        exchange = connect(through, network=network, patience=PATIENCE)
        parcel = Parcel("uuid:1", "allowance", submission_xml("uuid:1"))
        assert isinstance(exchange.send(parcel), Unreachable)
        assert isinstance(exchange.send(parcel), Accepted)
        exchange.close()
    assert proxy.cuts == 1


@contextmanager
def door(folder: Path, names: str, ends: timedelta) -> Iterator[tuple[str, Network]]:
    """A TLS server whose certificate is for these names and ends then; its CA is pinned."""
    registry = registry_in(folder)
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    authority = x509.load_pem_x509_certificate(registry.ca.read_bytes())
    certificate = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([]))
        .issuer_name(authority.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now + ends)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(names))]), True)
        .sign(registry._ca_key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    chain = folder / "door.pem"
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    chain.write_bytes(certificate.public_bytes(pem) + private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    with odd_server(lambda _: Say(200, b"{}")) as server:
        server.secure(context)
        yield server.url, Network(ca_file=str(registry.ca))


@pytest.mark.parametrize(
    ("names", "ends", "cause", "word"),
    [
        ("127.0.0.9", timedelta(days=9), "tls host", "地址"),
        ("127.0.0.1", timedelta(days=-9), "tls expired", "过期"),
    ],
)
def test_a_wrong_certificate_of_the_right_authority_is_refused_in_clear_words(
    tmp_path: Path, names: str, ends: timedelta, cause: str, word: str
) -> None:
    with door(tmp_path, names, ends) as (url, network), pytest.raises(ExchangeError) as caught:
        enrol(url, "SANDBOX", "T-01", network=network)
    assert caught.value.outcome == Unreachable(cause)
    assert word in outcome(caught.value.outcome)


def test_plain_http_behind_an_https_address_is_no_exchange(served: RunningSandbox) -> None:
    with pytest.raises(ExchangeError) as caught:
        enrol(served.url.replace("http:", "https:"), "SANDBOX", "T-01")
    assert caught.value.outcome == Unreachable("no tls")


def test_the_private_key_never_lies_open_in_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen: list[bytes] = []
    real = ssl.SSLContext.load_cert_chain

    def looking(self: ssl.SSLContext, name: str, *rest: object, **named: object) -> None:
        seen.append(Path(name).read_bytes())
        assert Path(name).stat().st_mode & 0o077 == 0
        real(self, name, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(ssl.SSLContext, "load_cert_chain", looking)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    key = new_key()
    certificate, _ = registry_in(tmp_path / "r").certify(signing_request(key, "T"), "T")
    client_context(Identity(certificate, key))
    assert b"ENCRYPTED PRIVATE KEY" in seen[0]
    assert key.encode().splitlines()[1] not in seen[0]
    assert list(tmp_path.glob("*.pem")) == []


def test_a_proxy_is_used_only_where_it_is_set(
    served: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert enrol(served.url, "SANDBOX", "T-01").terminal == "T-01"
    for proxy in ("environment", "http://127.0.0.1:9"):
        with pytest.raises(ExchangeError) as caught:
            enrol("https://centre.example", "SANDBOX", "T-01", network=Network(proxy=proxy))
        assert caught.value.outcome == Unreachable("proxy")
        enrol(served.url, "SANDBOX", "T-01", network=Network(proxy=proxy))
