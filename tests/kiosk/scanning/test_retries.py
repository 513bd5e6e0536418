from __future__ import annotations

import numpy as np
import pytest

from kiosk.scanning import zxing
from kiosk.scanning.image import read_pixels
from kiosk.scanning.retries import attempts, busiest
from tests.kiosk.scanning.frames import Frame, frames

SEED = 3
PATIENT = 20.0  # seconds: what is read is asked here, not how fast a busy machine is


@pytest.fixture(scope="module")
def seen() -> list[Frame]:
    return list(frames(54, SEED))


def test_the_same_seed_gives_the_same_frames(seen: list[Frame]) -> None:
    again = next(frames(1, SEED))
    assert again.text == seen[0].text
    assert np.array_equal(again.pixels, seen[0].pixels)


def test_looking_again_reads_more_and_never_a_wrong_text(seen: list[Frame]) -> None:
    alone = ours = 0
    for frame in seen:
        first = zxing.read(frame.pixels, zxing.QR)
        found = read_pixels(frame.pixels, budget=PATIENT)
        assert {symbol.text for symbol in found} <= {frame.text}, frame.kind
        alone += bool(first)
        ours += bool(found)
    assert alone <= 0.85 * len(seen)
    assert ours >= alone + 0.1 * len(seen)


@pytest.mark.parametrize("side", [1, 2, 9, 40])
def test_no_attempt_minds_a_tiny_or_even_picture(side: int) -> None:
    for changed in attempts(np.full((side, side * 2), 128, np.uint8)):
        assert changed.dtype == np.uint8
        assert changed.size


def test_the_busiest_part_holds_what_is_not_wall() -> None:
    wall = np.full((400, 600), 90, np.uint8)
    wall[160:240, 320:400] = np.tile([[0, 255], [255, 0]], (40, 40))
    wall[160:240, 320:400] = wall[160:240, 320:400].repeat(1, 0)
    wall[160:240:16, 320:400] = 255
    part = busiest(wall)
    assert 80 <= part.shape[0] <= 240
    assert 80 <= part.shape[1] <= 240
