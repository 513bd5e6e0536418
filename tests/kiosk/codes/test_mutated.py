from __future__ import annotations

import random
from datetime import timedelta

from kiosk.codes import verify
from tests.kiosk.codes.issuing import NOW
from tests.kiosk.codes.mutating import KNOWN, PINNED, mutated


def test_every_scheme_knows_its_own() -> None:
    results = [verify(text, PINNED, NOW) for text in KNOWN]
    assert [result.good for result in results] == [True] * 4 + [False] * 6
    assert len({result.scheme for result in results}) == 8


def test_no_mutated_code_is_accepted_or_breaks_anything() -> None:
    chance = random.Random(61)  # noqa: S311 — a seed, no secret
    for _ in range(4000):
        text = mutated(chance.choice(KNOWN), chance)
        result = verify(text, PINNED, NOW + timedelta(minutes=1))
        assert text.strip("\r\n\t\0\ufeff\x02\x03") in KNOWN or not result.good
