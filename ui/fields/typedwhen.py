"""Dates and times typed: with the pad on a resident's page, in a dense line at the window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.text import Text
from ui.fields.base import Field
from ui.fields.kinds import Kind, kind_of
from ui.fields.line import Line
from ui.fields.moment import Moment
from ui.fields.pad import NumberPad, after_key
from ui.theme import Theme

_CUTS = {Kind.DATE: (4, 6), Kind.TIME: (2,), Kind.DATE_TIME: (4, 6, 8, 10)}
_PLACES = {Kind.DATE: 8, Kind.TIME: 4, Kind.DATE_TIME: 12}
_JOINTS = {Kind.DATE: "--", Kind.TIME: ":", Kind.DATE_TIME: "-- :"}


def patterned(kind: Kind, text: str) -> str:
    """The digits of a text with the marks of a date or time between them, as far as they go."""
    digits = "".join(key for key in text if key.isascii() and key.isdecimal())[: _PLACES[kind]]
    out = ""
    for at, digit in enumerate(digits):
        if at in _CUTS[kind]:
            out += _JOINTS[kind][_CUTS[kind].index(at)]
        out += digit
    return out


def complete(kind: Kind, text: str) -> bool:
    """Whether every digit of a date or time is there."""
    return sum(key.isascii() and key.isdecimal() for key in text) >= _PLACES[kind]


def when_complaint(kind: Kind, text: str, today: date) -> str:
    """What is wrong with a typed date or time; "" if nothing is typed or all is well."""
    if not text or Moment.read(kind, text, today) is not None:
        return ""
    if not complete(kind, text):
        shown = {Kind.DATE: "20230115", Kind.TIME: "0841"}.get(kind, "202301150841")
        return tr("还没输完，像 {example} 这样输", example=shown)
    if kind is Kind.TIME:
        return tr("没有这个时间，请看看时和分")
    return tr("没有这一天，请看看月和日")


class PadWhen(QWidget):
    """A line and the pad below it."""

    changed = Signal()

    def __init__(self, theme: Theme, kind: Kind, today: Callable[[], date]) -> None:
        super().__init__()
        self._kind, self._today = kind, today
        self.line = Line(theme, dense=False, by_pad=True)
        self.line.setPlaceholderText(_example(kind))
        self.line.typed.connect(lambda: self._take(self.line.text()))
        pad = NumberPad(theme, flat=theme.large or not theme.portrait)
        pad.pressed.connect(self._press)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.m)
        column.addWidget(self.line)
        column.addWidget(pad, 1)

    def moment(self) -> Moment | None:
        """What is typed, if it is a moment already."""
        text = self.line.text()
        if not complete(self._kind, text):
            return None
        return Moment.read(self._kind, text, self._today())

    def show_moment(self, moment: Moment | None) -> None:
        """Show what the wheels chose."""
        if moment != self.moment():
            self.line.setText(moment.typed(self._kind) if moment else "")

    def complaint(self) -> str:
        """What is half typed or impossible."""
        text = self.line.text()
        half = "0" if text and not complete(self._kind, text) else text
        return when_complaint(self._kind, half, self._today())

    def _press(self, key: str) -> None:
        text = patterned(self._kind, after_key(self.line.text(), key))
        self._take(text)

    def _take(self, text: str) -> None:
        self.line.setText(patterned(self._kind, text))
        self.changed.emit()


def _example(kind: Kind) -> str:
    shown = {Kind.DATE: "2023-01-15", Kind.TIME: "08:41"}.get(kind, "2023-01-15 08:41")
    return tr("像 {example}", example=shown)


class DenseWhenField(Field):
    """One line: ``20230115`` typed becomes ``2023-01-15`` when it is left."""

    _line: Line
    _kind: Kind
    _note: Text

    def build(self) -> None:
        self._kind = kind_of(self._question)
        self._line = Line(self._theme, dense=True, by_pad=True)
        self._line.setAccessibleName(self._question.label)
        self._line.setPlaceholderText(_example(self._kind))
        self._line.left.connect(self._leave)
        self._line.entered.connect(self.done)
        self._rows.addWidget(self._line)

    def value(self) -> str:
        found = Moment.read(self._kind, self._line.text(), self._helpers.today())
        return "" if found is None else found.serialised(self._kind)

    def show_value(self, value: str) -> None:
        found = Moment.read(self._kind, value, self._helpers.today())
        self._line.setText("" if found is None else found.typed(self._kind))

    def show_state(self, state: str) -> None:
        self._line.dress(state)

    def first(self) -> QWidget:
        return self._line

    def complaint(self) -> str:
        return when_complaint(self._kind, self._line.text(), self._helpers.today())

    def _leave(self) -> None:
        if self.value():
            self.show_value(self.value())
        self.commit()
