"""The navigation at the left: one tab a page, a count where something waits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from ui.components.frames import frame
from ui.components.paint import Box, draw_box, sized_font
from ui.icons import icon
from ui.theme import Theme
from ui.theme.focus import focus_shown

_HIGH = 44
_WIDE = 168


class Tab(QAbstractButton):
    """Icon, words, and a count at the right; dark when it is the page shown.

    Without an icon it is a lower choice of a list.
    """

    def __init__(self, theme: Theme, words: str, symbol: str) -> None:
        super().__init__()
        self._theme, self._symbol, self._count = theme, symbol, 0
        self.setText(words)
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setFixedHeight(_HIGH if symbol else theme.target.small)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as the navigation."""
        return QSize(_WIDE - 20, _HIGH)

    def show_count(self, count: int) -> None:
        """Show a count; 0 shows none."""
        self._count = count
        self.setAccessibleName(f"{self.text()} {count}" if count else self.text())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, icon, words, count."""
        theme, colour = self._theme, self._theme.colour
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        if on or focus_shown(self):
            edge = colour.focus if focus_shown(self) else colour.tile
            fill = colour.tile if on else colour.mist
            box = Box(fill, edge, theme.border.focus if focus_shown(self) else 0)
            draw_box(painter, theme, QRectF(self.rect()), box)
        ink = colour.on_tile if on else colour.ink
        size = theme.icon.button
        left = 12
        if self._symbol:
            picture = icon(self._symbol, ink, size, self.devicePixelRatioF())
            painter.drawPixmap(left, (self.height() - size) // 2, picture)
            left += size + 12
        painter.setFont(sized_font(self.font(), theme.type.body, bold=on or bool(self._count)))
        painter.setPen(QColor(ink))
        words = QRect(left, 0, self.width(), self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._count:
            right = self.rect().adjusted(0, 0, -12, 0)
            middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(right, middle, str(self._count))


class Navigation(QWidget):
    """``chosen`` carries the name of a page."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, pages: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self._tabs: dict[str, Tab] = {}
        self._group = QButtonGroup(self)
        strip = frame("soft")
        column = QVBoxLayout(strip)
        column.setContentsMargins(10, 12, 10, 12)
        column.setSpacing(4)
        for name, words, symbol in pages:
            column.addWidget(self._tab(theme, name, words, symbol))
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(strip)
        self.setFixedWidth(_WIDE)

    def show_page(self, name: str) -> None:
        """Mark a page, without telling anyone."""
        if name in self._tabs:
            self._tabs[name].setChecked(True)

    def show_count(self, name: str, count: int) -> None:
        """Show how many wait on a page."""
        self._tabs[name].show_count(count)

    def _tab(self, theme: Theme, name: str, words: str, symbol: str) -> Tab:
        tab = Tab(theme, words, symbol)
        tab.clicked.connect(lambda: self.chosen.emit(name))
        self._group.addButton(tab)
        self._tabs[name] = tab
        return tab
