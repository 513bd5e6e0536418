"""Lists that narrow one another, such as an address: the levels already chosen stand as rows, the
next one is asked below them, and what was chosen so far is said at the end.

The lists of a ``field-list`` group that carry the appearance ``address`` are shown so. Other
clients show the same group as plain lists on one page (ODK appearances).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from offline.forms.view import Question
from offline.i18n import tr
from ui.components.frames import Note, clear
from ui.components.paint import Box, draw_box, sized_font
from ui.components.text import Text
from ui.fields.base import Field
from ui.fields.kinds import Kind, appearances, kind_of
from ui.icons import icon
from ui.theme import Mode, Theme
from ui.theme.focus import focus_shown


def is_level(question: Question) -> bool:
    """Whether a question is one level of an address."""
    return kind_of(question) is Kind.LIST_ONE and "address" in appearances(question)


def answer_of(question: Question) -> str:
    """The label that was chosen; "" while there is none, or one that is no longer offered."""
    labels = {choice.value: choice.label for choice in question.choices}
    return labels.get(question.value, "")


class LevelRow(QAbstractButton):
    """A level that is done: ✓, its name where there is room, its answer, 改.

    The whole row is the target, as a finger wants it.
    """

    def __init__(self, theme: Theme, question: Question) -> None:
        super().__init__()
        self._theme, self._label, self._answer = theme, question.label, answer_of(question)
        self.path = question.path
        self.setText(tr("改"))
        self.setAccessibleName(tr("改{label}", label=question.label))
        self.setAccessibleDescription(self._answer)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(max(theme.target.minimum, theme.px(100 if theme.portrait else 88)))

    def sizeHint(self) -> QSize:
        """As wide as it may be."""
        return QSize(self._theme.px(300), self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Everything stands on one line; an answer too long for it is cut with an ellipsis."""
        theme, colour, painter = self._theme, self._theme.colour, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_box(painter, theme, QRectF(self.rect()), self._box())
        pad = theme.px(28)
        left = self._mark(painter, "check", pad, colour.ink)
        if theme.portrait and not theme.large:
            self._words(painter, self._label, QRect(left, 0, theme.px(170), self.height()))
            left += theme.px(190)
        bold = QFontMetrics(sized_font(self.font(), theme.type.body, bold=True))
        wide = bold.horizontalAdvance(self.text()) + theme.px(4)
        right = self.width() - pad - wide
        pen = right - theme.px(48)
        self._words(painter, self._answer, QRect(left, 0, pen - left, self.height()), colour.ink)
        self._mark(painter, "edit", pen, colour.pine)
        self._words(painter, self.text(), QRect(right, 0, wide, self.height()), colour.pine)

    def _mark(self, painter: QPainter, name: str, left: int, colour: str) -> int:
        size = self._theme.px(36)
        picture = icon(name, colour, size, self.devicePixelRatioF())
        painter.drawPixmap(left, (self.height() - size) // 2, picture)
        return left + size + self._theme.px(20)

    def _words(self, painter: QPainter, words: str, area: QRect, colour: str = "") -> None:
        """Bold in a colour, or a plain label."""
        theme = self._theme
        size = theme.type.body if colour else theme.type.small
        painter.setFont(sized_font(self.font(), size, bold=bool(colour)))
        painter.setPen(QColor(colour or theme.colour.ink_2))
        metrics = painter.fontMetrics()
        cut = metrics.elidedText(words, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, cut)

    def _box(self) -> Box:
        colour, border = self._theme.colour, self._theme.border
        fill = colour.pine_soft if self.isDown() else colour.paper
        if focus_shown(self):
            return Box(fill, colour.focus, border.focus)
        return Box(fill, colour.line, border.line)


class Levels(QWidget):
    """The fields of an address's levels, of which one is asked at a time.

    ``moved`` says that another level is asked now, or none any more (``settled``).
    """

    moved = Signal()

    def __init__(self, theme: Theme, fields: Sequence[Field]) -> None:
        super().__init__()
        self._theme, self._fields = theme, list(fields)
        self._again = ""
        self._shown: tuple[Question, ...] = ()
        sideways = QBoxLayout.Direction.LeftToRight
        down = QBoxLayout.Direction.TopToBottom
        self._done = QBoxLayout(down if theme.portrait else sideways)
        self._done.setSpacing(theme.px(12))
        compact = theme.mode is Mode.COMPACT
        self._heading = Text("", "strong" if compact else "h2")
        self._so_far = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.gap(12 if compact else 22))
        column.addLayout(self._done)
        column.addWidget(self._heading)
        for field in self._fields:
            field.changed.connect(self._answered)
            column.addWidget(field, 1)
        column.addLayout(self._so_far)
        self.refresh()

    @property
    def settled(self) -> bool:
        """Whether nothing has to be chosen here now, so that other questions may be shown."""
        wanted = [field.question for field in self._fields if field.question.required]
        return not self._again and all(answer_of(question) for question in wanted)

    def ask(self, path: str) -> None:
        """Ask a level again, answered or not."""
        self._again = path
        self._show()

    def refresh(self) -> None:
        """Follow the questions, after an answer has changed them."""
        questions = tuple(field.question for field in self._fields)
        if questions != self._shown:
            self._shown = questions
            self._show()

    def _answered(self, _value: str) -> None:
        if self._again:
            self._again = ""
            self._show()

    def _open(self) -> Field | None:
        """The level that is asked: the one wanted again, else the first without an answer."""
        for field in self._fields:
            if field.question.path == self._again:
                return field
        return next((field for field in self._fields if not answer_of(field.question)), None)

    def _show(self) -> None:
        asked = self._open()
        if any(field.isVisible() for field in self._fields):
            self.setFocus()  # hiding the pressed tile would hand the focus to a search box
        for field in self._fields:
            field.setVisible(field is asked)
        self._show_done(asked)
        label = asked.question.label if asked else ""
        first = asked is self._fields[0]
        self._heading.show_text(label if first else tr("再选{label}", label=label))
        self._heading.setVisible(asked is not None)
        self.moved.emit()

    def _show_done(self, asked: Field | None) -> None:
        while self._done.count():
            row = self._done.takeAt(0).widget()
            if row is not None:
                row.hide()
                row.deleteLater()
        done = [field.question for field in self._fields if answer_of(field.question)]
        for question in done:
            if asked is None or question.path != asked.question.path:
                row = LevelRow(self._theme, question)
                row.clicked.connect(partial(self.ask, question.path))
                self._done.addWidget(row)
                row.show()
        clear(self._so_far)
        if done and self._theme.portrait and not self._theme.large:
            so_far = "".join(answer_of(question) for question in done)
            words = tr("现在是：<b>{address}</b>", address=so_far)
            self._so_far.addWidget(Note(self._theme, words, symbol="place"))
