"""Staff windows for tests: real store, real accounts, quick passphrases."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.flow import accounts
from kiosk.flow.station import Station
from offline.records import Operator
from offline.store import slots
from tests.stations import Clock
from tests.windows import services_for
from ui.services import Services
from ui.staff.porter import Porter

SECRET = "正确的口令八个字"
WINDOW = Operator("w1", "李秀英", "window")
OTHER = Operator("w2", "吴海", "window")
GRID = Operator("g1", "陈建国", "grid")
SUPERVISOR = Operator("s1", "周敏", "supervisor")
IT = Operator("it1", "赵工", "it")


def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "ARGON2", {"passes": 1, "memory_kib": 32, "lanes": 1})


def staffed(
    folder: Path, clock: Clock, *staff: Operator, ready: Operator | None = None
) -> Services:
    """Services of a terminal whose accounts are these; ``ready`` is let in at once."""
    entering = (ready.id, SECRET) if ready else ("", "")
    services = services_for(folder, clock, ready=entering)
    staff_up(services.station, *staff)
    return services


def staff_up(station: Station, *staff: Operator) -> None:
    """These accounts, made by somebody who may."""
    resident, station.operator = station.operator, IT
    for operator in staff:
        accounts.add(station, operator, SECRET)
    station.operator = resident


def inside(qtbot: QtBot, porter: Porter) -> None:
    """Until somebody is at work."""
    qtbot.waitUntil(lambda: porter.is_open)
