from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.desk.filled import opened, session, staff
from tests.ui.fields.hands import commit, key, keys, said, seen, the
from tests.ui.fields.showing import quiet
from ui.desk import DeskWindow
from ui.desk.data import CaseHead, Line, Offer, PersonCard, Station
from ui.desk.events import (
    Answered,
    Check,
    DismissPerson,
    Lock,
    NewCase,
    OpenLine,
    RevealNumber,
    Scanned,
    Search,
    Submit,
    Suspend,
)
from ui.desk.lists import LineList
from ui.desk.samples import OFFERS, desk_samples
from ui.desk.search import Group, Results
from ui.fields.line import Line as LineEdit

pytestmark = quiet
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class Desk:
    """A desk with a case open, and what it told."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = DeskWindow(staff())
        self.told: list[object] = []
        self.window.said.connect(self.told.append)
        self.session = session()
        self.window.said.connect(self.answer)
        self.window.show_offers(OFFERS)
        opened(qtbot, self.window)
        self.window.open_case(CaseHead("临时救助", "民政"), self.session)

    def answer(self, event: object) -> None:
        if isinstance(event, Answered):
            self.session.answer(event.path, event.value)
            self.window.refresh(self.session)

    def fill(self) -> None:
        for cell in self.window.case.form.cells():
            if cell.question.path == "/data/who/name":
                commit(the(cell, LineEdit), "王明")
            if cell.question.path == "/data/alone":
                key(cell.field.first(), Qt.Key.Key_1)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def test_submitting_an_unfinished_case_shows_what_is_missing_instead(desk: Desk) -> None:
    key(desk.window, Qt.Key.Key_F9)
    assert Submit() not in desk.told
    assert "请选一个" in said(desk.window)


def test_f9_submits_a_finished_case_after_telling_what_was_typed(desk: Desk) -> None:
    desk.fill()
    key(desk.window, Qt.Key.Key_F9)
    assert desk.told[-1] == Submit()
    assert Answered("/data/who/name", "王明") in desk.told
    assert "都填好了" in said(desk.window)


def test_the_keys_of_a_case(desk: Desk) -> None:
    key(desk.window, Qt.Key.Key_F8)
    key(desk.window, Qt.Key.Key_F6)
    assert desk.told[-2:] == [Check(), Suspend()]


def test_the_keys_of_the_window(desk: Desk) -> None:
    key(desk.window, Qt.Key.Key_F2)
    key(desk.window, Qt.Key.Key_S, ALT)
    key(desk.window, Qt.Key.Key_L, CTRL)
    assert desk.told == [DismissPerson(), RevealNumber(), Lock()]


def test_a_new_case_is_found_by_initials_and_begun_with_enter(desk: Desk) -> None:
    key(desk.window, Qt.Key.Key_N, CTRL)
    search = QApplication.focusWidget()
    assert isinstance(search, LineEdit)
    keys(search, "lsjz")
    key(search, Qt.Key.Key_Return)
    assert desk.told == [NewCase(), NewCase("5")]


def test_escape_goes_back_to_the_case(desk: Desk) -> None:
    key(desk.window, Qt.Key.Key_N, CTRL)
    key(desk.window, Qt.Key.Key_Escape)
    assert desk.window.case.isVisible()
    assert desk.window.case.form.current() is not None


def test_a_search_is_told_and_its_results_open(desk: Desk) -> None:
    key(desk.window, Qt.Key.Key_K, CTRL)
    search = QApplication.focusWidget()
    assert isinstance(search, LineEdit)
    keys(search, "wang 0318")
    key(search, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is search
    people = Group("people", "居民", "people", (Line("person", "p1", "王*明"),))
    desk.window.show_found(Results("wang 0318", (people,)))
    key(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert desk.told == [Search("wang 0318"), OpenLine("person", "p1")]


def test_lines_open_and_headings_do_not(desk: Desk) -> None:
    lines = (Line("", "", "没办完"), Line("draft", "d1", "高龄津贴", "王*明"))
    desk.window.show_lines(lines, "今天办了 4 件")
    key(desk.window, Qt.Key.Key_F7)
    queue = QApplication.focusWidget()
    assert isinstance(queue, LineList)
    queue.choose_first()
    key(queue, Qt.Key.Key_Return)
    assert desk.told == [OpenLine("draft", "d1")]
    assert "今天办了 4 件" in said(desk.window)


def test_a_scan_that_no_field_wants_is_told(desk: Desk) -> None:
    desk.window.take_scan("KIOSK1:ABC")
    assert desk.told == [Scanned("KIOSK1:ABC")]


def test_the_resident_is_shown_masked_and_taken_away(desk: Desk) -> None:
    desk.window.show_person(PersonCard("王*明", "3210**********1234", "82 岁", notice="办过一次"))
    assert "3210**********1234 · 82 岁" in said(desk.window)
    assert "办过一次" in said(desk.window)
    desk.window.show_person(None)
    assert "窗口前还没有人" in said(desk.window)
    assert "王*明" not in said(desk.window)


def test_no_network_is_said_in_the_top_bar(desk: Desk) -> None:
    station = Station("云溪镇", "3 号窗口", "李*", "10:24", offline_for="2 小时", pending=2)
    desk.window.show_station(station)
    assert "离线 2 小时" in said(desk.window)
    desk.window.show_station(Station("云溪镇", "3 号窗口", "李*", "10:24"))
    assert "离线" not in said(desk.window)


def test_f1_shows_every_key_and_any_key_closes(desk: Desk) -> None:
    key(desk.window, Qt.Key.Key_F1)
    assert "全部快捷键" in said(desk.window)
    key(QApplication.focusWidget(), Qt.Key.Key_X)
    assert "按任意键回去" not in said(desk.window)


def test_a_notice_is_said_and_taken_back(desk: Desk) -> None:
    desk.window.notify("小票纸用完了。", "warn")
    assert "小票纸用完了" in said(desk.window)
    desk.window.notify("")
    assert "小票纸用完了" not in said(desk.window)


def test_an_offer_that_needs_the_network_says_so(desk: Desk) -> None:
    desk.window.show_offers((Offer("8", "医保缴费查询", offline=False),))
    desk.window.open_catalogue()
    shown = [found.model().index(0, 0).data() for found in seen(desk.window, LineList)]
    assert any("要联网办" in str(words) for words in shown)


@pytest.mark.parametrize("name", list(desk_samples()))
def test_every_sample_is_drawn(qtbot: QtBot, name: str) -> None:
    window = desk_samples()[name](staff())
    opened(qtbot, window)
    assert window.grab().toImage().size().width() == 1920
