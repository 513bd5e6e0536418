from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from offline import i18n
from tests.ui.qtapp import buttons, names, theme_of
from ui.components.rail import Aid
from ui.pages.base import Leave
from ui.pages.home import ScanPressed
from ui.samples import PAGES
from ui.shell import RailPressed, Shell, Site
from ui.theme import ThemeName, apply_theme, make_application
from ui.theme.focus import focus_shown


@pytest.fixture
def shell(qtbot: QtBot) -> Shell:
    theme = theme_of()
    apply_theme(make_application(), theme)
    made = Shell(
        theme, Site("云溪镇", "柳湾村便民服务站"), lambda: datetime(2026, 3, 18, 10, 24, tzinfo=UTC)
    )
    made.resize(1080, 1920)
    qtbot.addWidget(made)
    made.show_page(PAGES["01-home"](theme))
    return made


def cell(shell: Shell, words: str) -> QAbstractButton:
    return next(one for one in buttons(shell) if one.text() == words)


def test_rail_says_which_aid_and_what_leaving_means(shell: Shell) -> None:
    pressed: list[object] = []
    shell.rail.connect(pressed.append)
    cell(shell, "取号预约").click()
    cell(shell, "叫人帮忙").click()
    assert pressed == [
        RailPressed(Aid.LEAVE, Leave.TICKET),
        RailPressed(Aid.HELP, Leave.TICKET),
    ]


def test_first_cell_follows_the_page(shell: Shell) -> None:
    shell.show_page(PAGES["07-choice"](shell.theme))
    assert cell(shell, "保存退出").accessibleName() == "保存退出"


def test_events_of_the_page_shown_pass_through_and_of_the_old_one_no_more(shell: Shell) -> None:
    heard: list[object] = []
    shell.said.connect(heard.append)
    before = shell.page
    assert before is not None
    before.say(ScanPressed())
    shell.show_page(PAGES["02-scan"](shell.theme))
    before.say(ScanPressed())
    assert heard == [ScanPressed()]


def test_no_network_is_said_as_a_way_of_working(shell: Shell) -> None:
    assert "网络正常" in names(shell)
    shell.set_online(False)
    assert "没有网，照样能办" in names(shell)
    assert "网络正常" not in names(shell)


def test_another_theme_marks_its_cell_and_keeps_the_size(shell: Shell) -> None:
    theme = theme_of(ThemeName.CONTRAST)
    apply_theme(make_application(), theme)
    shell.apply(theme)
    shell.show_page(PAGES["01-home"](theme))
    shell.grab()
    assert shell.size().toTuple() == (1080, 1920)
    assert cell(shell, "黑底黄字").property("on") is True
    assert cell(shell, "大字版").property("on") is True


def test_language_cell_offers_the_other_language(shell: Shell) -> None:
    assert cell(shell, "English").isEnabled()
    i18n.use("en")
    try:
        shell.apply(shell.theme)
        assert cell(shell, "中文").isEnabled()
    finally:
        i18n.use(i18n.SOURCE)


def test_focus_is_seen_after_a_key_and_not_after_a_touch(qtbot: QtBot, shell: Shell) -> None:
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    help_ = cell(shell, "叫人帮忙")
    help_.setFocus()
    QTest.mouseClick(help_, Qt.MouseButton.LeftButton)
    assert not focus_shown(help_)
    QTest.keyClick(help_, Qt.Key.Key_Right)
    focused = shell.focusWidget()
    assert focused is not None
    assert focus_shown(focused)
