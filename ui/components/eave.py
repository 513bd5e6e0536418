"""The eave: emblem, town and site, the net pill, the clock; below it the drip edge."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.paint import sized_font
from ui.components.text import Text
from ui.icons import drawing, icon, recolouring
from ui.theme import Mode, Theme

_DRIP_TILE, _DRIP_GRAIN = "#1E3538", "#D9A13A"
_EMBLEM_GRAIN, _EMBLEM_TILE = "#F0B544", "#1E3538"
HOLD_MS = 5000
"""How long a finger rests on the emblem before the staff's door is there."""


class Emblem(QWidget):
    """The gate on a grain tile; yellow and black in the contrast theme.

    ``held`` says that a finger rested on it: the staff's way in, which nobody meets by chance.
    """

    held = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._hold = QTimer(self)
        self._hold.setSingleShot(True)
        self._hold.setInterval(HOLD_MS)
        self._hold.timeout.connect(self.held)
        self._size = theme.px(64) if theme.mode is not Mode.COMPACT else theme.bars.header * 3 // 5
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The emblem's square."""
        return QSize(self._size, self._size)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """A finger comes to rest."""
        self._hold.start()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """It was lifted."""
        self._hold.stop()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The drawing in the theme's colours."""
        colour = self._theme.colour
        gate = colour.wall if self._theme.contrast else colour.tile
        colours = recolouring({_EMBLEM_TILE: gate, _EMBLEM_GRAIN: colour.grain})
        pixmap = drawing("art-emblem", self._size, self._size, self.devicePixelRatioF(), colours)
        QPainter(self).drawPixmap(0, 0, pixmap)


class NetPill(QWidget):
    """Outlined 网络正常, or filled 没有网，照样能办: no network is a way of working."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._online = theme, True
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_online(online=True)

    def show_online(self, *, online: bool) -> None:
        """Say whether there is a network."""
        self._online = online
        self.setAccessibleName(self._words())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Icon, words and round ends."""
        font = sized_font(self.font(), self._theme.type.small, bold=not self._online)
        self.setFont(font)
        words = self.fontMetrics().horizontalAdvance(self._words())
        height = self._theme.px(70 if self._theme.large and self._theme.portrait else 60)
        return QSize(words + self._mark() + self._theme.px(66), height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Outline or fill, icon, words."""
        theme, colour = self._theme, self._theme.colour
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = theme.border.line
        ink = colour.on_tile if self._online else colour.grain_on
        edge = colour.edge if self._online else colour.grain
        painter.setPen(QPen(QColor(edge), line))
        painter.setBrush(QColor(colour.tile if self._online else colour.grain))
        box = self.rect().adjusted(line // 2, line // 2, -line, -line)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        mark, left = self._mark(), theme.px(26)
        name = "online" if self._online else "offline"
        pixmap = icon(name, ink, mark, self.devicePixelRatioF())
        painter.drawPixmap(left, (self.height() - mark) // 2, pixmap)
        painter.setPen(QColor(ink))
        painter.setFont(sized_font(self.font(), theme.type.small, bold=not self._online))
        start = left + mark + theme.px(12)
        words = QRect(start, 0, self.width() - start, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self._words())

    def _mark(self) -> int:
        return round(self._theme.type.small * 1.25)

    def _words(self) -> str:
        return tr("网络正常") if self._online else tr("没有网，照样能办")


class Eave(QFrame):
    """The header of every resident page."""

    def __init__(self, theme: Theme, town: str, site: str) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "eave")
        self.setFixedHeight(theme.bars.header)
        self.pill = NetPill(theme)
        self._clock = Text("", "clock").one_line()
        self._date = Text("", "eave-small").one_line()
        row = QHBoxLayout(self)
        side = theme.gap(48) if theme.mode is not Mode.COMPACT else theme.gap(36)
        row.setContentsMargins(side, 0, side, 0)
        row.setSpacing(theme.gap(22))
        self.emblem = Emblem(theme)
        row.addWidget(self.emblem)
        self._add_names(row, town, site)
        row.addStretch(1)
        row.addWidget(self.pill)
        self._date.setVisible(self._dated())
        row.addWidget(self._date)
        row.addWidget(self._clock)

    def show_time(self, now: datetime) -> None:
        """The clock at the right, and the date where there is room."""
        self._clock.show_text(f"{now:%H:%M}")
        days = (
            tr("星期一"),
            tr("星期二"),
            tr("星期三"),
            tr("星期四"),
            tr("星期五"),
            tr("星期六"),
            tr("星期日"),
        )
        self._date.show_text(
            tr(
                "{month}月{day}日 {weekday}",
                month=now.month,
                day=now.day,
                weekday=days[now.weekday()],
            )
        )

    def _dated(self) -> bool:
        return self._theme.mode is Mode.LANDSCAPE and not self._theme.large

    def _add_names(self, row: QHBoxLayout, town: str, site: str) -> None:
        name = Text(site, "site").one_line()
        if self._dated():
            row.addWidget(name)
            row.addWidget(Text(tr("{town} · 自助办理机", town=town), "eave-small").one_line())
            return
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addStretch(1)
        if self._theme.portrait and not self._theme.large:
            column.addWidget(Text(town, "eave-small").one_line())
        column.addWidget(name)
        column.addStretch(1)
        row.addLayout(column)


class Drip(QWidget):
    """The row of tile ends that hangs over the page; a line in the contrast theme."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedHeight(theme.border.control + 1 if theme.contrast else theme.bars.drip)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """One tile end every 60 px."""
        theme = self._theme
        painter = QPainter(self)
        if theme.contrast:
            painter.fillRect(self.rect(), QColor(theme.colour.ink))
            return
        pitch, height = theme.bars.drip_pitch, theme.bars.drip
        colours = recolouring({_DRIP_TILE: theme.colour.tile})
        pixmap = drawing("art-drip", pitch, height, self.devicePixelRatioF(), colours)
        for left in range(0, self.width(), pitch):
            painter.drawPixmap(left, 0, pixmap)
