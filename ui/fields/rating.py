"""A rating: as many rice grains as the scale has steps, nothing chosen beforehand."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from offline.i18n import tr
from ui.components.paint import Box, draw_box
from ui.components.text import Text
from ui.fields.base import Field
from ui.fields.figures import Scale
from ui.icons import drawing
from ui.theme import Theme
from ui.theme.focus import focus_shown

_TURNS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Grains(QWidget):
    """A row of rice grains, as many as the scale has steps."""

    picked = Signal(int)
    entered = Signal()

    def __init__(self, theme: Theme, count: int) -> None:
        super().__init__()
        self._theme, self._count, self._at = theme, count, -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(theme.px(132) if not theme.staff else theme.target.small)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_position(self, at: int | None) -> None:
        """Fill the grains up to a position (from 0), or none."""
        self._at = -1 if at is None else at
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys and digits."""
        turn = _TURNS.get(Qt.Key(event.key()))
        if event.key() in _ENTER:
            self.entered.emit()
        elif event.text().isdecimal() and 1 <= int(event.text()) <= self._count:
            self.picked.emit(int(event.text()) - 1)
        elif turn is not None:
            self.picked.emit(min(max(self._at + turn, 0), self._count - 1))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press fills the grains up to that one."""
        at = int(event.position().x() // max(self._cell(), 1))
        self.picked.emit(min(max(at, 0), self._count - 1))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Grains, each on its own key."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = theme.px(8)
        for at in range(self._count):
            left = round(at * self._cell())
            area = QRect(left, 0, round(self._cell()) - gap, self.height())
            self._paint_grain(painter, area, full=at <= self._at)

    def _paint_grain(self, painter: QPainter, area: QRect, *, full: bool) -> None:
        theme, colour = self._theme, self._theme.colour
        edge = colour.focus if focus_shown(self) else colour.pine if full else colour.edge
        fill = colour.pine_soft if full else colour.paper
        width = theme.border.selected if full else theme.border.control
        draw_box(painter, theme, QRectF(area), Box(fill, edge, width), radius=theme.radius.key)
        size = round(min(area.height() * 0.6, area.width() * 0.7))
        shades = (
            ("#F0B544", colour.grain),
            ("#6A4100", colour.grain_ink),
            ("#6A7974", colour.edge),
        )
        name = "art-grain-full" if full else "art-grain-empty"
        picture = drawing(name, size, size, self.devicePixelRatioF(), shades)
        middle = area.center()
        painter.drawPixmap(middle.x() - size // 2, middle.y() - size // 2, picture)

    def _cell(self) -> float:
        return min(self.width() / max(self._count, 1), self._theme.px(190))


class RatingField(Field):
    """Grains and the number in words."""

    _scale: Scale
    _grains: Grains
    _said: Text
    _value = ""

    def build(self) -> None:
        self._scale = Scale.of(self._question.span)
        self._grains = Grains(self._theme, self._scale.last + 1)
        self._grains.setAccessibleName(self._question.label)
        self._grains.picked.connect(self._pick)
        self._grains.entered.connect(self.done)
        self._said = Text("", "hint")
        self._rows.addWidget(self._grains)
        self._rows.addWidget(self._said)
        self._rows.addWidget(self._problem)

    def value(self) -> str:
        return self._value

    def show_value(self, value: str) -> None:
        at = self._scale.position(value) if value else None
        self._value = "" if at is None else value
        self._grains.show_position(at)
        top = self._scale.value(self._scale.last)
        words = tr("选了 {value}，最高 {top}", value=value, top=top) if value else tr("还没选")
        self._said.show_text(words)

    def first(self) -> QWidget:
        return self._grains

    @property
    def columns(self) -> int:
        return 2

    def _pick(self, at: int) -> None:
        self.show_value(self._scale.value(at))
        self.tell()
