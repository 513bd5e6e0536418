"""The whole application with its windows leaves nothing of whom it served; part of make soak."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.leaks import NAMED, Place, found, needles


@pytest.mark.slow
def test_the_windows_leave_nothing_of_whom_they_served(tmp_path: Path) -> None:
    """Only what the demonstration was told to leave, its pictures and papers, is left out."""
    place = Place(tmp_path)
    done = place.run("demo", "-m", "kiosk", "demo", "--headless", "--out", str(place.root / "out"))
    assert done.returncode == 0, done.stderr
    (place.real / "logs" / "demo.out").write_bytes(done.stdout)
    shutil.rmtree(place.real / "out")
    assert found(place.real, needles(NAMED)) == []
