"""Buttons: the box is the style sheet's, the icon and words are painted with their own gap."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from ui.icons import icon
from ui.theme import Theme

_FLAGS = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap


class Kind(StrEnum):
    """What a button is for; the style sheet draws each in its own way."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    SMALL = "small"
    DANGER = "danger"
    WARN = "warn"
    LINK = "link"
    ADD = "add"
    KEY = "key"
    KEY_FN = "key-fn"
    TAB = "tab"
    SEGMENT = "segment"


class Button(QPushButton):
    """A button with words, and an icon before or after them.

    ``colour`` names the token of the icon and words; by default it is the kind's own.
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        kind: Kind = Kind.SECONDARY,
        *,
        symbol: str = "",
        after: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self.kind = kind
        self._symbol, self._after = symbol, after
        self.setProperty("kind", kind.value)
        self.setText(text)
        self.setAccessibleName(name or text)
        self.setFixedHeight(_height(theme, kind))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)

    def sizeHint(self) -> QSize:
        """Wide enough for icon, gap, words and padding on one line."""
        words = self.fontMetrics().horizontalAdvance(self.text())
        mark = self._mark() + self._gap() if self._symbol else 0
        padding = 2 * self.theme.px(8) if self.kind is Kind.LINK else 2 * self.theme.px(31)
        return QSize(words + mark + padding + 4, self.height())

    def minimumSizeHint(self) -> QSize:
        """A narrow place makes the words wrap, never the layout overflow."""
        return QSize(self.theme.target.minimum, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The box by the style sheet, then icon and words centred together."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        option.text = ""  # type: ignore[attr-defined]  # missing in the stubs of PySide6
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        self._paint_words(painter, self._content())

    def _content(self) -> QRect:
        side = 0 if self.kind is Kind.LINK else self.theme.gap(14)
        foot = self._foot()
        area = self.rect().adjusted(side, 0, -side, -foot)
        return area.translated(0, foot // 2) if self.isDown() else area

    def _paint_words(self, painter: QPainter, area: QRect) -> None:
        colour = self._colour()
        mark, gap = (self._mark(), self._gap()) if self._symbol else (0, 0)
        words = self.words_rect(area.width() - mark - gap)
        left = area.left() + (area.width() - mark - gap - words.width()) // 2
        if self.kind in (Kind.TAB, Kind.LINK):
            left = area.left() + (0 if self.kind is Kind.LINK else self.theme.px(10))
        if self._symbol:
            x = left + words.width() + gap if self._after else left
            y = area.top() + (area.height() - mark) // 2
            painter.drawPixmap(x, y, icon(self._symbol, colour, mark, self.devicePixelRatioF()))
        start = left if self._after else left + mark + gap
        painter.setPen(colour)
        painter.setFont(self.font())
        painter.drawText(
            QRect(start, area.top(), words.width(), area.height()), _FLAGS, self.text()
        )

    def words_rect(self, room: int) -> QRect:
        """The size of the words on one line, or wrapped into ``room`` px."""
        metrics = QFontMetrics(self.font())
        one_line = metrics.horizontalAdvance(self.text()) + 2
        if one_line <= room:
            return QRect(0, 0, one_line, metrics.height())
        return metrics.boundingRect(QRect(0, 0, room, 10_000), _FLAGS, self.text())

    def _foot(self) -> int:
        if self.theme.contrast or self.isDown():
            return 0
        if self.kind is Kind.PRIMARY:
            return self.theme.border.selected
        return self.theme.border.line if self.kind in (Kind.KEY, Kind.KEY_FN) else 0

    def _mark(self) -> int:
        text = QFontMetrics(self.font()).height() / 1.45
        return round(text * (1.15 if self.kind in _SMALL else 1.12))

    def _gap(self) -> int:
        return self.theme.px(22 if self.kind not in _SMALL else 18)

    def _colour(self) -> str:
        colour = self.theme.colour
        if not self.isEnabled():
            return colour.disabled_text
        pressed = colour.wall if self.theme.contrast else colour.ink
        plain = pressed if self.isDown() else colour.ink
        chosen = colour.on_pine if self.theme.contrast else colour.on_tile
        return {
            Kind.PRIMARY: colour.on_pine,
            Kind.DANGER: colour.wall if self.theme.contrast and self.isDown() else colour.vermilion,
            Kind.WARN: colour.grain_ink,
            Kind.LINK: colour.vermilion if self.property("tone") == "err" else colour.pine,
            Kind.ADD: pressed if self.isDown() else colour.pine,
            Kind.TAB: chosen if self.isChecked() else colour.ink,
            Kind.SEGMENT: chosen if self.isChecked() else colour.ink,
            Kind.KEY: colour.ink,
            Kind.KEY_FN: colour.ink,
        }.get(self.kind, plain)


_SMALL = (Kind.SMALL, Kind.WARN, Kind.LINK, Kind.TAB, Kind.SEGMENT)


def _height(theme: Theme, kind: Kind) -> int:
    target = theme.target
    if theme.staff:
        return target.action
    return {
        Kind.PRIMARY: target.action,
        Kind.SECONDARY: target.action,
        Kind.DANGER: target.action,
        Kind.ADD: round(target.action * 1.3),
        Kind.KEY: target.letter_key,
        Kind.KEY_FN: target.letter_key,
        Kind.LINK: max(target.minimum, theme.px(64)),
        Kind.TAB: theme.px(100),
    }.get(kind, target.small)


def primary(theme: Theme, text: str, symbol: str = "next", *, before: bool = False) -> Button:
    """The one green button of a page; the icon stands before a verb of doing, else after."""
    return Button(theme, text, Kind.PRIMARY, symbol=symbol, after=not before)


def secondary(theme: Theme, text: str, symbol: str = "") -> Button:
    """A white button beside the green one."""
    return Button(theme, text, Kind.SECONDARY, symbol=symbol)


def small(theme: Theme, text: str, symbol: str = "", *, name: str = "") -> Button:
    """A small button with an icon and one or two words; ``name`` says more to a screen reader."""
    button = Button(theme, text, Kind.SMALL, symbol=symbol, name=name)
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return button


def link(theme: Theme, text: str, symbol: str = "") -> Button:
    """Words that can be pressed, with their icon behind them."""
    button = Button(theme, text, Kind.LINK, symbol=symbol, after=True)
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return button
