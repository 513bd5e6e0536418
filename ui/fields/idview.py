"""The painted box of the resident ID: three groups, 6–8–4, each place on its own line."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from offline.i18n import tr
from ui.components.paint import Box, draw_box, sized_font
from ui.fields.figures import ID_GROUPS, ID_PLACES, group_of, group_typed, veiled
from ui.theme import Mode, Theme

_DASHES = len(ID_GROUPS) - 1
_CENTRE = Qt.AlignmentFlag.AlignCenter


class IdView(QWidget):
    """Shows what is typed of an ID. Only the group being typed is readable while it is typed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._text, self._error, self._open = "", False, False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # Large type on a low screen: the groups' names give way, or the pad would not fit.
        self._named = not (theme.large and theme.mode is Mode.COMPACT)
        self.setFixedHeight(theme.px((204 if theme.large else 176) if self._named else 132))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as a page."""
        return QSize(self._theme.px(952), self.height())

    def show_text(self, text: str) -> None:
        """Show other characters."""
        self._text = text
        self.setAccessibleDescription(veiled(text, open_group=None))
        self.update()

    def show_error(self, *, on: bool) -> None:
        """Draw the missing places in vermilion."""
        self._error = on
        self.update()

    def reveal(self, *, on: bool) -> None:
        """Show every character while a finger asks for it."""
        self._open = on
        self.update()

    def shown(self) -> str:
        """The characters as drawn, the masked ones as ``*``."""
        typing = group_typed(self._text) if len(self._text) < ID_PLACES else None
        return self._text if self._open else veiled(self._text, open_group=typing)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The border tells where keys go."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The border goes."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Box, places, dashes and the names of the groups."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_box(painter, self._theme, QRectF(self.rect()), self._box())
        names = sized_font(self.font(), self._theme.type.small)
        digits = sized_font(self.font(), self._theme.px(50), bold=True)
        shown = self.shown()
        for place in range(ID_PLACES):
            self._paint_place(painter, digits, place, shown[place : place + 1])
        painter.setFont(names)
        for group, name in enumerate((tr("地区 6 位"), tr("生日 8 位"), tr("末 4 位"))):
            self._paint_group(painter, group, name)

    def _box(self) -> Box:
        colour, border = self._theme.colour, self._theme.border
        if self._error:
            return Box(colour.paper, colour.vermilion, border.error)
        if self.hasFocus():
            return Box(colour.paper, colour.focus, border.focus)
        return Box(colour.paper, colour.edge, border.control)

    def _cell(self, place: int) -> QRect:
        side = self._theme.px(28)
        dash = self._theme.px(34)
        width = (self.width() - 2 * side - _DASHES * dash) / ID_PLACES
        left = side + place * width + group_of(place) * dash
        top = self._theme.px(28)
        return QRect(round(left), top, round(width), self._theme.px(76))

    def _paint_place(self, painter: QPainter, font: QFont, place: int, character: str) -> None:
        colour, cell = self._theme.colour, self._cell(place)
        missing = self._error and not character
        gap, line = self._theme.px(2), self._theme.px(5)
        under = cell.adjusted(gap, cell.height() - line, -gap, 0)
        if missing:
            painter.fillRect(cell.adjusted(gap, 0, -gap, 0), QColor(colour.vermilion_soft))
        next_one = place == len(self._text) and self.hasFocus()
        ink = colour.vermilion if missing else colour.focus if next_one else colour.edge
        painter.fillRect(under, QColor(ink))
        painter.setFont(font)
        painter.setPen(QColor(colour.ink))
        painter.drawText(cell, _CENTRE, character)

    def _paint_group(self, painter: QPainter, group: int, name: str) -> None:
        begin = sum(ID_GROUPS[:group])
        first, last = self._cell(begin), self._cell(begin + ID_GROUPS[group] - 1)
        painter.setPen(QColor(self._theme.colour.ink_2))
        top = first.bottom() + self._theme.px(8)
        area = QRect(first.left(), top, last.right() - first.left(), self._theme.px(48))
        if self._named:
            painter.drawText(area, _CENTRE | Qt.TextFlag.TextDontClip, name)
        if group:
            left = first.left() - self._theme.px(26)
            middle = first.center().y()
            painter.fillRect(
                QRect(left, middle, self._theme.px(18), self._theme.px(3)),
                QColor(self._theme.colour.ink_2),
            )
