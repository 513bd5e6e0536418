"""Questions and answers in JSON over one line, and records read out of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, TypeVar
from urllib.parse import urljoin

from offline.exchange.answers import question_outcome
from offline.exchange.capability import Capability
from offline.exchange.line import Answer, Line, LineError
from offline.exchange.outcomes import ExchangeError, Unreachable, Unsupported
from offline.exchange.signed import SIGNATURE, SignatureError, Signer

WELL_KNOWN = "/.well-known/kiosk-exchange"

Json = dict[str, Any]
T = TypeVar("T")


_WORDS: Final = frozenset(capability.value for capability in Capability)


class Rest:
    """One server's service API below ``line.base``; ``signer`` is the pinned key of its lists."""

    def __init__(self, line: Line, signer: Signer | None = None) -> None:
        self.line = line
        self._signer = signer
        self._document: Json | None = None
        self._known: tuple[Json, frozenset[Capability]] | None = None

    def document(self) -> Json:
        """The capability document; asked once."""
        if self._document is None:
            self._document = self.json("GET", WELL_KNOWN)
        return self._document

    def capabilities(self) -> frozenset[Capability]:
        """What the capability document lists and this client knows."""
        document = self.document()
        if self._known is None or self._known[0] is not document:
            listed = map(str, listed_in(document, "capabilities"))
            found = frozenset(Capability(word) for word in listed if word in _WORDS)
            self._known = document, found
        return self._known[1]

    def needs(self, capability: Capability) -> None:
        """Refuse to ask for what the server does not offer (ExchangeError with Unsupported)."""
        if capability not in self.capabilities():
            raise ExchangeError(Unsupported(capability.value))

    def json(
        self,
        method: str,
        path: str,
        body: object = None,
        params: dict[str, str] | None = None,
        *,
        again: bool = False,
        signed: bool = False,
        data: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Json:
        """A JSON object; a portal's page is none, and a list whose signature is wrong neither."""
        answer = self.answer(method, path, body, params, again=again, data=data, headers=headers)
        if signed and self._signer is not None:
            self._check(self._signer, answer)
        try:
            found = json.loads(answer.body)
        except ValueError as error:
            raise ExchangeError(Unreachable("no json")) from error
        if not isinstance(found, dict):
            raise ExchangeError(Unreachable("no json"))
        return found

    def page(self, path: str, cursor: str, *, signed: bool = False) -> Json:
        """What changed since a cursor."""
        return self.json("GET", path, params={"cursor": cursor} if cursor else None, signed=signed)

    def answer(
        self,
        method: str,
        path: str,
        body: object = None,
        params: dict[str, str] | None = None,
        *,
        again: bool = False,
        data: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """200 or 201, else ExchangeError."""
        if path.startswith("/"):
            path = urljoin(self.line.base, path)
        try:
            if again:
                answer = self.line.ask_again(path)
            else:
                answer = self.line.ask(
                    method, path, params=params, json=body, body=data, headers=headers
                )
        except LineError as error:
            raise ExchangeError(error.outcome) from error
        if answer.status not in (200, 201):
            raise ExchangeError(question_outcome(answer.status, answer.headers, answer.body))
        return answer

    def _check(self, signer: Signer, answer: Answer) -> None:
        try:
            asked = answer.url.removeprefix(self.line.base)
            signer.check(answer.headers.get(SIGNATURE, ""), asked, answer.body)
        except SignatureError as error:
            raise ExchangeError(error.outcome) from error


def listed_in(answer: Json, name: str) -> list[Any]:
    """A list by name; without it the answer is none."""
    found = answer.get(name)
    if not isinstance(found, list):
        raise ExchangeError(Unreachable(f"no {name}"))
    return found


def read(reader: Callable[[Mapping[str, Any]], T], entry: Any) -> T:
    """A record out of an entry; one that does not fit the API makes the whole answer void."""
    try:
        return reader(entry)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ExchangeError(Unreachable("answer outside the API")) from error


def time_of(text: str) -> datetime:
    """An RFC 3339 time; one without a zone is refused (ValueError)."""
    when = datetime.fromisoformat(text)
    if when.tzinfo is None:
        raise ValueError("a time without a zone")
    return when
