"""Panels of the staff windows: a white sheet with a head, and small layout helpers."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ui.components.frames import frame, line
from ui.components.marks import Mark
from ui.components.text import Text
from ui.theme import Theme


def emptied(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while layout.count():
        widget = layout.takeAt(0).widget()
        if isinstance(widget, QWidget):
            widget.hide()
            widget.deleteLater()


def add(layout: QBoxLayout, widget: QWidget) -> None:
    """Add a widget that is seen at once: a layout alone shows it only at the next turn."""
    layout.addWidget(widget)
    widget.show()


class Panel(QFrame):
    """A sheet whose head has an icon, a title and a small word at the right."""

    def __init__(self, theme: Theme, title: str, symbol: str = "") -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._theme = theme
        self._title, self._word = Text(title, "strong").one_line(), Text("", "small").one_line()
        head = QHBoxLayout()
        head.setContentsMargins(theme.space.l, theme.space.m, theme.space.l, theme.space.m)
        head.setSpacing(theme.space.m)
        if symbol:
            head.addWidget(Mark(theme, symbol, theme.colour.ink, theme.icon.button))
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._word)
        self.head = head
        self.column = QVBoxLayout(self)
        # a list's own border then lies upon the panel's
        self.column.setContentsMargins(0, 1, 0, 1)
        self.column.setSpacing(0)
        self.column.addLayout(head)
        self.column.addWidget(line(theme))

    def say(self, title: str = "", word: str = "") -> None:
        """Change the words of the head."""
        if title:
            self._title.show_text(title)
        self._word.show_text(word)

    def foot(self) -> QHBoxLayout:
        """A soft strip at the bottom; the row inside it."""
        strip = frame("soft")
        row = QHBoxLayout(strip)
        side = self._theme.space
        row.setContentsMargins(side.xl, side.l, side.xl, side.l)
        row.setSpacing(side.l)
        self.column.addWidget(strip)
        return row
