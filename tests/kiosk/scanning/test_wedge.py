from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kiosk.codes.base45 import ALPHABET
from kiosk.scanning.burst import Rule
from kiosk.scanning.port import Scan
from kiosk.scanning.wedge import WedgeScanner
from tests.kiosk.scanning.keyboard import Keyboard

# The offscreen platform has no window manager to tell sizes to.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

CODE = "GSC1:" + (ALPHABET * 6)[:245]


class Desk(QWidget):
    """A form of two fields and a default button, as staff have before them."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = QLineEdit(), QLineEdit()
        self.button = QPushButton("保存")
        layout = QVBoxLayout(self)
        for widget in (self.first, self.second, self.button):
            layout.addWidget(widget)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    desk = Desk()
    qtbot.addWidget(desk)
    desk.show()
    qtbot.waitExposed(desk)
    desk.activateWindow()
    desk.first.setFocus()
    qtbot.waitUntil(desk.first.hasFocus)
    return desk


@pytest.fixture
def scans(qapp: QApplication) -> Iterator[list[Scan]]:
    heard: list[Scan] = []
    wedge = WedgeScanner(parent=qapp)
    wedge.start(heard.append)
    yield heard
    wedge.stop()


@pytest.fixture
def keyboard(desk: Desk) -> Keyboard:
    return Keyboard(desk)


def test_a_scan_arrives_whole_and_leaves_the_field_alone(
    qtbot: QtBot, desk: Desk, scans: list[Scan], keyboard: Keyboard
) -> None:
    keyboard.scan(CODE)
    qtbot.waitUntil(lambda: len(scans) == 1)
    assert scans == [Scan(CODE, "wedge")]
    assert (desk.first.text(), desk.second.text(), desk.first.hasFocus()) == ("", "", True)


@pytest.mark.parametrize("end", ["\r", "\r\n", "\t", "\n", "\t\r", ""])
def test_any_terminator_does(
    qtbot: QtBot, desk: Desk, scans: list[Scan], keyboard: Keyboard, end: str
) -> None:
    pressed: list[bool] = []
    desk.button.clicked.connect(pressed.append)
    keyboard.scan(CODE, end)
    qtbot.waitUntil(lambda: len(scans) == 1)
    keyboard.type("a")
    qtbot.waitUntil(lambda: desk.first.text() == "a")
    assert scans[0].text == CODE
    assert (pressed, desk.first.hasFocus()) == ([], True)


def test_two_hundred_scans_amid_typing(
    qtbot: QtBot, desk: Desk, scans: list[Scan], keyboard: Keyboard
) -> None:
    chance = random.Random(20261121)  # noqa: S311 — a seed, not a secret
    typed = ""
    sent = []
    for number in range(200):
        words = "".join(chance.choices("abcXYZ 0129·", k=chance.randrange(4)))
        keyboard.type(words)
        typed += words
        sent.append("GSC1:" + "".join(chance.choices(ALPHABET, k=245)))
        end = chance.choice(["\r", "\n", "\t", "\r\n"])
        keyboard.scan(sent[-1], end, shifts=number % 10 == 0)
    qtbot.waitUntil(lambda: len(scans) == 200)
    keyboard.type("!")
    qtbot.waitUntil(lambda: desk.first.text().endswith("!"))
    assert [scan.text for scan in scans] == sent
    assert desk.first.text() == typed + "!"
    assert desk.second.text() == ""


def test_typing_editing_and_moving_on_is_as_without_a_scanner(
    qtbot: QtBot, desk: Desk, scans: list[Scan], keyboard: Keyboard
) -> None:
    keyboard.type("wang")
    keyboard.press(Qt.Key.Key_Backspace)
    keyboard.type("X1\tli")
    qtbot.waitUntil(lambda: desk.second.text() == "li")
    assert desk.first.text() == "wanX1"
    assert desk.second.hasFocus()
    assert scans == []


def test_shortcuts_still_work_and_a_scan_fires_none(
    qtbot: QtBot, desk: Desk, scans: list[Scan], keyboard: Keyboard
) -> None:
    fired: list[str] = []
    for keys in ("Ctrl+S", "F2", "G", "Return"):
        shortcut = QShortcut(QKeySequence(keys), desk)
        shortcut.activated.connect(lambda keys=keys: fired.append(keys))
    desk.button.setFocus()
    keyboard.scan_through_platform(CODE)
    qtbot.waitUntil(lambda: len(scans) == 1)
    assert fired == []
    keyboard.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    keyboard.press(Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: fired == ["Ctrl+S", "F2"])


def test_a_held_key_repeats(
    qtbot: QtBot, desk: Desk, scans: list[Scan], keyboard: Keyboard
) -> None:
    keyboard.hold("a", 20)
    qtbot.waitUntil(lambda: desk.first.text() == "a" * 20)
    assert scans == []


class PinyinMethod(QObject):
    """An input method at work: every letter it sees becomes pinyin, not text."""

    def __init__(self, field: QLineEdit) -> None:
        super().__init__()
        self.seen = ""
        self._field = field
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 — Qt's name
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        self.seen += event.text()
        composing = QInputMethodEvent(self.seen, [])
        return watched is self._field and self._field.event(composing)


def test_an_input_method_sees_nothing_of_a_scan_and_all_of_a_person(
    qtbot: QtBot, desk: Desk, scans: list[Scan], keyboard: Keyboard
) -> None:
    method = PinyinMethod(desk.first)
    keyboard.type("ni")
    keyboard.scan(CODE)
    keyboard.type("hao")
    qtbot.waitUntil(lambda: method.seen == "nihao")
    assert [scan.text for scan in scans] == [CODE]


def test_a_busy_window_breaks_no_scan(
    qtbot: QtBot, desk: Desk, scans: list[Scan], keyboard: Keyboard
) -> None:
    keyboard.strike(CODE[:100])
    QTest.qSleep(200)
    keyboard.strike(CODE[100:] + "\r")
    qtbot.waitUntil(lambda: len(scans) == 1)
    assert (scans[0].text, desk.first.text()) == (CODE, "")


def test_a_stopped_wedge_hands_back_what_it_held_and_hears_no_more(
    desk: Desk, keyboard: Keyboard
) -> None:
    heard: list[Scan] = []
    wedge = WedgeScanner()
    wedge.start(heard.append)
    keyboard.strike("ab")
    wedge.stop()
    assert desk.first.text() == "ab"
    keyboard.strike("1234567890\r")
    assert desk.first.text() == "ab1234567890"
    assert heard == []


def test_a_sentinel_lets_a_slow_scanner_through(
    qtbot: QtBot, desk: Desk, keyboard: Keyboard
) -> None:
    heard: list[Scan] = []
    wedge = WedgeScanner(Rule(sentinel="~"))
    wedge.start(heard.append)
    keyboard.type("~GSR1:1\r")
    qtbot.waitUntil(lambda: len(heard) == 1)
    wedge.stop()
    assert (heard[0].text, desk.first.text()) == ("GSR1:1", "")


def test_a_doubled_letter_of_a_fast_scanner_is_no_held_key(
    desk: Desk, keyboard: Keyboard, scans: list[Scan], qtbot: QtBot
) -> None:
    """Two strokes in a millisecond reach us from X11 marked as a repetition."""
    keyboard.strike("GSC1:A")
    keyboard.repeat("A")
    keyboard.strike("B\r")
    qtbot.waitUntil(lambda: bool(scans))
    assert ([scan.text for scan in scans], desk.first.text()) == (["GSC1:AAB"], "")
