from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from kiosk.scanning.camera import CameraScanner
from kiosk.scanning.hints import Hint, hint_of
from kiosk.scanning.newest import NewestOnly
from kiosk.scanning.picture import Grey
from kiosk.scanning.port import Scan
from kiosk.scanning.sources import (
    FolderFrames,
    FrameSource,
    OnFrame,
    PluggedFrames,
    VideoFrames,
    pixels_of,
)
from kiosk.scanning.words import hint_sentence
from tests.kiosk.scanning.pictures import file, qr
from tests.kiosk.scanning.videos import avi

WALL = np.full((480, 640), 120, np.uint8)


def shown(text: str, size: int = 6) -> Grey:
    frame, code = WALL.copy(), qr(text, size)
    frame[60 : 60 + code.shape[0], 80 : 80 + code.shape[1]] = code
    return frame


def scans_of(source: FrameSource, qtbot: QtBot, wanted: int) -> list[str]:
    scans: list[Scan] = []
    scanner = CameraScanner(source)
    scanner.start(scans.append)
    try:
        qtbot.waitUntil(lambda: len(scans) >= wanted, timeout=20_000)
    finally:
        scanner.stop()
    assert {scan.source for scan in scans} == {"camera"}
    return [scan.text for scan in scans]


def test_a_folder_of_pictures_is_a_camera(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "0.txt").write_text("no picture")
    for number, frame in enumerate([WALL, shown("一"), shown("一"), shown("二")]):
        (tmp_path / f"{number}.png").write_bytes(file(frame))
    assert sorted(set(scans_of(FolderFrames(tmp_path), qtbot, 2))) == ["一", "二"]


def test_a_code_held_in_sight_is_told_once(tmp_path: Path, qtbot: QtBot) -> None:
    for number, text in enumerate(["first", "first", "first", "first", "last"]):
        (tmp_path / f"{number}.png").write_bytes(file(shown(text)))
    assert scans_of(FolderFrames(tmp_path), qtbot, 2) == ["first", "last"]


# Qt says what it found of sound and graphics on this machine, which is no fault of ours.
@pytest.mark.qt_log_ignore("PulseAudio", "Couldn.t (load|resolve)", "HW decoder", "RHI")
def test_a_video_file_is_a_camera(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "visit.avi"
    path.write_bytes(avi([WALL, *[shown("GSC1:VIDEO")] * 8]))
    source = VideoFrames(path)
    assert source.name == "visit.avi"
    assert scans_of(source, qtbot, 1)[0] == "GSC1:VIDEO"


def test_a_folder_that_is_not_there_shows_nothing(tmp_path: Path) -> None:
    scanner = CameraScanner(FolderFrames(tmp_path / "none"))
    assert scanner.name == "camera:none"
    scanner.start(lambda scan: pytest.fail(scan.text))
    scanner.stop()


def test_only_the_newest_frame_is_looked_at() -> None:
    looking, go = threading.Event(), threading.Event()
    seen: list[int] = []
    done = threading.Event()

    def read(pixels: Grey) -> list[str]:
        seen.append(int(pixels[0, 0]))
        looking.set()
        assert go.wait(10)
        if len(seen) == 2:
            done.set()
        return []

    worker = NewestOnly(read, lambda _: None, lambda _: None)
    worker.start()
    for shade in range(9):
        worker.put(lambda shade=shade: np.full((9, 9), shade, np.uint8))  # type: ignore[misc]
        assert looking.wait(10)
    go.set()
    assert done.wait(10)
    worker.stop()
    assert seen == [0, 8]


def test_after_the_end_nothing_is_looked_at() -> None:
    worker = NewestOnly(lambda _: pytest.fail("looked"), lambda _: None, lambda _: None)
    worker.start()
    worker.stop()
    worker.put(lambda: WALL)
    worker.start()
    worker.stop()


def blurred(frame: Grey, radius: int) -> Grey:
    return np.asarray(Image.fromarray(frame).filter(ImageFilter.GaussianBlur(radius)))


def test_a_person_is_told_what_helps() -> None:
    assert hint_of(shown("x" * 60) // 8) is Hint.BRIGHTER
    assert hint_of(shown("x", 2)) is Hint.CLOSER
    assert hint_of(blurred(shown("x" * 60, 7), 9)) is Hint.HOLD_STILL
    assert hint_of(WALL) is None
    assert hint_of(shown("x" * 60, 7)) is None
    assert all(hint_sentence(hint).startswith("请") for hint in Hint)


def test_a_blurred_camera_hints(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "a.png").write_bytes(file(blurred(shown("x" * 60, 7), 9)))
    scanner = CameraScanner(FolderFrames(tmp_path))
    with qtbot.waitSignal(scanner.hinted, timeout=20_000) as told:
        scanner.start(lambda scan: pytest.fail(scan.text))
    scanner.stop()
    assert told.args == [Hint.HOLD_STILL]


def test_a_frame_of_any_width_becomes_pixels() -> None:
    image = QImage(7, 3, QImage.Format.Format_RGB32)
    image.fill(0xFF808080)
    pixels = pixels_of(image)
    assert pixels is not None
    assert pixels.shape == (3, 7)
    assert set(pixels.flat) == {128}
    assert pixels_of(QImage()) is None


class Device:
    """A camera with a lamp, which a test plugs in and pulls out."""

    def __init__(self, name: str) -> None:
        self.name, self.running, self.lit = name, False, False

    def start(self, on_frame: OnFrame) -> None:
        self.running = True
        on_frame(lambda: blurred(shown("x" * 60, 7), 9) // 8)

    def stop(self) -> None:
        self.running = self.lit = False

    def light(self, *, on: bool) -> None:
        self.lit = on


def test_a_camera_is_used_while_it_is_plugged_in() -> None:
    there, made = "", list[Device]()

    def make(name: str) -> Device:
        made.append(Device(name))
        return made[-1]

    frames = PluggedFrames("any", lambda: there, make)
    frames.start(lambda _: None)
    assert made == []
    there = "first"
    frames.look()
    frames.look()
    assert [one.running for one in made] == [True]
    there = ""
    frames.look()
    assert not made[0].running
    there = "second"
    frames.look()
    assert [(one.name, one.running) for one in made] == [("first", False), ("second", True)]
    frames.stop()
    assert not made[1].running


def test_what_is_seen_is_shown_and_a_lamp_is_lit_in_the_dark(qtbot: QtBot) -> None:
    device = Device("lamp")
    scanner = CameraScanner(PluggedFrames("lamp", lambda: "lamp", lambda _: device))
    pictures: list[Grey] = []
    scanner.watch(pictures.append, lambda _: None)
    with qtbot.waitSignal(scanner.hinted, timeout=20_000) as told:
        scanner.start(lambda scan: pytest.fail(scan.text))
        again = QTimer()
        again.timeout.connect(lambda: device.start(scanner._worker.put))
        again.start(50)
    again.stop()
    assert told.args == [Hint.BRIGHTER]
    qtbot.waitUntil(lambda: device.lit)
    assert pictures[0].shape == WALL.shape
    scanner.stop()
    assert not device.lit
