"""A centre in memory that keeps the promises of the Exchange port, and fails when told to."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Final

from offline.exchange.answers import parse_xml
from offline.exchange.lists import HeardEntity
from offline.exchange.port import (
    Accepted,
    Capability,
    CasePage,
    CataloguePage,
    Command,
    Conflict,
    Denied,
    EntityListing,
    EntityPage,
    ExchangeError,
    FormListing,
    FormMissing,
    Health,
    Online,
    Parcel,
    Rating,
    Refused,
    RevocationPage,
    SendOutcome,
    Unreachable,
    Unsupported,
)
from offline.records import Case, CaseState, IssuerKey, ServiceItem

NOON: Final = datetime(2026, 11, 21, 12, tzinfo=UTC)
ALL: Final = frozenset(Capability)


@dataclass
class FakeExchange:
    """``answers`` are given to the next sends instead of the true ones, whether the submission is
    kept (``lose_answer``) or not; ``down`` and ``denied`` hold for every question until changed.
    """

    published: dict[str, tuple[FormListing, bytes, Mapping[str, bytes]]] = field(
        default_factory=dict
    )
    items: tuple[ServiceItem, ...] = ()
    keys: tuple[IssuerKey, ...] = ()
    offered: frozenset[Capability] = ALL
    printing: frozenset[str] = frozenset()
    answers: deque[SendOutcome] = field(default_factory=deque)
    lose_answers: int = 0
    down: str = ""
    denied: int = 0
    bytes_held: dict[str, bytes] = field(default_factory=dict)
    files_held: dict[str, dict[str, bytes]] = field(default_factory=dict)
    sends: list[str] = field(default_factory=list)
    ratings: dict[str, Rating] = field(default_factory=dict)
    help_calls: list[str] = field(default_factory=list)
    healths: list[Health] = field(default_factory=list)
    commands: list[Command] = field(default_factory=list)
    diagnoses: dict[int, bytes] = field(default_factory=dict)
    lists: dict[str, list[HeardEntity | str]] = field(default_factory=dict)
    revoked: list[bytes] = field(default_factory=list)
    page: int = 100
    probes: int = 0
    ahead: float | None = None
    _cases: list[Case] = field(default_factory=list)
    _told: list[dict[str, ServiceItem]] = field(default_factory=list)

    @property
    def clock_offset(self) -> float | None:
        return self.ahead

    def capabilities(self) -> frozenset[Capability]:
        self._open()
        return self.offered

    def policy(self) -> frozenset[str]:
        return frozenset()

    def probe(self) -> None:
        self.probes += 1
        self._open()

    def send(self, parcel: Parcel) -> SendOutcome:
        self.sends.append(parcel.instance_id)
        if self.down:
            return Unreachable(self.down)
        if self.denied:
            return Denied(self.denied, "no rights here")
        if self.answers:
            return self.answers.popleft()
        outcome = self._take(parcel)
        if self.lose_answers and isinstance(outcome, Accepted):
            self.lose_answers -= 1
            return Unreachable("cut")
        return outcome

    def send_all(self, parcels: Iterator[Parcel]) -> Iterator[list[tuple[Parcel, SendOutcome]]]:
        for parcel in parcels:
            yield [(parcel, self.send(parcel))]

    def _take(self, parcel: Parcel) -> SendOutcome:
        form_id = parse_xml(parcel.xml).get("id", "")
        if self.published and form_id not in self.published:
            return FormMissing("no such form")
        if self.bytes_held.get(parcel.instance_id, parcel.xml) != parcel.xml:
            return Conflict("different XML")
        if parcel.instance_id not in self.bytes_held:
            self._open_case(parcel.instance_id, form_id)
        self.bytes_held[parcel.instance_id] = parcel.xml
        for file in parcel.files:
            with file.open() as stream:
                data = stream.read()
            self.files_held.setdefault(parcel.instance_id, {})[file.name] = data
            parcel.on_sent(file.name)
        return Accepted(201, "taken")

    def _open_case(self, instance_id: str, form_id: str) -> None:
        case = Case(
            instance_id,
            CaseState.ACCEPTED,
            number=f"20261121{len(self._cases) + 1:06d}",
            department="云溪镇民政办",
            deadline=date(2026, 12, 13),
            accepted=NOON,
            updated=NOON,
        )
        self._cases.append(case)
        if form_id in self.printing:
            done = replace(case, state=CaseState.DONE, has_certificate=True)
            self._cases.append(done)

    def forms(self) -> Sequence[FormListing]:
        self._open()
        return [listing for listing, _, _ in self.published.values()]

    def download_form(self, listing: FormListing) -> tuple[bytes, Mapping[str, bytes]]:
        self._open()
        _, xml, media = self.published[listing.form_id]
        return xml, media

    def entity_lists(self) -> Sequence[EntityListing]:
        self._open()
        return [EntityListing(name, str(len(told)), "", "") for name, told in self.lists.items()]

    def entity_list(self, listing: EntityListing) -> bytes:
        self._open()
        rows = [heard.entity for heard in self._entities(listing.dataset)]
        lines = [f"{one.id},{one.label},{one.version}" for one in rows]
        return "\n".join(["name,label,__version", *lines, ""]).encode()

    def deleted_entities(self, listing: EntityListing, ids: Sequence[str]) -> frozenset[str]:
        self._open()
        return frozenset(ids) & self._gone(listing.dataset, 0)

    def entity_changes(self, dataset: str, cursor: str) -> EntityPage:
        """``lists`` are journals: an entity changed, or the id of one that is gone."""
        self._open()
        told, start = self.lists.get(dataset, []), int(cursor or 0)
        end = min(start + self.page, len(told))
        changed = {h.entity.id: h for h in told[start:end] if isinstance(h, HeardEntity)}
        gone = self._gone(dataset, start, end)
        return EntityPage(
            tuple(h for h in changed.values() if h.entity.id not in gone),
            tuple(sorted(gone)),
            str(end),
            more=end < len(told),
        )

    def _entities(self, dataset: str) -> list[HeardEntity]:
        return list(self.entity_changes(dataset, "").entities)

    def _gone(self, dataset: str, start: int, end: int | None = None) -> frozenset[str]:
        return frozenset(
            one for one in self.lists.get(dataset, [])[start:end] if isinstance(one, str)
        )

    def online(self) -> Online:
        """Who needs a counter is tested with the sandbox."""
        raise ExchangeError(Unsupported("service api"))

    def issuer_keys(self) -> Sequence[IssuerKey]:
        self._open()
        return self.keys

    def catalogue(self) -> Sequence[ServiceItem]:
        self._open()
        return self.items

    def catalogue_changes(self, cursor: str) -> CataloguePage:
        """The cursor spells the ids that were told before."""
        self._open()
        known = {} if not cursor else dict(self._told[int(cursor)])
        changed = [item for item in self.items if known.get(item.id) != item][: self.page]
        gone = tuple(known.keys() - {item.id for item in self.items})
        known = {key: item for key, item in known.items() if key not in gone}
        known.update({item.id: item for item in changed})
        self._told.append(known)
        more = len(known) < len(self.items)
        return CataloguePage(tuple(changed), gone, str(len(self._told) - 1), more)

    def revocations(self, cursor: str) -> RevocationPage:
        self._open()
        place = int(cursor or 0)
        page = tuple(self.revoked[place : place + self.page])
        end = place + len(page)
        return RevocationPage(page, str(end), end < len(self.revoked))

    def cases(self, cursor: str) -> CasePage:
        """One case a page, so that an acceptance is always seen before its certificate."""
        self._open()
        place = int(cursor or 0)
        page = tuple(self._cases[place : place + 1])
        return CasePage(page, str(place + len(page)))

    def held(self, instance_ids: Sequence[str]) -> frozenset[str]:
        self._open()
        return frozenset(instance_ids) & self.bytes_held.keys()

    def certificate(self, instance_id: str) -> bytes:
        self._open()
        if not any(c.instance_id == instance_id and c.has_certificate for c in self._cases):
            raise ExchangeError(FormMissing("no certificate"))
        return b"%PDF-1.7 of " + instance_id.encode()

    def trust_roots(self) -> bytes:
        self._open()
        return b"-----BEGIN CERTIFICATE-----\nZmFrZQ==\n-----END CERTIFICATE-----\n"

    def rate(self, rating: Rating) -> None:
        self._open()
        if not 1 <= rating.level <= 5:
            raise ExchangeError(Refused(422, "no such level"))
        self.ratings.setdefault(rating.instance_id, rating)

    def call_help(self, page: str) -> None:
        self._open()
        self.help_calls.append(page)

    def heartbeat(self, health: Health) -> Sequence[Command]:
        self._open()
        self.healths.append(health)
        return [one for one in self.commands if one.number > health.heard]

    def send_diagnosis(self, number: int, packed: bytes) -> None:
        self._open()
        self.diagnoses[number] = packed

    def _open(self) -> None:
        if self.down:
            raise ExchangeError(Unreachable(self.down))
        if self.denied:
            raise ExchangeError(Denied(self.denied, "no rights here"))
