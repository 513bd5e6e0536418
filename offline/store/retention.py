"""How long what is kept, and forgetting it on time with its bytes overwritten (secure_delete).

Nothing is forgotten before the exchange holds it with its attachments. The log is not purged: it
names no one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from offline.store.clock import to_text
from offline.store.database import Database
from offline.store.sqlite import SqlStore


@dataclass(frozen=True, slots=True)
class Retention:
    """Days that each class of data is kept after its last change.

    ``draft`` is what a resident left at the station, ``staff_draft`` the work of an operator, who
    may be in the field without a network. ``person`` is what is remembered of somebody met here,
    with the answers for the next form; it stays while a draft or submission of theirs does.
    """

    draft: int = 7
    staff_draft: int = 180
    accepted: int = 30
    closed: int = 30
    case: int = 90
    person: int = 180
    nonce: int = 1
    stray_file: int = 1


@dataclass(frozen=True, slots=True)
class _Rule:
    what: str
    days: int
    sql: str


_SETTLED_SENT = """FROM submissions WHERE instance_id IN (
    SELECT o.instance_id FROM outbox AS o WHERE o.state = 'accepted' AND o.settled < ?
        AND NOT EXISTS (SELECT 1 FROM attachments AS a
            WHERE a.instance_id = o.instance_id AND a.state <> 'sent'))"""
_CLOSED = """FROM submissions WHERE instance_id IN (
    SELECT instance_id FROM outbox WHERE state = 'closed' AND settled < ?)"""
_STRAY = """FROM attachments WHERE added < ?
    AND instance_id NOT IN (SELECT instance_id FROM submissions)
    AND instance_id NOT IN (SELECT instance_id FROM drafts)"""
_NOT_MET = """subject IN (SELECT subject FROM people_met WHERE at < ?)
    AND subject NOT IN (SELECT subject FROM drafts)
    AND subject NOT IN (SELECT subject FROM submissions)"""
_NO_ONE = "subject NOT IN (SELECT subject FROM people UNION SELECT subject FROM answers)"
_NO_SUBMISSION = "instance_id NOT IN (SELECT instance_id FROM submissions)"
_NO_REFERENCE = "reference NOT IN (SELECT instance_id FROM submissions)"


def purge(store: SqlStore, rules: Retention, now: datetime) -> Mapping[str, int]:
    """Forget what is over its time, in one transaction; rows forgotten by class.

    Files go with what they belonged to, as strays, the last rule. The write-ahead log is emptied
    afterwards, for older pages stand in it; a reader that is at work puts that off.

    ``now`` must be a time that was checked (``timewatch``): a clock far ahead must expire nothing.
    """
    with store.transaction():
        report = {rule.what: _apply(store.database, rule, now) for rule in _rules(rules)}
        if any(report.values()):
            detail = " ".join(f"{what}={number}" for what, number in report.items() if number)
            store.audit.record("system", "purged", detail=detail)
    if any(report.values()):
        store.database.one("PRAGMA wal_checkpoint(TRUNCATE)")
    return report


def _rules(rules: Retention) -> tuple[_Rule, ...]:
    return (
        _Rule("drafts", rules.draft, "FROM drafts WHERE operator = 'station' AND saved < ?"),
        _Rule("staff drafts", rules.staff_draft, "FROM drafts WHERE saved < ?"),
        _Rule("accepted", rules.accepted, _SETTLED_SENT),
        _Rule("closed", rules.closed, _CLOSED),
        _Rule("cases", rules.case, f"FROM cases WHERE updated < ? AND {_NO_SUBMISSION}"),
        _Rule(
            "certificates", rules.case, f"FROM certificates WHERE added < ? AND {_NO_SUBMISSION}"
        ),
        _Rule("prints", rules.case, f"FROM print_jobs WHERE created < ? AND {_NO_REFERENCE}"),
        _Rule("answers", rules.person, f"FROM answers WHERE {_NOT_MET}"),
        _Rule("people", rules.person, f"FROM people WHERE {_NOT_MET}"),
        _Rule("meetings", rules.person, f"FROM people_met WHERE at < ? AND {_NO_ONE}"),
        _Rule("nonces", rules.nonce, "FROM nonces WHERE expires < ?"),
        _Rule("stray files", rules.stray_file, _STRAY),
    )


def _apply(database: Database, rule: _Rule, now: datetime) -> int:
    before = to_text(now - timedelta(days=rule.days))
    return database.run(f"DELETE {rule.sql}", (before,))
