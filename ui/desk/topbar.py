"""The staff's top bar: place at the left, the search in the middle, how things stand at the right.

A thin grain line replaces the drip of the resident's eave.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from offline.i18n import tr
from ui.components.marks import Mark
from ui.components.text import Text
from ui.desk.data import Station
from ui.desk.keycaps import KeyCap
from ui.desk.panel import add
from ui.desk.pill import Pill
from ui.fields.line import Line
from ui.icons import drawing
from ui.theme import Theme

_PAUSE_MS = 180
"""A pause in typing after which is looked."""


class Emblem(QWidget):
    """The emblem of the product on its grain tile."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size
        self.setFixedSize(size, size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The drawing."""
        picture = drawing("art-emblem", self._size, self._size, self.devicePixelRatioF())
        QPainter(self).drawPixmap(0, 0, picture)


class TopBar(QFrame):
    """Without ``search_words`` there is nothing to search.

    ``searched`` carries the words after a pause in typing or at Enter, which also tells
    ``entered``: go to what was found. Down tells it too.
    """

    searched = Signal(str)
    entered = Signal()

    def __init__(self, theme: Theme, search_words: str) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "topbar")
        self.setFixedHeight(theme.bars.header)
        self._site, self._place = Text("", "title").one_line(), Text("", "body").one_line()
        self.search = Line(theme, dense=True, symbol="search")
        self.search.setPlaceholderText(search_words)
        self.search.setAccessibleName(tr("搜索"))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self.search.typed.connect(self._pause.start)
        self.search.entered.connect(self._enter)
        self.search.installEventFilter(self)
        self._state = QHBoxLayout()
        self._state.setSpacing(theme.space.xl)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space.xl, 0, theme.space.xl, theme.bars.drip)
        row.setSpacing(theme.space.l)
        row.addWidget(Emblem(theme.bars.header - 24))
        row.addWidget(self._site)
        row.addWidget(self._place)
        row.addStretch(1)
        row.addWidget(self._search_box(), 2)
        row.addStretch(1)
        row.addLayout(self._state)

    def show_station(self, station: Station) -> None:
        """Show how things stand."""
        self._site.show_text(station.site)
        self._place.show_text(station.place)
        while self._state.count():
            old = self._state.takeAt(0).widget()
            old.hide()
            old.deleteLater()
        for widget in self._states(station):
            add(self._state, widget)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes from the search into what was found."""
        down = (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
        )
        if down and watched is self.search:
            self.entered.emit()
            return True
        return super().eventFilter(watched, event)

    def focus_search(self) -> None:
        """Begin to type."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _enter(self) -> None:
        self._look()
        self.entered.emit()

    def _look(self) -> None:
        self._pause.stop()
        words = self.search.text().strip()
        if words:
            self.searched.emit(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame, and the grain line below."""
        super().paintEvent(event)
        high = self._theme.bars.drip
        painter = QPainter(self)
        painter.fillRect(0, self.height() - high, self.width(), high, QColor(self._grain()))

    def _grain(self) -> str:
        return self._theme.colour.grain

    def _search_box(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.search)
        self._cap = KeyCap(self._theme, "Ctrl K")
        self._cap.setParent(self.search)
        inner = QHBoxLayout(self.search)
        inner.setContentsMargins(0, 0, 10, 0)
        inner.addStretch(1)
        inner.addWidget(self._cap)
        holder.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        holder.setMaximumWidth(520)
        holder.setVisible(bool(self.search.placeholderText()))
        return holder

    def _states(self, station: Station) -> list[QWidget]:
        away = station.offline_for
        found: list[QWidget] = []
        if away:
            found.append(Pill(self._theme, "offline", tr("离线 {time}", time=away)))
        else:
            found.append(self._state_of("online", tr("在线")))
        found.append(self._state_of("upload", tr("没上传 {count}", count=station.pending)))
        if station.printer:
            symbol = "printer" if station.printer_ok else "paper-out"
            found.append(self._state_of(symbol, station.printer))
        found.append(self._state_of("person", station.operator))
        found.append(Text(station.clock, "number").one_line())
        return found

    def _state_of(self, symbol: str, words: str) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.space.xs * 2)
        size = self._theme.icon.button
        row.addWidget(Mark(self._theme, symbol, self._theme.colour.on_tile, size))
        row.addWidget(Text(words, "body").one_line())
        return holder
