"""A process of its own with the keyboard on the screen: types a name, tells what it saw.

Qt chooses the input method when the application is made, so it cannot be turned on in the tests'
own process. Prints JSON.
"""

from __future__ import annotations

import json
import os
import sys

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent, QWindow
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from ui.gallery import PAGES, SCREENS, open_shell
from ui.shell import Shell
from ui.theme import Mode, Theme, ThemeName, build_theme, make_application
from ui.visit import keyboard

_KEY_MS = 150


def main(theme_name: str, mode: str) -> None:
    folder = keyboard.prepare()
    app = make_application()
    theme = build_theme(ThemeName(theme_name), SCREENS[Mode(mode)])
    shell = open_shell(app, theme)
    keys = keyboard.Keyboard(app, shell, folder)
    seen = _type_a_name(shell, theme)
    keys.end()
    sys.stdout.write(json.dumps({**seen, "gone": not folder.exists()}))
    sys.stdout.flush()
    # Qt Quick takes its own down in any order; nothing is left to save.
    os._exit(0)


def _type_a_name(shell: Shell, theme: Theme) -> dict[str, object]:
    shell.show()
    shell.show_page(PAGES["09-text"](theme))
    line: QLineEdit = next(iter(shell.findChildren(QLineEdit)))
    line.clear()
    shell.activateWindow()
    line.setFocus()
    QTest.qWait(20 * _KEY_MS)
    panel = _panel()
    for letter in "wang":
        _press(panel, _key(panel, letter))
    row = _named(panel.contentItem(), "wordCandidateView")
    offered = row.property("count")
    above = row.mapToScene(QPointF(0, 0)).y()
    room = shell.layout().contentsMargins().bottom()
    _press(panel, row.childItems()[0].childItems()[1])
    chosen = line.text()
    _press(panel, _key(panel, "·"))
    return {
        "offered": offered,
        "uncovered": panel.mask().contains(QPoint(10, round(above) + 10)),
        "room": room - round(panel.height() - above),
        "chosen": chosen,
        "after": line.text(),
    }


def _panel() -> QQuickWindow:
    shown: list[QWindow] = QGuiApplication.topLevelWindows()
    return next(one for one in shown if isinstance(one, QQuickWindow))


def _items(item: QQuickItem) -> list[QQuickItem]:
    return [item, *(deeper for child in item.childItems() for deeper in _items(child))]


def _named(item: QQuickItem, name: str) -> QQuickItem:
    return next(one for one in _items(item) if one.objectName() == name)


def _key(panel: QQuickWindow, letter: str) -> QQuickItem:
    found = (one for one in _items(panel.contentItem()) if one.property("keyType") is not None)
    return next(one for one in found if one.property("text") == letter and one.isVisible())


def _press(panel: QQuickWindow, item: QQuickItem) -> None:
    where = item.mapToScene(QPointF(item.width() / 2, item.height() / 2))
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    # Sent to the panel itself: a click through QTest would give it the focus of the field.
    for kind, held in (
        (QEvent.Type.MouseButtonPress, left),
        (QEvent.Type.MouseButtonRelease, none),
    ):
        event = QMouseEvent(kind, where, where, left, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(panel, event)
        QTest.qWait(_KEY_MS)


if __name__ == "__main__":
    main(*sys.argv[1:])
