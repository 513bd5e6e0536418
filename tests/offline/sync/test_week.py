"""Seven days without a network; the whole one, with 500 submissions, is in ``make soak``."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.weeks import week_offline


def test_after_a_week_offline_everything_goes_at_once_and_once(tmp_path: Path) -> None:
    healed = week_offline(tmp_path, 24, timedelta(hours=1))
    assert healed.tries_offline > 0
    assert healed.held == healed.wanted
    assert healed.sends == dict.fromkeys(healed.wanted, 1)
    assert healed.seconds <= 60
    assert healed.disk < 2 * healed.payload + 2_000_000
