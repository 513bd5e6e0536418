"""A start whose machine key is gone: real windows, a real store, hands at the keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.background import Lane
from kiosk.settings import Settings
from offline.store import slotkeeping
from offline.store.keyfiles import FileKeyStore
from offline.store.port import KeyUnavailableError
from offline.store.sealed import SealedStore
from offline.store.sqlite import open_store
from tests.fakes.store_samples import handed_in, keys
from tests.stations import Clock
from tests.ui.fields.hands import press, said, seen
from tests.ui.staff.places import quick
from ui.desk.sealgate import SealGate
from ui.fields.line import Line
from ui.pages.closed import ClosedPage
from ui.staff.gatework import GateDesk
from ui.staff.outofservice import OutOfService
from ui.staff.unsealing import Unsealing
from ui.theme import Screen, Theme

PHRASE = "三月的桃花 2026"


class Carried:
    """A data folder on a machine without its key, and a clock for the pauses."""

    def __init__(self, folder: Path, *, phrase: bool = True, code: bool = True) -> None:
        self.folder, self.clock, self.code = folder / "data", Clock(), ""
        self.here = FileKeyStore(folder / "other machine")
        with closing(open_store(self.folder, keys=keys(folder))) as store:
            handed_in(store)
            if phrase:
                slotkeeping.add_passphrase(self.folder, store.data_key, PHRASE, "li")
            if code:
                self.code = slotkeeping.add_recovery(self.folder, store.data_key)
        self.sealed = SealedStore(self.folder, keys=self.here, clock=self.clock)

    def work(self, theme: Theme, away: str, lane: Lane) -> Unsealing:
        return Unsealing(SealGate(theme, away), self.sealed, lane, Settings())

    def desk(self, app: QApplication) -> GateDesk:
        made = GateDesk(app, Screen(1366, 768, 14.0), self.work)
        made.window.show()
        return made

    def opens_by_itself(self) -> bool:
        try:
            open_store(self.folder, keys=self.here).close()
        except KeyUnavailableError:
            return False
        return True


def type_in(gate: QWidget, text: str) -> None:
    (box,) = seen(gate, Line)
    box.setText(text)
    QTest.keyClick(box, Qt.Key.Key_Return)


def says(gate: QWidget, words: str) -> bool:
    return words in said(gate)


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    quick(monkeypatch)


@pytest.fixture
def carried(tmp_path: Path) -> Carried:
    return Carried(tmp_path)


@pytest.fixture
def desk(carried: Carried, qapp: QApplication) -> Iterator[GateDesk]:
    made = carried.desk(qapp)
    yield made
    made.close()


def test_the_code_opens_and_one_press_makes_the_next_start_need_nobody(
    carried: Carried, desk: GateDesk, qtbot: QtBot
) -> None:
    assert "数据都在" in said(desk.window)
    press(desk.window, "改用恢复码")
    type_in(desk.window, "0" * 32)
    qtbot.waitUntil(lambda: "恢复码不对" in said(desk.window))
    type_in(desk.window, carried.code.lower().replace("-", " "))
    qtbot.waitUntil(lambda: "数据打开了" in said(desk.window))
    assert not carried.opens_by_itself()
    with qtbot.waitSignal(desk.done):
        press(desk.window, "存好钥匙，开始工作")
    assert desk.opened
    assert carried.opens_by_itself()


def test_the_passphrase_opens_once_and_leaves_no_key(
    carried: Carried, desk: GateDesk, qtbot: QtBot
) -> None:
    type_in(desk.window, PHRASE)
    qtbot.waitUntil(lambda: "数据打开了" in said(desk.window))
    with qtbot.waitSignal(desk.done):
        press(desk.window, "这一次不存")
    assert desk.opened
    assert not carried.opens_by_itself()


def test_wrong_passphrases_are_told_paused_and_locked(
    carried: Carried, desk: GateDesk, qtbot: QtBot
) -> None:
    type_in(desk.window, "错的口令")
    qtbot.waitUntil(lambda: "还能试 4 次" in said(desk.window))
    assert not seen(desk.window, Line)[0].text()
    type_in(desk.window, PHRASE)
    qtbot.waitUntil(lambda: "过 2 秒再试" in said(desk.window))
    for left in ("3", "2", "1"):
        carried.clock.forward(seconds=600)
        type_in(desk.window, "错的口令")
        qtbot.waitUntil(partial(says, desk.window, f"还能试 {left} 次"))
    carried.clock.forward(seconds=600)
    type_in(desk.window, "错的口令")
    qtbot.waitUntil(lambda: "请用恢复码打开" in said(desk.window))
    carried.clock.forward(seconds=600)
    type_in(desk.window, PHRASE)
    qtbot.waitUntil(seen(desk.window, Line)[0].isEnabled)
    assert "请用恢复码打开" in said(desk.window)
    assert not desk.opened


def test_without_another_way_it_says_so_and_asks_nothing(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    with closing(Carried(tmp_path, phrase=False, code=False).desk(qapp)) as desk:
        assert "kiosk store restore" in said(desk.window)
        assert not seen(desk.window, Line)
        with qtbot.waitSignal(desk.done):
            press(desk.window, "退出")
        assert not desk.opened


def test_a_store_that_another_program_holds_is_told_and_tried_again(
    carried: Carried, desk: GateDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    with closing(open_store(carried.folder, keys=keys(tmp_path))):
        type_in(desk.window, PHRASE)
        qtbot.waitUntil(lambda: "另一个程序" in said(desk.window))
    type_in(desk.window, PHRASE)
    qtbot.waitUntil(lambda: "数据打开了" in said(desk.window))


def test_a_kiosk_is_out_of_service_until_the_staff_open_it(
    carried: Carried, qapp: QApplication, qtbot: QtBot
) -> None:
    made = OutOfService(qapp, Settings(), Screen(), carried.work)
    made.window.show()
    shell = made.window
    assert isinstance(shell.page, ClosedPage)
    assert "暂停服务" in said(shell)
    assert not shell._rail.isVisible()
    assert not seen(shell, SealGate)
    resident = qapp.styleSheet()
    shell.knocked.emit()
    gate = seen(shell, SealGate)[0]
    press(gate, "回到暂停服务的页面")
    assert not seen(shell, SealGate)
    assert qapp.styleSheet() == resident
    shell.knocked.emit()
    gate = seen(shell, SealGate)[0]
    type_in(gate, PHRASE)
    qtbot.waitUntil(lambda: "数据打开了" in said(gate))
    made.leave()  # nobody touched it for a minute: who comes next must know the passphrase too
    assert not made.opened
    shell.knocked.emit()
    gate = seen(shell, SealGate)[0]
    assert "数据打开了" not in said(gate)
    type_in(gate, PHRASE)
    qtbot.waitUntil(lambda: "数据打开了" in said(gate))
    with qtbot.waitSignal(made.done):
        press(gate, "存好钥匙，开始工作")
    assert carried.opens_by_itself()
    made.close()
