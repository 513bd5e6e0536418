from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.session import (
    Begin,
    Change,
    Check,
    Choose,
    Event,
    Identified,
    IdlePolicy,
    Leave,
    LookUp,
    Papers,
    Rate,
    Silence,
    Stage,
    Submitted,
    Visit,
    Wanted,
    step,
)
from offline.records import NotDrawnError, Person

WANG = Person(subject="s1", name="王小明", id4="1234")
WHOLE: list[Event] = [
    Wanted("elderly_allowance"),
    Identified(WANG),
    Choose(),
    Begin("elderly_allowance", "uuid:1"),
    Check(),
    Change(),
    Check(),
    Submitted("LW-1"),
    Papers(),
    Rate(),
]
EVENTS: list[Event] = [*WHOLE, LookUp("LW-1"), Leave()]


def after(*events: Event) -> Visit:
    visit = Visit()
    for event in events:
        visit = step(visit, event)
    return visit


def test_a_whole_visit_ends_idle_and_empty() -> None:
    assert after(*WHOLE).stage is Stage.RATING
    assert after(*WHOLE, Leave()) == Visit()


def test_an_item_chosen_before_scanning_is_remembered() -> None:
    assert after(Wanted("x"), Identified(WANG)).item_id == "x"


def test_another_service_keeps_the_person_and_forgets_the_form() -> None:
    visit = after(*WHOLE[:-1], Choose())
    assert visit == Visit(stage=Stage.CHOOSING, person=WANG)


def test_progress_is_looked_up_without_being_identified_but_services_need_a_person() -> None:
    looked = after(LookUp("LW-1"))
    assert looked.stage is Stage.PROGRESS
    with pytest.raises(NotDrawnError):
        step(looked, Choose())


@pytest.mark.parametrize(
    "events",
    [[Choose()], [Begin("x", "y")], [Submitted("r")], [Identified(WANG), Identified(WANG)]],
)
def test_a_move_that_is_not_drawn_is_refused(events: list[Event]) -> None:
    with pytest.raises(NotDrawnError):
        after(*events)


@given(st.lists(st.sampled_from(EVENTS), max_size=40))
def test_no_sequence_leaves_the_chart_and_leaving_always_clears(events: list[Event]) -> None:
    visit = Visit()
    for event in events:
        try:
            visit = step(visit, event)
        except NotDrawnError:
            continue
        if visit.stage in {Stage.FILLING, Stage.CHECKING, Stage.SUBMITTED}:
            assert visit.person is not None
            assert visit.instance_id
    assert step(visit, Leave()) == Visit()


def test_idle_warns_then_ends_and_any_touch_starts_anew() -> None:
    policy = IdlePolicy(timedelta(seconds=90), timedelta(seconds=30))
    touch = datetime(2026, 3, 18, 10, 0, tzinfo=UTC)
    seconds = timedelta(seconds=1)
    assert policy.judge(touch, touch + 89 * seconds) is Silence.ACTIVE
    assert policy.judge(touch, touch + 90 * seconds) is Silence.WARN
    assert policy.left(touch, touch + 100 * seconds) == 20
    assert policy.judge(touch, touch + 120 * seconds) is Silence.OVER
    assert policy.judge(touch, touch - 500 * seconds) is Silence.ACTIVE
