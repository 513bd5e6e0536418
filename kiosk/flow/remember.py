"""Asked once a person: shared answers are kept for the next form of the same person."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.flow.station import Station
from offline.forms.api import FormSession
from offline.records import Person

# The catalogue's shared questions, by the last steps of their paths → the visit's name for them.
SHARED = {"applicant/id_number": "id", "applicant/phone": "phone", "address/full": "address"}
FOR_WHOM = "for_whom"
ONESELF = "self"


def known_of(station: Station, person: Person | None) -> frozenset[str]:
    """What is known of a person before a form asks."""
    if person is None:
        return frozenset()
    kept = station.store.people.remembered(person.subject)
    return frozenset({person.name, person.id_number, *kept.values()} - {""})


def remember(station: Station, person: Person | None, session: FormSession) -> None:
    """Keep the shared answers of a person who filled the form for themselves."""
    if person is None:
        return
    answers = {path: node.value for path, node in session.nodes().items() if node.value}
    if _named(answers, FOR_WHOM) not in {"", ONESELF}:
        return
    shared = {name: _named(answers, tail) for tail, name in SHARED.items()}
    if shared["id"] and person.id4 and not shared["id"].upper().endswith(person.id4.upper()):
        return
    station.store.people.remember(person.subject, {k: v for k, v in shared.items() if v})


def _named(answers: Mapping[str, str], tail: str) -> str:
    return next((v for path, v in answers.items() if path.endswith(f"/{tail}")), "")
