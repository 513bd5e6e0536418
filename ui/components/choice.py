"""The choice card: a radio (or a square for several), words, a hint and 已选 when chosen."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from offline.i18n import tr
from ui.components.paint import Box, draw_box, sized_font
from ui.icons import icon
from ui.theme import Theme
from ui.theme.focus import focus_shown

_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class ChoiceCard(QAbstractButton):
    """One answer that can be chosen. Put several into a ``QButtonGroup`` for only one.

    ``many`` draws a square instead of a ring; ``tail`` is painted space kept free at the right
    for a subclass or a child widget (px).
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        hint: str = "",
        *,
        many: bool = False,
        tail: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme, self.hint, self.many, self.tail = theme, hint, many, tail
        self.setProperty("kind", "choice")
        self.setCheckable(True)
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(hint)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setMaximumHeight(theme.px(214))
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """The design's usual card; layouts make it grow."""
        width = self.theme.px(600)
        return QSize(width, self.heightForWidth(width) + 2 * self._pad())

    def minimumSizeHint(self) -> QSize:
        """Room for the words at the narrowest width a page gives."""
        width = self.theme.px(300)
        return QSize(width, self._words_height(width) + 2 * self._pad())

    def hasHeightForWidth(self) -> bool:
        """Long words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The least height: room for the words, more when they wrap; a page gives more."""
        return max(self.theme.target.minimum, self._words_height(width) + 2 * self._pad())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Box, mark, words, and 已选."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_box(painter, self.theme, QRectF(self.rect()), self._box())
        self._paint_mark(painter)
        self._paint_words(painter)
        if self.isChecked() and not self.tail and self.width() > self.theme.px(560):
            self._paint_chosen(painter)

    def _box(self) -> Box:
        colour, border = self.theme.colour, self.theme.border
        if not self.isEnabled():
            return Box(colour.disabled_fill, colour.disabled_text, border.control, dashed=True)
        fill = colour.pine_soft if self.isChecked() or self.isDown() else colour.paper
        if focus_shown(self):
            return Box(fill, colour.focus, border.focus)
        if self.isChecked():
            return Box(fill, colour.pine, border.selected)
        return Box(fill, colour.edge, border.control)

    def _pad(self) -> int:
        return self.theme.gap(10)

    def _mark_size(self) -> int:
        return self.theme.px(68 if self.theme.large else 56)

    def _words_left(self) -> int:
        return self.theme.px(38) + self._mark_size() + self.theme.px(30)

    def _words_width(self, width: int) -> int:
        said = self._chosen_width() if width > self.theme.px(560) else 0
        tail = self.tail or said
        return max(1, width - self._words_left() - tail - self.theme.px(30))

    def _chosen_width(self) -> int:
        font = sized_font(self.font(), self.theme.type.small)
        return QFontMetrics(font).horizontalAdvance(tr("已选")) + self.theme.px(90)

    def _fonts(self) -> tuple[QFont, QFont]:
        sizes = self.theme.type
        title = sized_font(self.font(), sizes.card, bold=True)
        return title, sized_font(self.font(), sizes.body)

    def _blocks(self, width: int) -> list[tuple[str, QFont, int]]:
        room = QRect(0, 0, self._words_width(width), 10_000)
        texts = zip((self.text(), self.hint), self._fonts(), strict=True)
        return [
            (text, font, QFontMetrics(font).boundingRect(room, _WRAP, text).height())
            for text, font in texts
            if text
        ]

    def _words_height(self, width: int) -> int:
        return sum(height for _text, _font, height in self._blocks(width))

    def _paint_mark(self, painter: QPainter) -> None:
        theme, size = self.theme, self._mark_size()
        colour, width = theme.colour, theme.border.control + 1
        area = QRectF(theme.px(38), (self.height() - size) / 2, size, size)
        chosen = self.isChecked()
        painter.setPen(Qt.PenStyle.NoPen if chosen else QPen(QColor(self._mark_edge()), width))
        painter.setBrush(QColor(colour.pine if chosen else colour.paper))
        inset = 0 if chosen else width / 2
        shape = area.adjusted(inset, inset, -inset, -inset)
        radius = theme.px(12) if self.many else size / 2
        painter.drawRoundedRect(shape, radius, radius)
        if chosen:
            check = round(size * 0.72)
            pixmap = icon("check", colour.on_pine, check, self.devicePixelRatioF())
            middle = area.center()
            painter.drawPixmap(round(middle.x() - check / 2), round(middle.y() - check / 2), pixmap)

    def _mark_edge(self) -> str:
        colour = self.theme.colour
        return colour.edge if self.isEnabled() else colour.disabled_text

    def _paint_words(self, painter: QPainter) -> None:
        colour = self.theme.colour
        blocks = self._blocks(self.width())
        top = (self.height() - sum(height for *_rest, height in blocks)) // 2
        inks = (colour.ink, colour.ink_2) if self.isEnabled() else (colour.disabled_text,) * 2
        for (text, font, height), ink in zip(blocks, inks, strict=False):
            painter.setFont(font)
            painter.setPen(QColor(ink))
            area = QRect(self._words_left(), top, self._words_width(self.width()), height)
            painter.drawText(area, _WRAP, text)
            top += height

    def _paint_chosen(self, painter: QPainter) -> None:
        theme = self.theme
        font = sized_font(self.font(), theme.type.small)
        size = theme.type.small + 2
        width = QFontMetrics(font).horizontalAdvance(tr("已选"))
        right = self.width() - theme.px(54)
        middle = self.height() // 2
        colour = theme.colour.pine_deep
        pixmap = icon("check", colour, size, self.devicePixelRatioF())
        painter.drawPixmap(right - width - theme.px(10) - size, middle - size // 2, pixmap)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        area = QRect(right - width, 0, width + 2, self.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, tr("已选"))
        if theme.contrast:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colour), theme.border.line))
            tall = theme.px(60)
            left = right - width - theme.px(26) - size
            frame = QRectF(left, middle - tall / 2, right + theme.px(14) - left, tall)
            painter.drawRoundedRect(frame, theme.radius.tag, theme.radius.tag)
