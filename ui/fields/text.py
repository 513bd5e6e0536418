"""Text: one line or several, with the system's own input method."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.fields.base import Field
from ui.fields.line import Line
from ui.theme import Theme
from ui.theme.focus import repolish

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ROWS = 4
_DENSE_ROWS = 2


class TextField(Field):
    """One line of text."""

    _line: Line

    def build(self) -> None:
        self._line = Line(self._theme, dense=self._dense)
        self._line.setAccessibleName(self._question.label)
        self._line.typed.connect(self.edited)
        self._line.left.connect(self.commit)
        self._line.entered.connect(self.done)
        self._rows.addWidget(self._line)

    def value(self) -> str:
        return self._line.text().strip()

    def show_value(self, value: str) -> None:
        self._line.setText(value)

    def show_state(self, state: str) -> None:
        self._line.dress(state)

    def first(self) -> QWidget:
        return self._line


class Paper(QPlainTextEdit):
    """Several lines. Tab and Ctrl+Enter leave the box, Enter starts a line."""

    left = Signal()
    entered = Signal()

    def __init__(self, theme: Theme, rows: int) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.document().setDocumentMargin(theme.px(14))
        line = self.fontMetrics().lineSpacing()
        self.setFixedHeight(rows * line + 4 * theme.px(14))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter goes on, as Enter does in a one-line box."""
        if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.left.emit()
            self.entered.emit()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving tells the value."""
        super().focusOutEvent(event)
        self.left.emit()


class MultilineField(Field):
    """Text of several lines."""

    _paper: Paper

    def build(self) -> None:
        self._paper = Paper(self._theme, self._row_count())
        self._paper.setAccessibleName(self._question.label)
        self._paper.textChanged.connect(self.edited)
        self._paper.left.connect(self.commit)
        self._paper.entered.connect(self.done)
        self._rows.addWidget(self._paper)

    def _row_count(self) -> int:
        asked = dict(self._question.parameters).get("rows", "")
        usual = _DENSE_ROWS if self._dense else _ROWS
        return min(max(int(asked), 2), 12) if asked.isdecimal() else usual

    def value(self) -> str:
        return self._paper.toPlainText().strip()

    def show_value(self, value: str) -> None:
        blocked = self._paper.blockSignals(True)
        self._paper.setPlainText(value)
        self._paper.blockSignals(blocked)

    def show_state(self, state: str) -> None:
        if self._paper.property("state") != state:
            self._paper.setProperty("state", state)
            repolish(self._paper)

    def first(self) -> QWidget:
        return self._paper

    @property
    def columns(self) -> int:
        return 2
