from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk import app
from kiosk.flow import accounts
from kiosk.guard import Standing
from kiosk.roles import NotAllowedError
from printers.port import Medium
from tests.printers.tcp_printer import TcpReceiptPrinter
from tests.stations import ANSWERS, RESIDENCE, Clock, code
from tests.ui.fields.hands import every, press, said, seen
from tests.ui.staff.places import IT, OTHER, SECRET, SUPERVISOR, WINDOW, inside, quick, staffed
from tests.windows import services_for, shut
from ui.components.buttons import Button
from ui.components.text import Text
from ui.desk.events import Answered, Lock, NewCase, Scanned, Unlock
from ui.desk.gateforms import CodeForm, FirstForm, LoginForm, RecoverForm
from ui.fields.line import Line
from ui.services import Services
from ui.staff.desk import Desk
from ui.theme import Screen

PHONE = "/data/applicant/phone"
CTRL = Qt.KeyboardModifier.ControlModifier


class Hall:
    """A desk whose gate is shown, with hands to type at it."""

    def __init__(self, qapp: QApplication, services: Services, qtbot: QtBot) -> None:
        self.services, self.qtbot = services, qtbot
        self.desk = Desk(qapp, services, Screen(1366, 768, 15.6))
        self.frame, self.gate, self.porter = (
            self.desk.frame,
            self.desk.frame.gate,
            self.desk.frame.porter,
        )
        with qtbot.waitExposed(self.frame):
            self.frame.show()
        self.desk.open()

    def asks(self) -> None:
        """Until the names stand there."""
        form = self.gate.form()
        assert isinstance(form, LoginForm)
        self.qtbot.waitUntil(lambda: bool(form.chosen()))
        form.choose(WINDOW.id)

    def type_secret(self, secret: str = SECRET) -> None:
        (box,) = seen(self.gate, Line)
        box.setText(secret)
        QTest.keyClick(box, Qt.Key.Key_Return)

    def told(self, words: str) -> None:
        """Until the gate says so."""
        self.qtbot.waitUntil(lambda: words in said(self.gate))

    def begin_case(self) -> None:
        self.qtbot.waitUntil(lambda: bool(self.desk.reception.shelf.items))
        self.desk.handle(NewCase(RESIDENCE))
        self.qtbot.waitUntil(lambda: self.desk.cases.open)
        self.desk.handle(Answered(PHONE, ANSWERS["applicant/phone"]))

    def close(self) -> None:
        self.desk.close()
        shut(self.frame)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def hall(
    tmp_path: Path,
    clock: Clock,
    qapp: QApplication,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Hall]:
    quick(monkeypatch)
    services = staffed(tmp_path, clock, WINDOW, OTHER, SUPERVISOR)
    made = Hall(qapp, services, qtbot)
    yield made
    made.close()


def acts(hall: Hall) -> list[tuple[str, str]]:
    """Read beside the store's own lane, which may be writing just now."""
    with closing(hall.services.station.store.sibling()) as beside:
        return [(each.operator, each.act) for each in beside.audit.entries()]


def test_nothing_is_seen_before_a_passphrase_and_the_acts_are_under_its_operator(
    hall: Hall, clock: Clock
) -> None:
    hall.asks()
    assert not hall.desk.window.isVisible()
    hall.desk._scanned(code(at=clock.now))
    hall.type_secret()
    inside(hall.qtbot, hall.porter)
    assert hall.desk.window.isVisible()
    assert hall.desk.reception.person is None
    hall.desk.handle(Scanned(code(at=clock.now)))
    hall.qtbot.waitUntil(lambda: hall.desk.reception.person is not None)
    assert ("w1", "unlock") in acts(hall)
    assert ("w1", "identify") in acts(hall)


def test_five_wrong_ones_lock_and_a_supervisor_unlocks(hall: Hall, clock: Clock) -> None:
    hall.asks()
    for left in (4, 3, 2, 1):
        hall.type_secret("错的口令")
        hall.told(f"还能试 {left} 次")
        clock.forward(minutes=5)
    hall.type_secret("错的口令")
    hall.told("请主管给您解锁")
    clock.forward(minutes=5)
    assert not hall.porter.is_open
    station = hall.services.station
    station.operator = SUPERVISOR
    accounts.release(station, WINDOW.id)
    hall.type_secret()
    inside(hall.qtbot, hall.porter)
    assert acts(hall).count(("w1", "unlock failed")) == 5


def test_a_try_too_soon_is_told_to_wait(hall: Hall) -> None:
    hall.asks()
    hall.type_secret("错的口令")
    hall.told("还能试 4 次")
    hall.type_secret()
    hall.told("秒再试")
    assert not hall.porter.is_open


def test_the_lock_hides_the_work_and_gives_it_back_as_it_was(hall: Hall, clock: Clock) -> None:
    hall.asks()
    hall.type_secret()
    inside(hall.qtbot, hall.porter)
    hall.desk.handle(Scanned(code(at=clock.now)))
    hall.qtbot.waitUntil(lambda: hall.desk.reception.person is not None)
    hall.begin_case()
    QApplication.clipboard().setText("320902194403181235")
    QTest.keyClick(hall.frame, Qt.Key.Key_L, CTRL)
    hall.qtbot.waitUntil(lambda: hall.porter.guard.standing is Standing.LOCKED)
    assert not hall.desk.window.isVisible()
    assert not QApplication.clipboard().text()
    hall.told("屏幕锁着")
    assert "王" not in " ".join(text.accessibleName() for text in seen(hall.frame, Text))
    hall.desk._scanned(code(at=clock.now))
    hall.type_secret()
    inside(hall.qtbot, hall.porter)
    work = hall.desk.cases._work
    assert work is not None
    assert work.session.question(PHONE).value == ANSWERS["applicant/phone"]
    assert hall.desk.reception.person is not None


def test_somebody_else_finds_a_clean_desk_and_the_draft_on_the_shelf(hall: Hall) -> None:
    hall.asks()
    hall.type_secret()
    inside(hall.qtbot, hall.porter)
    hall.begin_case()
    hall.desk.handle(Lock())
    hall.told("屏幕锁着")
    hall.porter.handle(Unlock(OTHER.id, SECRET))
    inside(hall.qtbot, hall.porter)
    assert not hall.desk.cases.open
    hall.qtbot.waitUntil(lambda: len(hall.desk.reception.shelf.drafts) == 1)
    assert hall.services.station.operator == OTHER
    assert hall.desk.reception.bar().operator == "吴* · 综窗"


def test_it_locks_after_idle_time_and_when_the_hours_are_over(hall: Hall, clock: Clock) -> None:
    hall.asks()
    hall.type_secret()
    inside(hall.qtbot, hall.porter)
    clock.forward(seconds=299)
    hall.porter._idle.look()
    assert hall.porter.guard.standing is Standing.OPEN
    clock.forward(seconds=1)
    hall.porter._idle.look()
    hall.told("屏幕锁着")
    hall.type_secret()
    inside(hall.qtbot, hall.porter)
    clock.now += timedelta(hours=12)
    hall.porter.look()
    assert not hall.porter.is_open


def test_the_recovery_code_sets_a_new_passphrase_where_all_tries_are_spent(
    hall: Hall, clock: Clock
) -> None:
    hall.asks()
    right = hall.services.recovery.renew()
    for _ in range(5):
        hall.services.station.store.operators.unlock(WINDOW.id, "错的", clock.now)
        clock.forward(minutes=5)
    press(hall.gate, "忘了口令")
    assert isinstance(hall.gate.form(), RecoverForm)
    for typed, answer in (("0000-0000", "恢复码不对"), (right, "")):
        boxes = seen(hall.gate, Line)
        for box, text in zip(boxes, (typed, "新的口令够长了吧", "新的口令够长了吧"), strict=True):
            box.setText(text)
        press(hall.gate, "重设口令")
        if answer:
            hall.told(answer)
    inside(hall.qtbot, hall.porter)
    assert hall.services.station.operator == WINDOW


def test_the_first_start_makes_an_account_and_shows_the_recovery_code_once(
    tmp_path: Path, clock: Clock, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(monkeypatch)
    hall = Hall(qapp, services_for(tmp_path, clock), qtbot)
    qtbot.waitUntil(lambda: isinstance(hall.gate.form(), FirstForm))
    boxes = seen(hall.gate, Line)
    for box, text in zip(boxes, ("1024", "赵工", SECRET, "别的"), strict=True):
        box.setText(text)
    press(hall.gate, "建账号")
    hall.told("两遍输的不一样")
    boxes[3].setText(SECRET)
    press(hall.gate, "建账号")
    qtbot.waitUntil(lambda: isinstance(hall.gate.form(), CodeForm))
    code_shown = every(hall.gate.form(), Text)[2].accessibleName().replace(" ", "")
    assert not [each for each in seen(hall.gate, Button) if each.accessibleName() == "打印出来"]
    press(hall.gate, "抄好了，锁进柜子")
    inside(qtbot, hall.porter)
    assert hall.services.recovery.opens(code_shown)
    assert code_shown[:4] not in said(hall.gate)
    station = hall.services.station
    assert [(a.operator.id, a.operator.role) for a in station.store.operators.accounts()] == [
        ("1024", IT.role)
    ]
    with pytest.raises(NotAllowedError):
        accounts.begin(station, OTHER, SECRET, hall.services.recovery)
    hall.close()


def test_the_recovery_code_is_printed_where_a_printer_keeps_no_copy(
    tmp_path: Path, clock: Clock, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(monkeypatch)
    with TcpReceiptPrinter() as machine:
        services = services_for(tmp_path, clock)
        destination = f"tcp://127.0.0.1:{machine.port}"
        services.press.receipt_printer = app.open_printer(destination, Medium.ROLL_80)
        hall = Hall(qapp, services, qtbot)
        qtbot.waitUntil(lambda: isinstance(hall.gate.form(), FirstForm))
        for box, text in zip(seen(hall.gate, Line), ("1024", "赵工", SECRET, SECRET), strict=True):
            box.setText(text)
        press(hall.gate, "建账号")
        qtbot.waitUntil(lambda: isinstance(hall.gate.form(), CodeForm))
        press(hall.gate, "打印出来")
        hall.told("打好了。对着屏幕核一遍")
        machine.wait_for(1)
        assert len(machine.papers) == 1
        services.press.receipt_printer = app.open_printer("tcp://127.0.0.1:9", Medium.ROLL_80)
        press(hall.gate, "打印出来")
        qtbot.waitUntil(lambda: "打好了" not in said(hall.gate), timeout=20_000)
        press(hall.gate, "抄好了，锁进柜子")
        inside(qtbot, hall.porter)
        acts = [each.act for each in services.station.store.audit.entries()]
        assert acts.count("print-recovery") == 2
        hall.close()
