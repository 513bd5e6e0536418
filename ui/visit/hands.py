"""How the rehearsal answers a field: the touches and keys that a person would use for its kind."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from ui.fields import Field, Kind, kind_of
from ui.fields.draw import Canvas
from ui.fields.files import PhotoField
from ui.visit.rehearsal import RehearsalError, press

_CHOOSING = {Kind.CARDS_ONE, Kind.LIST_ONE, Kind.CARDS_MANY, Kind.LIST_MANY}
_STROKE = ((0.2, 0.5), (0.35, 0.25), (0.5, 0.7), (0.65, 0.3), (0.8, 0.55))


def answer(field: Field, value: str, photo: Path) -> None:
    """Answer as a person would; RehearsalError if the field has no way for it."""
    kind = kind_of(field.question)
    if kind in _CHOOSING:
        _choose(field, value)
    elif kind is Kind.DRAW:
        _sign(field)
    elif isinstance(field, PhotoField):
        field.take(str(photo))
    elif kind in {Kind.DATE, Kind.NOTE, Kind.READONLY}:
        _turn(field, value)
    else:
        _type(field, value)


def _choose(field: Field, value: str) -> None:
    label = next((c.label for c in field.question.choices if c.value == value), "")
    for button in list[QAbstractButton](field.findChildren(QAbstractButton)):
        if label and label in (button.text() or button.accessibleName()) and button.isVisible():
            if not button.isChecked():
                press(button)
            return
    raise RehearsalError(f"{field.question.path}: no answer {value!r}")


def _type(field: Field, value: str) -> None:
    target = field.first()
    target.setFocus(Qt.FocusReason.OtherFocusReason)
    if value.isascii():
        QTest.keyClicks(target, value)
    else:
        _compose(target, value)


def _compose(target: QWidget, value: str) -> None:
    """Commit a text as an input method does after the pinyin was chosen."""
    event = QInputMethodEvent()
    event.setCommitString(value)
    QApplication.sendEvent(target, event)


def _turn(field: Field, value: str) -> None:
    if value:
        field.show_value(value)
        field.commit()


def _sign(field: Field) -> None:
    canvases = list[Canvas](field.findChildren(Canvas))
    if not canvases:
        raise RehearsalError(f"{field.question.path}: nothing to sign on")
    canvas = canvases[0]
    points = [QPoint(int(x * canvas.width()), int(y * canvas.height())) for x, y in _STROKE]
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(canvas, left, pos=points[0])
    for point in points[1:]:
        QTest.mouseMove(canvas, point)
    QTest.mouseRelease(canvas, left, pos=points[-1])
