from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.stations import Clock
from tests.windows import Terminal


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def terminal(tmp_path: Path, clock: Clock, qapp: QApplication) -> Iterator[Terminal]:
    """A kiosk in a real window, enrolled nowhere: a visit without a network."""
    made = Terminal(tmp_path, clock, qapp)
    yield made
    made.close()
