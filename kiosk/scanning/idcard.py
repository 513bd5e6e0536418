"""The ID-card reader: a helper process on loopback, in which the maker's library is kept apart.

Such libraries are native, old and of one system; a crash of theirs ends the helper alone. What the
helper must speak stands in ``docs/codes.md``; ``kiosk.sandbox.idcard`` is one without a device.
"""

from __future__ import annotations

import json
from datetime import date
from http.client import HTTPConnection, HTTPException
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from kiosk.codes.card import CardError, CardFault, IdCard

PATIENCE: Final = 20.0
"""Seconds that a person has to lay the card down."""

_SLACK = 5.0  # seconds beyond it, until a helper counts as hung
_LARGEST = 1 << 20  # octets: an answer with a photograph is about 40,000
_OK = 200


class CardReader(Protocol):
    """Reads one card; blocks, for the device lane."""

    def read(self) -> IdCard:
        """The card that is laid down within ``PATIENCE`` (CardError)."""
        ...


class HelperReader:
    """Fulfils ``CardReader`` by asking the helper at ``url`` (http on loopback)."""

    def __init__(self, url: str, patience: float = PATIENCE) -> None:
        self._address = urlsplit(url).netloc
        self._patience = patience

    def ready(self) -> str:
        """The device's name (CardError: no helper, no device)."""
        return str(self._ask("GET", "/v1/device", {}).get("device", ""))

    def read(self) -> IdCard:
        """Name, number and validity; a photograph in the answer is forgotten with it."""
        told = self._ask("POST", "/v1/read", {"wait": self._patience})
        try:
            until = told.get("valid_until") or None
            valid = date.fromisoformat(until) if until is not None else None
            return IdCard(str(told["name"]).strip(), str(told["id_number"]).strip(), valid)
        except (KeyError, ValueError, TypeError) as error:
            raise CardError(CardFault.UNREADABLE) from error

    def _ask(self, method: str, path: str, told: dict[str, object]) -> dict[str, Any]:
        line = HTTPConnection(self._address, timeout=self._patience + _SLACK)
        try:
            line.request(method, path, json.dumps(told), {"Content-Type": "application/json"})
            answer = line.getresponse()
            found = json.loads(answer.read(_LARGEST))
        except (OSError, HTTPException, ValueError) as error:
            raise CardError(CardFault.NO_HELPER) from error
        finally:
            line.close()
        if not isinstance(found, dict):
            raise CardError(CardFault.NO_HELPER)
        if answer.status != _OK:
            raise CardError(_fault(found.get("error")))
        return found


def _fault(word: object) -> CardFault:
    known = {fault.value: fault for fault in CardFault}
    return known.get(str(word), CardFault.UNREADABLE)
