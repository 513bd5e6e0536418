"""Numbers on a scale: a track to press or drag, minus and plus at its ends."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from offline.i18n import tr
from ui.components.buttons import Button, small
from ui.components.paint import Box, draw_box
from ui.components.text import Text
from ui.fields.base import Field
from ui.fields.figures import Scale
from ui.theme import Theme
from ui.theme.focus import focus_shown

_TURNS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Steps(QWidget):
    """The scale itself, painted: a track with a knob, to press, drag or turn by arrow keys.

    ``picked`` carries the position, ``entered`` says that Enter was pressed.
    """

    picked = Signal(int)
    entered = Signal()

    def __init__(self, theme: Theme, scale: Scale) -> None:
        super().__init__()
        self._theme, self._scale = theme, scale
        self._at: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(theme.px(96) if not theme.staff else theme.target.small)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(self._theme.px(600), self.height())

    def show_position(self, at: int | None) -> None:
        """Put the knob to a position, or nowhere."""
        self._at = at
        value = "" if at is None else self._scale.value(at)
        self.setAccessibleDescription(value)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move by one step."""
        turn = _TURNS.get(Qt.Key(event.key()))
        if event.key() in _ENTER:
            self.entered.emit()
        elif turn is None:
            super().keyPressEvent(event)
        else:
            start = -1 if self._at is None and turn > 0 else self._at or 0
            self.picked.emit(min(max(start + turn, 0), self._scale.last))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press picks the nearest step."""
        self.picked.emit(self._position(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """So does dragging."""
        self.mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Track, the part chosen, knob."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_track(painter, 0, self.width(), theme.colour.mist)
        if self._at is None:
            return
        x = self._x(self._at)
        self._paint_track(painter, 0, x, theme.colour.pine)
        size = self._knob()
        edge = theme.colour.focus if focus_shown(self) else theme.colour.pine
        box = Box(theme.colour.paper, edge, theme.border.selected)
        area = QRectF(x - size / 2, (self.height() - size) / 2, size, size)
        draw_box(painter, theme, area, box, radius=size // 2)

    def _paint_track(self, painter: QPainter, left: float, right: float, fill: str) -> None:
        theme, high = self._theme, max(self._knob() // 3, 6)
        edge = theme.colour.focus if focus_shown(self) and self._at is None else theme.colour.edge
        area = QRectF(left, (self.height() - high) / 2, right - left, high)
        draw_box(painter, theme, area, Box(fill, edge, theme.border.line), radius=high // 2)

    def _knob(self) -> int:
        return min(self._theme.px(64), self.height() - 4)

    def _x(self, at: int) -> float:
        room = self.width() - self._knob()
        return self._knob() / 2 + room * at / max(self._scale.last, 1)

    def _position(self, x: float) -> int:
        room = max(self.width() - self._knob(), 1)
        share = (x - self._knob() / 2) / room
        return min(max(round(share * self._scale.last), 0), self._scale.last)


class RangeField(Field):
    """The number large, the scale below, minus and plus at its ends."""

    _scale: Scale
    _steps: Steps
    _number: Text
    _value = ""

    def build(self) -> None:
        self._scale = Scale.of(self._question.span)
        self._steps = Steps(self._theme, self._scale)
        self._steps.setAccessibleName(self._question.label)
        self._steps.picked.connect(self._pick)
        self._steps.entered.connect(self.done)
        self._number = Text("", "body" if self._dense else "number")
        self._number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout()
        row.setSpacing(self._theme.space.m)
        row.addWidget(self._button("minus", tr("少一点"), -1))
        row.addWidget(self._steps, 1)
        row.addWidget(self._button("plus", tr("多一点"), 1))
        if self._dense:
            row.addWidget(self._number)
        else:
            self._rows.addWidget(self._number)
        self._rows.addLayout(row)
        self._rows.addLayout(self._ends())
        self._rows.addWidget(self._problem)

    def value(self) -> str:
        return self._value

    def show_value(self, value: str) -> None:
        at = self._scale.position(value) if value else None
        self._value = "" if at is None else value
        self._steps.show_position(at)
        self._number.show_text(self._value or ("—" if self._dense else tr("还没选")))

    def first(self) -> QWidget:
        return self._steps

    @property
    def columns(self) -> int:
        return 2

    def _pick(self, at: int) -> None:
        self.show_value(self._scale.value(at))
        if self.value() != self._told:
            self.tell()

    def _turn(self, steps: int) -> None:
        at = self._scale.position(self._value) if self._value else None
        self._pick(0 if at is None else min(max(at + steps, 0), self._scale.last))

    def _button(self, symbol: str, name: str, steps: int) -> Button:
        button = small(self._theme, "", symbol, name=name)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setAutoRepeat(True)
        button.clicked.connect(partial(self._turn, steps))
        return button

    def _ends(self) -> QHBoxLayout:
        row = QHBoxLayout()
        if not self._dense:
            row.addWidget(Text(self._scale.value(0), "hint").one_line())
            row.addStretch(1)
            row.addWidget(Text(self._scale.value(self._scale.last), "hint").one_line())
        return row
