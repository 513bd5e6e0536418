"""Form versions and their media."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from offline.records import StoredForm
from offline.store.database import Database, Row
from offline.store.port import StoreError, UnknownRecordError


class FormsRoom:
    """See ``offline.store.port.Forms``."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, form: StoredForm) -> None:
        """Add a version, or put it in place of the one stored; it becomes the newest."""
        with self._db.transaction():
            self._db.run(
                "DELETE FROM forms WHERE form_id = ? AND version = ?", (form.form_id, form.version)
            )
            row = self._db.insert(
                "INSERT INTO forms (form_id, version, title, hash, xml) VALUES (?, ?, ?, ?, ?)",
                (form.form_id, form.version, form.title, form.hash, form.xml),
            )
            self._db.many(
                "INSERT INTO form_media (form, name, bytes) VALUES (?, ?, ?)",
                [(row, name, content) for name, content in form.media.items()],
            )

    def get(self, form_id: str, version: str | None = None) -> StoredForm:
        row = self._db.one(
            "SELECT * FROM forms WHERE form_id = ? AND (? IS NULL OR version = ?)"
            " ORDER BY id DESC LIMIT 1",
            (form_id, version, version),
        )
        if row is None:
            raise UnknownRecordError(f"form {form_id} {version or ''}".strip())
        return self._form(row)

    def hashes(self) -> Mapping[tuple[str, str], str]:
        rows = self._db.all("SELECT form_id, version, hash FROM forms ORDER BY id")
        return {(row["form_id"], row["version"]): row["hash"] for row in rows}

    def shelf(self, form_id: str, version: str) -> CompiledShelf:
        return CompiledShelf(self._db, form_id, version)

    def _form(self, row: Row) -> StoredForm:
        media = self._db.all("SELECT name, bytes FROM form_media WHERE form = ?", (row["id"],))
        return StoredForm(
            row["form_id"],
            row["version"],
            row["title"],
            row["hash"],
            row["xml"],
            {each["name"]: each["bytes"] for each in media},
        )


class CompiledShelf:
    """See ``offline.store.port.Shelf``: the compiled form of one version, if any."""

    def __init__(self, database: Database, form_id: str, version: str) -> None:
        self._db = database
        self._form = (form_id, version)

    def get(self, key: str) -> bytes | None:
        row = self._db.one(
            "SELECT bytes FROM compiled_forms AS c JOIN forms AS f ON f.id = c.form"
            " WHERE f.form_id = ? AND f.version = ? AND c.key = ?",
            (*self._form, key),
        )
        return row["bytes"] if row else None

    def put(self, key: str, value: bytes) -> None:
        """In place of what an older engine left. A reader and a full disk keep nothing."""
        if self._db.in_transaction():
            return  # somebody else's step, which is not to grow by this
        with suppress(StoreError):
            self._db.run(
                "INSERT OR REPLACE INTO compiled_forms (form, key, bytes)"
                " SELECT id, ?, ? FROM forms WHERE form_id = ? AND version = ?",
                (key, value, *self._form),
            )
