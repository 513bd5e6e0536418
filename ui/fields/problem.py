"""The line below a field that says what to correct: icon and sentence, never colour alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.components.text import Text
from ui.icons import icon
from ui.theme import Theme


class ProblemLine(QWidget):
    """Hidden while there is nothing to say, and empty until there first is: a form of hundreds of
    questions has hundreds of these.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._words: Text | None = None
        self._said = ""
        self.hide()

    def say(self, sentence: str) -> None:
        """Show a sentence; "" hides the line."""
        if sentence == self._said:
            return
        self._said = sentence
        if sentence:
            self._label().show_text(sentence)
        self.setVisible(bool(sentence))

    def said(self) -> str:
        """The sentence shown."""
        return self._said

    def _label(self) -> Text:
        if self._words is None:
            self._words = Text("", "problem")
            theme = self._theme
            size = theme.type.body if theme.staff else theme.px(34)
            mark = QLabel()
            mark.setPixmap(icon("error", theme.colour.vermilion, size, self.devicePixelRatio()))
            row = QHBoxLayout(self)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.space.xs)
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(self._words, 1)
            for widget in (mark, self._words):
                widget.show()
        return self._words
