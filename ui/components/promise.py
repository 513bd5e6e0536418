"""The promise card: a square, the sentence, and the full text behind a button."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent

from ui.components.buttons import small
from ui.components.choice import ChoiceCard
from ui.theme import Theme


class PromiseCard(ChoiceCard):
    """Never ticked for anybody. ``read`` asks for the full text."""

    read = Signal()

    def __init__(self, theme: Theme, text: str, hint: str, button: str) -> None:
        super().__init__(theme, text, "" if theme.large or not theme.portrait else hint, many=True)
        self._button = small(theme, button)
        self._button.setParent(self)
        tall = theme.px(152 if theme.large else 134)
        self.setFixedHeight(tall if theme.portrait else theme.target.action)
        self._button.clicked.connect(self.read)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The button sits at the right end."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        size = self._button.sizeHint()
        self.tail = size.width() + self.theme.px(50)
        left = self.width() - size.width() - self.theme.px(34)
        self._button.setGeometry(
            left, (self.height() - size.height()) // 2, size.width(), size.height()
        )
