"""Spoil the line and kill the client and the exchange at random; then count what arrived.

Cuts in every phase of request and answer and of the TLS handshake, delay, jitter, loss, a thin
line, silence, a wrong certificate, requests delivered twice and every lie of ``tests.lies``; one
photo in twenty has 3 MB and travels in pieces. ``make soak`` runs it whole (KIOSK_SOAK_CUTS=1000,
KIOSK_SOAK_KILLS=200); the short ones are in ``tests/offline/sync/test_over_a_bad_network.py``. The
figures so far, each kind of fault counted, stand in the file that KIOSK_SOAK_FIGURES names; SIGTERM
ends the bad weather early and everything is counted all the same.
"""

from __future__ import annotations

import json
import os
import random
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.phases import Phase
from tests.village import OTHERS, Village

CUTS: Final = int(os.environ.get("KIOSK_SOAK_CUTS", "1000"))
KILLS: Final = int(os.environ.get("KIOSK_SOAK_KILLS", "200"))
HEALED_WITHIN: Final = 60.0
FIGURES: Final = os.environ.get("KIOSK_SOAK_FIGURES", os.devnull)
WHOLE: Final = 500
"""Cuts from which on every kind of fault must have been met."""


@dataclass
class Walk:
    """Bad weather over a village, until enough was cut and killed or somebody wants the figures."""

    village: Village
    stopped: bool = False
    began: float = 0.0

    def weather(self) -> None:
        self.began = time.monotonic()
        while not self.over:
            self.village.hand_in()
            for _ in range(4):
                self.village.synchronise_and_kill()
            if not self.stopped:
                self.village.synchronise_here(self.kills * CUTS // max(KILLS, 1))
            self.tell({})
        self.village.hand_in()
        self.village.synchronise_and_kill()

    @property
    def kills(self) -> int:
        return self.village.killed.total()

    @property
    def over(self) -> bool:
        both = min(self.village.killed["client"], self.village.killed["centre"])
        enough = self.village.proxy.cuts >= CUTS and self.kills >= KILLS and both >= KILLS // 3
        return self.stopped or enough

    def tell(self, more: dict[str, object]) -> None:
        """The figures so far, a line each time."""
        figures = {
            "seconds": round(time.monotonic() - self.began),
            "cuts": self.village.proxy.cuts,
            "kills": self.kills,
            "killed": self.village.killed,
            "submissions": len(self.village.ids),
            "bytes_up": self.village.proxy.bytes_up,
            **more,
        }
        with Path(FIGURES).open("a", encoding="utf-8") as file:
            print(json.dumps(figures), file=file)


def test_nothing_is_lost_doubled_or_stuck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_CA_FILE", "")
    village = Village(tmp_path, random.Random(2026))  # noqa: S311 — a repeatable walk
    walk = Walk(village)
    signal.signal(signal.SIGTERM, lambda *_: setattr(walk, "stopped", True))
    try:
        walk.weather()
        spent = village.heal(HEALED_WITHIN)
        counted = village.count()
        met = {"cut_at": village.proxy.cut_at, "met": village.met}
        walk.tell({"drained_in": spent, **counted, **met})
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        village.close()
    wrong = ("stuck", "lost", "doubled", "strange", "photos_wrong")
    assert {name: counted[name] for name in wrong} == dict.fromkeys(wrong, 0)
    assert counted["accepted"] == len(village.ids)
    assert spent <= HEALED_WITHIN
    if CUTS >= WHOLE and not walk.stopped:
        assert set(OTHERS) <= set(village.met)
        assert {*Phase, "anywhere"} <= set(village.proxy.cut_at)
