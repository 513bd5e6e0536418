"""What changed outside the program since it ran last goes into the log when it starts."""

from __future__ import annotations

import json

from kiosk.settings import Settings
from offline.store.port import Store

SEEN = "settings.seen"


def note_settings(store: Store, settings: Settings) -> None:
    """Names of the settings that are others than at the last start, into the log; no values."""
    seen, told = store.notes.get(SEEN), settings.model_dump(mode="json")
    before = json.loads(seen) if seen else told
    changed = sorted(name for name, value in told.items() if before.get(name, value) != value)
    with store.transaction():
        if changed:
            store.audit.record("system", "settings", detail=" ".join(changed))
        if before != told or not seen:
            store.notes.put(SEEN, json.dumps(told, ensure_ascii=False))
