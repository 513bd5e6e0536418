"""Few short choices at the window: one bar, a digit a choice, arrow keys and space."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from offline.forms.view import Choice, Question
from ui.components.paint import Box, draw_box, sized_font
from ui.fields.base import Field
from ui.fields.choosing import Chosen, title
from ui.icons import icon
from ui.theme import Theme

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_DIGITS = 9


class Segments(QWidget):
    """The bar. ``picked`` carries the position pressed, ``entered`` Enter, ``left`` lost focus."""

    picked = Signal(int)
    entered = Signal()
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._labels: list[str] = []
        self._on: set[int] = set()
        self._cursor, self._error = 0, False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(theme.target.small)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Every label on one line."""
        return QSize(sum(self._natural(label) for label in self._labels), self.height())

    def minimumSizeHint(self) -> QSize:
        """Narrow bars elide their labels."""
        return QSize(60 * max(len(self._labels), 1), self.height())

    def show_labels(self, labels: list[str], on: set[int]) -> None:
        """Show choices and which are chosen."""
        self._labels, self._on = labels, on
        self._cursor = min(self._cursor, max(len(labels) - 1, 0))
        if on:
            self._cursor = self._cursor if self._cursor in on else min(on)
        self.setAccessibleDescription("、".join(labels[at] for at in sorted(on)))
        self.update()

    def show_error(self, *, on: bool) -> None:
        """Draw the border in vermilion."""
        self._error = on
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose, arrows move, space chooses, Enter goes on."""
        key, text = event.key(), event.text()
        if key in _ENTER:
            self.entered.emit()
        elif text.isdecimal() and 1 <= int(text) <= min(len(self._labels), _DIGITS):
            self._pick(int(text) - 1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._cursor = (self._cursor + (1 if key == Qt.Key.Key_Right else -1)) % max(
                len(self._labels), 1
            )
            self.update()
        elif key == Qt.Key.Key_Space:
            self._pick(self._cursor)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press chooses."""
        for at in range(len(self._labels)):
            if self._cell(at).contains(event.position().toPoint()):
                self._pick(at)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The border tells where keys go."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The border goes."""
        super().focusOutEvent(event)
        self.left.emit()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Box, cells, separators, the focus border over all."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, colour = self._theme, self._theme.colour
        plain = Box(colour.paper, colour.edge, theme.border.control)
        draw_box(painter, theme, QRectF(self.rect()), plain)
        clip = QPainterPath()
        radius = theme.radius.card
        clip.addRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
        painter.setClipPath(clip)
        for at in range(len(self._labels)):
            self._paint_cell(painter, at)
        painter.setClipping(False)
        self._paint_edge(painter)

    def _pick(self, at: int) -> None:
        self._cursor = at
        self.picked.emit(at)
        self.update()

    def _natural(self, label: str) -> int:
        return self.fontMetrics().horizontalAdvance(label) + self._theme.type.body * 5

    def _cell(self, at: int) -> QRect:
        width = self.width() / max(len(self._labels), 1)
        return QRect(
            round(at * width), 0, round((at + 1) * width) - round(at * width), self.height()
        )

    def _paint_cell(self, painter: QPainter, at: int) -> None:
        colour, cell = self._theme.colour, self._cell(at)
        chosen = at in self._on
        if chosen:
            painter.fillRect(cell, QColor(colour.pine_soft))
            painter.fillRect(cell.adjusted(0, cell.height() - 3, 0, 0), QColor(colour.pine))
        if at:
            painter.fillRect(QRect(cell.left(), 1, 1, cell.height() - 2), QColor(colour.line))
        self._paint_words(painter, at, chosen=chosen)

    def _paint_words(self, painter: QPainter, at: int, *, chosen: bool) -> None:
        theme, cell = self._theme, self._cell(at)
        font = sized_font(self.font(), theme.type.body, bold=chosen)
        metrics = QFontMetrics(font)
        cap, mark, gap = theme.type.body + 4, theme.type.body, 6
        marks = cap + gap + (mark + gap if chosen else 0)
        words = metrics.elidedText(
            self._labels[at], Qt.TextElideMode.ElideRight, cell.width() - marks - 12
        )
        wide = metrics.horizontalAdvance(words)
        left = cell.left() + (cell.width() - wide - marks) // 2
        self._paint_cap(painter, QRect(left, (self.height() - cap) // 2, cap, cap), at)
        left += cap + gap
        if chosen:
            ink = theme.colour.pine_deep
            picture = icon("check", ink, mark, self.devicePixelRatioF())
            painter.drawPixmap(left, (self.height() - mark) // 2, picture)
            left += mark + gap
        painter.setFont(font)
        painter.setPen(QColor(theme.colour.pine_deep if chosen else theme.colour.ink))
        area = QRect(left, 0, wide + 2, self.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_cap(self, painter: QPainter, area: QRect, at: int) -> None:
        if at >= _DIGITS:
            return
        colour = self._theme.colour
        focused = self.hasFocus() and at == self._cursor
        painter.setPen(QPen(QColor(colour.focus if focused else colour.edge), 2 if focused else 1))
        painter.setBrush(QColor(colour.paper))
        painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setFont(sized_font(self.font(), self._theme.type.key_number))
        painter.setPen(QColor(colour.ink))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(at + 1))

    def _paint_edge(self, painter: QPainter) -> None:
        colour, border = self._theme.colour, self._theme.border
        width, ink = border.control, colour.edge
        if self._error:
            width, ink = border.error, colour.vermilion
        elif self.hasFocus():
            width, ink = border.focus, colour.focus
        pen = QPen(QColor(ink), width)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half, radius = width / 2, self._theme.radius.card
        area = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(area, radius - half, radius - half)


class SegmentsField(Field):
    """Select one or several by a bar."""

    _chosen: Chosen
    _bar: Segments

    def build(self) -> None:
        self._chosen = Chosen.of(self._question)
        self._bar = Segments(self._theme)
        self._bar.setAccessibleName(self._question.label)
        self._bar.picked.connect(self._pick)
        self._bar.entered.connect(self.done)
        self._rows.addWidget(self._bar)

    def value(self) -> str:
        return self._chosen.serialised(self._question.choices)

    def show_value(self, value: str) -> None:
        del value
        self._chosen = Chosen.of(self._question)
        self._show()

    def show_question(self, question: Question) -> None:
        del question
        self._show()

    def show_state(self, state: str) -> None:
        self._bar.show_error(on=state == "error")

    def first(self) -> QWidget:
        return self._bar

    @property
    def columns(self) -> int:
        return bar_columns(self._question.choices)

    def _pick(self, at: int) -> None:
        value = self._question.choices[at].value
        self._chosen = self._chosen.toggled(value, required=self._question.required)
        self._show()
        self.tell()

    def _show(self) -> None:
        choices = self._question.choices
        on = {at for at, choice in enumerate(choices) if choice.value in self._chosen.values}
        self._bar.show_labels([title(choice) for choice in choices], on)


_BAR = 4
_MARKS = 4
"""What cap, check and padding of a segment take, in characters."""

_COLUMN = 16
"""Characters that one column of a dense form holds."""


def bar_columns(choices: tuple[Choice, ...]) -> int:
    """Columns (1 to 4) that a bar of these choices takes; more than four means: no bar."""
    widest = max((_width(title(choice)) for choice in choices), default=0)
    needed = len(choices) * (widest + _MARKS)
    for columns in (1, 2, 3, _BAR):
        if needed <= columns * _COLUMN:
            return columns
    return _BAR + 1


def _width(text: str) -> float:
    return sum(1.0 if ord(character) > 0x2E80 else 0.56 for character in text)  # noqa: PLR2004


def fits_bar(question: Question) -> bool:
    """Whether all choices fit one bar across the form."""
    count = len(question.choices)
    return 1 <= count <= _DIGITS and bar_columns(question.choices) <= _BAR
