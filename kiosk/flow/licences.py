"""Electronic licences (免证办): fetched with the person's consent, which is recorded first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.flow.station import Station
from kiosk.roles import Act, require
from offline.exchange.online import Consent, Licence
from offline.exchange.port import Capability, Exchange, ExchangeError
from offline.records import Person


@dataclass(frozen=True, slots=True)
class Wallet:
    """The licences of one visit and the consent they came by; kept in memory, never stored."""

    consent: Consent
    licences: tuple[Licence, ...]


def offered(exchange: Exchange | None) -> bool:
    """Whether licences can be asked for now."""
    try:
        return exchange is not None and Capability.LICENCES in exchange.capabilities()
    except ExchangeError:
        return False


def fetch(station: Station, exchange: Exchange, person: Person, purpose: str) -> Wallet:
    """Licences of a person who just agreed to ``purpose`` (ExchangeError)."""
    require(station.operator, Act.FILL)
    consent = Consent(
        id=station.entropy(16).hex(),
        subject=person.subject,
        purpose=purpose,
        operator=station.operator.id,
        at=station.clock(),
    )
    station.audit("consent", person.subject, f"{consent.id} {purpose}")
    return Wallet(consent, tuple(exchange.online().licences(consent)))


def document(station: Station, exchange: Exchange, wallet: Wallet, licence: Licence) -> bytes:
    """A licence's sealed document, under the same consent (ExchangeError)."""
    station.audit("licence", wallet.consent.subject, f"{wallet.consent.id} {licence.kind}")
    return exchange.online().licence_document(licence.id, wallet.consent)


def not_to_bring(station: Station, wallet: Wallet, kinds: Sequence[str]) -> tuple[Licence, ...]:
    """Those of the kinds that an item asks for which are valid today: nobody uploads them."""
    today = station.wall_clock().date()
    return tuple(one for one in wallet.licences if one.kind in kinds and one.valid_on(today))
