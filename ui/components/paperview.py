"""Papers on the screen: the slip sliding out of its slot, a QR code, the acceptance mark."""

from __future__ import annotations

from dataclasses import dataclass

import qrcode
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from offline.i18n import tr
from ui.components.paint import sized_font, title_font
from ui.icons import drawing, recolouring
from ui.theme import Mode, Theme

_INK, _PAPER = "#17282A", "#FFFFFF"
"""A picture of paper is dark on white in every theme, so that its code can be scanned."""
_PATTERN = (
    "111111100101111111",
    "100000101101000001",
    "101110100011011101",
    "101110101001011101",
    "100000100110000001",
    "111111101011111111",
    "000000011010000000",
    "101101110101101011",
    "010010001110010110",
    "110111010010111001",
    "000000010111010010",
    "111111100110101101",
    "100000101001110010",
    "101110101110011101",
    "101110100011101011",
    "100000101101010110",
    "111111101010110101",
)


def paint_code(painter: QPainter, area: QRectF, ink: str) -> None:
    """A picture of a code; no scanner can read it."""
    rows = len(_PATTERN)
    module = area.width() / len(_PATTERN[0])
    painter.setPen(Qt.PenStyle.NoPen)
    for row in range(rows):
        for column, bit in enumerate(_PATTERN[row]):
            if bit == "1":
                place = QPointF(area.left() + column * module, area.top() + row * module)
                painter.fillRect(
                    QRectF(place.x(), place.y(), module + 0.5, module + 0.5), QColor(ink)
                )


class QrView(QWidget):
    """A code that can be scanned: whole pixels a module, four free modules all round."""

    def __init__(self, theme: Theme, text: str, size: int, *, name: str) -> None:
        super().__init__()
        self._theme, self._size = theme, size
        self._matrix = qr_matrix(text)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The square, quiet zone included."""
        return QSize(self._size, self._size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dark modules on white."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(_PAPER))
        paint_qr(painter, QRectF(self.rect()), self._matrix)


def qr_matrix(text: str) -> list[list[bool]]:
    """The modules of a QR code (error level M) without its quiet zone."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.get_matrix()]


def paint_qr(painter: QPainter, area: QRectF, matrix: list[list[bool]]) -> None:
    """Paint modules of whole pixels in the middle of an area."""
    module = max(1, int(area.width() // (len(matrix) + 2)))
    side = module * len(matrix)
    left = round(area.center().x() - side / 2)
    top = round(area.center().y() - side / 2)
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                painter.fillRect(left + x * module, top + y * module, module, module, QColor(_INK))


class AcceptedMark(QWidget):
    """The vermilion mark 受理成功, a little aslant; in the contrast theme in its ink."""

    def __init__(self, theme: Theme, size: int) -> None:
        super().__init__()
        self._theme, self._size = theme, size
        self.setAccessibleName(tr("受理成功"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The square of the mark."""
        return QSize(self._size, self._size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Seal shape and four characters."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        theme, size = self._theme, self._size
        light = theme.colour.wall if theme.contrast else theme.colour.on_pine
        colours = recolouring({"#A82A1C": theme.colour.seal, "#FFF8F0": light})
        painter.translate(size / 2, size / 2)
        painter.rotate(-4)
        inner = size * 0.94
        square = QRectF(-inner / 2, -inner / 2, inner, inner)
        ratio = self.devicePixelRatioF()
        painter.drawPixmap(
            square.topLeft(),
            drawing("art-seal-accepted", round(inner), round(inner), ratio, colours),
        )
        font = title_font(theme, round(size * 0.32))
        painter.setFont(font)
        painter.setPen(QColor(light))
        for row, words in enumerate((tr("受理"), tr("成功"))):
            line = QRectF(
                square.left(), square.top() + inner * (0.13 + row * 0.37), inner, inner * 0.37
            )
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, words)


@dataclass(frozen=True, slots=True)
class SlipPicture:
    """What the picture of a slip says; every line is already masked."""

    heading: str
    stamp: str
    lines: tuple[str, ...]
    number_label: str
    number: str
    code: str


class SlipView(QWidget):
    """A slot and the paper out of it."""

    def __init__(self, theme: Theme, slip: SlipPicture) -> None:
        super().__init__()
        self._theme, self._slip = theme, slip
        self._matrix = qr_matrix(slip.code)
        self.setAccessibleName(f"{slip.heading}，{slip.stamp}，{slip.number_label} {slip.number}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Slot and the upper part of the slip."""
        return QSize(self._unit(656), self._unit(500))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Slot, paper, words, code."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        unit = self._unit
        middle = self.width() / 2
        slot = QRectF(middle - unit(328), 0, unit(656), unit(44))
        painter.setPen(self._edge())
        painter.setBrush(QColor(self._theme.colour.tile))
        painter.drawRoundedRect(slot, slot.height() / 2, slot.height() / 2)
        gap = slot.adjusted(unit(34), unit(18), -unit(34), -unit(18))
        painter.setBrush(QColor(_INK).darker(200))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(gap, gap.height() / 2, gap.height() / 2)
        paper = QRectF(middle - unit(267), unit(26), unit(534), unit(470))
        self._paint_paper(painter, paper)
        self._paint_words(painter, paper.adjusted(unit(38), unit(28), -unit(38), -unit(20)))

    def _unit(self, reference: float) -> int:
        scale = 0.72 if self._theme.mode is Mode.COMPACT else 1.0
        return self._theme.px(reference * scale)

    def _edge(self) -> Qt.PenStyle | QPen:
        if not self._theme.contrast:
            return Qt.PenStyle.NoPen
        return QPen(QColor(self._theme.colour.edge), self._theme.border.line)

    def _paint_paper(self, painter: QPainter, paper: QRectF) -> None:
        teeth, depth = 26, self._unit(10)
        width = paper.width() / teeth
        points = [paper.topLeft(), paper.topRight(), paper.bottomRight()]
        for tooth in range(teeth, 0, -1):
            right = paper.left() + tooth * width
            points.append(QPointF(right - width / 2, paper.bottom() - depth))
            points.append(QPointF(right - width, paper.bottom()))
        painter.setPen(QPen(QColor(self._theme.colour.edge), self._theme.border.line))
        painter.setBrush(QColor(_PAPER))
        painter.drawPolygon(QPolygonF(points))

    def _paint_words(self, painter: QPainter, area: QRectF) -> None:
        unit, slip = self._unit, self._slip
        painter.setPen(QColor(_INK))
        painter.setFont(sized_font(self.font(), unit(46), bold=True))
        head = QRectF(area.left(), area.top(), area.width(), unit(70))
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, slip.heading)
        self._paint_stamp(painter, head)
        dashed = QPen(QColor(_INK), unit(3), Qt.PenStyle.DashLine)
        painter.setPen(dashed)
        y = round(head.bottom() + unit(12))
        painter.drawLine(round(area.left()), y, round(area.right()), y)
        code = QRectF(area.right() - unit(206), y + unit(12), unit(206), unit(206))
        paint_qr(painter, code, self._matrix)
        painter.setPen(QColor(_INK))
        painter.setFont(sized_font(self.font(), unit(27)))
        room = area.width() - unit(216)
        top = code.top() + (code.height() - len(slip.lines) * unit(40)) / 2
        for row, words in enumerate(slip.lines):
            place = QRectF(area.left(), top + row * unit(40), room, unit(40))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
        self._paint_number(painter, QRectF(area.left(), code.bottom(), area.width(), unit(110)))

    def _paint_stamp(self, painter: QPainter, head: QRectF) -> None:
        unit = self._unit
        painter.setFont(sized_font(self.font(), unit(28), bold=True))
        width = painter.fontMetrics().horizontalAdvance(self._slip.stamp) + unit(32)
        box = QRectF(head.right() - width, head.center().y() - unit(25), width, unit(50))
        painter.setPen(QPen(QColor(_INK), unit(3)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._slip.stamp)

    def _paint_number(self, painter: QPainter, area: QRectF) -> None:
        unit = self._unit
        painter.setFont(sized_font(self.font(), unit(26), bold=True))
        label = QRectF(area.left(), area.top() + unit(12), area.width(), unit(40))
        painter.drawText(label, Qt.AlignmentFlag.AlignVCenter, self._slip.number_label)
        size = unit(44)
        painter.setFont(sized_font(self.font(), size, bold=True))
        while (
            painter.fontMetrics().horizontalAdvance(self._slip.number) > area.width() and size > 1
        ):
            size -= 1
            painter.setFont(sized_font(self.font(), size, bold=True))
        number = QRectF(area.left(), label.bottom(), area.width(), unit(60))
        painter.drawText(number, Qt.AlignmentFlag.AlignVCenter, self._slip.number)
