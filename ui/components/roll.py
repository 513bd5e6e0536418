"""A column that never clips: what does not fit is turned page by page with two big buttons."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.buttons import small
from ui.components.text import Text
from ui.theme import Theme


class Column(QWidget):
    """What is rolled: as tall as its layout must be, so that it shrinks before it is turned."""

    def hasHeightForWidth(self) -> bool:
        """Words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The least height at a width, not the wished one."""
        layout = self.layout()
        if not layout.hasHeightForWidth():
            return layout.totalMinimumSize().height()
        return layout.totalMinimumHeightForWidth(width)

    def minimumSizeHint(self) -> QSize:
        """Where words wrap the width alone tells the height: without it they ask for too much."""
        layout = self.layout()
        least = layout.totalMinimumSize()
        return QSize(least.width(), 0 if layout.hasHeightForWidth() else least.height())


class Roll(QWidget):
    """Shows ``content``; if it is taller than the room there is, 往上看 and 往下看 appear.

    No gesture is needed, and none is taken from what lies inside.
    """

    def __init__(self, theme: Theme, content: QWidget) -> None:
        super().__init__()
        content.setProperty("role", "scrolled")
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(content)
        self._overlap = theme.px(80)
        self._bar = QWidget()
        self._where = Text("", "hint").one_line()
        self._up = small(theme, tr("往上看"), "chevron-up")
        self._down = small(theme, tr("往下看"), "chevron-down")
        self._build(theme)
        bar = self._area.verticalScrollBar()
        bar.rangeChanged.connect(self._refresh)
        bar.valueChanged.connect(self._refresh)

    def show_widget(self, inner: QWidget) -> None:
        """Turn to the page that holds a widget, e.g. one with something to correct."""
        self._area.ensureWidgetVisible(inner, 0, self._overlap)

    @property
    def turns(self) -> bool:
        """Whether there is more than fits."""
        return self._needed() > self.height()

    def sizeHint(self) -> QSize:
        """As tall as the content wishes."""
        content = self._area.widget()
        return content.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Anything more is turned to."""
        return QSize(0, self._overlap * 2)

    def hasHeightForWidth(self) -> bool:
        """As the content."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As tall as the content wishes at a width."""
        content = self._area.widget()
        return content.heightForWidth(width)

    def _build(self, theme: Theme) -> None:
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(0, theme.space.s, 0, 0)
        row.setSpacing(theme.space.m)
        row.addWidget(self._where)
        row.addStretch(1)
        for button, sign in ((self._up, -1), (self._down, 1)):
            button.clicked.connect(lambda _checked=False, sign=sign: self._turn(sign))
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._area, 1)
        column.addWidget(self._bar)
        self._bar.hide()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size: look again whether everything fits."""
        super().resizeEvent(event)
        self._refresh()

    def _needed(self) -> int:
        """The least height of the content at this width, asked of it and not of the scroll bar,
        whose range already counts the buttons.
        """
        content = self._area.widget()
        return content.heightForWidth(self.width())

    def _turn(self, sign: int) -> None:
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.value() + sign * (self._area.viewport().height() - self._overlap))

    def _refresh(self) -> None:
        bar = self._area.verticalScrollBar()
        self._bar.setVisible(self.turns)
        self._up.setEnabled(bar.value() > 0)
        self._down.setEnabled(bar.value() < bar.maximum())
        more = bar.value() < bar.maximum()
        self._where.show_text(tr("下面还有") if more else tr("到底了"))
        row = (self._where, self._up, self._down)
        # The buttons say it too: in a narrow column their words are worth more than the line's.
        self._where.setVisible(sum(one.sizeHint().width() for one in row) < self.width() * 0.9)
