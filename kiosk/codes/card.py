"""What a resident ID card's chip told a reader, and what can be wrong with it. Pure.

The photograph is not taken over: nothing here needs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from offline.identity import IdFault, ResidentId, check_resident_id


class CardFault(StrEnum):
    """Why there is no card to go by."""

    NO_CARD = "no-card"
    REMOVED = "removed"
    UNREADABLE = "unreadable"
    NO_DEVICE = "no-device"
    NO_HELPER = "no-helper"
    EXPIRED = "expired"


class CardError(Exception):
    """A card that could not be read; ``fault`` says why, its sentence is made in ``words``."""

    def __init__(self, fault: CardFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class ContradictionError(ValueError):
    """A number that is not the one whose last four characters the code told."""


@dataclass(frozen=True, slots=True)
class IdCard:
    """Name and number as printed; ``valid_until`` is None for a card that never expires (长期)."""

    name: str
    number: str
    valid_until: date | None = None


def checked(card: IdCard, today: date) -> ResidentId:
    """The number of a card that is still good (CardError: expired, or a number that is none)."""
    if card.valid_until is not None and card.valid_until < today:
        raise CardError(CardFault.EXPIRED)
    found = check_resident_id(card.number, today)
    if isinstance(found, IdFault) or not card.name.strip():
        raise CardError(CardFault.UNREADABLE)
    return found
