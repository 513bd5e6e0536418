"""A person inside a row: one JSON text, so that a submission keeps whose it was as it was then."""

from __future__ import annotations

import json
from dataclasses import asdict

from offline.records import Person


def to_text(person: Person | None) -> str | None:
    """As it lies in a row; None for nobody."""
    return None if person is None else json.dumps(asdict(person), ensure_ascii=False)


def from_text(text: str | None) -> Person | None:
    """The person that ``to_text`` wrote."""
    return None if text is None else Person(**json.loads(text))


def subject_of(person: Person | None) -> str:
    """The pseudonym to find rows by; empty for nobody."""
    return "" if person is None else person.subject
