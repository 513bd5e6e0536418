"""Whose opaque code it is: the exchange's answer in the words of the code schemes."""

from __future__ import annotations

from kiosk.codes.scheme import Refused, Resolve, Resolved
from offline.exchange.online import Resolution, TokenRefusal
from offline.exchange.port import Exchange, ExchangeError


def resolver(exchange: Exchange) -> Resolve:
    """A ``resolve`` that asks this exchange, for the lane it belongs to; it never raises.

    An exchange that can't be reached, or doesn't offer it, leaves the code unresolved.
    """

    def resolve(issuer: str, token: str) -> Resolved | Refused | None:
        try:
            answer = exchange.online().resolve(issuer, token)
        except ExchangeError:
            return None
        match answer:
            case Resolution(person=person, expires=expires, nonce=nonce):
                return Resolved(person, expires, nonce)
            case TokenRefusal():
                return Refused(answer.value)

    return resolve
