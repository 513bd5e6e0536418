"""The resident ID (GB 11643): painted groups, the pad with X, and the count in words."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget

from offline.i18n import tr
from offline.identity import IdFault, check_resident_id
from ui.components.buttons import small
from ui.components.text import Text
from ui.fields.base import Field
from ui.fields.figures import RESIDENT_ID, count_words, veiled
from ui.fields.idview import IdView
from ui.fields.line import Line
from ui.fields.pad import BACK, CLEAR, NumberPad, after_key
from ui.theme import Mode

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


_OF_THE_FIRST_CARDS = 3  # digits fewer: the century and the check digit came later


def id_complaint(text: str, today: date) -> str:
    """What is wrong with a typed ID, as a sentence that says what to do; "" if nothing."""
    if not text:
        return ""
    missing = RESIDENT_ID.missing(text)
    if missing == _OF_THE_FIRST_CARDS:
        return tr("身份证号是 18 位。老的 15 位号已经停用，请照着现在的身份证输")
    if missing:
        return tr("身份证号少了 {missing} 位，请接着输完", missing=missing)
    fault = check_resident_id(text, today)
    if not isinstance(fault, IdFault):
        return ""
    return {
        IdFault.LENGTH: tr("身份证号是 18 位，请再数一数"),
        IdFault.CHARACTERS: tr("身份证号只有数字，最后一位可能是 X"),
        IdFault.DIVISION: tr("前 6 位是地区，没有这个地区，请看看输错没有"),
        IdFault.BIRTH_DATE: tr("中间 8 位是生日，没有这一天，请看看输错没有"),
        IdFault.FUTURE: tr("中间 8 位是生日，这一天还没有到，请看看输错没有"),
        IdFault.CHECK_DIGIT: tr("有一位输错了，请照着身份证再看一遍"),
    }[fault]


class IdBox(IdView):
    """The box with a keyboard: digits, X, backspace, paste."""

    def __init__(self, field: ResidentIdField) -> None:
        super().__init__(field.theme)
        self._field = field

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Every key goes to the field; what it does not take goes on to the page."""
        if event.key() in _ENTER:
            self._field.commit()
            self._field.done.emit()
        elif event.key() == Qt.Key.Key_Backspace:
            self._field.press(BACK)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._field.paste(QGuiApplication.clipboard().text())
        elif event.text().upper() in set("0123456789X"):
            self._field.press(event.text().upper())
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving tells the value."""
        super().focusOutEvent(event)
        self._field.commit()


class ResidentIdField(Field):
    """On a resident's page: groups and pad."""

    grows = True
    _text = ""
    _box: IdBox
    _count: Text

    def build(self) -> None:
        self._box = IdBox(self)
        self._box.setAccessibleName(self._question.label)
        self._count = Text("", "hint")
        look = small(self._theme, tr("按住看全部"), "eye")
        look.pressed.connect(lambda: self._box.reveal(on=True))
        look.released.connect(lambda: self._box.reveal(on=False))
        look.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout()
        row.addWidget(self._count, 1)
        row.addWidget(self._problem, 1)
        row.addWidget(look)
        pad = NumberPad(self._theme, "X", flat=self._theme.mode is Mode.COMPACT)
        pad.pressed.connect(self.press)
        self._rows.addWidget(self._box)
        self._rows.addLayout(row)
        self._rows.addWidget(pad, 1)

    def value(self) -> str:
        return self._text

    def show_value(self, value: str) -> None:
        self._text = RESIDENT_ID.filtered(value)
        self._box.show_text(self._text)
        self._count.show_text(count_words(RESIDENT_ID, self._text))

    def show_state(self, state: str) -> None:
        self._box.show_error(on=state == "error")
        self._count.setVisible(state != "error")

    def first(self) -> QWidget:
        return self._box

    def complaint(self) -> str:
        return id_complaint(self._text, self._helpers.today())

    def read_value(self) -> str:
        return count_words(RESIDENT_ID, self._text)

    def press(self, key: str) -> None:
        """A key of the pad or the keyboard."""
        if key in (BACK, CLEAR) or RESIDENT_ID.takes(self._text, key):
            self.show_value(after_key(self._text, key))
            self.edited()

    def paste(self, text: str) -> None:
        """A whole number at once, e.g. from a card reader."""
        self.show_value(text)
        self.edited()


class DenseIdField(Field):
    """At the window: one line, readable while it is typed, masked when it is left."""

    _line: Line
    _text = ""

    def build(self) -> None:
        self._line = Line(self._theme, dense=True, by_pad=True)
        self._line.setAccessibleName(self._question.label)
        self._line.typed.connect(self._filter)
        self._line.left.connect(self._leave)
        self._line.entered.connect(self.done)
        self._line.focused.connect(self._open)
        self._rows.addWidget(self._line)

    def value(self) -> str:
        return self._text

    def show_value(self, value: str) -> None:
        self._text = RESIDENT_ID.filtered(value)
        self._veil(open_=self._line.hasFocus())

    def show_state(self, state: str) -> None:
        self._line.dress(state)

    def first(self) -> QWidget:
        return self._line

    def complaint(self) -> str:
        return id_complaint(self._text, self._helpers.today())

    def _filter(self) -> None:
        cursor = self._line.cursorPosition()
        self._text = RESIDENT_ID.filtered(self._line.text())
        if self._text != self._line.text():
            self._line.setText(self._text)
            self._line.setCursorPosition(min(cursor, len(self._text)))
        self.edited()

    def _open(self) -> None:
        self._veil(open_=True)

    def _leave(self) -> None:
        self._veil(open_=False)
        self.commit()

    def _veil(self, *, open_: bool) -> None:
        self._line.setText(self._text if open_ else veiled(self._text, open_group=None))
