"""Finding submissions and cases by what a person at the window knows of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from offline.identity import tidy
from offline.records import CaseState, Submission, SubmissionState
from offline.store import outbox
from offline.store.clock import maybe_text
from offline.store.database import Database, Row

_SHORTEST_RECEIPT = 4
"""Characters of a 登记号 that are enough to look for it."""

_FOUND = "SELECT s.instance_id FROM submissions AS s JOIN outbox AS o USING (instance_id)"
_NEWEST = "ORDER BY s.number DESC LIMIT ?"
_CASES = "SELECT c.* FROM cases AS c LEFT JOIN submissions AS s USING (instance_id)"
_LATEST = "ORDER BY c.updated DESC, c.rowid DESC LIMIT ?"
_NUMBER = "(? AND instr(replace(c.number, '-', ''), ?) > 0)"
_WORD = """(instr(s.person ->> 'name', ?) > 0 OR s.person ->> 'id4' = ?
    OR (? AND instr(replace(s.receipt, '-', ''), ?) > 0)
    OR s.subject IN (SELECT value FROM json_each(?)))"""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What must hold beside the words; None for whatever."""

    state: SubmissionState | CaseState | None
    since: datetime | None
    until: datetime | None


def find(
    database: Database, words: Sequence[tuple[str, Sequence[str]]], bounds: Bounds, limit: int
) -> list[Submission]:
    """Newest first. Each word comes with the subjects of the people it fits."""
    clauses, values = _bounds(bounds, "o.state", "s.finalised")
    for word, subjects in words:
        clauses.append(_WORD)
        values += _of_word(word, subjects)
    rows = database.all(f"{_FOUND} WHERE {' AND '.join(clauses)} {_NEWEST}", (*values, limit))
    return outbox.one_by_one(database, [row["instance_id"] for row in rows])


def find_cases(
    database: Database, words: Sequence[tuple[str, Sequence[str]]], bounds: Bounds, limit: int
) -> list[Row]:
    """Rows of ``cases``, what was heard last first; its submission may be purged already."""
    clauses, values = _bounds(bounds, "c.state", "c.updated")
    for word, subjects in words:
        plain = tidy(word)
        clauses.append(f"({_NUMBER} OR {_WORD})")
        values += [len(plain) >= _SHORTEST_RECEIPT, plain, *_of_word(word, subjects)]
    return database.all(f"{_CASES} WHERE {' AND '.join(clauses)} {_LATEST}", (*values, limit))


def _bounds(bounds: Bounds, state: str, moment: str) -> tuple[list[str], list[Any]]:
    since, until = maybe_text(bounds.since), maybe_text(bounds.until)
    return (
        [
            f"(?1 IS NULL OR {state} = ?1)",
            f"(?2 IS NULL OR {moment} >= ?2)",
            f"(?3 IS NULL OR {moment} < ?3)",
        ],
        [bounds.state, since, until],
    )


def _of_word(word: str, subjects: Sequence[str]) -> list[Any]:
    plain = tidy(word)
    return [word, plain, len(plain) >= _SHORTEST_RECEIPT, plain, json.dumps(list(subjects))]
