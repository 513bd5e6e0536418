"""Putting a field on an offscreen page, as large as the page would make it."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from offline.forms.view import Question
from ui.fields import Field, Helpers, field_for
from ui.theme import Screen, Theme, ThemeName, apply_theme, build_theme, make_application

TODAY = date(2026, 3, 18)
PORTRAIT = Screen(1080, 1920, 21.5)
LANDSCAPE = Screen(1920, 1080, 21.5)
COMPACT = Screen(1280, 800, 10.1)
DESK = Screen(1920, 1080, 23.8)
ROOM = {PORTRAIT: (952, 1180), LANDSCAPE: (1160, 620), COMPACT: (770, 470)}
"""What a question page leaves for the answer, in px."""

quiet = pytest.mark.qt_log_ignore("This plugin does not support")
"""The offscreen platform says so of every window and list that opens."""

_worn: list[Theme] = []
_open: list[QWidget] = []
"""The page in view: nothing else holds it, and one at a time is enough."""

HELPERS = Helpers(today=lambda: TODAY)


def dressed(name: ThemeName, screen: Screen) -> Theme:
    """The theme, put on the application only when it is another: dressing takes its time."""
    theme = build_theme(name, screen)
    if _worn[-1:] != [theme]:
        apply_theme(make_application(), theme)
        _worn[:] = [theme]
    return theme


def shown(
    qtbot: QtBot,
    question: Question,
    *,
    dense: bool = False,
    helpers: Helpers = HELPERS,
    name: ThemeName | None = None,
    screen: Screen | None = None,
) -> Field:
    usual = ThemeName.STAFF_LIGHT if dense else ThemeName.STANDARD
    where = screen or (DESK if dense else PORTRAIT)
    field = field_for(question, dressed(name or usual, where), dense=dense, helpers=helpers)
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(field, 1)
    page.resize(*ROOM.get(where, (600, 300)))
    while _open:
        before = _open.pop()
        if isValid(before):
            before.close()
    _open.append(page)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    return field


def focused() -> QWidget | None:
    return QApplication.focusWidget()
