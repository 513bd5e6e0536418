"""Unfinished forms."""

from __future__ import annotations

from collections.abc import Sequence

from offline.records import Draft
from offline.store import persons
from offline.store.clock import from_text, to_text
from offline.store.database import Database, Row
from offline.store.port import FrozenError, UnknownRecordError

_SAVE = """INSERT INTO drafts (instance_id, form_id, form_version, title, subject, person, operator,
        state, place, started, saved, replaces)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (instance_id) DO UPDATE SET form_id = excluded.form_id,
        form_version = excluded.form_version, title = excluded.title, subject = excluded.subject,
        person = excluded.person, operator = excluded.operator, state = excluded.state,
        place = excluded.place, saved = excluded.saved, replaces = excluded.replaces"""


class DraftsRoom:
    """See ``offline.store.port.Drafts``."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def save(self, draft: Draft) -> None:
        """Durable when it returns (FrozenError once the instance was finalised)."""
        with self._db.transaction():
            if is_finalised(self._db, draft.instance_id):
                raise FrozenError(draft.instance_id)
            self._db.run(_SAVE, _values(draft))

    def get(self, instance_id: str) -> Draft:
        row = self._db.one("SELECT * FROM drafts WHERE instance_id = ?", (instance_id,))
        if row is None:
            raise UnknownRecordError(f"draft {instance_id}")
        return _draft(row)

    def of(self, subject: str) -> Sequence[Draft]:
        rows = self._db.all("SELECT * FROM drafts WHERE subject = ? ORDER BY rowid", (subject,))
        return [_draft(row) for row in rows]

    def all(self) -> Sequence[Draft]:
        return [_draft(row) for row in self._db.all("SELECT * FROM drafts ORDER BY rowid")]

    def discard(self, instance_id: str) -> None:
        """Forget a draft and its attachments; what was finalised of it stays."""
        with self._db.transaction():
            self._db.run("DELETE FROM drafts WHERE instance_id = ?", (instance_id,))
            if not is_finalised(self._db, instance_id):
                self._db.run("DELETE FROM attachments WHERE instance_id = ?", (instance_id,))


def is_finalised(database: Database, instance_id: str) -> bool:
    """Whether a submission of this instance stands."""
    row = database.one("SELECT 1 AS found FROM submissions WHERE instance_id = ?", (instance_id,))
    return row is not None


def _values(draft: Draft) -> tuple[object, ...]:
    return (
        draft.instance_id,
        draft.form_id,
        draft.form_version,
        draft.title,
        persons.subject_of(draft.person),
        persons.to_text(draft.person),
        draft.operator,
        draft.state,
        draft.place,
        to_text(draft.started),
        to_text(draft.saved),
        draft.replaces,
    )


def _draft(row: Row) -> Draft:
    return Draft(
        row["instance_id"],
        row["form_id"],
        row["form_version"],
        row["title"],
        persons.from_text(row["person"]),
        row["operator"],
        row["state"],
        row["place"],
        from_text(row["started"]),
        from_text(row["saved"]),
        row["replaces"],
    )
