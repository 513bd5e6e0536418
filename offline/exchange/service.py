"""The service API (REST, ``/v1``): everything OpenRosa lacks. The sandbox publishes its OpenAPI."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final
from urllib.parse import quote

from requests.auth import AuthBase

from offline.exchange.counter import Counter
from offline.exchange.device import Identity
from offline.exchange.line import Line
from offline.exchange.lists import HeardEntity
from offline.exchange.pieces import Pieces
from offline.exchange.port import (
    Capability,
    CasePage,
    CataloguePage,
    Command,
    EntityPage,
    ExchangeError,
    Health,
    Rating,
    RevocationPage,
    Unreachable,
)
from offline.exchange.rest import Json, Rest, listed_in, read, time_of
from offline.exchange.signed import Signer
from offline.records import Case, CaseState, IssuerKey, ServiceItem
from offline.store.entity import Entity

HELD_AT_ONCE: Final = 500
ENTRY: Final = 6


class ServiceApi:
    """One server's service API, below ``line.base``; ``signer`` (PEM) signs its lists."""

    def __init__(self, line: Line, signer: str = "") -> None:
        self._line = line
        self._rest = Rest(line, Signer(signer) if signer else None)
        self.pieces = Pieces(line)
        self.counter = Counter(self._rest)

    def capabilities(self) -> frozenset[Capability]:
        """What the capability document lists and this client knows; asked once."""
        return self._rest.capabilities()

    def renewed(self, auth: AuthBase | None, identity: Identity | None) -> None:
        """Go on with the renewed enrolment."""
        self._line.renew(auth, identity)

    def close(self) -> None:
        """Close the connections."""
        self._line.close()

    def policy(self) -> frozenset[str]:
        """What the capability document asks of terminals, by word: ``mac``."""
        return frozenset(map(str, self._rest.document().get("asks") or ()))

    def renew(self, request: str) -> Json:
        """``{"terminal", "token", "expires", "certificate", …}`` for the enrolled key's request."""
        self._rest.needs(Capability.RENEWAL)
        return self._rest.json("POST", "v1/enrolments/renewal", {"request": request})

    def issuer_keys(self) -> Sequence[IssuerKey]:
        answer = self._rest.json("GET", "v1/issuer-keys", again=True, signed=True)
        return [read(_issuer_key, entry) for entry in listed_in(answer, "keys")]

    def catalogue(self) -> Sequence[ServiceItem]:
        answer = self._rest.json("GET", "v1/catalogue", again=True, signed=True)
        return [read(_service_item, entry) for entry in listed_in(answer, "items")]

    def revocations(self, cursor: str) -> RevocationPage:
        answer = self._rest.page("v1/revocations", cursor, signed=True)
        packed = read(_octets, answer)
        entries = tuple(packed[at : at + ENTRY] for at in range(0, len(packed), ENTRY))
        return RevocationPage(entries, str(answer.get("cursor", cursor)), bool(answer.get("more")))

    def catalogue_changes(self, cursor: str) -> CataloguePage:
        answer = self._rest.page("v1/catalogue/changes", cursor, signed=True)
        items = tuple(read(_service_item, entry) for entry in listed_in(answer, "items"))
        gone = tuple(map(str, listed_in(answer, "gone")))
        following = str(answer.get("cursor", cursor))
        return CataloguePage(items, gone, following, bool(answer.get("more")))

    def entity_changes(self, dataset: str, cursor: str) -> EntityPage:
        self._rest.needs(Capability.ENTITIES)
        answer = self._rest.page(f"v1/entities/{quote(dataset, safe='')}/changes", cursor)
        told = (read(_entity, entry) for entry in listed_in(answer, "entities"))
        heard = tuple(replace(h, entity=replace(h.entity, dataset=dataset)) for h in told)
        gone = tuple(map(str, listed_in(answer, "gone")))
        following = str(answer.get("cursor", cursor))
        return EntityPage(heard, gone, following, bool(answer.get("more")))

    def cases(self, cursor: str) -> CasePage:
        answer = self._rest.page("v1/cases", cursor)
        cases = tuple(read(_case, entry) for entry in listed_in(answer, "cases"))
        return CasePage(cases, str(answer.get("cursor", cursor)), bool(answer.get("more", False)))

    def held(self, instance_ids: Sequence[str]) -> frozenset[str]:
        found: set[str] = set()
        for start in range(0, len(instance_ids), HELD_AT_ONCE):
            asked = list(instance_ids[start : start + HELD_AT_ONCE])
            answer = self._rest.json("POST", "v1/held", {"instance_ids": asked})
            found.update(map(str, listed_in(answer, "held")))
        return frozenset(found)

    def certificate(self, instance_id: str) -> bytes:
        """The signed PDF; anything that is no PDF is no answer."""
        body = self._rest.answer("GET", f"v1/certificates/{quote(instance_id, safe='')}").body
        if not body.startswith(b"%PDF-"):
            raise ExchangeError(Unreachable("no certificate"))
        return body

    def trust_roots(self) -> bytes:
        """PEM; anything else is no answer."""
        body = self._rest.answer("GET", "v1/trust/roots").body
        if b"-----BEGIN CERTIFICATE-----" not in body:
            raise ExchangeError(Unreachable("no root certificate"))
        return body

    def rate(self, rating: Rating) -> None:
        path = f"v1/ratings/{quote(rating.instance_id, safe='')}"
        self._rest.json("PUT", path, {"level": rating.level, "at": rating.at})

    def call_help(self, page: str) -> None:
        self._rest.json("POST", "v1/help-calls", {"page": page})

    def heartbeat(self, health: Health) -> Sequence[Command]:
        answer = self._rest.json(
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
                "done": {str(number): word for number, word in health.done.items()},
            },
        )
        return [read(_command, entry) for entry in listed_in(answer, "commands")]

    def send_diagnosis(self, number: int, packed: bytes) -> None:
        headers = {"Content-Type": "application/zip"}
        self._rest.json("PUT", f"v1/diagnoses/{number}", data=packed, headers=headers)


def _octets(answer: Mapping[str, Any]) -> bytes:
    packed = b64decode(str(answer["entries"]), validate=True)
    if len(packed) % ENTRY:
        raise ValueError("not whole entries")
    return packed


def _command(entry: Mapping[str, Any]) -> Command:
    return Command(
        int(entry["number"]),
        str(entry["words"]),
        str(entry.get("act", "say")),
        {str(name): str(value) for name, value in entry.get("facts", {}).items()},
    )


def _entity(entry: Mapping[str, Any]) -> HeardEntity:
    properties = {str(name): str(value) for name, value in entry["properties"].items()}
    entity = Entity(
        id=str(entry["id"]),
        dataset="",
        label=str(entry["label"]),
        properties=properties,
        version=int(entry["version"]),
        trunk=int(entry.get("trunk", 0)),
        branch=str(entry.get("branch", "")),
    )
    return HeardEntity(entity, str(entry.get("conflict", "")))


def _issuer_key(entry: Mapping[str, Any]) -> IssuerKey:
    return IssuerKey(
        issuer=str(entry["issuer"]),
        issuer_name=str(entry["issuer_name"]),
        key_id=str(entry["key_id"]),
        algorithm=str(entry["algorithm"]),
        public=str(entry["public"]),
        not_before=time_of(entry["not_before"]),
        not_after=time_of(entry["not_after"]),
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
        fee=max(int(entry.get("fee", 0)), 0),
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
        accepted=time_of(entry["accepted"]) if entry.get("accepted") else None,
        updated=time_of(entry["updated"]) if entry.get("updated") else None,
        has_certificate=bool(entry.get("has_certificate", False)),
    )
