from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.scanning.camera import CameraScanner
from kiosk.scanning.sources import FolderFrames
from tests.fakes.scanner import FakeScanner
from tests.kiosk.scanning.pictures import file
from tests.kiosk.scanning.test_camera import blurred, shown
from tests.stations import Clock, code
from tests.windows import Terminal
from ui.pages.home import HomePage
from ui.pages.my import MyPage
from ui.pages.scan import ScanPage


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "camera"
    folder.mkdir()
    return folder


@pytest.fixture
def watched(tmp_path: Path, pictures: Path, clock: Clock, qapp: QApplication) -> Iterator[Terminal]:
    """A kiosk whose camera sees the pictures of a folder, with a wedge beside it."""
    scanners = (CameraScanner(FolderFrames(pictures)), FakeScanner())
    made = Terminal(tmp_path / "data", clock, qapp, scanners)
    yield made
    made.close()


def filming(terminal: Terminal) -> bool:
    return terminal.kiosk.aiming.filming


def show(pictures: Path, number: int, octets: bytes) -> None:
    (pictures / f"{number}.png").write_bytes(octets)


def test_the_page_shows_what_the_camera_sees_and_what_helps(
    watched: Terminal, pictures: Path, qtbot: QtBot
) -> None:
    show(pictures, 0, file(blurred(shown("x" * 60, 7), 9)))
    kiosk = watched.kiosk
    qtbot.waitUntil(lambda: isinstance(watched.page, HomePage))
    camera = watched.services.scanners[0]
    kiosk.entrance.scan()
    page = watched.page
    assert isinstance(page, ScanPage)
    told = page.grab().toImage()
    assert page.spoken()
    qtbot.waitUntil(lambda: page.grab().toImage() != told, timeout=20_000)
    qtbot.waitUntil(lambda: "拿稳" in page.status, timeout=20_000)
    kiosk.entrance.home()
    assert camera.name == "camera:camera"
    assert not filming(watched)


def test_nobody_is_filmed_but_before_the_page_that_asks(
    watched: Terminal, pictures: Path, clock: Clock, qtbot: QtBot
) -> None:
    show(pictures, 0, file(shown(code(at=clock()), 3)))
    qtbot.waitUntil(lambda: isinstance(watched.page, HomePage))
    assert not filming(watched)
    watched.kiosk.entrance.scan()
    assert filming(watched)
    qtbot.waitUntil(lambda: isinstance(watched.page, MyPage), timeout=20_000)
    assert not filming(watched)
