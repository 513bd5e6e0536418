"""Belonging to a centre: enrolling, remembering it in the encrypted store, renewing in time."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from kiosk.codes import testissuer
from kiosk.settings import Settings
from offline.exchange.enrolment import enrol, renew, renewal_due, use_openrosa
from offline.exchange.joined import JoinedExchange, connect
from offline.exchange.line import Network
from offline.exchange.link import Link, LinkKind, clean_url, is_loopback, read_link, write_link
from offline.exchange.port import Capability, ExchangeError, Unsupported
from offline.records import IssuerKey
from offline.store.port import Store
from offline.sync import forget_exchange

ROOTS: Final = "trust.roots"
RENEWED: Final = "exchange.renewed"
ACTOR: Final = "cli"


def network_of(settings: Settings) -> Network:
    """The way to the centre as the settings have it."""
    return Network(ca_file=settings.ca_file, proxy=settings.proxy)


def open_exchange(store: Store, settings: Settings) -> JoinedExchange | None:
    """The exchange this terminal is enrolled at, or none. Makes no request."""
    link = read_link(store.notes)
    return connect(link, network=network_of(settings)) if link else None


def enrol_at(store: Store, url: str, code: str, settings: Settings) -> Link:
    """Enrol this terminal at a service API; nothing changes if it does not agree (LinkError)."""
    terminal = store.notes.get("terminal.id") or settings.terminal
    link = enrol(url, code, terminal, network=network_of(settings))
    keep_link(store, link, settings)
    return link


def use_openrosa_at(store: Store, url: str, user: str, password: str, settings: Settings) -> Link:
    """Use a server with OpenRosa alone; its formList must answer (LinkError, ExchangeError)."""
    terminal = store.notes.get("terminal.id") or settings.terminal
    link = use_openrosa(url, terminal, user=user, password=password, network=network_of(settings))
    keep_link(store, link, settings)
    return link


def renew_when_due(store: Store, settings: Settings, now: datetime) -> bool:
    """Renew an enrolment that runs out within a month, asked once a day; whether it was renewed.

    What goes wrong changes nothing: the enrolment lasts, and tomorrow is another day.
    """
    link = read_link(store.notes)
    today = now.date().isoformat()
    if link is None or not renewal_due(link, now) or store.notes.get(RENEWED) == today:
        return False
    store.notes.put(RENEWED, today)
    try:
        fresh = renew(link, network=network_of(settings))
    except ExchangeError as error:
        why = error.outcome.capability if isinstance(error.outcome, Unsupported) else "refused"
        store.audit.record(ACTOR, "renew", detail=why)
        return False
    with store.transaction():
        write_link(store.notes, fresh)
        store.audit.record(ACTOR, "renew", detail=fresh.expires)
    return True


def keep_link(store: Store, link: Link, settings: Settings) -> None:
    """Remember an enrolment; another exchange begins without the old one's memory.

    The roots of sealed documents are pinned now, over the same TLS that the enrolment trusted.
    """
    before = read_link(store.notes)
    roots = _roots_of(link, settings)
    with store.transaction():
        if before is None or before.url != link.url:
            forget_exchange(store.notes)
            store.notes.take(ROOTS)
        if roots:
            store.notes.put(ROOTS, roots)
        store.notes.take(RENEWED)
        write_link(store.notes, link)
        store.audit.record(ACTOR, "enrol", detail=link.kind.value)


def trust_roots(store: Store) -> tuple[bytes, ...]:
    """The pinned root certificates (PEM)."""
    pinned = store.notes.get(ROOTS)
    return (pinned.encode(),) if pinned else ()


def demonstration_keys(store: Store) -> tuple[IssuerKey, ...]:
    """The test issuer's key, trusted only by a terminal that belongs to no real exchange."""
    link = read_link(store.notes)
    real = link is not None and not (
        link.kind is LinkKind.SERVICE and is_loopback(clean_url(link.url))
    )
    pinned = store.trust.keys()
    key = testissuer.issuer_key()
    known = any(one.key_id == key.key_id for one in pinned)
    return () if real or known else (key,)


def _roots_of(link: Link, settings: Settings) -> str:
    server = connect(link, network=network_of(settings))
    try:
        if Capability.CERTIFICATES not in server.capabilities():
            return ""
        return server.trust_roots().decode()
    finally:
        server.close()
