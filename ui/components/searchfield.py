"""A search field: the glass at the left, what can be typed as its hint, × at the right."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QToolButton

from offline.i18n import tr
from ui.components.marks import Mark
from ui.icons import icon
from ui.theme import Mode, Theme


class SearchField(QLineEdit):
    """A line to search with."""

    def __init__(self, theme: Theme, hint: str) -> None:
        super().__init__()
        self._theme = theme
        self.setPlaceholderText(hint)
        self.setAccessibleName(tr("找事项"))
        self.setAccessibleDescription(hint)
        compact = theme.mode is Mode.COMPACT
        self.setFixedHeight(theme.target.small if compact else theme.target.action)
        self.setTextMargins(theme.px(64), 0, theme.px(60), 0)
        self._glass = Mark(theme, "search", theme.colour.ink, theme.px(44))
        self._glass.setParent(self)
        self._clear = ClearButton(theme, self)
        self._clear.clicked.connect(self.clear)
        self._clear.setVisible(False)
        self.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Glass and × keep to their ends."""
        super().resizeEvent(event)
        side, size = self._theme.px(34), self._theme.px(44)
        self._glass.setGeometry(side, (self.height() - size) // 2, size, size)
        wide = self._theme.target.minimum + side
        self._clear.setGeometry(self.width() - wide, 0, wide, self.height())


class ClearButton(QToolButton):
    """The × of a field, as high as the field."""

    def __init__(self, theme: Theme, field: QLineEdit) -> None:
        super().__init__(field)
        self._theme = theme
        self.setAccessibleName(tr("清空"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The icon alone."""
        size = self._theme.px(44)
        pixmap = icon("close", self._theme.colour.ink, size, self.devicePixelRatioF())
        painter = QPainter(self)
        painter.drawPixmap((self.width() - size) // 2, (self.height() - size) // 2, pixmap)
