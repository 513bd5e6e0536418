"""Residents met before, and what they answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from offline.records import Person
from offline.store import keysearch, searchkeys
from offline.store.clock import Clock, system_clock, to_text
from offline.store.database import Database, Row
from offline.store.keysearch import Filed

_PUT = """INSERT INTO people (subject, name, id4, kind, issuer, id_number, verified, phone)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (subject) DO UPDATE SET name = excluded.name, id4 = excluded.id4,
        kind = excluded.kind, issuer = excluded.issuer,
        id_number = iif (excluded.id_number = '', id_number, excluded.id_number),
        verified = excluded.verified,
        phone = iif (excluded.phone = '', phone, excluded.phone)"""
_KEYS = Filed("people_keys", "person", "p.id")


class PeopleRoom:
    """See ``offline.store.port.People``."""

    def __init__(self, database: Database, clock: Clock = system_clock) -> None:
        self._db, self._clock = database, clock

    def put(self, person: Person, phone: str = "") -> None:
        """File a person; a known ID number or phone is not forgotten for lack of a new one."""
        with self._db.transaction():
            self._db.run(_PUT, _values(person, phone))
            row = self._db.one("SELECT * FROM people WHERE subject = ?", (person.subject,))
            if row is not None:
                self._file(row)
            self._met(person.subject)

    def find(self, words: str, limit: int = 20) -> Sequence[Person]:
        """Whom all the words fit: part of a name, pinyin, initials, last four of ID or phone."""
        clauses, values = keysearch.conditions(words, _KEYS)
        if not clauses:
            return []
        rows = self._db.all(
            # The clauses are ours, the words only values.
            f"SELECT * FROM people AS p WHERE {' AND '.join(clauses)} LIMIT ?",  # noqa: S608
            (*values, min(limit, keysearch.MOST)),
        )
        return [_person(row) for row in rows]

    def subjects(self, word: str) -> Sequence[str]:
        """As ``find``, for other rooms: the subjects only, as many as there may be."""
        return [person.subject for person in self.find(word, keysearch.MOST)]

    def remembered(self, subject: str) -> Mapping[str, str]:
        rows = self._db.all("SELECT name, value FROM answers WHERE subject = ?", (subject,))
        return {row["name"]: row["value"] for row in rows}

    def remember(self, subject: str, answers: Mapping[str, str]) -> None:
        """Add to what is remembered; a newer answer takes an older one's place."""
        with self._db.transaction():
            self._db.many(
                "INSERT OR REPLACE INTO answers (subject, name, value) VALUES (?, ?, ?)",
                [(subject, name, value) for name, value in answers.items()],
            )
            self._met(subject)

    def file_all(self) -> None:
        """Make every search key anew, after salvage or a change of how people are found."""
        with self._db.transaction():
            for row in self._db.all("SELECT * FROM people"):
                self._file(row)

    def _met(self, subject: str) -> None:
        """From now on retention counts the days."""
        self._db.run(
            "INSERT OR REPLACE INTO people_met (subject, at) VALUES (?, ?)",
            (subject, to_text(self._clock())),
        )

    def _file(self, row: Row) -> None:
        keys = searchkeys.of_person(_person(row), row["phone"])
        self._db.run("DELETE FROM people_keys WHERE person = ?", (row["id"],))
        self._db.many(
            "INSERT INTO people_keys (key, person) VALUES (?, ?)",
            [(key, row["id"]) for key in keys],
        )


def _values(person: Person, phone: str) -> tuple[object, ...]:
    return (
        person.subject,
        person.name,
        person.id4,
        person.kind,
        person.issuer,
        person.id_number,
        int(person.verified),
        phone,
    )


def _person(row: Row) -> Person:
    return Person(
        row["subject"],
        row["name"],
        row["id4"],
        row["kind"],
        row["issuer"],
        row["id_number"],
        bool(row["verified"]),
    )
