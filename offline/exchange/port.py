"""The Exchange port: what the client asks of the centre, and the closed set of its answers.

Adapters: ``openrosa`` (forms, submissions) and ``service`` (everything OpenRosa lacks), joined by
one class. A server without the service API answers ``capabilities`` with an empty set and the
methods it lacks are not called. Every method blocks; none retries, sleeps or touches the store.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from offline.exchange.capability import Capability
from offline.exchange.lists import EntityListing, EntityPage
from offline.exchange.online import Online
from offline.exchange.outcomes import (
    Accepted,
    Conflict,
    Denied,
    ExchangeError,
    FormMissing,
    QuestionOutcome,
    Refused,
    SendOutcome,
    Unreachable,
    Unsupported,
)
from offline.exchange.parcel import Parcel, ParcelFile, UnreadableFileError
from offline.records import Case, IssuerKey, ServiceItem

__all__ = [
    "Accepted",
    "Capability",
    "CasePage",
    "CataloguePage",
    "Command",
    "Conflict",
    "Denied",
    "EntityListing",
    "EntityPage",
    "Exchange",
    "ExchangeError",
    "FormListing",
    "FormMissing",
    "Health",
    "Online",
    "Parcel",
    "ParcelFile",
    "QuestionOutcome",
    "Rating",
    "Refused",
    "RevocationPage",
    "SendOutcome",
    "Unreachable",
    "UnreadableFileError",
    "Unsupported",
]


@dataclass(frozen=True, slots=True)
class FormListing:
    """A line of the OpenRosa formList; ``hash`` as given, e.g. ``md5:…``."""

    form_id: str
    version: str
    title: str
    hash: str
    download_url: str
    manifest_url: str = ""


@dataclass(frozen=True, slots=True)
class CasePage:
    """Cases changed since a cursor, the cursor to ask with next, and whether more wait there."""

    cases: tuple[Case, ...]
    cursor: str
    more: bool = False


@dataclass(frozen=True, slots=True)
class Rating:
    """A resident's 好差评 of one case, GB/T 39735 levels 5 (非常满意) to 1."""

    instance_id: str
    level: int
    at: str


@dataclass(frozen=True, slots=True)
class Health:
    """What a heartbeat tells the centre about this terminal.

    ``audit`` anchors the newest entry of its audit log (number, digest): what was anchored cannot
    be rewritten unseen. ``heard`` is the number of the last command that is safely kept here, and
    ``done`` what came of commands carried out since: number → ``ok`` or a short word of why not.
    """

    terminal: str
    version: str
    queue: int
    facts: Mapping[str, str] = field(default_factory=dict)
    audit: tuple[int, str] = (0, "")
    heard: int = 0
    done: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Command:
    """What the centre wants of this terminal; numbers grow, each is told until it was heard.

    ``act`` is what a program can carry out, with its ``facts``: ``say`` (show ``words`` to staff),
    ``sync``, ``refresh`` (lists and forms), ``log`` (send the diagnosis), ``lock``, ``restart`` and
    ``erase`` (``force`` = ``yes``: though something was not sent). Others are refused by name.
    """

    number: int
    words: str
    act: str = "say"
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RevocationPage:
    """Entries revoked since a cursor, six octets each (``kiosk.codes.revocation``)."""

    entries: tuple[bytes, ...]
    cursor: str
    more: bool = False


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """Items new or changed since a cursor, and the ids of those that are no more."""

    items: tuple[ServiceItem, ...]
    gone: tuple[str, ...]
    cursor: str
    more: bool = False


class Exchange(Protocol):
    """The centre, whichever server plays it. All methods but ``send`` raise ExchangeError."""

    @property
    def clock_offset(self) -> float | None:
        """Seconds that the server's clock is ahead of ours; None before the first answer."""
        ...

    def capabilities(self) -> frozenset[Capability]:
        """What the service API offers; empty for a server with OpenRosa alone."""
        ...

    def policy(self) -> frozenset[str]:
        """What the centre asks terminals to tell with their heartbeat: ``mac``; often nothing."""
        ...

    def probe(self) -> None:
        """The cheapest question that only the exchange answers rightly (a few hundred bytes).

        Tells a dead link or a captive portal from one submission's own trouble.
        """
        ...

    def send(self, parcel: Parcel) -> SendOutcome:
        """Send one submission; never raises for what a server or network does."""
        ...

    def send_all(self, parcels: Iterator[Parcel]) -> Iterator[list[tuple[Parcel, SendOutcome]]]:
        """Send several at once; outcomes as they come, some at a time.

        ``parcels`` is advanced in the caller's thread, only when there is room for another.
        """
        ...

    def forms(self) -> Sequence[FormListing]:
        """The formList."""
        ...

    def download_form(self, listing: FormListing) -> tuple[bytes, Mapping[str, bytes]]:
        """A form's XML and its media by file name, hashes checked."""
        ...

    def entity_lists(self) -> Sequence[EntityListing]:
        """The entity lists that the published forms name, each once."""
        ...

    def entity_list(self, listing: EntityListing) -> bytes:
        """A whole list as CSV: ``name`` (the id), ``label``, ``__version``, properties."""
        ...

    def deleted_entities(self, listing: EntityListing, ids: Sequence[str]) -> frozenset[str]:
        """Which of these the centre deleted; a list without them says nothing by that alone.

        Asked at ``integrityUrl`` (UUIDs only); empty where there is none.
        """
        ...

    def entity_changes(self, dataset: str, cursor: str) -> EntityPage:
        """A list by delta, ``cursor`` "" for all of it (needs ``Capability.ENTITIES``)."""
        ...

    def online(self) -> Online:
        """The centre's counter: what is asked while a person waits (Unsupported without one)."""
        ...

    def issuer_keys(self) -> Sequence[IssuerKey]:
        """The issuer keys that service codes are verified with."""
        ...

    def revocations(self, cursor: str) -> RevocationPage:
        """What issuers took back since ``cursor`` ("" for all): keys, subjects, single codes."""
        ...

    def catalogue(self) -> Sequence[ServiceItem]:
        """The service items."""
        ...

    def catalogue_changes(self, cursor: str) -> CataloguePage:
        """Service items by delta; ``cursor`` "" for all of them."""
        ...

    def cases(self, cursor: str) -> CasePage:
        """Cases of this terminal's submissions that changed since ``cursor`` ("" for all)."""
        ...

    def held(self, instance_ids: Sequence[str]) -> frozenset[str]:
        """Which of these instance ids the exchange already holds (for a restored store)."""
        ...

    def certificate(self, instance_id: str) -> bytes:
        """The signed certificate document (PDF) of a finished case."""
        ...

    def trust_roots(self) -> bytes:
        """The root certificates (PEM) under which its certificates are signed; pinned once."""
        ...

    def rate(self, rating: Rating) -> None:
        """Hand in a rating; idempotent by instance id."""
        ...

    def call_help(self, page: str) -> None:
        """Tell the centre that a person at this terminal asked for help."""
        ...

    def heartbeat(self, health: Health) -> Sequence[Command]:
        """Report health; the commands of the centre after the last one heard, in order."""
        ...

    def send_diagnosis(self, number: int, packed: bytes) -> None:
        """Hand in what support may see (a zip), for the command of that number; once is as twice
        (needs ``Capability.DIAGNOSES``).
        """
        ...
