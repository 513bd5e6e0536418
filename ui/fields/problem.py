"""The line below a field that says what to correct: icon and sentence, never colour alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.components.text import Text
from ui.icons import icon
from ui.theme import Theme


class ProblemLine(QWidget):
    """Hidden while there is nothing to say."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._words = Text("", "problem")
        size = theme.type.small if theme.staff else theme.px(34)
        mark = QLabel()
        mark.setPixmap(icon("error", theme.colour.vermilion, size, self.devicePixelRatio()))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space.xs)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show a sentence; "" hides the line."""
        self._words.show_text(sentence)
        self.setVisible(bool(sentence))

    def said(self) -> str:
        """The sentence shown."""
        return self._words.accessibleName() if self.isVisibleTo(self.parentWidget()) else ""
