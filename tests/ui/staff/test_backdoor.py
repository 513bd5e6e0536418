from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.scanning.port import Scan
from tests.stations import STATION, Clock, code
from tests.ui.fields.hands import press, said, seen
from tests.ui.staff.places import GRID, SECRET, SUPERVISOR, quick, staff_up
from tests.windows import Terminal
from ui.components import eave
from ui.desk.gateforms import LoginForm
from ui.desk.office import OfficeWindow
from ui.fields.line import Line
from ui.pages.home import HomePage
from ui.pages.my import MyPage
from ui.staff import machine
from ui.staff.backdoor import BackDoor

KNOCK = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class House:
    """A kiosk with a supervisor and a grid worker in its accounts, and hands to knock."""

    def __init__(self, terminal: Terminal, qtbot: QtBot, app: QApplication) -> None:
        self.terminal, self.qtbot, self.app = terminal, qtbot, app
        self.shell = terminal.kiosk.shell

    @property
    def door(self) -> BackDoor:
        return self.terminal.kiosk.door

    def knock(self) -> None:
        self.shell.activateWindow()  # a shortcut is heard by the window in front alone
        self.qtbot.waitUntil(self.shell.isActiveWindow)
        QTest.keyClick(self.shell, Qt.Key.Key_S, KNOCK)

    def come_in(self, secret: str = SECRET) -> None:
        form = self.door.gate.form()
        assert isinstance(form, LoginForm)
        self.qtbot.waitUntil(lambda: bool(form.chosen()))
        (box,) = seen(self.door.gate, Line)
        box.setText(secret)
        QTest.keyClick(box, Qt.Key.Key_Return)

    def is_shut(self) -> bool:
        return not self.door.is_open

    def inside(self) -> None:
        self.terminal.waits_on(self.qtbot, HomePage)
        self.knock()
        self.come_in()
        self.qtbot.waitUntil(self.door.window.isVisible)

    def is_closed(self) -> None:
        self.qtbot.waitUntil(lambda: not self.door.is_open)
        self.terminal.waits_on(self.qtbot, HomePage)
        self.qtbot.waitUntil(lambda: not self.shell.findChildren(OfficeWindow))

    def acts(self) -> list[tuple[str, str]]:
        entries = self.terminal.at_desk.store.audit.entries()
        return [(each.operator, each.act) for each in entries]


@pytest.fixture
def house(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[House]:
    quick(monkeypatch)
    terminal = Terminal(tmp_path, Clock(), qapp)
    staff_up(terminal.at_desk, SUPERVISOR, GRID)
    yield House(terminal, qtbot, qapp)
    terminal.close()


def test_the_office_is_behind_the_home_page_and_nothing_of_it_stays(house: House) -> None:
    house.inside()
    assert house.terminal.at_desk.operator == SUPERVISOR
    dress = house.app.styleSheet()
    press(house.door.window, "回首页 Esc")
    house.is_closed()
    house.qtbot.waitUntil(lambda: house.terminal.services.press.operator == STATION)
    assert house.terminal.at_desk.operator == STATION
    assert house.terminal.at_desk.device.get("username") != SUPERVISOR.id
    assert house.app.styleSheet() != dress
    assert ("s1", "unlock") in house.acts()
    assert ("s1", "lock") in house.acts()
    house.terminal.scan()
    house.terminal.waits_on(house.qtbot, MyPage)
    assert (STATION.id, "identify") in house.acts()


def test_a_finger_that_rests_on_the_emblem_opens_the_gate_and_a_tap_does_not(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(eave, "HOLD_MS", 50)
    house.terminal.kiosk.shell.apply(house.shell.theme)  # an emblem of that patience
    house.terminal.waits_on(house.qtbot, HomePage)
    emblem = house.shell._eave.emblem
    QTest.mouseClick(emblem, Qt.MouseButton.LeftButton)
    assert not emblem._hold.isActive()
    assert house.is_shut()
    QTest.mousePress(emblem, Qt.MouseButton.LeftButton)
    house.qtbot.waitUntil(lambda: house.door.is_open)
    assert house.door.gate.isVisible()
    QTest.mouseRelease(emblem, Qt.MouseButton.LeftButton)
    press(house.door.gate, "回首页")
    house.is_closed()


def test_nobody_knocks_during_a_visit_and_no_visit_begins_behind_the_gate(house: House) -> None:
    house.terminal.waits_on(house.qtbot, HomePage)
    house.terminal.scan()
    house.terminal.waits_on(house.qtbot, MyPage)
    house.knock()
    assert house.is_shut()
    house.terminal.kiosk.leave()
    house.terminal.waits_on(house.qtbot, HomePage)
    house.knock()
    assert house.door.is_open
    house.terminal.kiosk._scanned(Scan(code(at=house.terminal.clock.now), "wedge"))
    assert not house.terminal.kiosk.stage.working
    assert isinstance(house.terminal.page, HomePage)


def test_only_supervisors_and_it_stand_at_the_gate_and_a_wrong_passphrase_counts(
    house: House,
) -> None:
    house.terminal.waits_on(house.qtbot, HomePage)
    house.knock()
    house.come_in("错的口令")
    house.qtbot.waitUntil(lambda: "还能试 4 次" in said(house.door.gate))
    shown = house.door.gate._entry.names
    assert [line.id for line in shown] == [SUPERVISOR.id]
    assert house.terminal.at_desk.operator == STATION


def test_a_gate_or_office_that_nobody_touches_goes_away(house: House) -> None:
    house.terminal.waits_on(house.qtbot, HomePage)
    house.knock()
    house.terminal.clock.forward(seconds=61)
    house.door._silence.look()
    house.is_closed()
    house.inside()
    house.terminal.clock.forward(seconds=301)
    house.door.porter._idle.look()
    house.is_closed()
    assert house.terminal.at_desk.operator == STATION


def test_a_kiosk_without_accounts_offers_no_first_account_to_a_resident(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    house = House(Terminal(tmp_path, Clock(), qapp), qtbot, qapp)
    house.terminal.waits_on(qtbot, HomePage)
    house.knock()
    qtbot.waitUntil(lambda: "kiosk store operators" in said(house.door.gate))
    assert isinstance(house.door.gate.form(), LoginForm)
    house.terminal.close()


def test_settings_are_shown_and_the_program_is_ended_from_there(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[object] = []
    monkeypatch.setattr(house.app, "exit", ended.append)
    monkeypatch.setattr(house.app, "quit", lambda: ended.append("quit"))
    house.inside()
    window = house.door.window
    window.open_page(machine.MACHINE)
    house.qtbot.waitUntil(lambda: "terminal" in window.lists[machine.MACHINE]._matters)
    window.lists[machine.MACHINE].choose("terminal")
    assert house.terminal.services.settings.terminal in said(window)
    window.lists[machine.MACHINE].choose(machine.MACHINE)
    press(window, "重新启动程序")
    press(window, "退出程序")
    assert ended == [75, "quit"]


def test_a_printer_of_the_settings_prints_a_test_page(house: House, tmp_path: Path) -> None:
    services = house.terminal.services
    services.settings = services.settings.model_copy(update={"receipt_printer": "file:roll.bin"})
    house.inside()
    page = house.door.window.lists[machine.MACHINE]
    house.door.window.open_page(machine.MACHINE)
    house.qtbot.waitUntil(lambda: "receipt_printer" in page._matters)
    page.choose("receipt_printer")
    press(page, "打印测试页")
    house.qtbot.waitUntil(lambda: "测试页打好了" in said(house.door.window))
    assert (tmp_path / "roll.bin").stat().st_size > 1000
    page.choose("terminal")
    assert "打印测试页" not in said(page)
