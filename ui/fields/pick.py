"""Many or long choices at the window: type a few letters, choose from what is left."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QWidget

from offline.forms.view import Question
from offline.i18n import tr
from ui.components.text import Text
from ui.fields.base import Field
from ui.fields.choosing import Chosen, title
from ui.fields.line import Line
from ui.fields.spelling import ChoiceIndex

_OFFERED = 60
"""Choices in the list at once: more typing finds the rest."""

_ROWS = 10


class PickField(Field):
    """A line whose words find choices by name, pinyin or initials. For several, each one chosen is
    added to the words below; choosing it again takes it back.
    """

    _chosen: Chosen
    _line: Line
    _list: QCompleter
    _model: QStringListModel
    _found: list[int]
    _so_far: Text

    def build(self) -> None:
        self._chosen = Chosen.of(self._question)
        self._found, self._model = [], QStringListModel()
        self._line = Line(self._theme, dense=self._dense)
        self._line.setAccessibleName(self._question.label)
        self._line.setPlaceholderText(tr("拼音头字母可查"))
        self._line.typed.connect(self._look)
        self._line.left.connect(self._leave)
        self._line.entered.connect(self._enter)
        self._line.installEventFilter(self)
        self._list = QCompleter(self._model, self)
        self._list.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._list.setMaxVisibleItems(_ROWS)
        self._list.setWidget(self._line)
        self._list.activated[QModelIndex].connect(self._take_row)  # type: ignore[index]
        self._so_far = Text("", "small")
        self._so_far.setVisible(self._chosen.many)
        self._rows.addWidget(self._line)
        self._rows.addWidget(self._so_far)
        self._take_choices()

    def value(self) -> str:
        return self._chosen.serialised(self._question.choices)

    def show_value(self, value: str) -> None:
        del value
        self._chosen = Chosen.of(self._question)
        self._show()

    def show_question(self, question: Question) -> None:
        del question
        if self._listed != self._question.choices:
            self._take_choices()

    def show_state(self, state: str) -> None:
        self._line.dress(state)

    def first(self) -> QWidget:
        return self._line

    def complaint(self) -> str:
        if not self._line.hasFocus() or not self._unknown():
            return ""
        return tr("没有“{words}”，请从列表里选", words=self._line.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down opens the whole list."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
        ):
            self._found = list(range(len(self._listed)))
            self._offer()
            return True
        return super().eventFilter(watched, event)

    def _take_choices(self) -> None:
        self._listed = self._question.choices
        self._index = ChoiceIndex([title(choice) for choice in self._listed])
        self._show()

    def _look(self) -> None:
        if not self._line.text().strip() and not self._chosen.many and self._chosen.values:
            self._chosen = Chosen((), self._chosen.many)
            self.tell()
        self._found = self._index.find(self._line.text())
        self._offer()

    def _offer(self) -> None:
        self._found = self._found[:_OFFERED]
        self._model.setStringList([self._label(at) for at in self._found])
        if self._found:
            self._list.complete()
            self._list.popup().setCurrentIndex(self._model.index(0))
        else:
            self._list.popup().hide()

    def _label(self, at: int) -> str:
        choice = self._listed[at]
        on = self._chosen.many and choice.value in self._chosen.values
        return f"✓ {title(choice)}" if on else title(choice)

    def _take_row(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self._found):
            self._take(self._found[index.row()])

    def _take(self, at: int) -> None:
        self._chosen = self._chosen.toggled(self._listed[at].value, required=True)
        self._list.popup().hide()
        self._show()
        self.tell()

    def _enter(self) -> None:
        if self._unknown() and self._found:
            self._take(self._found[0])
        self.done.emit()

    def _leave(self) -> None:
        if not self._list.popup().isVisible():
            self._show()

    def _unknown(self) -> bool:
        return bool(self._line.text().strip()) and self._line.text() != self._words()

    def _words(self) -> str:
        labels = self._chosen.labels(self._listed)
        return "" if self._chosen.many or not labels else labels[0]

    def _show(self) -> None:
        if self._line.text() != self._words():
            self._line.setText(self._words())
        if self._chosen.many:
            labels = self._chosen.labels(self._listed)
            self._so_far.show_text("、".join(labels) if labels else tr("可以选几个"))
            self._so_far.show()
