"""A million mutated codes and 10,000 mutated pictures; a million events; 1,000 wedge scans.

``make soak`` runs it whole; ``KIOSK_SOAK_SHARE`` makes it shorter (a share of 1).
"""

from __future__ import annotations

import os
import random
from datetime import timedelta

from kiosk.codes import event, proves, verify
from kiosk.scanning.burst import Burst, Hold, Pass, Replay, Scanned
from tests.kiosk.codes.issuing import NOW, code
from tests.kiosk.codes.mutating import KNOWN, PINNED, mutated
from tests.kiosk.scanning.mutating import accepted_of_a_mutated_picture

SHARE = float(os.environ.get("KIOSK_SOAK_SHARE", "1"))
CODES, PICTURES = int(1_000_000 * SHARE), int(10_000 * SHARE)
PICTURE_SEED = int(os.environ.get("KIOSK_SOAK_SEED", "7"))
EVENTS, SCANS = int(1_000_000 * SHARE), int(1_000 * SHARE)


def test_no_mutated_code_is_accepted() -> None:
    chance = random.Random(6)  # noqa: S311 — a seed, no secret
    for number in range(CODES):
        text = mutated(chance.choice(KNOWN), chance)
        result = verify(text, PINNED, NOW + timedelta(minutes=1))
        assert text.strip("\r\n\t\0\ufeff\x02\x03") in KNOWN or not result.good, number


def test_no_mutated_picture_is_read_wrong() -> None:
    chance = random.Random(PICTURE_SEED)  # noqa: S311 — a seed, no secret
    for number in range(PICTURES):
        assert accepted_of_a_mutated_picture(chance) <= {"GSC1:TEST"}, number


def test_a_million_events_share_no_id() -> None:
    made = {event.mint(NOW.date(), "530102", os.urandom) for _ in range(EVENTS)}
    assert len(made) == EVENTS


def test_a_thousand_scans_among_typing_arrive_whole() -> None:
    """With a person's letter before each; times are told, so the machine's load does not matter."""
    chance = random.Random(8)  # noqa: S311 — a seed, no secret
    burst, clock = Burst[str](), 0.0
    field, scans, text = "", list[str](), code()
    for _ in range(SCANS):
        strokes = [("x", chance.uniform(0.1, 0.4)), ("G", 0.2)]
        strokes += [(letter, chance.uniform(0.001, 0.02)) for letter in text[1:] + "\r"]
        for letter, gap in strokes:
            clock += gap
            for outcome in (burst.settle(clock), burst.key(letter, clock, letter)):
                match outcome:
                    case Replay(keys=keys):
                        field += "".join(keys)
                    case Scanned(text=told, before=before):
                        field += "".join(before)
                        scans.append(told)
                    case Pass():
                        field += letter
                    case _:
                        assert outcome is None or isinstance(outcome, Hold)
    assert (scans, field) == ([text] * SCANS, "x" * SCANS)
    assert proves(scans[0], PINNED)
