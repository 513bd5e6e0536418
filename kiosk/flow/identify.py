"""Who is here: a scanned service code or a typed ID becomes a person, or an answer why not."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import lru_cache

from kiosk.codes import verify
from kiosk.codes.card import ContradictionError, IdCard, checked
from kiosk.codes.result import CodeResult, Verdict
from kiosk.codes.revocation import Revocations
from kiosk.codes.token import parts
from kiosk.flow.station import Station
from kiosk.roles import Act, require
from offline.identity import tidy
from offline.records import NOBODY, Parties, Person
from offline.store import timewatch
from offline.sync import revocations, unresolved
from offline.sync.unresolved import Unresolved


def identify(
    station: Station, text: str, *, online: bool = False, principal: Person | None = None
) -> CodeResult:
    """Verify a scanned text and use up its nonce; only a good result begins a visit.

    ``principal`` is for whom the one with this code is going to act: both stand in the log.
    May ask the exchange whose an opaque code is, for as long as its time-out: not for the GUI.
    """
    require(station.operator, Act.FILL)
    judged_by = timewatch.for_expiry(station.store.notes, station.clock())
    revoked = _revocations(revocations(station.store.notes))
    ask = station.resolve if online else None
    result = verify(text, station.keys(), judged_by, revoked=revoked, online=online, resolve=ask)
    if result.good and not _first_use(station, result):
        known = replace(result.person, verified=False) if result.person else None
        result = replace(result, verdict=Verdict.REPLAYED, person=known)
    subject = result.person.subject if result.person else ""
    parties = Parties(principal.subject, subject) if principal and subject else NOBODY
    station.audit("identify", subject, result.verdict.value, parties)
    if result.good and result.person:
        station.store.people.put(result.person)
    return result


@lru_cache(maxsize=1)
def _revocations(packed: bytes) -> Revocations:
    """The filter of the list as last heard; unpacked once, it may hold a million entries."""
    return Revocations(packed)


def identify_typed(
    station: Station,
    id_number: str,
    name: str = "",
    known: Person | None = None,
    scanned: str = "",
) -> Person:
    """The person of a typed ID that passed its check digit; never more than 待核验.

    ``scanned`` is the text of an opaque code that nobody could be asked about: what the visit hands
    in waits until the exchange has said whose it is.

    ``known`` is whom a code told of before: the number must be theirs (ContradictionError). It
    completes what a good code told; a stale one opens nothing, whoever knows its last four.
    """
    require(station.operator, Act.FILL)
    number = tidy(id_number)
    typed = Person(subject=_subject(number), name=name, id4=number[-4:], id_number=number)
    person = typed if known is None else _completed(_same(known, number), typed)
    _await(station, person, scanned)
    station.audit("identify", person.subject, "typed")
    station.store.people.put(person)
    return person


def identify_card(station: Station, card: IdCard, known: Person | None = None) -> Person:
    """The person of an ID card that a reader read (CardError, ContradictionError)."""
    require(station.operator, Act.FILL)
    number = checked(card, station.wall_clock().date()).number
    read = Person(_subject(number), card.name, number[-4:], id_number=number, verified=True)
    person = read if known is None else _completed(_same(known, number), read)
    _await(station, person, "")
    station.audit("identify", person.subject, "card")
    station.store.people.put(person)
    return person


def _await(station: Station, person: Person, text: str) -> None:
    """A visit that begins without such a code forgets one from before."""
    told = parts(text)
    code = Unresolved(*told, station.clock()) if told else None
    unresolved.scanned(station.store.notes, person.subject, code)


def _completed(known: Person, shown: Person) -> Person:
    """A good code's person with the number; after a code that is no good, who the number says."""
    if not known.verified:
        return shown
    return replace(known, name=shown.name or known.name, id_number=shown.id_number)


def _subject(number: str) -> str:
    return f"id:{hashlib.sha256(number.encode()).hexdigest()}"


def _same(known: Person, number: str) -> Person:
    if known.id4.upper() != number[-4:]:
        raise ContradictionError
    return known


def _first_use(station: Station, result: CodeResult) -> bool:
    """Replay is refused across restarts: the nonce lies in the store until the code expires."""
    if not result.nonce or result.expires is None or result.person is None:
        return True
    return station.store.trust.use_nonce(result.person.issuer, result.nonce, result.expires)
