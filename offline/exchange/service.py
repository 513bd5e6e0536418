"""The service API (REST, ``/v1``): everything OpenRosa lacks. The sandbox publishes its OpenAPI."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, TypeVar
from urllib.parse import quote, urljoin

from offline.exchange.answers import question_outcome
from offline.exchange.line import Answer, Line, LineError
from offline.exchange.pieces import Pieces
from offline.exchange.port import (
    Capability,
    CasePage,
    CataloguePage,
    Command,
    ExchangeError,
    Health,
    Rating,
    RevocationPage,
    Unreachable,
)
from offline.records import Case, CaseState, IssuerKey, ServiceItem

WELL_KNOWN: Final = "/.well-known/kiosk-exchange"
HELD_AT_ONCE: Final = 500
ENTRY: Final = 6

Json = dict[str, Any]
T = TypeVar("T")


class ServiceApi:
    """One server's service API, below ``line.base``."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.pieces = Pieces(line)
        self._offered: frozenset[Capability] | None = None

    def capabilities(self) -> frozenset[Capability]:
        """What the capability document lists and this client knows; asked once."""
        if self._offered is None:
            known = {capability.value for capability in Capability}
            listed = _list(self._json("GET", WELL_KNOWN), "capabilities")
            self._offered = frozenset(Capability(word) for word in listed if word in known)
        return self._offered

    def close(self) -> None:
        """Close the connections."""
        self._line.close()

    def enrol(self, code: str, terminal: str) -> Json:
        """``{"terminal", "token", "openrosa"}`` for a one-time code (ExchangeError)."""
        return self._json("POST", "v1/enrolments", {"code": code, "terminal": terminal})

    def issuer_keys(self) -> Sequence[IssuerKey]:
        answer = self._json("GET", "v1/issuer-keys", again=True)
        return [_read(_issuer_key, entry) for entry in _list(answer, "keys")]

    def catalogue(self) -> Sequence[ServiceItem]:
        answer = self._json("GET", "v1/catalogue", again=True)
        return [_read(_service_item, entry) for entry in _list(answer, "items")]

    def revocations(self, cursor: str) -> RevocationPage:
        answer = self._page("v1/revocations", cursor)
        packed = _read(_octets, answer)
        entries = tuple(packed[at : at + ENTRY] for at in range(0, len(packed), ENTRY))
        return RevocationPage(entries, str(answer.get("cursor", cursor)), bool(answer.get("more")))

    def catalogue_changes(self, cursor: str) -> CataloguePage:
        answer = self._page("v1/catalogue/changes", cursor)
        items = tuple(_read(_service_item, entry) for entry in _list(answer, "items"))
        gone = tuple(map(str, _list(answer, "gone")))
        following = str(answer.get("cursor", cursor))
        return CataloguePage(items, gone, following, bool(answer.get("more")))

    def cases(self, cursor: str) -> CasePage:
        answer = self._page("v1/cases", cursor)
        cases = tuple(_read(_case, entry) for entry in _list(answer, "cases"))
        return CasePage(cases, str(answer.get("cursor", cursor)), bool(answer.get("more", False)))

    def held(self, instance_ids: Sequence[str]) -> frozenset[str]:
        found: set[str] = set()
        for start in range(0, len(instance_ids), HELD_AT_ONCE):
            asked = list(instance_ids[start : start + HELD_AT_ONCE])
            answer = self._json("POST", "v1/held", {"instance_ids": asked})
            found.update(map(str, _list(answer, "held")))
        return frozenset(found)

    def certificate(self, instance_id: str) -> bytes:
        """The signed PDF; anything that is no PDF is no answer."""
        body = self._answer("GET", f"v1/certificates/{quote(instance_id, safe='')}").body
        if not body.startswith(b"%PDF-"):
            raise ExchangeError(Unreachable("no certificate"))
        return body

    def trust_roots(self) -> bytes:
        """PEM; anything else is no answer."""
        body = self._answer("GET", "v1/trust/roots").body
        if b"-----BEGIN CERTIFICATE-----" not in body:
            raise ExchangeError(Unreachable("no root certificate"))
        return body

    def rate(self, rating: Rating) -> None:
        path = f"v1/ratings/{quote(rating.instance_id, safe='')}"
        self._json("PUT", path, {"level": rating.level, "at": rating.at})

    def call_help(self, page: str) -> None:
        self._json("POST", "v1/help-calls", {"page": page})

    def heartbeat(self, health: Health) -> Sequence[Command]:
        answer = self._json(
            "POST",
            "v1/heartbeats",
            {
                "terminal": health.terminal,
                "version": health.version,
                "queue": health.queue,
                "facts": dict(health.facts),
                "audit_number": health.audit[0],
                "audit_digest": health.audit[1],
                "heard": health.heard,
            },
        )
        return [_read(_command, entry) for entry in _list(answer, "commands")]

    def _page(self, path: str, cursor: str) -> Json:
        return self._json("GET", path, params={"cursor": cursor} if cursor else None)

    def _json(
        self,
        method: str,
        path: str,
        body: object = None,
        params: dict[str, str] | None = None,
        *,
        again: bool = False,
    ) -> Json:
        """A JSON object; a portal's page is none."""
        answer = self._answer(method, path, body, params, again=again)
        try:
            found = json.loads(answer.body)
        except ValueError as error:
            raise ExchangeError(Unreachable("no json")) from error
        if not isinstance(found, dict):
            raise ExchangeError(Unreachable("no json"))
        return found

    def _answer(
        self,
        method: str,
        path: str,
        body: object = None,
        params: dict[str, str] | None = None,
        *,
        again: bool = False,
    ) -> Answer:
        if path.startswith("/"):
            path = urljoin(self._line.base, path)
        try:
            if again:
                answer = self._line.ask_again(path)
            else:
                answer = self._line.ask(method, path, params=params, json=body)
        except LineError as error:
            raise ExchangeError(error.outcome) from error
        if answer.status not in (200, 201):
            raise ExchangeError(question_outcome(answer.status, answer.headers, answer.body))
        return answer


def _list(answer: Json, name: str) -> list[Any]:
    found = answer.get(name)
    if not isinstance(found, list):
        raise ExchangeError(Unreachable(f"no {name}"))
    return found


def _read(reader: Callable[[Mapping[str, Any]], T], entry: Any) -> T:
    """A record out of an entry; one that does not fit the API makes the whole answer void."""
    try:
        return reader(entry)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ExchangeError(Unreachable("answer outside the API")) from error


def _octets(answer: Mapping[str, Any]) -> bytes:
    packed = b64decode(str(answer["entries"]), validate=True)
    if len(packed) % ENTRY:
        raise ValueError("not whole entries")
    return packed


def _command(entry: Mapping[str, Any]) -> Command:
    return Command(int(entry["number"]), str(entry["words"]))


def _issuer_key(entry: Mapping[str, Any]) -> IssuerKey:
    return IssuerKey(
        issuer=str(entry["issuer"]),
        issuer_name=str(entry["issuer_name"]),
        key_id=str(entry["key_id"]),
        algorithm=str(entry["algorithm"]),
        public=str(entry["public"]),
        not_before=_time(entry["not_before"]),
        not_after=_time(entry["not_after"]),
        max_age=int(entry.get("max_age", 0)),
    )


def _service_item(entry: Mapping[str, Any]) -> ServiceItem:
    texts = {
        name: str(entry[name])
        for name in ("icon", "summary", "offline", "prints", "english")
        if name in entry
    }
    return ServiceItem(
        id=str(entry["id"]),
        name=str(entry["name"]),
        department=str(entry["department"]),
        form_id=str(entry["form_id"]),
        group=str(entry["group"]),
        guide=tuple(map(str, entry.get("guide", ()))),
        materials=tuple(map(str, entry.get("materials", ()))),
        **texts,
    )


def _case(entry: Mapping[str, Any]) -> Case:
    deadline = entry.get("deadline")
    return Case(
        instance_id=str(entry["instance_id"]),
        state=CaseState(entry["state"]),
        number=str(entry.get("number") or ""),
        department=str(entry.get("department") or ""),
        reason=str(entry.get("reason") or ""),
        deadline=date.fromisoformat(deadline) if deadline else None,
        accepted=_time(entry["accepted"]) if entry.get("accepted") else None,
        updated=_time(entry["updated"]) if entry.get("updated") else None,
        has_certificate=bool(entry.get("has_certificate", False)),
    )


def _time(text: str) -> datetime:
    """An RFC 3339 time; one without a zone is refused (ValueError)."""
    when = datetime.fromisoformat(text)
    if when.tzinfo is None:
        raise ValueError("a time without a zone")
    return when
