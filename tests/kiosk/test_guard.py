from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.guard import GUARD_MOVES, Guard, Standing
from offline.records import NotDrawnError, Operator

NOON = datetime(2026, 3, 18, 4, tzinfo=UTC)
LI, WU = Operator("1", "李", "window"), Operator("2", "吴", "window")
HOURS = timedelta(hours=12)


def test_whoever_unlocks_first_finds_no_work_of_others() -> None:
    guard = Guard()
    assert not guard.hands_over_to(LI)
    opened = guard.unlock(LI, NOON)
    assert (opened.standing, opened.operator) == (Standing.OPEN, LI)


def test_a_lock_keeps_whose_work_lies_behind_it() -> None:
    locked = Guard().unlock(LI, NOON).lock()
    assert locked.operator == LI
    assert not locked.hands_over_to(LI)
    assert locked.hands_over_to(WU)
    assert locked.leave() == Guard()


def test_it_is_over_after_the_hours_and_only_while_open() -> None:
    opened = Guard().unlock(LI, NOON)
    assert not opened.is_over(HOURS, NOON + HOURS - timedelta(seconds=1))
    assert opened.is_over(HOURS, NOON + HOURS)
    assert not opened.lock().is_over(HOURS, NOON + 2 * HOURS)
    assert not opened.is_over(HOURS, NOON - HOURS)


@given(st.lists(st.sampled_from(["unlock", "lock", "leave"]), max_size=12))
def test_no_sequence_reaches_a_standing_that_is_not_drawn(acts: list[str]) -> None:
    guard = Guard()
    for act in acts:
        before = guard.standing
        try:
            guard = guard.unlock(LI, NOON) if act == "unlock" else getattr(guard, act)()
        except NotDrawnError:
            continue
        assert guard.standing in GUARD_MOVES[before]
        assert (guard.operator is None) == (guard.standing is Standing.CLOSED)


def test_nobody_locks_what_is_not_open() -> None:
    with pytest.raises(NotDrawnError):
        Guard().lock()
