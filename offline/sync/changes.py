"""Entities changed here and not yet heard back: what each was, and every step since. Pure.

The exchange applies our steps one by one and counts a version with each (ODK, offline entities).
What it tells of an entity is compared with our steps: those that it already contains are done, the
others go on top of what it tells, and only where both sides changed one field differently does a
person have to decide.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from offline.store.entity import Entity

LABEL = "label"
"""The label among the fields; no property may have this name (entities specification)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One change: by which submission ("" for a person's decision), and the entity after it."""

    instance_id: str
    entity: Entity


@dataclass(frozen=True, slots=True)
class Change:
    """What the exchange had when we began (None: made here), our steps on it, at least one.

    ``theirs`` is what the exchange says since where that does not go together with ours, ``gone``
    that it deleted the entity; either waits for a person. ``applied`` is what it says after that,
    once our change arrived there too and covered theirs. ``since`` is an ISO time.
    """

    base: Entity | None
    steps: tuple[Step, ...]
    since: str
    theirs: Entity | None = None
    gone: bool = False
    applied: Entity | None = None

    @property
    def mine(self) -> Entity:
        return self.steps[-1].entity

    @property
    def disputed(self) -> bool:
        return self.gone or self.theirs is not None

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Change:
        told = json.loads(text)
        steps = tuple(Step(s["instance_id"], Entity(**s["entity"])) for s in told["steps"])
        base, theirs, applied = (_maybe(told[name]) for name in ("base", "theirs", "applied"))
        return cls(base, steps, told["since"], theirs, told["gone"], applied)


def _maybe(told: Mapping[str, Any] | None) -> Entity | None:
    return None if told is None else Entity(**told)


def fields(entity: Entity | None) -> dict[str, str]:
    """Label and properties alike; nothing of what is not there."""
    return {} if entity is None else {LABEL: entity.label, **entity.properties}


def with_fields(entity: Entity, values: Mapping[str, str]) -> Entity:
    """The entity with these fields put in place of its own; others stay."""
    merged = {**fields(entity), **values}
    label = merged.pop(LABEL)
    return replace(entity, label=label, properties=merged)


def difference(now: Entity, before: Entity | None) -> dict[str, str]:
    """The fields of ``now`` that are not as they were."""
    old = fields(before)
    return {name: value for name, value in fields(now).items() if old.get(name, "") != value}


def meet(change: Change, theirs: Entity, branch: str) -> tuple[Entity, Change | None]:
    """The entity as it is shown here from now on, and what is left of our change.

    ``branch`` names the run of changes that begins now (a fresh UUID).
    """
    base, latest = change.base, change.applied or change.theirs or change.base
    if latest is not None and theirs.version <= latest.version:
        return change.mine, change
    if change.theirs is not None:
        return _still_disputed(change, theirs, branch)
    for done in range(len(change.steps), 0, -1):
        if _contains(theirs, change.steps[done - 1].entity, base):
            return _rebased(change, done, theirs, branch)
    if base is None or clashes(change.mine, base, theirs):
        return change.mine, replace(change, theirs=theirs)
    return _rebased(change, 0, theirs, branch)


def _still_disputed(change: Change, theirs: Entity, branch: str) -> tuple[Entity, Change]:
    """A person has not decided yet: what the other side said first stays beside ours."""
    if _contains(theirs, change.mine, change.base):
        return heard(theirs, branch), replace(change, applied=theirs)
    return change.mine, replace(change, theirs=theirs, applied=None)


def clashes(mine: Entity, base: Entity | None, theirs: Entity) -> list[str]:
    """Fields that both sides changed, to different values."""
    ours, others = difference(mine, base), difference(theirs, base)
    return [name for name, value in ours.items() if name in others and others[name] != value]


def _contains(theirs: Entity, ours: Entity, base: Entity | None) -> bool:
    told = fields(theirs)
    return all(told.get(name, "") == value for name, value in difference(ours, base).items())


def _rebased(
    change: Change, done: int, theirs: Entity, branch: str
) -> tuple[Entity, Change | None]:
    """Our steps after the first ``done``, on top of what the exchange tells."""
    before = change.steps[done - 1].entity if done else change.base
    now, steps = theirs, []
    for number, step in enumerate(change.steps[done:], start=1):
        now = replace(
            with_fields(now, difference(step.entity, before)),
            version=theirs.version + number,
            trunk=theirs.version,
            branch=branch,
        )
        before = step.entity
        steps.append(Step(step.instance_id, now))
    if not steps:
        return heard(theirs, branch), None
    return now, Change(theirs, tuple(steps), change.since)


def heard(theirs: Entity, branch: str) -> Entity:
    """An entity as the exchange has it, ready to be changed here."""
    return replace(theirs, trunk=theirs.version, branch=branch)
