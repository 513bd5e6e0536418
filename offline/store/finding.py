"""Finding submissions by what a person at the window knows of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from offline.identity import tidy
from offline.records import Submission, SubmissionState
from offline.store import outbox
from offline.store.clock import maybe_text
from offline.store.database import Database

_SHORTEST_RECEIPT = 4
"""Characters of a 登记号 that are enough to look for it."""

_FOUND = "SELECT s.instance_id FROM submissions AS s JOIN outbox AS o USING (instance_id)"
_NEWEST = "ORDER BY s.number DESC LIMIT ?"
_WORD = """(instr(s.person ->> 'name', ?) > 0 OR s.person ->> 'id4' = ?
    OR (? AND instr(replace(s.receipt, '-', ''), ?) > 0)
    OR s.subject IN (SELECT value FROM json_each(?)))"""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What must hold beside the words; None for whatever."""

    state: SubmissionState | None
    since: datetime | None
    until: datetime | None


def find(
    database: Database, words: Sequence[tuple[str, Sequence[str]]], bounds: Bounds, limit: int
) -> list[Submission]:
    """Newest first. Each word comes with the subjects of the people it fits."""
    clauses, values = _bounds(bounds)
    for word, subjects in words:
        clauses.append(_WORD)
        values += _of_word(word, subjects)
    rows = database.all(f"{_FOUND} WHERE {' AND '.join(clauses)} {_NEWEST}", (*values, limit))
    return outbox.one_by_one(database, [row["instance_id"] for row in rows])


def _bounds(bounds: Bounds) -> tuple[list[str], list[Any]]:
    since, until = maybe_text(bounds.since), maybe_text(bounds.until)
    return (
        [
            "(?1 IS NULL OR o.state = ?1)",
            "(?2 IS NULL OR s.finalised >= ?2)",
            "(?3 IS NULL OR s.finalised < ?3)",
        ],
        [bounds.state, since, until],
    )


def _of_word(word: str, subjects: Sequence[str]) -> list[Any]:
    plain = tidy(word)
    return [word, plain, len(plain) >= _SHORTEST_RECEIPT, plain, json.dumps(list(subjects))]
