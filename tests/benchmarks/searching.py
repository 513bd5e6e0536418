"""The desk's own search box over many persons: keys in, lines out, and how long the window stood.

``seconds`` of a search are counted from the last key to the lines on the page, with the pause
after which the box looks (``pause_ms``) in it. ``stall`` is the longest time between two turns of
Qt's loop while a search was under way: as long as nothing blocks, that of drawing the lines.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer

from kiosk.flow import accounts
from offline.records import Operator
from offline.store.sqlite import SqlStore
from tests.stations import Clock
from tests.ui.fields.hands import commit, the
from tests.windows import services_for, shut
from ui.desk.search import Results
from ui.desk.topbar import _PAUSE_MS, TopBar
from ui.staff.desk import Desk
from ui.theme import Screen, make_application

_IT, _WINDOW = Operator("it1", "赵工", "it"), Operator("w1", "李秀英", "window")
_SECRET = "long enough"
_TICK_MS = 2
_LIMIT_MS = 60_000


def through_the_window(
    place: Path, words: Sequence[str], fill: Callable[[SqlStore], None]
) -> dict[str, Any]:
    """Type each of the words into a desk of its own below a folder, after ``fill``."""
    app, clock = make_application(), Clock()
    services = services_for(place, clock, ready=(_WINDOW.id, _SECRET))
    services.station.operator = _IT
    accounts.add(services.station, _WINDOW, _SECRET)
    store = services.station.store
    assert isinstance(store, SqlStore)
    fill(store)
    desk = Desk(app, services, Screen(1366, 768, 15.6))
    desk.frame.show()
    desk.open()
    _until(lambda: desk.frame.porter.is_open)
    waits, stalls = zip(*(_typed(desk, each) for each in words), strict=True)
    desk.close()
    shut(desk.frame)
    return {
        "window_pause_ms": _PAUSE_MS,
        "window_p50_ms": round(statistics.median(waits), 1),
        "window_p95_ms": round(sorted(waits)[int(len(waits) * 0.95)], 1),
        "window_stall_p95_ms": round(sorted(stalls)[int(len(stalls) * 0.95)], 1),
    }


def _typed(desk: Desk, words: str) -> tuple[float, float]:
    """Milliseconds from the last key to the lines, and the longest that the loop stood."""
    found: list[Results] = []
    desk.seeker.found.connect(found.append)
    box = the(desk.window, TopBar).search
    box.clear()
    for character in words:
        commit(box, character)
    stall = _Stall()
    began = time.perf_counter()
    _until(lambda: bool(found) and found[-1].words == words)
    waited = (time.perf_counter() - began) * 1000
    desk.seeker.found.disconnect(found.append)
    return waited, stall.end()


class _Stall:
    def __init__(self) -> None:
        self._longest, self._last = 0.0, time.perf_counter()
        self._timer = QTimer()
        self._timer.timeout.connect(self._tick)
        self._timer.start(_TICK_MS)

    def _tick(self) -> None:
        now = time.perf_counter()
        self._longest, self._last = max(self._longest, now - self._last), now

    def end(self) -> float:
        self._timer.stop()
        self._tick()
        return self._longest * 1000


def _until(so: Callable[[], bool]) -> None:
    loop, look, limit = QEventLoop(), QTimer(), QTimer()
    look.timeout.connect(lambda: loop.quit() if so() else None)
    limit.timeout.connect(loop.quit)
    look.start(1)
    limit.start(_LIMIT_MS)
    loop.exec()
    assert so()
