from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.desk.filled import opened, session, staff
from tests.ui.fields.hands import key, keys, press, said
from tests.ui.fields.showing import quiet
from ui.desk.data import CaseHead, Line
from ui.desk.events import NewCase, OpenLine, Suspend, SyncNow
from ui.fields.line import Line as LineEdit
from ui.grid import GridWindow, Waiting
from ui.grid.samples import DRAFTS, OFFERS, QUEUE, STATION, WAITING, grid_samples

pytestmark = quiet
CTRL = Qt.KeyboardModifier.ControlModifier


class Grid:
    """A grid worker's window, and what it told."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = GridWindow(staff())
        self.told: list[object] = []
        self.window.said.connect(self.told.append)
        self.window.show_station(STATION)
        self.window.show_offers(OFFERS)
        opened(qtbot, self.window)


@pytest.fixture
def grid(qtbot: QtBot) -> Grid:
    return Grid(qtbot)


def test_what_waits_is_said_on_every_page(grid: Grid) -> None:
    grid.window.show_waiting(WAITING)
    for page in ("today", "new", "sync"):
        grid.window.open_page(page)
        assert "没上传 38" in said(grid.window)
        assert "同步 38" in said(grid.window)


def test_the_age_of_the_oldest_is_said(grid: Grid) -> None:
    grid.window.show_waiting(WAITING)
    grid.window.open_page("sync")
    assert "最早一条是 2 天 2 小时前" in said(grid.window)
    grid.window.show_waiting(Waiting())
    assert "都上传好了" in said(grid.window)


def test_a_draft_is_opened_from_the_first_page(grid: Grid) -> None:
    grid.window.show_drafts(DRAFTS)
    grid.window.open_page("today")
    drafts = QApplication.focusWidget()
    key(drafts, Qt.Key.Key_Down)
    key(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert grid.told == [OpenLine("draft", "d1")]


def test_a_new_record_is_begun_by_initials(grid: Grid) -> None:
    key(grid.window, Qt.Key.Key_N, CTRL)
    search = QApplication.focusWidget()
    assert isinstance(search, LineEdit)
    keys(search, "aqyh")
    key(search, Qt.Key.Key_Return)
    assert grid.told == [NewCase(), NewCase("16")]


def test_uploading_is_tried_by_key_and_button(grid: Grid) -> None:
    key(grid.window, Qt.Key.Key_F5)
    grid.window.open_page("sync")
    press(grid.window, "现在试一次 F5")
    assert grid.told == [SyncNow(), SyncNow()]


def test_a_record_is_filled_and_put_aside(grid: Grid) -> None:
    grid.window.open_case(CaseHead("安全隐患排查"), session())
    assert grid.window.page() == "form"
    assert grid.window.case.form.current() is not None
    key(grid.window, Qt.Key.Key_F6)
    assert grid.told == [Suspend()]


def test_without_a_record_the_form_page_offers_to_begin_one(grid: Grid) -> None:
    grid.window.open_page("form")
    assert grid.window.page() == "new"


def test_a_returned_record_is_opened_from_the_queue(grid: Grid) -> None:
    grid.window.show_queue((*QUEUE, Line("submission", "s9", "走访")))
    grid.window.open_page("sync")
    assert "6 条" in said(grid.window)


@pytest.mark.parametrize("name", list(grid_samples()))
def test_every_sample_is_drawn(qtbot: QtBot, name: str) -> None:
    window = grid_samples()[name](staff())
    opened(qtbot, window)
    assert window.grab().toImage().size().width() == 1920
