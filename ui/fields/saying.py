"""The soft green note that says a choice in words: one bold line, one plain."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from ui.components.frames import ink_of
from ui.components.marks import Mark
from ui.components.text import Text
from ui.theme import Theme


class Saying(QFrame):
    """Icon, bold line, plain line."""

    def __init__(self, theme: Theme, symbol: str) -> None:
        super().__init__()
        self.setProperty("role", "note")
        self.setProperty("state", "ok")
        self._bold, self._plain = (
            Text("", "strong", tone="ok-note"),
            Text("", "body", tone="ok-note"),
        )
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._bold)
        words.addWidget(self._plain)
        row = QHBoxLayout(self)
        side, high = theme.px(34), theme.px(16 if theme.portrait else 8)
        row.setContentsMargins(side, high, side, high)
        row.setSpacing(theme.px(26))
        mark = Mark(theme, symbol, ink_of(theme, "ok"), theme.px(40))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)

    def say(self, bold: str, plain: str) -> None:
        """Show a choice; an empty plain line takes no room."""
        self._bold.show_text(bold)
        self._plain.show_text(plain)
        self._plain.setVisible(bool(plain))
        self.setAccessibleName(self.words())

    def words(self) -> str:
        """Both lines, to be read aloud."""
        parts = (self._bold.accessibleName(), self._plain.accessibleName())
        return "，".join(part for part in parts if part)
