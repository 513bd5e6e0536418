"""An answer to press: the card of a short list, and the small tile of a long one."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy

from offline.forms.view import Choice
from ui.components.choice import ChoiceCard
from ui.components.paint import Box, draw_box, sized_font
from ui.fields.helpers import Helpers
from ui.icons import icon
from ui.theme import Theme
from ui.theme.focus import focus_shown

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WORDS = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap


class AnswerCard(ChoiceCard):
    """A choice of the form. A line break in the label divides it from its hint; an image of the
    label stands at the right.
    """

    entered = Signal()

    def __init__(self, theme: Theme, choice: Choice, helpers: Helpers, *, many: bool) -> None:
        title, _, hint = choice.label.partition("\n")
        picture = _picture(theme, choice, helpers)
        tail = picture.width() + theme.px(24) if picture else 0
        super().__init__(theme, title, hint, many=many, tail=tail)
        self.choice = choice
        self._picture = QLabel(self) if picture else None
        if self._picture is not None and picture is not None:
            self._picture.setPixmap(picture)
            self.setMinimumHeight(picture.height() + theme.px(24))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on; a space chooses."""
        if event.key() in _ENTER:
            self.entered.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """As a choice card, with the picture kept at the right."""
        super().paintEvent(event)
        if self._picture is not None:
            size = self._picture.sizeHint()
            left = self.width() - size.width() - self.theme.px(24)
            self._picture.setGeometry(QRect(left, (self.height() - size.height()) // 2, 0, 0))
            self._picture.resize(size)


def _picture(theme: Theme, choice: Choice, helpers: Helpers) -> QPixmap | None:
    data = helpers.media(choice.media.image) if choice.media.image else None
    picture = QPixmap()
    if data is None or not picture.loadFromData(data):
        return None
    return picture.scaledToHeight(theme.px(132), Qt.TransformationMode.SmoothTransformation)


class AnswerTile(QAbstractButton):
    """One of many: centred words, a check before them when chosen."""

    entered = Signal()

    def __init__(self, theme: Theme, choice: Choice) -> None:
        super().__init__()
        self.theme, self.choice = theme, choice
        self.setCheckable(True)
        self.setText(choice.label)
        self.setAccessibleName(choice.label)
        self.setMinimumHeight(theme.target.minimum)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """A third of the page's width."""
        return QSize(self.theme.px(200), self.theme.px(112))

    def minimumSizeHint(self) -> QSize:
        """Room for a finger."""
        return QSize(self.theme.target.minimum * 2, self.theme.target.minimum)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on; a space chooses."""
        if event.key() in _ENTER:
            self.entered.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Box, check and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_box(painter, self.theme, QRectF(self.rect()), self._box())
        font = sized_font(self.font(), self.theme.type.card, bold=True)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.colour.ink))
        area = self.rect().adjusted(self.theme.px(12), 0, -self.theme.px(12), 0)
        if self.isChecked():
            area = self._paint_check(painter, area, QFontMetrics(font))
        painter.drawText(area, _WORDS, self.text())

    def _paint_check(self, painter: QPainter, area: QRect, metrics: QFontMetrics) -> QRect:
        size, gap = self.theme.px(38), self.theme.px(18)
        words = min(metrics.horizontalAdvance(self.text()), area.width() - size - gap)
        left = area.left() + (area.width() - words - size - gap) // 2
        picture = icon("check", self.theme.colour.pine_deep, size, self.devicePixelRatioF())
        painter.drawPixmap(left, (self.height() - size) // 2, picture)
        return QRect(left + size + gap, area.top(), words + 2, area.height())

    def _box(self) -> Box:
        colour, border = self.theme.colour, self.theme.border
        fill = colour.pine_soft if self.isChecked() or self.isDown() else colour.paper
        if focus_shown(self):
            return Box(fill, colour.focus, border.focus)
        if self.isChecked():
            return Box(fill, colour.pine, border.selected)
        return Box(fill, colour.edge, border.control)
