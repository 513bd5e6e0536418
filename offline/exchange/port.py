"""The Exchange port: what the client asks of the centre, and the closed set of its answers.

Adapters: ``openrosa`` (forms, submissions) and ``service`` (everything OpenRosa lacks), joined by
one class. A server without the service API answers ``capabilities`` with an empty set and the
methods it lacks are not called. Every method blocks; none retries, sleeps or touches the store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import BinaryIO, Protocol

from offline.records import Case, IssuerKey, ServiceItem


class Capability(StrEnum):
    """What a service API may offer beyond OpenRosa."""

    ENROL = "enrol"
    KEYS = "keys"
    CATALOGUE = "catalogue"
    CASES = "cases"
    CERTIFICATES = "certificates"
    RATINGS = "ratings"
    HELP = "help"
    HEARTBEAT = "heartbeat"
    HELD = "held"
    PIECES = "pieces"
    REVOCATIONS = "revocations"
    CATALOGUE_CHANGES = "catalogue-changes"


@dataclass(frozen=True, slots=True)
class Accepted:
    """201 or 202 with the OpenRosa envelope: the exchange holds it (FACTS, Exchange)."""

    status: int
    message: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """413 or another 4xx: the server's own words, for a person to decide (quarantine)."""

    status: int
    message: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """409: often a race of the server's, so wait and send the same bytes again."""

    message: str


@dataclass(frozen=True, slots=True)
class FormMissing:
    """404: the form is not there (yet)."""

    message: str


@dataclass(frozen=True, slots=True)
class Denied:
    """401 or 403: this terminal may not; the whole queue pauses and says so."""

    status: int
    message: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """No proof either way: time-out, cut, 5xx, 423, 429, 200 without envelope, foreign redirect.

    ``cause`` is a short lower-case word (``timeout``, ``cut``, ``status 503``, ``no envelope``,
    ``redirect``, ``tls``, ``dns``), ``retry_after`` seconds if the server asked for a pause.
    """

    cause: str
    retry_after: float | None = None


SendOutcome = Accepted | Refused | Conflict | FormMissing | Denied | Unreachable


class ExchangeError(Exception):
    """A question other than ``send`` went unanswered; ``outcome`` says why."""

    def __init__(self, outcome: Unreachable | Denied | Refused | FormMissing) -> None:
        super().__init__(str(outcome))
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class FormListing:
    """A line of the OpenRosa formList; ``hash`` as given, e.g. ``md5:…``."""

    form_id: str
    version: str
    title: str
    hash: str
    download_url: str
    manifest_url: str = ""


class UnreadableFileError(Exception):
    """An attachment's bytes are not what was recorded; ``send`` answers it with ``Refused``."""


@dataclass(frozen=True, slots=True)
class ParcelFile:
    """An attachment to send; ``open`` gives a fresh stream from the start, every time."""

    name: str
    media_type: str
    size: int
    sha256: str
    open: Callable[[], BinaryIO]


def ignore_progress(name: str) -> None:
    """Take no notice of an attachment's arrival."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """Frozen bytes of one submission and its attachments still to be sent.

    ``on_sent`` is called with the name of each attachment that the exchange has confirmed, before
    ``send`` returns, in the thread that sends. ``give_up`` is a ``time.monotonic()`` after which
    the sender waits no longer. ``here`` says that its files can be read in the caller's thread
    only, because they stream out of the store.
    """

    instance_id: str
    form_id: str
    xml: bytes
    files: tuple[ParcelFile, ...] = ()
    on_sent: Callable[[str], None] = ignore_progress
    give_up: float | None = None
    here: bool = False


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
    be rewritten unseen. ``heard`` is the number of the last command that is safely kept here.
    """

    terminal: str
    version: str
    queue: int
    facts: Mapping[str, str] = field(default_factory=dict)
    audit: tuple[int, str] = (0, "")
    heard: int = 0


@dataclass(frozen=True, slots=True)
class Command:
    """What the centre wants of this terminal; numbers grow, each is told until it was heard."""

    number: int
    words: str


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

    def capabilities(self) -> frozenset[Capability]:
        """What the service API offers; empty for a server with OpenRosa alone."""
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
