"""What is done to a whole store from the command line, by folder. Nothing here needs the app."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from offline.store import envelope as envelopes
from offline.store import keystore, paths, restoring, salvaging, verifying
from offline.store.envelope import Envelope
from offline.store.pages import Pages
from offline.store.port import NoStoreError
from offline.store.salvaging import Salvaged
from offline.store.sqlite import create_store
from offline.store.unlocking import Unlock, by_machine
from offline.store.verifying import Problem


def this_machine() -> Unlock:
    """The way in that needs no secret of a person."""
    return by_machine(keystore.default())


def verify(folder: Path, unlock: Unlock) -> list[Problem]:
    """Everything that is wrong with the store of a folder; beside a running app too."""
    envelope = envelopes.read(folder)
    return verifying.verify(folder, envelope, unlock(envelope))


def salvage(folder: Path, into: Path, unlock: Unlock) -> Salvaged:
    """Everything readable of a damaged store into a new one, which the old slots open too.

    The damaged store is only read. ``into`` must hold no store (DamagedError).
    """
    envelope = envelopes.read(folder)
    if not paths.database(folder).exists():
        raise NoStoreError(str(folder))
    data_key = unlock(envelope)
    target = create_store(into, data_key=data_key)
    pages = Pages(paths.database(folder), data_key, envelope.salt)
    try:
        report = salvaging.salvage(pages, envelope.roots, target)
    finally:
        pages.close()
        target.close()
    _take_slots_along(envelope, into)
    return report


def restore(file: Path, folder: Path, unlock: Unlock) -> None:
    """See ``restoring.restore``; on this machine."""
    restoring.restore(file, folder, unlock, keystore.default())


def _take_slots_along(old: Envelope, into: Path) -> None:
    new = envelopes.read(into)
    kept = tuple(slot for slot in old.slots if slot.kind != "machine")
    envelopes.write(into, replace(new, slots=(*new.slots, *kept)))
