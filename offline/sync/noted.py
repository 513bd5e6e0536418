"""What a finalised submission does to the lists here, at once and without a network."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from offline.forms.entities import Declared
from offline.store.entity import Entity
from offline.store.port import Store
from offline.sync import memory
from offline.sync.changes import Change, Step, difference, with_fields


def note_entities(
    store: Store,
    instance_id: str,
    declarations: Iterable[Declared],
    now: datetime,
    came: Callable[[str], Mapping[str, Entity]],
) -> None:
    """Make and change entities as the submission says. In the transaction that finalises it.

    ``came(dataset)`` gives a list as it came with the form, by id, for an entity that the store
    does not know.
    """
    for declared in declarations:
        known = store.entities.known(declared.id) or came(declared.dataset).get(declared.id)
        entity = _made(declared) if known is None else _changed(known, declared)
        change = memory.change_of(store.notes, entity.id)
        step = Step(instance_id, entity)
        if change is None:
            change = Change(known, (step,), now.isoformat())
        else:
            change = replace(change, steps=(*change.steps, step))
        store.entities.put(entity)
        memory.keep_change(store.notes, entity.id, change)


def withdraw_entities(store: Store, instance_id: str) -> None:
    """A submission was withdrawn before it was sent: what it did to the lists is undone.

    Steps made on top of it by other submissions keep what they changed themselves.
    """
    for change in memory.changes(store.notes):
        if instance_id not in {step.instance_id for step in change.steps}:
            continue
        left = _without(change, instance_id)
        if left is not None:
            store.entities.put(left.mine)
        elif change.base is None:
            store.entities.remove(change.mine.id)
        else:
            store.entities.put(change.theirs or change.base)
        memory.keep_change(store.notes, change.mine.id, left)


def _without(change: Change, instance_id: str) -> Change | None:
    """The change without the steps of one submission; None if nothing is left to stand on."""
    if change.base is None and change.steps[0].instance_id == instance_id:
        return None
    before, now, steps = change.base, change.base, list[Step]()
    for step in change.steps:
        said = difference(step.entity, before)
        before = step.entity
        if step.instance_id == instance_id:
            continue
        version = step.entity.version if now is None else now.version + 1
        told = step.entity if now is None else with_fields(now, said)
        now = replace(told, version=version, trunk=before.trunk, branch=before.branch)
        steps.append(Step(step.instance_id, now))
    return replace(change, steps=tuple(steps)) if steps else None


def _made(declared: Declared) -> Entity:
    return Entity(
        declared.id,
        declared.dataset,
        declared.label,
        dict(declared.properties),
        branch=str(uuid.uuid4()),
    )


def _changed(known: Entity, declared: Declared) -> Entity:
    label = {"label": declared.label} if declared.label else {}
    changed = with_fields(known, {**declared.properties, **label})
    return replace(changed, version=known.version + 1, branch=known.branch or str(uuid.uuid4()))
