from __future__ import annotations

from collections.abc import Iterator
from threading import Event, current_thread, main_thread

import pytest
from pytestqt.qtbot import QtBot

from kiosk.background import Lane


@pytest.fixture
def lane(qapp: object) -> Iterator[Lane]:
    assert qapp
    made = Lane("test")
    yield made
    made.stop()


def test_work_runs_elsewhere_and_results_come_back_here(lane: Lane, qtbot: QtBot) -> None:
    seen: list[tuple[bool, bool]] = []
    lane.run(
        lambda: current_thread() is main_thread(),
        lambda in_main: seen.append((in_main, current_thread() is main_thread())),
        lambda error: pytest.fail(str(error)),
    )
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(False, True)]
    assert not lane.busy


def test_tasks_keep_their_order_and_an_error_stops_nobody(lane: Lane, qtbot: QtBot) -> None:
    seen: list[object] = []
    gate = Event()

    def fail() -> None:
        gate.wait(5)
        raise OSError("disk")

    lane.run(fail, seen.append, lambda error: seen.append(str(error)))
    lane.run(lambda: "second", seen.append, lambda error: pytest.fail(str(error)))
    assert lane.busy
    gate.set()
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen == ["disk", "second"]


def test_a_stopped_lane_takes_nothing_more(lane: Lane) -> None:
    lane.stop()
    done: list[object] = []
    lane.run(lambda: 1, done.append, done.append)
    assert not lane.busy
    assert not done
