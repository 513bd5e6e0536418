"""How a terminal comes to belong to a centre, and stays with it: enrolment and its renewal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from offline.exchange.capability import Capability
from offline.exchange.device import belongs, new_key, signing_request
from offline.exchange.joined import connect
from offline.exchange.line import Line, Network
from offline.exchange.link import Link, LinkError, LinkKind, clean_url, is_private
from offline.exchange.outcomes import Denied, ExchangeError, Refused
from offline.exchange.rest import Json, Rest, read, time_of
from offline.exchange.signed import Signer

RENEW_BEFORE: Final = timedelta(days=30)


def enrol(url: str, code: str, terminal: str, *, network: Network | None = None) -> Link:
    """Enrol at a service API by a one-time code (LinkError, ExchangeError).

    The key pair is made here; only the public key is sent.
    """
    root = clean_url(url)
    if not is_private(root):
        raise LinkError("enrolment needs https, except on this machine itself")
    line = Line(root, None, network or Network())
    try:
        rest, key = Rest(line), new_key()
        if Capability.ENROL not in rest.capabilities():
            raise LinkError("this server enrols no terminals")
        given = _ask(rest, code, terminal, signing_request(key, terminal))
    finally:
        line.close()
    return read(lambda entry: _link(root, entry, key), given)


def renewal_due(link: Link, now: datetime) -> bool:
    """Whether an enrolment runs out within a month; one without an end never does."""
    return bool(link.expires) and time_of(link.expires) - now < RENEW_BEFORE


def renew(link: Link, *, network: Network | None = None) -> Link:
    """The same enrolment for longer, proved by the same key (ExchangeError).

    The old token goes on until its end, so an answer that is lost costs nothing.
    """
    exchange = connect(link, network=network)
    try:
        given = exchange.renew(signing_request(link.key, link.terminal))
    finally:
        exchange.close()
    return read(lambda entry: _renewed(link, entry), given)


def use_openrosa(
    url: str, terminal: str, *, user: str = "", password: str = "", network: Network | None = None
) -> Link:
    """Use a server with OpenRosa alone; its formList must answer (LinkError, ExchangeError)."""
    root = clean_url(url)
    link = Link(LinkKind.OPENROSA, root, root, terminal, user=user, password=password)
    exchange = connect(link, network=network)
    try:
        exchange.forms()
    finally:
        exchange.close()
    return link


def _ask(rest: Rest, code: str, terminal: str, request: str) -> Json:
    told = {"code": code, "terminal": terminal, "request": request}
    try:
        return rest.json("POST", "v1/enrolments", told)
    except ExchangeError as error:
        if isinstance(error.outcome, Denied | Refused):
            raise LinkError(
                f"the exchange does not take this code: {error.outcome.message}"
            ) from error
        raise


def _link(root: str, entry: Mapping[str, Any], key: str) -> Link:
    certificate, signer = str(entry.get("certificate", "")), str(entry.get("signer", ""))
    if certificate and not belongs(certificate, key):
        raise ValueError("a certificate of another key")
    if signer:
        Signer(signer)
    if expires := str(entry.get("expires") or ""):
        time_of(expires)
    return Link(
        kind=LinkKind.SERVICE,
        url=root,
        openrosa=_joined(root, str(entry["openrosa"])),
        terminal=str(entry["terminal"]),
        token=str(entry["token"]),
        key=key,
        certificate=certificate,
        expires=expires,
        signer=signer,
    )


def _renewed(link: Link, entry: Mapping[str, Any]) -> Link:
    fresh = _link(link.url, entry, link.key)
    if fresh.terminal != link.terminal:
        raise ValueError("an enrolment of another terminal")
    return replace(fresh, signer=link.signer or fresh.signer)


def _joined(root: str, openrosa: str) -> str:
    """Where OpenRosa lives: a path below the root; another host would get our token."""
    if "://" in openrosa:
        raise ExchangeError(Denied(0, "the OpenRosa address is on another host"))
    return clean_url(f"{root}/{openrosa.lstrip('/')}") if openrosa.strip("/") else root
