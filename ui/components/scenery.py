"""The four places of character on the home and scan pages: sky, village, and the phone."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from offline.i18n import tr
from ui.components.paint import sized_font
from ui.icons import drawing, icon, recolouring
from ui.theme import Theme

_VILLAGE = (1080, 430)
_GROUND = 338 / 430
_PHONE = (300, 450)
_CODE = QRectF(81, 104, 138, 138)
_MODULES = (
    "1110010111",
    "1010110101",
    "1110100111",
    "0001011000",
    "1101101011",
    "0110010110",
    "1011101001",
    "1110010110",
    "1010110011",
    "1110101101",
)
"""A code as a picture: three squares and a sprinkle, in a grid that no reader knows."""


def paint_scenery(painter: QPainter, theme: Theme, area: QRectF, ground: float) -> None:
    """Sky and village in ``area``; ``ground`` is the y of the ground line. Not for contrast."""
    colour = theme.colour
    sky = QLinearGradient(area.topLeft(), QPointF(area.left(), ground))
    sky.setColorAt(0, _mixed(colour.line, colour.pine_soft, 0.35))
    sky.setColorAt(1, _mixed(colour.mist, colour.wall, 0.5))
    painter.fillRect(area, sky)
    width = max(area.width(), theme.px(1080))
    height = width * _VILLAGE[1] / _VILLAGE[0]
    top = ground - height * _GROUND
    ratio = painter.device().devicePixelRatio()
    pixmap = drawing("art-village", round(width), round(height), ratio)
    painter.save()
    painter.setClipRect(area)
    below = QRectF(area.left(), ground, area.width(), area.bottom() - ground)
    painter.fillRect(below, _mixed(colour.line, colour.pine_soft, 0.4))
    painter.drawPixmap(QPointF(area.left() - (width - area.width()) / 2, top), pixmap)
    painter.restore()


def _mixed(one: str, other: str, share: float) -> QColor:
    a, b = QColor(one), QColor(other)
    pairs = ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
    red, green, blue = (round(x * (1 - share) + y * share) for x, y in pairs)
    return QColor(red, green, blue)


class Phone(QWidget):
    """A phone that shows a service code, and an arrow to where it must be held."""

    def __init__(self, theme: Theme, width: int) -> None:
        super().__init__()
        self._theme, self._width = theme, width
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("手机上的服务码，对准屏幕下面的扫描口"))

    def sizeHint(self) -> QSize:
        """Two wide to three high."""
        return QSize(self._width, round(self._width * _PHONE[1] / _PHONE[0]))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A line drawing in the contrast theme, else the phone with its picture of a code."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._theme.contrast:
            self._paint_plain(painter)
        else:
            paint_phone(painter, self._theme, QRectF(self.rect()))

    def _paint_plain(self, painter: QPainter) -> None:
        ink, ratio = self._theme.colour.ink, self.devicePixelRatioF()
        size = round(self._width * 0.8)
        left = (self._width - size) // 2
        painter.drawPixmap(left, 0, icon("phone-code", ink, size, ratio))
        arrow = round(self._width * 0.3)
        painter.drawPixmap((self._width - arrow) // 2, size, icon("down", ink, arrow, ratio))


def paint_phone(painter: QPainter, theme: Theme, area: QRectF, *, arrow: bool = True) -> None:
    """Paint the phone into an area of its proportions."""
    colour, scale = theme.colour, area.width() / _PHONE[0]
    colours = recolouring(
        {"#1E3538": colour.tile, "#0B6152": colour.pine, "#FFFFFF": colour.paper}
        | ({} if arrow else {'fill="#F0B544"': 'fill="none"'})
    )
    ratio = painter.device().devicePixelRatio()
    size = (round(area.width()), round(area.height()))
    painter.drawPixmap(area.topLeft(), drawing("art-phone", *size, ratio, colours))
    painter.save()
    painter.translate(area.topLeft())
    painter.scale(scale, scale)
    painter.fillRect(_CODE, QColor(colour.paper))
    _paint_code(painter, _CODE, colour.ink)
    font = sized_font(painter.font(), 26, bold=True)
    painter.setFont(font)
    painter.setPen(QColor(colour.on_pine))
    painter.drawText(QRectF(58, 24, 184, 62), Qt.AlignmentFlag.AlignCenter, tr("服务码"))
    painter.setFont(sized_font(font, 25))
    painter.setPen(QColor(colour.ink))
    painter.drawText(QRectF(58, 274, 184, 40), Qt.AlignmentFlag.AlignCenter, "王*明")
    painter.restore()


def _paint_code(painter: QPainter, area: QRectF, ink: str) -> None:
    module = area.width() / 15
    painter.setPen(Qt.PenStyle.NoPen)
    for row, bits in enumerate(_MODULES):
        for column, bit in enumerate(bits):
            x, y = column * 1.5 * module, row * 1.5 * module
            if bit == "1" and not _in_corner(row, column):
                painter.fillRect(
                    QRectF(area.left() + x, area.top() + y, module * 1.3, module * 0.9),
                    QColor(ink),
                )
    far = area.width() - 5 * module
    for x, y in ((0.0, 0.0), (far, 0.0), (0.0, far)):
        corner = QRectF(area.left() + x, area.top() + y, 5 * module, 5 * module)
        painter.setPen(QPen(QColor(ink), module * 0.8))
        inset = module * 0.4
        painter.drawRect(corner.adjusted(inset, inset, -inset, -inset))
        painter.setPen(Qt.PenStyle.NoPen)
        inset = module * 1.6
        painter.fillRect(corner.adjusted(inset, inset, -inset, -inset), QColor(ink))


def _in_corner(row: int, column: int) -> bool:
    near = 4
    far = len(_MODULES) - near
    return (row < near and (column < near or column >= far)) or (row >= far and column < near)
