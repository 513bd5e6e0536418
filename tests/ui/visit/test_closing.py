"""The centre closes a kiosk and opens it again, by its commands, between two visits."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from kiosk.scanning.port import Scan
from offline.sync.orders import LOCKED
from offline.sync.summary import Summary
from tests.stations import Clock, code
from tests.windows import Terminal
from ui.pages.closed import ClosedPage
from ui.pages.home import HomePage
from ui.pages.my import MyPage

WHY = "设备检修，请到窗口办理"


def hears(terminal: Terminal, words: str) -> None:
    """A round with the centre, whose last word was this."""
    terminal.answer_sync = lambda: Summary(locked=words)
    terminal.kiosk.sync.now()


def words_on(terminal: Terminal) -> str:
    page = terminal.page
    assert page is not None
    return " ".join(label.text() for label in list[QLabel](page.findChildren(QLabel)))


def test_a_closed_kiosk_says_why_takes_no_scan_and_opens_again(
    terminal: Terminal, qtbot: QtBot
) -> None:
    terminal.waits_on(qtbot, HomePage)
    hears(terminal, WHY)
    terminal.waits_on(qtbot, ClosedPage)
    assert WHY in words_on(terminal)
    terminal.kiosk._scanned(Scan(code(at=terminal.clock.now), "image"))
    terminal.kiosk.leave()
    terminal.waits_on(qtbot, ClosedPage)
    assert terminal.kiosk.stage.idle
    hears(terminal, "")
    terminal.waits_on(qtbot, HomePage)
    terminal.scan()
    terminal.waits_on(qtbot, MyPage)


def test_a_visit_that_was_begun_goes_on_to_its_end(terminal: Terminal, qtbot: QtBot) -> None:
    terminal.waits_on(qtbot, HomePage)
    terminal.scan()
    terminal.waits_on(qtbot, MyPage)
    with qtbot.waitSignal(terminal.kiosk.sync.finished):
        hears(terminal, WHY)
    assert isinstance(terminal.page, MyPage)
    terminal.kiosk.leave()
    terminal.waits_on(qtbot, ClosedPage)


def test_silence_leaves_the_closed_page_alone_and_staff_can_come_in(
    terminal: Terminal, qtbot: QtBot
) -> None:
    terminal.waits_on(qtbot, HomePage)
    hears(terminal, WHY)
    terminal.waits_on(qtbot, ClosedPage)
    terminal.kiosk._warn(20)
    assert isinstance(terminal.page, ClosedPage)
    assert terminal.kiosk._at_home()


def test_a_kiosk_that_starts_without_a_line_stays_closed(
    tmp_path: Path, clock: Clock, qapp: QApplication, qtbot: QtBot
) -> None:
    made = Terminal(tmp_path, clock, qapp)
    made.waits_on(qtbot, HomePage)
    made.at_desk.store.notes.put(LOCKED, WHY)
    made.kiosk.open()
    made.waits_on(qtbot, ClosedPage)
    made.close()
