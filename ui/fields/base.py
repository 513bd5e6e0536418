"""What every field is: a widget that shows one question's value and tells when it changed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from offline.forms.view import Question
from ui.fields.helpers import Helpers
from ui.fields.kinds import kind_of
from ui.fields.problem import ProblemLine
from ui.theme import Theme


class Field(QWidget):
    """The answer area of one question, without its label and hint (the page shows those).

    ``changed`` carries the value as serialised in the instance: for the resident's pages with
    every key, for dense fields when the field is left or Enter pressed. ``attach`` asks to store
    the file at a path, ``attach_bytes`` to store bytes made here (PNG), as this question's answer.
    ``done`` says that Enter asked for the next question.
    """

    changed = Signal(str)
    attach = Signal(str)
    attach_bytes = Signal(bytes)
    done = Signal()

    grows = False
    """Whether it takes what height there is, between what it needs and its cap."""

    shows_label = False
    """Whether the field says the question's label itself (notes, acknowledgements)."""

    def __init__(self, question: Question, theme: Theme, helpers: Helpers, *, dense: bool) -> None:
        super().__init__()
        self._question, self._theme, self._helpers, self._dense = question, theme, helpers, dense
        self._told = question.value
        self._problem = ProblemLine(theme)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.space.xs // 2 if dense else theme.space.m)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(question.label)
        self.setAccessibleDescription(question.hint)
        self.build()
        if self._problem.parent() is None:
            self._rows.addWidget(self._problem)
        if not dense:
            self._rows.addStretch(0)
        self.show_value(question.value)

    # What a kind of field says of itself

    def build(self) -> None:
        """Make the widgets and put them into the rows; once. A kind that places the problem line
        itself does it here.
        """

    def value(self) -> str:
        """The answer, serialised as in the instance; "" if there is none."""
        return self._question.value

    def show_value(self, value: str) -> None:
        """Show an answer that came from outside; nothing is emitted."""

    def show_state(self, state: str) -> None:
        """Dress the widgets for ``error``, or "" for nothing wrong."""

    def first(self) -> QWidget:
        """The widget that takes the focus first."""
        return self

    def complaint(self) -> str:
        """What is half done here and cannot be an answer yet, as a sentence; "" if nothing."""
        return ""

    def read_value(self) -> str:
        """The answer in words, to be read aloud."""
        return self.value()

    def take_scan(self, text: str) -> bool:
        """Take a scanned text as the answer; False if this kind has no use for one."""
        del text
        return False

    @property
    def columns(self) -> int:
        """How many of a dense form's four columns it wants."""
        return 1

    def hasHeightForWidth(self) -> bool:
        """A growing field says its least height itself: Qt would take the wished one for it."""
        return not self.grows and super().hasHeightForWidth()

    # What callers do

    @property
    def theme(self) -> Theme:
        return self._theme

    @property
    def question(self) -> Question:
        """The question as last shown."""
        return self._question

    def fits(self, question: Question) -> bool:
        """Whether this widget can go on asking a question, after an answer elsewhere changed it."""
        same_place = question.path == self._question.path
        return same_place and kind_of(question) == kind_of(self._question)

    def set_question(self, question: Question) -> None:
        """Show the question as it is now; a value that is being typed keeps its cursor."""
        if question == self._question:
            return
        self._question = question
        self.setAccessibleName(question.label)
        self.setAccessibleDescription(question.hint)
        self.show_question(question)
        if question.value != self.value():
            self.show_value(question.value)
        self._told = question.value

    def show_question(self, question: Question) -> None:
        """Show what else changed of a question (choices, label)."""

    def show_problem(self, sentence: str) -> None:
        """Say below the field what to correct; "" when nothing is wrong any more."""
        self._problem.say(sentence)
        self.show_state("error" if sentence else "")

    def focus_first(self) -> None:
        """Put the keyboard where the answer begins."""
        self.first().setFocus(Qt.FocusReason.TabFocusReason)

    def commit(self) -> None:
        """Tell the value if it is news: when the field is left, or before the form is checked."""
        if self.value() != self._told:
            self.tell()

    def tell(self) -> None:
        """Tell the value now."""
        self._told = self.value()
        self.changed.emit(self._told)

    def edited(self) -> None:
        """A key changed the answer: told at once to a resident, on leaving in a dense form."""
        if not self._dense:
            self.commit()

    def spoken(self) -> str:
        """What is read aloud: the question, its hint and the answer so far."""
        parts = (self._question.label, self._question.hint, self.read_value())
        return "。".join(part.strip().rstrip("。") for part in parts if part.strip())
