"""What concerns the terminal more than a visit: heartbeat, commands, revocations, catalogue."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import datetime
from typing import Final

from offline.exchange.port import Capability, Exchange, Health
from offline.store.port import Notes, Store
from offline.sync import memory, orders
from offline.sync.pulse import Pulse
from offline.sync.summary import Summary, pending_count

MOST_TOLD: Final = 100


def beat(store: Store, exchange: Exchange, now: datetime, summary: Summary, pulse: Pulse) -> None:
    """Report health with the audit log's head; keep the commands that come back, in one step."""
    notes = store.notes
    done = dict(sorted(orders.outcomes(notes).items())[:MOST_TOLD])
    commands = exchange.heartbeat(
        Health(
            terminal=notes.get("terminal.id") or "",
            version=pulse.version,
            queue=pending_count(store),
            facts=pulse.facts(),
            audit=store.audit.head(),
            heard=int(notes.get(memory.HEARD_COMMAND) or 0),
            done=done,
        )
    )
    with store.transaction():
        for command in commands:
            store.audit.record(orders.TELLER, "command", str(command.number), command.act)
            orders.keep(notes, command)
            notes.put(memory.HEARD_COMMAND, str(command.number))
        orders.told(notes, done)
        notes.put(memory.BEAT, now.isoformat())
    summary.commands += len(commands)


def take_revocations(
    store: Store, exchange: Exchange, summary: Summary, spent: Callable[[], bool]
) -> None:
    """New entries by delta; list and cursor move in one step."""
    more = True
    while more and not spent():
        page = exchange.revocations(store.notes.get(memory.REVOKED_CURSOR) or "")
        if page.entries:
            with store.transaction():
                packed = revocations(store.notes)
                known = {packed[at : at + 6] for at in range(0, len(packed), 6)}
                merged = b"".join(sorted(known.union(page.entries)))
                store.notes.put(memory.REVOKED, b64encode(merged).decode())
                store.notes.put(memory.REVOKED_CURSOR, page.cursor)
        summary.revocations += len(page.entries)
        more = page.more and bool(page.entries)


def revocations(notes: Notes) -> bytes:
    """All entries in their order, as ``kiosk.codes.revocation.Revocations`` reads them."""
    return b64decode(notes.get(memory.REVOKED) or "")


def revocations_heard(notes: Notes) -> datetime | None:
    """When the list was last asked for: what was taken back since then is not known here."""
    heard = notes.get(memory.REVOKED_HEARD)
    return datetime.fromisoformat(heard) if heard else None


def take_catalogue(
    store: Store, exchange: Exchange, summary: Summary, spent: Callable[[], bool]
) -> None:
    """The service items: by delta where the exchange can, whole where it cannot."""
    if Capability.CATALOGUE_CHANGES in exchange.capabilities():
        _take_changes(store, exchange, summary, spent)
        return
    items = exchange.catalogue()
    if list(items) != list(store.catalogue.items()):
        store.catalogue.replace(items)
        summary.items = len(items)


def _take_changes(
    store: Store, exchange: Exchange, summary: Summary, spent: Callable[[], bool]
) -> None:
    """All pages, then one step: nobody sees half a catalogue. Changed items keep their place."""
    notes = store.notes
    items = {item.id: item for item in store.catalogue.items()}
    cursor, more, changed = notes.get(memory.ITEMS_CURSOR) or "", True, 0
    if not (cursor and items):
        cursor, items = "", {}
    while more:
        if spent():
            return
        page = exchange.catalogue_changes(cursor)
        items.update({item.id: item for item in page.items})
        for gone in page.gone:
            items.pop(gone, None)
        changed += len(page.items) + len(page.gone)
        more, cursor = page.more and page.cursor != cursor, page.cursor
    if changed or not notes.get(memory.ITEMS_CURSOR):
        with store.transaction():
            store.catalogue.replace(list(items.values()))
            notes.put(memory.ITEMS_CURSOR, cursor)
    summary.items += changed
