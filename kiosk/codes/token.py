"""Opaque tokens: a code that says nothing by itself, ``GSO1:<issuer>:<token>``.

Only the exchange knows whose it is. The caller lends a ``resolve`` while there is a network;
without one the person types their ID, and what they hand in waits until it was asked.
An issuer of tokens is a pinned entry with the algorithm ``exchange`` and no key.
"""

from __future__ import annotations

import re
from types import MappingProxyType

from kiosk.codes.result import CodeResult, Verdict
from kiosk.codes.scheme import FRAME, Circumstances, Refused, Resolved
from offline.records import IssuerKey

PREFIX = "GSO1:"
ALGORITHM = "exchange"
OFFLINE = "offline"
"""The detail when nobody could be asked: a token opens no visit offline, a typed ID may."""

_CODE = re.compile(r"GSO1:(?P<issuer>[a-z0-9.-]{1,100}):(?P<token>[A-Za-z0-9_-]{16,256})")
_REFUSALS = MappingProxyType(
    {
        Refused.EXPIRED: Verdict.EXPIRED,
        Refused.USED: Verdict.REPLAYED,
        Refused.REVOKED: Verdict.REVOKED,
        Refused.UNKNOWN: Verdict.TAMPERED,
    }
)


class TokenScheme:
    """Resolved online only; what comes back has its own time and nonce, judged here as well."""

    name = "token"

    def recognises(self, text: str) -> bool:
        return text[: len(PREFIX)].upper() == PREFIX

    def verify(self, text: str, given: Circumstances) -> CodeResult:
        match = _CODE.fullmatch(text)
        if match is None:
            return CodeResult(Verdict.MALFORMED, self.name, detail="token")
        entry = next((k for k in given.keys if _issues(k, match["issuer"])), None)
        if entry is None:
            return CodeResult(Verdict.UNKNOWN_ISSUER, self.name, detail="issuer")
        if not entry.not_before <= given.now <= entry.not_after:
            return self._told(Verdict.UNKNOWN_ISSUER, "key-validity", entry)
        answer = given.resolve(entry.issuer, match["token"]) if given.resolve else None
        match answer:
            case None:
                return CodeResult(
                    Verdict.NOT_A_CODE,
                    self.name,
                    issuer_name=entry.issuer_name,
                    instead="token",
                    detail=OFFLINE,
                )
            case Refused():
                return self._told(_REFUSALS[answer], "exchange", entry)
            case Resolved():
                return self._resolved(answer, entry, given)

    def _told(self, verdict: Verdict, detail: str, entry: IssuerKey) -> CodeResult:
        return CodeResult(verdict, self.name, issuer_name=entry.issuer_name, detail=detail)

    def _resolved(self, answer: Resolved, entry: IssuerKey, given: Circumstances) -> CodeResult:
        """The exchange's word, unless it is over, used here before or about someone else's."""
        if answer.person.issuer != entry.issuer:
            return self._told(Verdict.UNKNOWN_ISSUER, "issuer", entry)
        if given.now >= answer.expires:
            return self._told(Verdict.EXPIRED, "expires", entry)
        if given.is_used(entry.issuer, answer.nonce):
            return self._told(Verdict.REPLAYED, "nonce", entry)
        return CodeResult(
            Verdict.VERIFIED,
            self.name,
            person=answer.person,
            issuer_name=entry.issuer_name,
            expires=answer.expires,
            nonce=answer.nonce,
            detail="exchange",
        )


def parts(text: str) -> tuple[str, str] | None:
    """Issuer and token of a scanned text, None if it isn't a token's."""
    match = _CODE.fullmatch(text.strip(FRAME))
    return (match["issuer"], match["token"]) if match else None


def _issues(key: IssuerKey, issuer: str) -> bool:
    return key.issuer == issuer and key.algorithm == ALGORITHM
