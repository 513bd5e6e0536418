"""Entity lists (对象清单) pulled from the exchange: by delta where it can, else whole when new."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from offline.exchange.port import (
    Capability,
    Denied,
    EntityListing,
    Exchange,
    ExchangeError,
    FormMissing,
    Refused,
    Unreachable,
)
from offline.records import Submission
from offline.store.entity import Entity
from offline.store.port import Store
from offline.sync import memory
from offline.sync.changes import Change, fields, heard, meet
from offline.sync.course import Run
from offline.sync.summary import Summary

OWN: Final = frozenset({"name", "label", "__version", "__trunkVersion", "__branchId"})


def take_lists(
    store: Store, exchange: Exchange, summary: Summary, spent: Callable[[], bool]
) -> bool:
    """All lists that forms name; whether they are all here now. A bad list blocks no other."""
    by_delta = Capability.ENTITIES in exchange.capabilities()
    for listing in exchange.entity_lists():
        if spent():
            return False
        try:
            if by_delta:
                _take_changes(store, exchange, listing.dataset, summary, spent)
            else:
                _take_whole(store, exchange, listing, summary)
        except ExchangeError as error:
            if not isinstance(error.outcome, Refused | FormMissing):
                raise
            summary.problems.append(f"{listing.dataset}: {error.outcome.message}")
    return True


def look_before_sending(run: Run, rows: Sequence[Submission]) -> None:
    """Where these change entities, what the exchange has of them is asked before they arrive:
    afterwards its answer would show ours alone, and nobody could see what ours covered.

    A list that cannot be had holds nothing back.
    """
    about = {
        step.instance_id for change in memory.changes(run.store.notes) for step in change.steps
    }
    if about.isdisjoint(row.instance_id for row in rows):
        return
    try:
        take_lists(run.store, run.exchange, run.summary, run.spent)
    except ExchangeError as error:
        if isinstance(error.outcome, Denied):
            raise


def _take_changes(
    store: Store, exchange: Exchange, dataset: str, summary: Summary, spent: Callable[[], bool]
) -> None:
    """Page after page; a page and its cursor are one step."""
    more = True
    while more and not spent():
        cursor = store.notes.get(memory.LIST + dataset) or ""
        page = exchange.entity_changes(dataset, cursor)
        with store.transaction():
            take(store, [one.entity for one in page.entities], summary)
            for gone in page.gone:
                lose(store, gone)
            if page.cursor != cursor or not cursor:
                store.notes.put(memory.LIST + dataset, page.cursor)
        more = page.more and page.cursor != cursor


def _take_whole(store: Store, exchange: Exchange, listing: EntityListing, summary: Summary) -> None:
    """The list if it is another than the one we have. Who is missing in it is gone, except what
    was changed here: that is asked after, because a list may be a part and comes late (FACTS).
    """
    note = memory.LIST + listing.dataset
    if listing.hash and store.notes.get(note) == listing.hash:
        return
    try:
        listed = rows(listing.dataset, exchange.entity_list(listing))
    except NotAListError as error:  # a portal's page
        raise ExchangeError(Unreachable("no list")) from error
    here = {one.id for one in listed}
    missing = [one.id for one in store.entities.of(listing.dataset) if one.id not in here]
    changed = [one for one in missing if memory.change_of(store.notes, one) is not None]
    deleted = exchange.deleted_entities(listing, changed) if changed else frozenset()
    with store.transaction():
        take(store, listed, summary)
        for one in missing:
            if one not in changed or one in deleted:
                lose(store, one)
        store.notes.put(note, listing.hash)


def take(store: Store, entities: Iterable[Entity], summary: Summary) -> None:
    """What the exchange tells of these meets what was changed here. In a transaction."""
    for theirs in entities:
        change = memory.change_of(store.notes, theirs.id)
        if change is None:
            _put_if_new(store, theirs, summary)
            continue
        entity, left = meet(change, theirs, str(uuid.uuid4()))
        if left is not change:
            store.entities.put(entity)
            memory.keep_change(store.notes, theirs.id, left)
            summary.entities += 1
            summary.conflicts += left is not None and left.disputed > change.disputed


def _put_if_new(store: Store, theirs: Entity, summary: Summary) -> None:
    known = store.entities.known(theirs.id)
    same = known is not None and known.version == theirs.version
    if known is None or not (same and fields(known) == fields(theirs)):
        store.entities.put(heard(theirs, str(uuid.uuid4())))
        summary.entities += 1


def lose(store: Store, entity_id: str) -> None:
    """The exchange has it no more: forgotten here too, unless something was changed here.

    What a person kept against its deletion stays without asking again.
    """
    change = memory.change_of(store.notes, entity_id)
    if change is None or _only_made(change):
        store.entities.remove(entity_id)
        memory.keep_change(store.notes, entity_id, None)
    elif change.steps[0].instance_id:
        memory.keep_change(store.notes, entity_id, replace(change, gone=True))


def _only_made(change: Change) -> bool:
    """Made here, arrived and deleted at the centre before we heard of it again."""
    made = change.base is None and len(change.steps) == 1
    return made and bool(change.steps[0].instance_id)


class NotAListError(ValueError):
    """A file that is no entity list."""


def rows(dataset: str, data: bytes) -> Sequence[Entity]:
    """A list's CSV as ODK servers write it (NotAListError)."""
    try:
        reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        if "name" not in (reader.fieldnames or ()):
            raise NotAListError(dataset)
        return [_entity(dataset, row) for row in reader if row["name"]]
    except (csv.Error, ValueError, TypeError, AttributeError) as error:
        raise NotAListError(dataset) from error


def _entity(dataset: str, row: dict[str, str]) -> Entity:
    properties = {name: value or "" for name, value in row.items() if name not in OWN}
    version = int(row.get("__version") or 1)
    return Entity(row["name"], dataset, row.get("label") or "", properties, version)


def listed_here(store: Store, dataset: str) -> bool:
    """Whether the exchange keeps this list and told it."""
    return store.notes.get(memory.LIST + dataset) is not None
