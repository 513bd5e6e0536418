"""What the exchange said about cases, and the documents it issued."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from offline.records import Case, CaseState
from offline.store import finding
from offline.store.clock import Clock, maybe_text, maybe_time, to_text
from offline.store.database import Database, Row
from offline.store.people import PeopleRoom

_PUT = """INSERT OR REPLACE INTO cases (instance_id, state, number, department, reason, deadline,
        accepted, updated, has_certificate) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""


class CasesRoom:
    """See ``offline.store.port.Cases``."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db, self._clock = database, clock

    def put(self, case: Case) -> None:
        self._db.run(_PUT, _values(case))

    def get(self, instance_id: str) -> Case | None:
        row = self._db.one("SELECT * FROM cases WHERE instance_id = ?", (instance_id,))
        return None if row is None else _case(row)

    def find(
        self,
        words: str = "",
        *,
        state: CaseState | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int = 50,
    ) -> Sequence[Case]:
        wanted = [(word, PeopleRoom(self._db).subjects(word)) for word in words.split()]
        rows = finding.find_cases(self._db, wanted, finding.Bounds(state, since, until), limit)
        return [_case(row) for row in rows]

    def put_certificate(self, instance_id: str, document: bytes) -> None:
        self._db.run(
            "INSERT OR REPLACE INTO certificates (instance_id, document, added) VALUES (?, ?, ?)",
            (instance_id, document, to_text(self._clock())),
        )

    def certificate(self, instance_id: str) -> bytes | None:
        row = self._db.one(
            "SELECT document FROM certificates WHERE instance_id = ?", (instance_id,)
        )
        return None if row is None else row["document"]


def _values(case: Case) -> tuple[object, ...]:
    return (
        case.instance_id,
        case.state,
        case.number,
        case.department,
        case.reason,
        None if case.deadline is None else case.deadline.isoformat(),
        maybe_text(case.accepted),
        maybe_text(case.updated),
        int(case.has_certificate),
    )


def _case(row: Row) -> Case:
    return Case(
        row["instance_id"],
        CaseState(row["state"]),
        row["number"],
        row["department"],
        row["reason"],
        None if row["deadline"] is None else date.fromisoformat(row["deadline"]),
        maybe_time(row["accepted"]),
        maybe_time(row["updated"]),
        bool(row["has_certificate"]),
    )
