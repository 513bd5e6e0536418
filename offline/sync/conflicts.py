"""Entities that both sides changed: both versions side by side, and what a person decides."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from offline.records import SubmissionState
from offline.store.entity import Entity
from offline.store.port import Store, UnknownRecordError
from offline.sync import memory
from offline.sync.changes import Change, Step, clashes, difference, fields, heard, with_fields

_UNSENT = (SubmissionState.FINALISED, SubmissionState.SENDING, SubmissionState.WAITING)


@dataclass(frozen=True, slots=True)
class Field:
    """One field as it was, as we have it, as the exchange has it; "" where it is not there.

    ``clash`` says that both sides changed it, to different values.
    """

    name: str
    before: str
    mine: str
    theirs: str
    clash: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """An entity on which the exchange and this terminal disagree, for a person to look at.

    ``deleted`` says that the exchange deleted it, ``covered`` that ours arrived there after theirs
    and is what it shows now. ``unsent`` are our submissions about it that have not arrived yet:
    they arrive whatever is decided, unless their person withdraws them.
    """

    entity: Entity
    fields: tuple[Field, ...]
    deleted: bool
    covered: bool
    submissions: tuple[str, ...]
    unsent: tuple[str, ...]
    since: datetime


@dataclass(frozen=True, slots=True)
class Decided:
    """The entity as it is from now on (None: it is gone), and what the exchange has to be told.

    ``to_tell`` are fields whose decided value no submission of ours carries: an empty one means
    that nothing more is to do; otherwise a form that changes this list has to be handed in.
    """

    entity: Entity | None
    to_tell: Mapping[str, str]


def conflicts(store: Store) -> list[Conflict]:
    """All that wait for a person, oldest first."""
    found = [_conflict(store, c) for c in memory.changes(store.notes) if c.disputed]
    return sorted(found, key=lambda conflict: conflict.since)


def keep_mine(store: Store, entity_id: str, operator: str) -> Decided:
    """What was changed here stays; our submissions say so at the exchange (UnknownRecordError)."""
    change = _disputed(store, entity_id)
    return _decide(store, change, fields(change.mine), operator, "entity-mine")


def take_theirs(store: Store, entity_id: str, operator: str) -> Decided:
    """What the exchange says is so; what was captured here stays in its submissions."""
    change = _disputed(store, entity_id)
    if change.theirs is None:
        with store.transaction():
            store.entities.remove(entity_id)
            _close(store, change, operator, "entity-theirs")
        return Decided(None, {})
    return _decide(store, change, fields(change.theirs), operator, "entity-theirs")


def merge(store: Store, entity_id: str, values: Mapping[str, str], operator: str) -> Decided:
    """Field by field; what is not named is as the exchange has it (UnknownRecordError)."""
    change = _disputed(store, entity_id)
    told = fields(change.theirs or change.mine)
    return _decide(store, change, {**told, **values}, operator, "entity-merged")


def _disputed(store: Store, entity_id: str) -> Change:
    change = memory.change_of(store.notes, entity_id)
    if change is None or not change.disputed:
        raise UnknownRecordError(f"no conflict about {entity_id}")
    return change


def _decide(
    store: Store, change: Change, values: Mapping[str, str], operator: str, act: str
) -> Decided:
    """The decided entity, on top of what the exchange has. A decision counts no version: the form
    that tells of it begins from the exchange's own, which waits for nothing that nobody sends.
    """
    there = change.applied or change.theirs
    settled = change.mine if there is None else heard(there, str(uuid.uuid4()))
    decided = with_fields(settled, values)
    expected = {**fields(change.theirs), **difference(change.mine, change.base)}
    to_tell = {name: value for name, value in values.items() if expected.get(name, "") != value}
    left = None
    if there is None or decided != settled:
        instance = "" if to_tell else change.steps[-1].instance_id
        left = Change(there, (Step(instance, decided),), change.since)
    with store.transaction():
        store.entities.put(decided)
        _close(store, change, operator, act, left)
    return Decided(decided, to_tell)


def _close(
    store: Store, change: Change, operator: str, act: str, left: Change | None = None
) -> None:
    memory.keep_change(store.notes, change.mine.id, left)
    store.audit.record(operator, act, change.mine.id, change.mine.dataset)


def _conflict(store: Store, change: Change) -> Conflict:
    before, mine, theirs = fields(change.base), fields(change.mine), fields(change.theirs)
    clash = set() if change.theirs is None else {*clashes(change.mine, change.base, change.theirs)}
    names = dict.fromkeys([*mine, *theirs, *before])
    told = tuple(
        Field(name, before.get(name, ""), mine.get(name, ""), theirs.get(name, ""), name in clash)
        for name in names
    )
    by = tuple(dict.fromkeys(step.instance_id for step in change.steps if step.instance_id))
    since, covered = datetime.fromisoformat(change.since), change.applied is not None
    return Conflict(change.mine, told, change.gone, covered, by, _unsent(store, by), since)


def _unsent(store: Store, instance_ids: Sequence[str]) -> tuple[str, ...]:
    return tuple(one for one in instance_ids if _state(store, one) in _UNSENT)


def _state(store: Store, instance_id: str) -> SubmissionState | None:
    """None where retention has forgotten the submission."""
    try:
        return store.submissions.get(instance_id).state
    except UnknownRecordError:
        return None
