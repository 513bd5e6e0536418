"""Questions that ask nothing: notes, values that are only shown, and acknowledgements."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from offline.forms.view import Choice, Control, Question
from offline.i18n import tr
from offline.identity import mask_id, mask_phone
from ui.components.frames import Tag, frame, ink_of
from ui.components.marks import Mark
from ui.components.text import Text
from ui.fields.base import Field
from ui.fields.calendars import parse_date, said
from ui.fields.card import AnswerCard
from ui.fields.choosing import Chosen
from ui.fields.kinds import appearances

OK = "OK"
"""What a trigger holds once it was acknowledged (XForms, JavaRosa)."""


class NoteField(Field):
    """Words of the form itself, on a soft ground."""

    shows_label = True
    _words: Text

    def build(self) -> None:
        note = frame("note")
        side = self._theme.px(34)
        row = QHBoxLayout(note)
        row.setContentsMargins(side, self._theme.px(22), side, self._theme.px(22))
        row.setSpacing(self._theme.px(26))
        size = self._theme.px(44)
        row.addWidget(
            Mark(self._theme, "info", ink_of(self._theme, ""), size), 0, Qt.AlignmentFlag.AlignTop
        )
        self._words = Text("", "body", tone="ink")
        row.addWidget(self._words, 1)
        self._rows.addWidget(note)
        self._say(self._question)

    def show_question(self, question: Question) -> None:
        self._say(question)

    @property
    def columns(self) -> int:
        return 4

    def _say(self, question: Question) -> None:
        parts = (question.label, question.hint)
        self._words.show_text("\n".join(part for part in parts if part))


class ReadonlyField(Field):
    """A value on mist, with where it comes from; IDs and phones are masked."""

    _words: Text
    _source: QHBoxLayout
    _tag: QFrame | None

    def build(self) -> None:
        holder = frame("soft")
        height = self._theme.target.small if self._dense else self._theme.target.action
        holder.setMinimumHeight(height)
        self._source = QHBoxLayout(holder)
        side = self._theme.px(31)
        self._source.setContentsMargins(side, 0, side, 0)
        self._words = Text("", "body" if self._dense else "strong", tone="ink")
        self._source.addWidget(self._words, 1)
        self._tag = None
        self._rows.addWidget(holder)

    def show_value(self, value: str) -> None:
        self._words.show_text(in_words(self._question, value))
        if self._tag is None:
            self._show_source()

    def show_question(self, question: Question) -> None:
        self.show_value(question.value)

    def read_value(self) -> str:
        return in_words(self._question, self._question.value)

    def _show_source(self) -> None:
        source = self._helpers.source(self._question.path)
        if source:
            self._tag = Tag(self._theme, source)
            self._source.addWidget(self._tag)


def in_words(question: Question, value: str) -> str:
    """A value as a person may see it: labels for choices, dates said, numbers masked."""
    words = appearances(question)
    if words & {"id", "resident-id"}:
        return mask_id(value)
    if words & {"phone", "tel"}:
        return mask_phone(value)
    if question.control in (Control.SELECT_ONE, Control.SELECT_MANY, Control.RANK):
        return "、".join(Chosen.of(question).labels(question.choices)) or value
    day = parse_date(value) if question.data_type == "date" else None
    return said(day) if day else value


class TriggerField(Field):
    """我看过了: one square card; the value is ``OK`` once it is ticked."""

    _card: AnswerCard

    def build(self) -> None:
        words = self._question.choices[0].label if self._question.choices else tr("我看过了")
        self._card = AnswerCard(self._theme, Choice(OK, words), self._helpers, many=True)
        self._card.setMinimumHeight(self._theme.px(136 if not self._dense else 112))
        self._card.setAccessibleDescription(self._question.label)
        self._card.clicked.connect(self.tell)
        self._card.entered.connect(self._enter)
        self._rows.addWidget(self._card)

    def value(self) -> str:
        return OK if self._card.isChecked() else ""

    def show_value(self, value: str) -> None:
        self._card.setChecked(bool(value))

    def first(self) -> QWidget:
        return self._card

    @property
    def columns(self) -> int:
        return 4

    def _enter(self) -> None:
        if not self._card.isChecked():
            self._card.setChecked(True)
            self.tell()
        self.done.emit()
