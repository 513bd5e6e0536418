"""What the exchange tells of an entity meets what was changed here."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offline.store.entity import Entity
from offline.sync.changes import Change, Step, clashes, fields, meet, with_fields

BASE = Entity("e-1", "people", "王建国", {"phone": "1", "village": "柳湾"}, 3, 3, "b-1")


def step(number: int, **values: str) -> Step:
    before = BASE if number == 1 else step(number - 1).entity
    return Step(f"uuid:{number}", with_fields(before, values))


def changed(*steps: Step, base: Entity | None = BASE) -> Change:
    return Change(base, steps, "2026-11-21T12:00:00+00:00")


def theirs(version: int = 4, **values: str) -> Entity:
    told = with_fields(BASE, values)
    return Entity(told.id, told.dataset, told.label, told.properties, version)


def test_what_the_exchange_had_already_changes_nothing() -> None:
    mine = changed(step(1, phone="2"))
    assert meet(mine, theirs(3), "b-2") == (mine.mine, mine)


def test_a_change_that_arrived_is_done() -> None:
    entity, left = meet(changed(step(1, phone="2")), theirs(phone="2"), "b-2")
    assert left is None
    assert (entity.version, entity.trunk, entity.branch) == (4, 4, "b-2")


def test_the_first_of_two_changes_arrived_and_the_second_stands_on_it() -> None:
    second = Step("uuid:2", with_fields(step(1, phone="2").entity, {"village": "东滩"}))
    entity, left = meet(changed(step(1, phone="2"), second), theirs(phone="2"), "b-2")
    assert left is not None
    assert [each.instance_id for each in left.steps] == ["uuid:2"]
    assert fields(entity) == {"label": "王建国", "phone": "2", "village": "东滩"}
    assert (entity.version, entity.trunk, left.disputed) == (5, 4, False)


def test_changes_of_other_fields_go_together() -> None:
    entity, left = meet(changed(step(1, phone="2")), theirs(village="东滩"), "b-2")
    assert left is not None
    assert not left.disputed
    assert fields(entity) == {"label": "王建国", "phone": "2", "village": "东滩"}
    assert (entity.version, entity.trunk, entity.branch) == (5, 4, "b-2")


def test_the_same_field_changed_on_both_sides_waits_for_a_person() -> None:
    mine = changed(step(1, phone="2"))
    entity, left = meet(mine, theirs(phone="9"), "b-2")
    assert left is not None
    assert (entity, left.theirs, left.disputed) == (mine.mine, theirs(phone="9"), True)
    assert clashes(mine.mine, BASE, theirs(phone="9")) == ["phone"]


def test_ours_arriving_after_theirs_covers_it_and_the_dispute_stays() -> None:
    _, left = meet(changed(step(1, phone="2")), theirs(phone="9"), "b-2")
    assert left is not None
    entity, still = meet(left, theirs(5, phone="2"), "b-3")
    assert still is not None
    assert still.theirs == theirs(phone="9")
    assert (still.applied, entity.version) == (theirs(5, phone="2"), 5)


def test_one_made_here_and_heard_back_is_like_any_other() -> None:
    mine = changed(Step("uuid:1", BASE), base=None)
    entity, left = meet(mine, theirs(1), "b-2")
    assert (left, entity.trunk) == (None, 1)


def test_a_change_is_remembered_as_it_was() -> None:
    _, left = meet(changed(step(1, phone="2")), theirs(phone="9"), "b-2")
    assert left is not None
    assert Change.from_json(left.to_json()) == left


VALUES = st.dictionaries(st.sampled_from(["phone", "village", "label"]), st.sampled_from("1289"))


@given(st.lists(VALUES, min_size=1, max_size=4), VALUES, st.integers(3, 9))
def test_nothing_that_was_captured_is_lost(
    ours: list[dict[str, str]], others: dict[str, str], version: int
) -> None:
    """Whatever is told: each of our values is shown, or stands in a dispute, or the exchange has it
    or had it on the way to what it tells."""
    steps, now = [], BASE
    for number, said in enumerate(ours):
        now = with_fields(now, said)
        steps.append(Step(f"uuid:{number}", now))
    mine = changed(*steps)
    told = theirs(version, **others)
    entity, left = meet(mine, told, "b-2")
    final = fields(mine.mine)
    if left is None:
        assert all(fields(told)[n] == v for n, v in final.items() if v != fields(BASE)[n])
    elif left.disputed:
        assert (left.mine, left.theirs) == (mine.mine, told)
    else:
        assert all(fields(entity)[n] == v for n, v in final.items() if v != fields(BASE)[n])


@pytest.mark.parametrize("gone", [True, False])
def test_a_deletion_is_a_dispute(gone: bool) -> None:
    assert Change(BASE, (step(1, phone="2"),), "", None, gone).disputed is gone
