"""A hundred SIGKILLs at random points: nothing acknowledged is lost, doubled or damaged."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.soak_store import soak

KILLS = 100


def test_a_hundred_kills_lose_nothing(tmp_path: Path) -> None:
    tally = soak(tmp_path, KILLS)
    assert tally.good, tally
    assert tally.kills == KILLS
    assert tally.acknowledged > KILLS
