"""Entity lists of the sandbox: made and changed by submissions, as ODK Central does it.

A change made offline names the version it began from (trunk) and its run of changes (branch).
Changes of one branch are applied in their order, held while an earlier one is missing; a change
that began from an older version than ours is applied and flagged: ``hard`` if both touched the same
property, else ``soft`` (entities specification; FACTS, Exchange).
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from lxml import etree

from kiosk.sandbox.ledger import Ledger, stamp
from kiosk.sandbox.shelf import ShelfForm
from offline.exchange.answers import parse_xml

PAGE: Final = 1000
ENTITIES: Final = "{http://www.opendatakit.org/xforms/entities}"
XFORMS: Final = "{http://www.w3.org/2002/xforms}"


@dataclass(frozen=True, slots=True)
class Change:
    """What one submission says about one entity; ``base`` 0 makes it."""

    dataset: str
    id: str
    label: str
    properties: Mapping[str, str] = field(default_factory=dict)
    base: int = 0
    trunk: int = 0
    branch: str = ""

    @property
    def place(self) -> int:
        """How many changes of its branch stand before it."""
        return max(self.base - max(self.trunk, 1), 0) if self.branch else 0


class EntityRoom:
    """The lists in the ledger."""

    def __init__(self, ledger: Ledger, forms: Mapping[str, ShelfForm]) -> None:
        self._ledger, self._forms = ledger, forms

    def take(self, root: etree._Element) -> None:
        """Apply what a whole submission says about entities."""
        form = self._forms.get(root.get("id", ""))
        if form is None:
            return
        saved = _saved_to(form.xml)
        for node in root.iter("{*}entity"):  # in the namespace of nothing, as pyxform writes it
            change = _change(node, saved)
            if change is not None:
                self.apply(change)

    def apply(self, change: Change) -> None:
        """Apply a change, and those that waited for it."""
        if not self._fits(change):
            self._ledger.run(
                "INSERT OR IGNORE INTO entities_held VALUES (?, ?, ?)",
                change.id,
                change.place,
                json.dumps(asdict(change), ensure_ascii=False),
            )
            return
        self._write(change)
        for row in self._ledger.rows(
            "SELECT rowid, change FROM entities_held WHERE id = ? ORDER BY place", change.id
        ):
            waiting = Change(**json.loads(row["change"]))
            if self._fits(waiting):
                self._ledger.run("DELETE FROM entities_held WHERE rowid = ?", row["rowid"])
                self._write(waiting)

    def version(self, entity_id: str) -> int:
        """Its version; 0 if it is not there."""
        row = self._row(entity_id)
        return 0 if row is None else int(row["version"])

    def forget(self, dataset: str, entity_id: str) -> bool:
        """Delete one, as an official may; whether it was there."""
        row = self._row(entity_id)
        if row is None or row["dataset"] != dataset or row["gone"]:
            return False
        self._ledger.run(
            "UPDATE entities SET gone = 1, sequence = ? WHERE id = ?", self._next(), entity_id
        )
        return True

    def settle(self, entity_id: str) -> bool:
        """Say that a person looked at a conflict and the entity is right as it is."""
        row = self._row(entity_id)
        if row is None or not row["conflict"]:
            return False
        self._ledger.run(
            "UPDATE entities SET conflict = '', sequence = ? WHERE id = ?", self._next(), entity_id
        )
        return True

    def changes(self, dataset: str, cursor: int) -> dict[str, Any]:
        """A page of a list after a cursor; who knows none is not told of those that are gone."""
        rows = self._ledger.rows(
            "SELECT * FROM entities WHERE dataset = ? AND sequence > ? AND (? > 0 OR gone = 0)"
            " ORDER BY sequence LIMIT ?",
            dataset,
            cursor,
            cursor,
            PAGE + 1,
        )
        shown = rows[:PAGE]
        return {
            "entities": [entity_entry(row) for row in shown if not row["gone"]],
            "gone": [row["id"] for row in shown if row["gone"]],
            "cursor": str(shown[-1]["sequence"] if shown else cursor),
            "more": len(rows) > PAGE,
        }

    def datasets(self) -> list[str]:
        """The lists that have ever had an entity."""
        rows = self._ledger.rows("SELECT DISTINCT dataset FROM entities ORDER BY dataset")
        return [row["dataset"] for row in rows]

    def sheet(self, dataset: str) -> tuple[bytes, str]:
        """A whole list as CSV, and its hash: an ETag, not the md5 of the bytes, as Central's."""
        rows = self._ledger.rows(
            "SELECT * FROM entities WHERE dataset = ? AND gone = 0 ORDER BY rowid", dataset
        )
        told = [(row, json.loads(row["properties"])) for row in rows]
        names = sorted({name for _, properties in told for name in properties})
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["name", "label", "__version", *names])
        for row, properties in told:
            values = (properties.get(name, "") for name in names)
            writer.writerow([row["id"], row["label"], row["version"], *values])
        data = text.getvalue().encode()
        return data, hashlib.sha256(data).hexdigest()[:32]

    def gone(self, ids: Sequence[str]) -> dict[str, bool]:
        """Which of these ids are no more; an id that never was is gone too."""
        rows = {one: self._row(one) for one in ids}
        return {one: row is None or bool(row["gone"]) for one, row in rows.items()}

    def _fits(self, change: Change) -> bool:
        """Whether all that comes before it is here."""
        if not change.base:
            return True
        if self._row(change.id) is None:
            return False
        return not change.branch or self._applied(change) >= change.place

    def _applied(self, change: Change) -> int:
        row = self._ledger.row(
            "SELECT count(*) AS n FROM entity_versions WHERE id = ? AND branch = ?",
            change.id,
            change.branch,
        )
        return 0 if row is None else int(row["n"])

    def _write(self, change: Change) -> None:
        row = self._row(change.id)
        if row is not None and (row["gone"] or not change.base):
            return  # deleted stays deleted, made twice is as once
        before = {} if row is None else json.loads(row["properties"])
        version = 1 if row is None else int(row["version"]) + 1
        conflict = "" if row is None else self._conflict(change, row)
        properties = json.dumps({**before, **change.properties}, ensure_ascii=False)
        self._ledger.run(
            "INSERT OR REPLACE INTO entities VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
            change.id,
            change.dataset,
            change.label or (row["label"] if row is not None else ""),
            properties,
            version,
            change.trunk,
            change.branch,
            conflict,
            self._next(),
            stamp(),
        )
        self._ledger.run(
            "INSERT INTO entity_versions VALUES (?, ?, ?, ?)",
            change.id,
            version,
            change.branch if change.base else "",
            json.dumps([*change.properties, *(["label"] if change.label else [])]),
        )

    def _conflict(self, change: Change, row: sqlite3.Row) -> str:
        """Nothing if it began from our version or follows its own branch; else how bad it is."""
        begun = max(change.trunk, 1) if change.branch else change.base
        others = self._ledger.rows(
            "SELECT names FROM entity_versions WHERE id = ? AND version > ?"
            " AND (branch <> ? OR branch = '')",
            change.id,
            begun,
            change.branch,
        )
        if not others:
            return str(row["conflict"])
        touched = {name for other in others for name in json.loads(other["names"])}
        mine = {*change.properties, *(["label"] if change.label else [])}
        return "hard" if touched & mine or row["conflict"] == "hard" else "soft"

    def _row(self, entity_id: str) -> sqlite3.Row | None:
        return self._ledger.row("SELECT * FROM entities WHERE id = ?", entity_id)

    def _next(self) -> int:
        row = self._ledger.row("SELECT coalesce(max(sequence), 0) + 1 AS next FROM entities")
        return 1 if row is None else int(row["next"])


def entity_entry(row: sqlite3.Row) -> dict[str, Any]:
    """An entity as the API gives it."""
    names = ("id", "label", "version", "trunk", "branch", "conflict")
    return {
        **{name: row[name] for name in names},
        "properties": json.loads(row["properties"]),
    }


def _saved_to(xml: bytes) -> dict[str, str]:
    """Path in the primary instance → property, of a form's binds."""
    binds = parse_xml(xml).iter(f"{XFORMS}bind")
    found = ((b.get("nodeset", ""), b.get(f"{ENTITIES}saveto")) for b in binds)
    return {path: name for path, name in found if name}


def _change(node: etree._Element, saved: Mapping[str, str]) -> Change | None:
    meta = node.getparent()
    holder = None if meta is None else meta.getparent()
    made, changed = node.get("create") in ("1", "true"), node.get("update") in ("1", "true")
    if holder is None or not (made or changed) or not node.get("id"):
        return None
    return Change(
        dataset=node.get("dataset", ""),
        id=node.get("id", "").removeprefix("uuid:"),
        label=(node.findtext("{*}label") or "").strip(),
        properties=_properties(holder, saved),
        base=0 if made and not changed else _number(node.get("baseVersion")) or 1,
        trunk=_number(node.get("trunkVersion")),
        branch=node.get("branchId", ""),
    )


def _properties(holder: etree._Element, saved: Mapping[str, str]) -> dict[str, str]:
    """The values below the group that the entity belongs to."""
    above = [etree.QName(one).localname for one in (holder, *holder.iterancestors())]
    here = "/" + "/".join(reversed(above)) + "/"
    return {
        name: (found.text or "").strip()
        for path, name in saved.items()
        if path.startswith(here)
        and (
            found := holder.find("/".join(f"{{*}}{p}" for p in path.removeprefix(here).split("/")))
        )
        is not None
    }


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() else 0
