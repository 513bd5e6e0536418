"""Seven days without a network, 500 submissions, 1,000 photos; nothing waits long after it."""

from __future__ import annotations

import resource
from datetime import timedelta
from pathlib import Path

from tests.weeks import week_offline

MEMORY = 64 * 1024
"""KiB that a week may add to this process beside the photos that the test itself remembers."""


def test_a_week_offline_with_a_thousand_photos(tmp_path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    healed = week_offline(tmp_path, 500, timedelta(minutes=10))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(  # noqa: T201 — the figures are what a soak is for
        f"{healed.tries_offline} sends for nothing, whole {healed.seconds} s after healing,"
        f" {healed.disk} bytes on disk for {healed.payload}, {grown} KiB more memory"
    )
    assert healed.held == healed.wanted
    assert healed.sends == dict.fromkeys(healed.wanted, 1)
    assert healed.seconds <= 60
    assert healed.disk < 1.5 * healed.payload
    assert grown < MEMORY + 3 * healed.payload // 1024
