"""Who stands here and what is theirs: the store lane's part of the way in."""

from __future__ import annotations

from kiosk.codes.card import IdCard
from kiosk.codes.receipt import NotAReceiptError, parse
from kiosk.codes.result import CodeResult
from kiosk.flow import licences, progress
from kiosk.flow.identify import identify, identify_card
from kiosk.flow.progress import Mine
from kiosk.flow.station import Station
from offline.exchange.port import Exchange
from offline.records import Person


def by_code(text: str, online: bool, station: Station) -> CodeResult:
    """Whose a scanned text is, by this station."""
    return identify(station, text, online=online)


def by_card(card: IdCard, known: Person | None, station: Station) -> Person:
    """Whose card lies on the reader, if it does not contradict who is known."""
    return identify_card(station, card, known)


def mine_of(person: Person, exchange: Exchange | None, station: Station) -> tuple[Mine, bool]:
    """What is this person's here, and whether licences can be fetched."""
    return progress.mine(station, person), licences.offered(exchange)


def is_receipt(text: str) -> bool:
    """Whether a text is one of our receipt numbers."""
    try:
        parse(text)
    except NotAReceiptError:
        return False
    return True
