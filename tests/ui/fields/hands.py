"""Hands for the tests: typed clicks, keys, and finding the widget they are meant for."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

W = TypeVar("W", bound=QWidget)
_LEFT = Qt.MouseButton.LeftButton
_NONE = Qt.KeyboardModifier.NoModifier


def every(parent: QWidget, kind: type[W]) -> list[W]:
    found: list[W] = list(parent.findChildren(kind))
    return found


def the(parent: QWidget, kind: type[W]) -> W:
    return every(parent, kind)[0]


def seen(parent: QWidget, kind: type[W]) -> list[W]:
    return [widget for widget in every(parent, kind) if widget.isVisible()]


def said(parent: QWidget) -> str:
    return " ".join(widget.accessibleName() for widget in seen(parent, QWidget))


def press(parent: QWidget, words: str) -> None:
    named = [each for each in seen(parent, QAbstractButton) if each.accessibleName() == words]
    click(named[0])


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, _LEFT)


def draw(widget: QWidget, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(widget, _LEFT, _NONE, start)
    QTest.mouseMove(widget, end)
    QTest.mouseRelease(widget, _LEFT, _NONE, end)


def keys(widget: QWidget, text: str) -> None:
    QTest.keyClicks(widget, text)


def key(widget: QWidget, which: Qt.Key, held: Qt.KeyboardModifier = _NONE) -> None:
    QTest.keyClick(widget, which, held)


def commit(widget: QWidget, words: str) -> None:
    """What an input method does when a candidate is chosen."""
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(widget, event)
