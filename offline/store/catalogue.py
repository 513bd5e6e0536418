"""The service items as last heard from the exchange."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from offline.records import ServiceItem
from offline.store.database import Database


class CatalogueRoom:
    """See ``offline.store.port.Catalogue``."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def replace(self, items: Sequence[ServiceItem]) -> None:
        with self._db.transaction():
            self._db.run("DELETE FROM catalogue")
            self._db.many(
                "INSERT INTO catalogue (position, item) VALUES (?, ?)",
                [
                    (position, json.dumps(asdict(item), ensure_ascii=False))
                    for position, item in enumerate(items)
                ],
            )

    def items(self) -> Sequence[ServiceItem]:
        rows = self._db.all("SELECT item FROM catalogue ORDER BY position")
        return [_item(json.loads(row["item"])) for row in rows]

    def of_form(self, form_id: str) -> ServiceItem | None:
        row = self._db.one(
            "SELECT item FROM catalogue WHERE item ->> 'form_id' = ? ORDER BY position LIMIT 1",
            (form_id,),
        )
        return _item(json.loads(row["item"])) if row else None


def _item(facts: dict[str, Any]) -> ServiceItem:
    return ServiceItem(
        **{**facts, "guide": tuple(facts["guide"]), "materials": tuple(facts["materials"])}
    )
