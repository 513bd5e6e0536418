"""Paying what an accepted case costs, in the real window against the real sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.flow import payments
from kiosk.flow.papers import PaperKind, paper
from kiosk.flow.payments import PayState
from kiosk.flow.progress import progress_of
from kiosk.session import Stage
from printers.dues import Due, DueState, due_words
from printers.papers import AcceptanceReceipt, Slip
from printers.wording import worded
from tests.stations import fill
from tests.ui.visit.centred import Centred, centred
from tests.windows import Terminal
from ui.pages.busy import NoticePage
from ui.pages.check import CheckPage
from ui.pages.code import CodeData, PaymentPage
from ui.pages.done import DoneOfflinePage, DoneOnlinePage
from ui.pages.home import HomePage
from ui.pages.my import MyPage
from ui.pages.progress import ProgressPage
from ui.pages.question import QuestionPage

FEE = 1250


@pytest.fixture
def centre(tmp_path: Path, terminal: Terminal, qtbot: QtBot) -> Iterator[Centred]:
    with centred(tmp_path, terminal, qtbot, fee=FEE) as made:
        yield made


def hand_in(centre: Centred, qtbot: QtBot) -> None:
    terminal = centre.terminal
    terminal.scan()
    terminal.waits_on(qtbot, MyPage)
    terminal.kiosk.entrance.start("residence_certificate")
    terminal.waits_on(qtbot, QuestionPage)
    fill(terminal.kiosk.filling.work)
    terminal.kiosk.filling.check()
    terminal.waits_on(qtbot, CheckPage)
    terminal.press("我看过了")
    terminal.press("确认提交")


def asked_to_pay(centre: Centred, qtbot: QtBot) -> CodeData:
    hand_in(centre, qtbot)
    centre.terminal.waits_on(qtbot, PaymentPage)
    return told(centre)


def told(centre: Centred) -> CodeData:
    page = centre.terminal.page
    assert isinstance(page, PaymentPage)
    return page.data


def order_id(centre: Centred) -> str:
    ((found,),) = centre.rows("SELECT order_id FROM payments WHERE state = 'pending'")
    return str(found)


def said(centre: Centred) -> str:
    page = centre.terminal.page
    return page.spoken() if page else ""


def due(centre: Centred) -> Due | None:
    station = centre.terminal.at_desk
    return payments.due(station, station.store.submissions.list()[0])


def receipt(centre: Centred) -> AcceptanceReceipt:
    station = centre.terminal.at_desk
    made = paper(station, PaperKind.ACCEPTANCE, station.store.submissions.list()[0])
    assert isinstance(made, AcceptanceReceipt)
    return made


def test_a_phone_pays_and_the_page_and_the_receipt_say_so(centre: Centred, qtbot: QtBot) -> None:
    data = asked_to_pay(centre, qtbot)
    assert (data.value, data.code) == ("12.50 元", f"https://pay.example/{order_id(centre)}")
    assert centre.terminal.kiosk.stage.visit.stage is Stage.SUBMITTED
    assert due(centre) == Due(FEE, DueState.DOUBTFUL)
    centre.training(f"payments/{order_id(centre)}/pay")
    qtbot.waitUntil(lambda: "缴好了" in said(centre), timeout=10_000)
    assert told(centre).code == ""
    centre.terminal.press("去拿回执")
    centre.terminal.waits_on(qtbot, DoneOnlinePage)
    ((number,),) = centre.rows("SELECT receipt FROM payments")
    assert f"12.50 元，已缴，票号 {number}" in said(centre)
    rows = dict(worded(receipt(centre))["rows"])
    assert rows["费用"] == f"12.50 元，已缴，票号 {number}"
    assert centre.rows("SELECT count(*), sum(charged) FROM payments") == [(1, 1)]


def test_put_off_it_is_closed_at_the_centre_and_the_receipt_says_unpaid(
    centre: Centred, qtbot: QtBot
) -> None:
    asked_to_pay(centre, qtbot)
    centre.terminal.press("以后再缴")
    centre.terminal.waits_on(qtbot, DoneOnlinePage)
    assert "12.50 元，还没缴" in said(centre)
    assert dict(worded(receipt(centre))["rows"])["费用"] == "12.50 元，还没缴"
    assert centre.rows("SELECT state, charged FROM payments") == [("closed", 0)]


def test_paid_in_the_moment_of_putting_it_off_is_paid(centre: Centred, qtbot: QtBot) -> None:
    asked_to_pay(centre, qtbot)
    centre.terminal.kiosk.paying._timer.stop()
    centre.training(f"payments/{order_id(centre)}/pay")
    centre.terminal.press("以后再缴")
    qtbot.waitUntil(lambda: "缴好了" in said(centre), timeout=10_000)


def test_an_expired_code_is_replaced_and_the_old_one_takes_no_money(
    centre: Centred, qtbot: QtBot
) -> None:
    asked_to_pay(centre, qtbot)
    first = order_id(centre)
    centre.served.sandbox.ledger.run("UPDATE payments SET expires = '2020-01-01T00:00:00+00:00'")
    qtbot.waitUntil(lambda: "过期" in said(centre), timeout=10_000)
    assert (told(centre).code, told(centre).tag) == ("", "没有扣钱")
    centre.terminal.press("换一个新码")
    qtbot.waitUntil(lambda: "请用手机缴费" in said(centre), timeout=10_000)
    assert order_id(centre) != first
    assert not centre.served.sandbox.payments.pay(first)


def test_with_the_line_cut_nothing_is_said_paid_until_the_centre_says_so(
    centre: Centred, qtbot: QtBot
) -> None:
    asked_to_pay(centre, qtbot)
    number = order_id(centre)
    centre.unplug(qtbot)
    centre.training(f"payments/{number}/pay")
    qtbot.waitUntil(lambda: "正在核实" in said(centre), timeout=15_000)
    assert (told(centre).code, "缴好了" in said(centre)) == ("", False)
    centre.terminal.press("先拿回执")
    centre.terminal.waits_on(qtbot, DoneOnlinePage)
    assert "12.50 元，正在核实" in said(centre)
    centre.plug(qtbot)
    qtbot.waitUntil(
        lambda: [one.state for one in payments.orders(centre.terminal.at_desk)] == [PayState.PAID]
    )
    assert due_words(receipt(centre).due or Due(0), accepted=True).startswith("12.50 元，已缴")
    assert centre.rows("SELECT count(*), sum(charged) FROM payments") == [(1, 1)]


def test_without_a_line_nothing_is_blocked_and_it_is_paid_later_from_the_case(
    centre: Centred, qtbot: QtBot
) -> None:
    terminal = centre.terminal
    centre.unplug(qtbot)
    hand_in(centre, qtbot)
    terminal.waits_on(qtbot, DoneOfflinePage)
    assert "要缴 12.50 元" in said(centre)
    station = terminal.at_desk
    slip = paper(station, PaperKind.SLIP, station.store.submissions.list()[0])
    assert isinstance(slip, Slip)
    assert dict(worded(slip)["rows"])["费用"] == "12.50 元，受理后再缴"
    terminal.kiosk.leave()
    terminal.waits_on(qtbot, HomePage)
    centre.plug(qtbot)
    mine = station.store.submissions
    qtbot.waitUntil(lambda: progress_of(station, mine.list()[0]).case is not None)
    terminal.scan()
    terminal.waits_on(qtbot, MyPage)
    terminal.press("去缴费")
    terminal.waits_on(qtbot, ProgressPage)
    terminal.press("去缴费")
    terminal.waits_on(qtbot, PaymentPage)
    centre.training(f"payments/{order_id(centre)}/pay")
    qtbot.waitUntil(lambda: "缴好了" in said(centre), timeout=10_000)
    terminal.press("去拿回执")
    terminal.waits_on(qtbot, ProgressPage)
    assert "缴好了" in said(centre)


def test_after_a_crash_the_same_order_is_found_paid(centre: Centred, qtbot: QtBot) -> None:
    asked_to_pay(centre, qtbot)
    number = order_id(centre)
    centre.terminal.kiosk.leave()  # as after a crash: nothing of the page is left
    centre.terminal.waits_on(qtbot, HomePage)
    centre.training(f"payments/{number}/pay")
    centre.terminal.kiosk.sync.now()
    qtbot.waitUntil(
        lambda: [one.state for one in payments.orders(centre.terminal.at_desk)] == [PayState.PAID]
    )
    again = payments.pay(centre.terminal.at_desk, centre.asking, "x", "y", 1)
    assert again.order_id != number
    assert due(centre) is not None
    assert centre.rows("SELECT sum(charged) FROM payments") == [(1,)]


def test_a_centre_without_payments_sends_people_to_the_window(
    centre: Centred, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(centre.asking, "capabilities", frozenset)
    hand_in(centre, qtbot)
    centre.terminal.waits_on(qtbot, DoneOnlinePage)
    assert "到窗口缴" in said(centre)
    centre.terminal.kiosk.leave()
    centre.terminal.waits_on(qtbot, HomePage)
    centre.terminal.scan()
    centre.terminal.waits_on(qtbot, MyPage)
    centre.terminal.press("去缴费")
    centre.terminal.waits_on(qtbot, ProgressPage)
    centre.terminal.press("去缴费")
    centre.terminal.waits_on(qtbot, NoticePage)
    assert "现在缴不了费" in said(centre)
