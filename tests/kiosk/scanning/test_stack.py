from __future__ import annotations

from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from kiosk.scanning import zxing
from kiosk.scanning.camera import CameraScanner
from kiosk.scanning.image import read_pixels
from kiosk.scanning.picture import Grey
from kiosk.scanning.port import Scan
from kiosk.scanning.register import moved
from kiosk.scanning.sources import FolderFrames
from kiosk.scanning.stack import Floats, Stack
from tests.kiosk.scanning.frames import HEIGHT, WIDTH, camera, placed
from tests.kiosk.scanning.pictures import file, qr
from tests.kiosk.scanning.sequences import sequences

TEXT = "GSC1:" + "THIRDS" * 30
SIZE = (HEIGHT, WIDTH)
MIDDLE = np.array([WIDTH, HEIGHT]) / 2
SQUARE = np.array([(-1.0, -1.0), (1, -1), (1, 1), (-1, 1)]) * 180
ENDLESS = 60.0  # seconds: every attempt is made, however busy the machine is


def scene(text: str, x: float = 640, y: float = 360) -> Floats:
    return placed(qr(text, 8), SQUARE + np.array([x, y]), 110).copy()


def band(number: int, chance: np.random.Generator) -> Grey:
    """A code that has moved on, of which a lamp has burnt away this third or that one."""
    shown = scene(TEXT, 640 + 9 * number, 360 - 7 * number)
    middle = 640 + (0, 105, -105)[number % 3]
    lamp = 700 * np.exp(-(((np.arange(WIDTH) - middle) / 38) ** 4))
    return camera(shown * np.float32(0.5) + np.asarray(lamp, np.float32), chance)


def texts(stack: Stack, pixels: Grey) -> set[str]:
    return {one.text for tried in stack.attempts(pixels) for one in zxing.read(tried, zxing.QR)}


def test_what_no_frame_shows_whole_is_read_from_several() -> None:
    chance, stack = np.random.default_rng(1), Stack()
    frames = [band(number, chance) for number in range(3)]
    assert not any(read_pixels(frame, budget=ENDLESS) for frame in frames)
    assert texts(stack, frames[0]) == set()
    texts(stack, frames[1])
    assert texts(stack, frames[2]) == {TEXT}


def test_grain_is_averaged_away_and_a_single_frame_is_not() -> None:
    (sequence,) = islice(sequences(3, seed=3), 2, 3)
    stack = Stack()
    assert not any(read_pixels(frame, budget=ENDLESS) for frame in sequence.frames)
    found = [read_pixels(one, budget=ENDLESS, first=stack.attempts) for one in sequence.frames]
    assert {symbol.text for symbols in found for symbol in symbols} == {sequence.text}


def test_a_code_that_is_gone_is_forgotten() -> None:
    chance, stack = np.random.default_rng(2), Stack()
    wall = np.full(SIZE, 110, np.float32)
    shown = camera(scene(TEXT), chance)
    texts(stack, shown)
    assert texts(stack, shown) == {TEXT}
    assert texts(stack, camera(wall, chance)) == set()
    assert texts(stack, shown) == set()
    assert texts(stack, shown) == {TEXT}
    stack.clear()
    assert texts(stack, shown) == set()


def test_a_frame_of_another_size_begins_anew() -> None:
    stack = Stack()
    shown = camera(scene(TEXT), np.random.default_rng(3))
    texts(stack, shown)
    assert texts(stack, np.ascontiguousarray(shown[:240, :320])) == set()
    assert texts(stack, shown) == set()


@pytest.mark.parametrize("turn", [-0.01, 0.0, 0.015])
def test_a_movement_is_measured_to_a_pixel(turn: float) -> None:
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    first, second = (
        placed(qr(TEXT, 8), corners, 110)[120:600, 400:880]
        for corners in (SQUARE + MIDDLE, SQUARE @ rotation.T + MIDDLE + (11, -6))
    )
    move = moved(first - first.mean(), second - second.mean())
    assert move is not None
    for corner in SQUARE:
        found = move @ (*(corner + 240), 1)
        assert np.abs(found - (rotation @ corner + 240 + (11, -6))).max() < 1


def test_a_wall_is_not_the_code() -> None:
    chance = np.random.default_rng(4)
    code, wall = scene(TEXT)[120:600, 400:880], chance.normal(0, 9, (480, 480))
    assert moved(code - code.mean(), np.asarray(wall, np.float32)) is None


def test_a_camera_lays_its_frames_on_each_other(tmp_path: Path, qtbot: QtBot) -> None:
    chance = np.random.default_rng(1)
    for number in range(3):
        (tmp_path / f"{number}.png").write_bytes(file(band(number, chance)))
    scans: list[Scan] = []
    scanner = CameraScanner(FolderFrames(tmp_path))
    scanner.start(scans.append)
    qtbot.waitUntil(lambda: bool(scans), timeout=20_000)
    scanner.stop()
    assert {scan.text for scan in scans} == {TEXT}
