"""Which centre this terminal belongs to and how it proves who it is: plain data, kept as notes."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit


class LinkError(ValueError):
    """An address or credential that cannot be used; says which and why, without the secret."""


class LinkKind(StrEnum):
    """Whether the centre speaks the service API too, or OpenRosa alone."""

    SERVICE = "service"
    OPENROSA = "openrosa"


class NoteBook(Protocol):
    """The part of ``Store.notes`` that a link needs."""

    def get(self, name: str) -> str | None: ...
    def put(self, name: str, value: str) -> None: ...
    def take(self, name: str) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Link:
    """An enrolment. ``url`` is the service API's root, or the OpenRosa server's for that kind.

    ``openrosa`` is where formList and submission live. ``key`` (PEM) was made here, ``certificate``
    is the centre's word for it, ``signer`` the key of its lists, ``expires`` an RFC 3339 time.
    Secrets never show in a repr.
    """

    kind: LinkKind
    url: str
    openrosa: str
    terminal: str = ""
    token: str = field(default="", repr=False)
    user: str = ""
    password: str = field(default="", repr=False)
    key: str = field(default="", repr=False)
    certificate: str = field(default="", repr=False)
    expires: str = ""
    signer: str = field(default="", repr=False)


NOTES: Mapping[str, str] = MappingProxyType(
    {
        "kind": "exchange.kind",
        "url": "exchange.url",
        "openrosa": "exchange.openrosa",
        "terminal": "terminal.id",
        "token": "exchange.token",
        "user": "exchange.user",
        "password": "exchange.password",
        "key": "exchange.key",
        "certificate": "exchange.certificate",
        "expires": "exchange.expires",
        "signer": "exchange.signer",
    }
)


def write_link(notes: NoteBook, link: Link) -> None:
    """Remember an enrolment; what it does not have is forgotten."""
    for name, note in NOTES.items():
        value = str(getattr(link, name))
        if value:
            notes.put(note, value)
        else:
            notes.take(note)


def read_link(notes: NoteBook) -> Link | None:
    """The enrolment in force, None if this terminal was never enrolled."""
    found = {name: notes.get(note) or "" for name, note in NOTES.items()}
    if not found["url"] or not found["kind"]:
        return None
    return Link(kind=LinkKind(found.pop("kind")), **found)


def clean_url(text: str) -> str:
    """An http(s) address without query, fragment, user or trailing slash (LinkError).

    IPv6 literals keep their brackets. A password inside an address is refused: it would be logged.
    """
    try:
        parts = urlsplit(text.strip())
    except ValueError as error:
        raise LinkError("an IPv6 address stands in brackets, like http://[::1]:8080") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise LinkError(f"not an http or https address: {parts.scheme}://{parts.hostname or ''}")
    if parts.username or parts.password:
        raise LinkError("user and password do not belong in the address")
    try:
        parts.port  # noqa: B018 — reading it is what checks it
    except ValueError as error:
        raise LinkError("the port is not a number from 1 to 65535") from error
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), "", ""))


def is_loopback(url: str) -> bool:
    """Whether an address names this machine."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_private(url: str) -> bool:
    """Whether what is sent cannot be read on the way: HTTPS, or this machine itself."""
    return urlsplit(url).scheme == "https" or is_loopback(url)


def same_host(one: str, other: str) -> bool:
    """Whether two addresses are one server; going up to HTTPS on the same name counts."""
    try:
        a, b = urlsplit(one), urlsplit(other)
    except ValueError:  # a bracket without its other half
        return False
    if a.hostname != b.hostname:
        return False
    if a.scheme == b.scheme:
        return _port(one) == _port(other)
    return (b.scheme, a.scheme) == ("http", "https") and (_port(other), _port(one)) == (80, 443)


def _port(url: str) -> int:
    parts = urlsplit(url)
    return parts.port or (443 if parts.scheme == "https" else 80)
