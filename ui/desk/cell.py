"""A question of a dense form: label with hint, its field, what is wrong below it."""

from __future__ import annotations

import re

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from offline.forms.view import Question
from offline.i18n import tr
from ui.components.paint import sized_font
from ui.fields import Field, Helpers, Kind, field_for, kind_of
from ui.theme import Theme

_COLUMNS = 4
_LONG_LABEL = 15
_SILENT = (Kind.NOTE, Kind.READONLY)


class CellLabel(QWidget):
    """Label at the left with a star if required, hint at the right, painted on one line."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._label, self._hint, self._required = "", "", False
        self.setFixedHeight(round(theme.type.small * 1.7))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(80, self.height())

    def show_words(self, label: str, hint: str, *, required: bool) -> None:
        """Show other words."""
        if (label, hint, required) != (self._label, self._hint, self._required):
            self._label, self._hint, self._required = label, hint, required
            self.setToolTip(f"{label}\n{hint}".strip())
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Label, star, hint as far as there is room."""
        painter = QPainter(self)
        font = sized_font(self.font(), self._theme.type.small)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        star = metrics.horizontalAdvance(" *") if self._required else 0
        label = self._elided(metrics, self._label, self.width() - star)
        width = metrics.horizontalAdvance(label)
        painter.setPen(QColor(self._theme.colour.ink_2))
        self._draw(painter, 0, width, label)
        if self._required:
            painter.setPen(QColor(self._theme.colour.vermilion))
            self._draw(painter, width, star, " *")
        left = width + star + 16
        hint = self._elided(metrics, self._hint, self.width() - left)
        if len(hint) > 1:
            painter.setPen(QColor(self._theme.colour.ink_2))
            hint_width = metrics.horizontalAdvance(hint)
            self._draw(painter, self.width() - hint_width, hint_width, hint)

    def _draw(self, painter: QPainter, left: int, width: int, text: str) -> None:
        area = QRect(left, 0, width + 2, self.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)

    @staticmethod
    def _elided(metrics: QFontMetrics, text: str, room: int) -> str:
        return metrics.elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, room)


class Cell(QWidget):
    """The field stays the same widget as long as it fits the question."""

    def __init__(self, question: Question, theme: Theme, helpers: Helpers) -> None:
        super().__init__()
        self.field: Field = field_for(question, theme, dense=True, helpers=helpers)
        self._label = CellLabel(theme)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        if not self.field.shows_label:
            column.addWidget(self._label)
        column.addWidget(self.field)
        column.addStretch(0)
        self._say(question)

    @property
    def question(self) -> Question:
        return self.field.question

    @property
    def asks(self) -> bool:
        """Whether there is anything to answer here."""
        return kind_of(self.question) not in _SILENT

    @property
    def columns(self) -> int:
        """How many of the four columns it takes; ``w1`` to ``w4`` in the appearance decide."""
        asked = re.search(r"\bw([1-4])\b", self.question.appearance)
        if asked:
            return int(asked[1])
        wide = len(self.question.label) > _LONG_LABEL
        return min(max(self.field.columns, 2 if wide else 1), _COLUMNS)

    def fits(self, question: Question) -> bool:
        """Whether this cell can go on with the question."""
        return self.field.fits(question)

    def show_question(self, question: Question) -> None:
        """Show the question as it is now."""
        if question != self.question:
            self.field.set_question(question)
            self._say(question)

    def show_problem(self, *, checked: bool) -> bool:
        """Say what is wrong, if anything; a missing answer only once the form was ``checked``."""
        sentence = self.problem(checked=checked)
        self.field.show_problem(sentence)
        return bool(sentence)

    def problem(self, *, checked: bool) -> str:
        """The sentence to show now."""
        question = self.question
        said = self.field.complaint() or question.problem
        if said or not (checked and question.missing):
            return said
        return question.required_message or tr("这一项要填")

    def _say(self, question: Question) -> None:
        self._label.show_words(question.label, question.hint, required=question.required)
