"""What support may see of a store: counts, versions, slots and acts; nothing of whom they were for.

Everything here is named one by one (an allow-list): subjects, details of acts, reasons and names
stay out, so that a new column never leaks by being new.
"""

from __future__ import annotations

import io
import json
import os
import platform
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from offline.store import envelope as envelopes
from offline.store import schema, slots, stats
from offline.store.port import StoreError
from offline.store.sqlite import SqlStore

NEWEST = 5000
"""Entries of the log that come along."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write(file: Path, members: Mapping[str, str]) -> None:
    """A zip of texts by name, readable by its owner alone."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(packed(members))


def packed(members: Mapping[str, str]) -> bytes:
    """A zip of texts by name, the same for the same texts."""
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), text, zipfile.ZIP_DEFLATED)
    return zipped.getvalue()


def of_store(store: SqlStore) -> dict[str, str]:
    """File name → text, of a store that opens."""
    counted = asdict(stats.count(store.database, store.folder))
    return {
        "stats.json": to_json(counted),
        "schema.json": to_json([asdict(step) for step in schema.applied(store.database)]),
        "log.jsonl": "".join(_acts(store)),
    }


def of_machine(folder: Path) -> dict[str, str]:
    """File name → text, whatever state the store is in."""
    files = [{"name": path.name, "bytes": path.stat().st_size} for path in sorted(_ours(folder))]
    system = {"system": platform.platform(), "python": platform.python_version(), "files": files}
    return {"machine.json": to_json(system), "slots.json": to_json(_slots(folder))}


def to_json(value: Any) -> str:
    """As it lies in the bundle; times as ISO 8601."""
    return json.dumps(value, ensure_ascii=False, indent=1, default=str)


def _acts(store: SqlStore) -> Iterator[str]:
    newest, _ = store.audit.head()
    for entry in store.audit.entries(after=max(0, newest - NEWEST)):
        shown = {
            "number": entry.number,
            "at": entry.at.isoformat(),
            "operator": entry.operator,
            "act": entry.act,
            "digest": entry.digest,
        }
        yield json.dumps(shown, ensure_ascii=False) + "\n"


def _slots(folder: Path) -> list[dict[str, Any]] | str:
    try:
        found = envelopes.read(folder)
    except StoreError as error:
        return type(error).__name__
    return [
        {"kind": slot.kind, "where": slot.facts.get("where", ""), "locked": slots.is_locked(slot)}
        for slot in found.slots
    ]


def _ours(folder: Path) -> list[Path]:
    return [path for path in folder.glob("store.*") if path.is_file()]
