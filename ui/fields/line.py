"""The one-line box of the text fields: 112 high with a × at its right, or a dense one of staff."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QSizePolicy, QWidget

from offline.i18n import tr
from ui.components.marks import Mark
from ui.icons import icon
from ui.theme import Theme
from ui.theme.focus import repolish

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CrossButton(QAbstractButton):
    """The × that empties a box; its name says so."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(tr("清空"))
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The icon in the middle of a full-size target."""
        size = self._theme.px(46)
        corner = self.rect().center()
        picture = icon("close", self._theme.colour.ink, size, self.devicePixelRatioF())
        painter = QPainter(self)
        painter.drawPixmap(corner.x() - size // 2, corner.y() - size // 2, picture)


class Line(QLineEdit):
    """A line edit of the style sheet. ``typed`` follows every key, ``left`` a change of focus or
    Enter, ``entered`` Enter alone.
    """

    typed = Signal()
    focused = Signal()
    left = Signal()
    entered = Signal()

    def __init__(
        self, theme: Theme, *, dense: bool, by_pad: bool = False, symbol: str = ""
    ) -> None:
        super().__init__()
        self._theme = theme
        self._symbol = Mark(theme, symbol, theme.colour.ink, theme.px(42)) if symbol else None
        if self._symbol is not None:
            self._symbol.setParent(self)
        self._cross = None if dense else CrossButton(theme, self)
        self.setFixedHeight(
            theme.target.small
            if dense
            else theme.px(128 if theme.large and theme.portrait else 112)
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, not by_pad)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.textEdited.connect(lambda _text: self.typed.emit())
        self.textChanged.connect(self._show_cross)
        if self._cross is not None:
            self._cross.clicked.connect(self.wipe)
            self._cross.hide()
        self._show_cross("")

    def wipe(self) -> None:
        """Empty the box, as if every character had been deleted by hand."""
        self.clear()
        self.typed.emit()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def dress(self, state: str) -> None:
        """Show ``error``, ``readonly`` or "" as the style sheet draws them."""
        if self.property("state") != state:
            self.setProperty("state", state)
            repolish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter leaves; everything else is typing."""
        if event.key() in _ENTER:
            self.left.emit()
            self.entered.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming back shows what was hidden."""
        self.focused.emit()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving tells the value; a window losing focus does not."""
        super().focusOutEvent(event)
        self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the × at the right end, in a target of the box's own height."""
        super().resizeEvent(event)
        height = self.height()
        if self._cross is not None:
            self._cross.setGeometry(self.width() - height, 0, height, height)
        if self._symbol is not None:
            size = self._symbol.sizeHint()
            self._symbol.setGeometry(
                self._theme.px(34), (height - size.height()) // 2, size.width(), size.height()
            )

    def _show_cross(self, text: str) -> None:
        room = 0
        if self._cross is not None:
            self._cross.setVisible(bool(text))
            room = self._theme.px(70) if text else 0
        self.setTextMargins(self._theme.px(66) if self._symbol else 0, 0, room, 0)
