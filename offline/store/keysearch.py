"""Search by filed keys: the conditions that words typed put on rows with keys of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from offline.store import searchkeys

MOST = 1000
"""The most rows one search can give, whatever limit is asked for."""


@dataclass(frozen=True, slots=True)
class Filed:
    """Where keys are filed: a table of ``key`` and the column that names whose key it is."""

    table: str
    owner: str
    row: str
    """The searched row's number, as the query around writes it."""


def conditions(words: str, filed: Filed) -> tuple[list[str], list[Any]]:
    """A clause a word and their values; none for words of which nothing can be looked for."""
    clauses: list[str] = []
    values: list[Any] = []
    wanted = [choices for word in words.split() if (choices := searchkeys.ranges(word))]
    for choices in wanted:
        parts = [_all_of(ranges, values, filed, alone=len(wanted) == 1) for ranges in choices]
        clauses.append(f"({' OR '.join(parts)})")
    return clauses, values


def _all_of(ranges: list[tuple[str, str]], values: list[Any], filed: Filed, *, alone: bool) -> str:
    """One condition that must hold by itself needs no more than so many of the rows it fits."""
    limit = f" LIMIT {MOST}" if alone and len(ranges) == 1 else ""
    parts = []
    for first, last in ranges:
        values += [first, last]
        keys = f"SELECT {filed.owner} FROM {filed.table} WHERE key BETWEEN ? AND ?{limit}"  # noqa: S608 — our own names
        parts.append(f"{filed.row} IN ({keys})")
    return f"({' AND '.join(parts)})"
