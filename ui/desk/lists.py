"""Lists of lines with a state tag: the queue, a person's cases, what waits, the catalogue.

A model and a delegate, so that thousands of lines cost only what is in view.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.components.frames import ink_of
from ui.components.paint import sized_font
from ui.desk.data import Line
from ui.icons import has_icon, icon
from ui.theme import Theme

_LINE = Qt.ItemDataRole.UserRole
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_FLAG = Qt.ItemFlag
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_SOFT = {"ok": "pine_soft", "warn": "grain_soft", "err": "vermilion_soft", "info": "indigo_soft"}
Index = QModelIndex | QPersistentModelIndex


class Lines(QAbstractListModel):
    """The lines; a line without an id is a heading and cannot be chosen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Replace all lines, if they differ."""
        if tuple(lines) != self._lines:
            self.beginResetModel()
            self._lines = tuple(lines)
            self.endResetModel()

    def line(self, at: int) -> Line:
        """The line at a row."""
        return self._lines[at]

    def row_of(self, identifier: str) -> int:
        """The row of a line by its id; -1 if it is not there."""
        found = (at for at, line in enumerate(self._lines) if line.id == identifier)
        return next(found, -1) if identifier else -1

    def rowCount(self, parent: Index | None = None) -> int:
        """How many lines."""
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The line itself for the delegate, its words for a screen reader."""
        line = self._lines[index.row()]
        if role == _LINE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return " ".join(part for part in (line.title, line.person, line.state) if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings are there to be read."""
        line = self._lines[index.row()]
        return _FLAG.ItemIsEnabled | _FLAG.ItemIsSelectable if line.id else _FLAG.NoItemFlags


class LineDelegate(QStyledItemDelegate):
    """Paints a line: icon, bold title and person, when, tag, action at the right.

    ``columns`` says whether when and tag stand in columns of their own, as in a table.
    """

    def __init__(self, theme: Theme, parent: QWidget, *, columns: bool) -> None:
        super().__init__(parent)
        self._theme, self._columns = theme, columns
        self._font = parent.font()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Rows of the design."""
        return QSize(200, self._theme.target.choice)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The line."""
        line = index.data(_LINE)
        area: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, area, chosen=bool(state & QStyle.StateFlag.State_Selected))
        if isinstance(line, Line):
            if line.id:
                self._line(painter, area, line)
            else:
                self._heading(painter, area, line)
        painter.restore()

    def _ground(self, painter: QPainter, area: QRect, *, chosen: bool) -> None:
        colour = self._theme.colour
        painter.fillRect(area, QColor(colour.pine_soft if chosen else colour.paper))
        if chosen:
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), QColor(colour.pine))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), QColor(colour.line))

    def _heading(self, painter: QPainter, area: QRect, line: Line) -> None:
        left = area.left() + self._side()
        if has_icon(line.icon):
            self._icon(painter, area, left, line.icon)
            left += self._theme.icon.button + self._side() // 2
        self._text(painter, area, left, line.title, self._theme.colour.ink, bold=True)
        self._right(painter, area, line.state, self._theme.colour.ink_2)

    def _line(self, painter: QPainter, area: QRect, line: Line) -> None:
        colour, side = self._theme.colour, self._side()
        left = area.left() + side
        if self._columns and has_icon(line.icon):
            self._icon(painter, area, left, line.icon)
            left += self._theme.icon.button + side
        right = area.right() - side
        if line.number:
            right = self._right(painter, area, line.when, colour.ink_2) - side
        elif line.action:
            right = self._right(painter, area, line.action, colour.pine, bold=True) - side
        tag = self._tag_width(line.state)
        tag_left = area.left() + round(area.width() * 0.66) if self._columns else right - tag
        when_left = area.left() + round(area.width() * 0.42) if self._columns else 0
        limit = (when_left if self._columns else tag_left) - 8
        body = area.adjusted(0, 0, limit - area.right(), 0)
        left = self._text(painter, body, left, line.title, colour.ink, bold=True, mark=line.mark)
        self._text(painter, body, left + 8, line.person, colour.ink, mark=line.mark)
        if self._columns:
            end = tag_left - 8 if line.state else right
            when = area.adjusted(0, 0, end - area.right(), 0)
            second = line.number or line.when
            self._text(painter, when, when_left, second, colour.ink_2, mark=line.mark)
        if line.state:
            self._tag(painter, QRect(tag_left, area.top(), tag, area.height()), line)

    def _text(
        self,
        painter: QPainter,
        area: QRect,
        left: int,
        text: str,
        ink: str,
        *,
        bold: bool = False,
        mark: str = "",
    ) -> int:
        """Draw elided words from ``left``, what was looked for on grain; where they end."""
        font = sized_font(painter.font(), self._theme.type.body, bold=bold)
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.right() - left)
        width = metrics.horizontalAdvance(shown)
        at = shown.find(mark) if mark else -1
        if at >= 0:
            start = left + metrics.horizontalAdvance(shown[:at])
            wide = metrics.horizontalAdvance(mark)
            high = metrics.height()
            box = QRect(start, area.center().y() - high // 2, wide, high)
            painter.fillRect(box, QColor(self._theme.colour.grain_soft))
            painter.fillRect(box.adjusted(0, high - 2, 0, 0), QColor(self._theme.colour.grain))
        painter.setFont(font)
        painter.setPen(QColor(ink))
        painter.drawText(QRect(left, area.top(), width + 2, area.height()), _MIDDLE, shown)
        return left + width

    def _right(
        self, painter: QPainter, area: QRect, text: str, ink: str, *, bold: bool = False
    ) -> int:
        """Draw words at the right end; where they begin."""
        font = sized_font(painter.font(), self._theme.type.body, bold=bold)
        width = QFontMetrics(font).horizontalAdvance(text)
        left = area.right() - self._side() - width
        self._text(painter, area.adjusted(0, 0, 4, 0), left, text, ink, bold=bold)
        return left

    def _icon(self, painter: QPainter, area: QRect, left: int, name: str) -> None:
        size = self._theme.icon.button
        ratio = painter.device().devicePixelRatio()
        picture = icon(name, self._theme.colour.ink, size, ratio)
        painter.drawPixmap(left, area.center().y() - size // 2, picture)

    def _tag_width(self, words: str) -> int:
        font = sized_font(self._font, self._theme.type.key_number)
        return QFontMetrics(font).horizontalAdvance(words) + 18 if words else 0

    def _tag(self, painter: QPainter, area: QRect, line: Line) -> None:
        theme = self._theme
        font = sized_font(painter.font(), theme.type.key_number)
        high = QFontMetrics(font).height() + 4
        box = QRect(area.left(), area.center().y() - high // 2, area.width(), high)
        fill = getattr(theme.colour, _SOFT.get(line.tone, "mist"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(QRectF(box), theme.radius.tag, theme.radius.tag)
        painter.setFont(font)
        painter.setPen(QColor(ink_of(theme, line.tone, tag=True)))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, line.state)

    def _side(self) -> int:
        return self._theme.space.l


class LineList(QListView):
    """A list of lines. ``opened`` carries the line that was pressed or entered."""

    opened = Signal(object)

    def __init__(self, theme: Theme, *, columns: bool = False) -> None:
        super().__init__()
        self._model = Lines(self)
        self.setModel(self._model)
        self.setItemDelegate(LineDelegate(theme, self, columns=columns))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("role", "lines")
        self.clicked.connect(self._open)

    def show_lines(self, lines: Sequence[Line], chosen: str = "") -> None:
        """Show these lines, one of them marked."""
        keep = chosen or self.chosen_id()
        self._model.show_lines(lines)
        row = self._model.row_of(keep)
        if row >= 0:
            self.setCurrentIndex(self._model.index(row))
        else:
            self.clearSelection()

    def chosen_id(self) -> str:
        """The id of the marked line, "" if none is."""
        index = self.currentIndex()
        return self._model.line(index.row()).id if index.isValid() else ""

    def chosen_line(self) -> Line | None:
        """The marked line, if one is marked that can be opened."""
        index = self.currentIndex()
        line = self._model.line(index.row()) if index.isValid() else None
        return line if line and line.id else None

    def choose(self, identifier: str) -> None:
        """Mark a line by its id, if it is there."""
        row = self._model.row_of(identifier)
        if row >= 0:
            self.setCurrentIndex(self._model.index(row))

    def choose_first(self) -> None:
        """Mark the first line that can be opened."""
        for row in range(self._model.rowCount()):
            if self._model.line(row).id:
                self.setCurrentIndex(self._model.index(row))
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in _ENTER and self.currentIndex().isValid():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def update(self, index: QModelIndex | None = None) -> None:  # type: ignore[override]
        """All of it, or one line: the item view's own ``update`` hides the widget's."""
        if index is None:
            self.viewport().update()
        else:
            super().update(index)

    def _open(self, index: QModelIndex) -> None:
        line = self._model.line(index.row())
        if line.id:
            self.opened.emit(line)
