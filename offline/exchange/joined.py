"""The two layers as one Exchange, and the two ways of enrolling. For the composition root."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from requests.auth import AuthBase

from offline.exchange.credentials import auth_for
from offline.exchange.device import Identity
from offline.exchange.flights import Flights, Wave
from offline.exchange.line import Line, Network, Patience
from offline.exchange.link import Link, LinkKind
from offline.exchange.openrosa import OpenRosa
from offline.exchange.pieces import WORTH_IT, Pieces
from offline.exchange.port import (
    Accepted,
    Capability,
    CasePage,
    CataloguePage,
    Command,
    Denied,
    EntityListing,
    EntityPage,
    ExchangeError,
    FormListing,
    Health,
    Online,
    Parcel,
    ParcelFile,
    Rating,
    RevocationPage,
    SendOutcome,
    Unreachable,
    Unsupported,
)
from offline.exchange.rest import Json
from offline.exchange.service import ServiceApi
from offline.records import IssuerKey, ServiceItem


class JoinedExchange:
    """OpenRosa for forms and submissions, the service API for the rest where there is one."""

    def __init__(self, openrosa: OpenRosa, service: ServiceApi | None, line: Line) -> None:
        self._openrosa = openrosa
        self._service = service
        self._line = line
        self._pieces = None if service is None else service.pieces
        self._flights = Flights(self.send, openrosa.ready)

    @property
    def clock_offset(self) -> float | None:
        """Seconds that the server's clock is ahead of ours; None before the first answer."""
        return self._line.clock_offset

    def capabilities(self) -> frozenset[Capability]:
        return frozenset() if self._service is None else self._service.capabilities()

    def probe(self) -> None:
        self._openrosa.probe()

    def send(self, parcel: Parcel) -> SendOutcome:
        """One submission. Big attachments go in pieces where the service API takes them: first the
        answers, so that the centre has them early, then the pieces, then the word that it is whole.
        """
        big = tuple(file for file in parcel.files if file.size > WORTH_IT)
        try:
            self._openrosa.receipts = self._offers(Capability.RECEIPTS)
            pieces = self._pieces if big and self._offers(Capability.PIECES) else None
        except ExchangeError as error:
            outcome = error.outcome
            if isinstance(outcome, Denied | Unreachable):
                return outcome
            return Unreachable("no capabilities")
        return (
            self._openrosa.send(parcel, more=parcel.more)
            if pieces is None
            else self._in_pieces(parcel, big, pieces)
        )

    def _in_pieces(
        self, parcel: Parcel, big: tuple[ParcelFile, ...], pieces: Pieces
    ) -> SendOutcome:
        small = tuple(file for file in parcel.files if file not in big)
        outcome = self._openrosa.send(replace(parcel, files=small), more=True)
        for file in big:
            if not isinstance(outcome, Accepted):
                return outcome
            outcome = pieces.upload(parcel, file) or outcome
            if isinstance(outcome, Accepted):
                parcel.on_sent(file.name)
        if not isinstance(outcome, Accepted):
            return outcome
        return self._openrosa.send(replace(parcel, files=()))

    def _offers(self, capability: Capability) -> bool:
        return self._service is not None and capability in self._service.capabilities()

    def send_all(self, parcels: Iterator[Parcel]) -> Iterator[Wave]:
        return self._flights.send_all(parcels)

    def forms(self) -> Sequence[FormListing]:
        return self._openrosa.forms()

    def download_form(self, listing: FormListing) -> tuple[bytes, Mapping[str, bytes]]:
        return self._openrosa.download_form(listing)

    def entity_lists(self) -> Sequence[EntityListing]:
        return self._openrosa.entity_lists()

    def entity_list(self, listing: EntityListing) -> bytes:
        return self._openrosa.entity_list(listing)

    def deleted_entities(self, listing: EntityListing, ids: Sequence[str]) -> frozenset[str]:
        return self._openrosa.deleted_entities(listing, ids)

    def entity_changes(self, dataset: str, cursor: str) -> EntityPage:
        return self._api().entity_changes(dataset, cursor)

    def online(self) -> Online:
        return self._api().counter

    def issuer_keys(self) -> Sequence[IssuerKey]:
        return self._api().issuer_keys()

    def catalogue(self) -> Sequence[ServiceItem]:
        return self._api().catalogue()

    def catalogue_changes(self, cursor: str) -> CataloguePage:
        return self._api().catalogue_changes(cursor)

    def revocations(self, cursor: str) -> RevocationPage:
        return self._api().revocations(cursor)

    def cases(self, cursor: str) -> CasePage:
        return self._api().cases(cursor)

    def held(self, instance_ids: Sequence[str]) -> frozenset[str]:
        return self._api().held(instance_ids)

    def certificate(self, instance_id: str) -> bytes:
        return self._api().certificate(instance_id)

    def trust_roots(self) -> bytes:
        return self._api().trust_roots()

    def rate(self, rating: Rating) -> None:
        self._api().rate(rating)

    def call_help(self, page: str) -> None:
        self._api().call_help(page)

    def heartbeat(self, health: Health) -> Sequence[Command]:
        return self._api().heartbeat(health)

    def policy(self) -> frozenset[str]:
        return frozenset() if self._service is None else self._service.policy()

    def renew(self, request: str) -> Json:
        """A fresh token and certificate for a signing request (ExchangeError)."""
        return self._api().renew(request)

    def send_diagnosis(self, number: int, packed: bytes) -> None:
        self._api().send_diagnosis(number, packed)

    def renewed(self, link: Link) -> None:
        """Go on with the renewed token and certificate of the same enrolment."""
        auth, identity = _auth(link), _identity(link)
        self._line.renew(auth, identity)
        if self._service is not None:
            self._service.renewed(auth, identity)

    def close(self) -> None:
        """Let what is in flight land, then close the connections."""
        self._flights.close()
        self._line.close()
        if self._service is not None:
            self._service.close()

    def _api(self) -> ServiceApi:
        """The service API; a server with OpenRosa alone has none of it."""
        if self._service is None:
            raise ExchangeError(Unsupported("service api"))
        return self._service


def connect(
    link: Link, *, network: Network | None = None, patience: Patience | None = None
) -> JoinedExchange:
    """The exchange of an enrolment, its certificate shown where it has one. Makes no request."""
    auth, waits = _auth(link), patience or Patience()
    way = replace(network or Network(), identity=_identity(link))
    line = Line(link.openrosa, auth, way, waits)
    api = Line(link.url, auth, way, waits) if link.kind is LinkKind.SERVICE else None
    device = f"kiosk:{link.terminal}" if link.terminal else ""
    service = None if api is None else ServiceApi(api, link.signer)
    return JoinedExchange(OpenRosa(line, device=device), service, line)


def _auth(link: Link) -> AuthBase | None:
    return auth_for(link.url, token=link.token, user=link.user, password=link.password)


def _identity(link: Link) -> Identity | None:
    return Identity(link.certificate, link.key) if link.certificate else None
