"""What painted widgets share: a bordered box, fonts by pixel size."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Box:
    """A fill, and a border of a colour and width (px), dashed or not."""

    fill: str
    edge: str
    width: int
    dashed: bool = False


def draw_box(
    painter: QPainter, theme: Theme, area: QRectF, box: Box, radius: int | None = None
) -> None:
    """Draw a rounded box with its border inside ``area``."""
    pen = QPen(QColor(box.edge), box.width)
    if box.dashed:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen if box.width else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(box.fill))
    inset = box.width / 2
    corner = max(0, (theme.radius.card if radius is None else radius) - inset)
    painter.drawRoundedRect(area.adjusted(inset, inset, -inset, -inset), corner, corner)


def sized_font(base: QFont, pixels: int, *, bold: bool = False) -> QFont:
    """The same family in another size (px)."""
    font = QFont(base)
    font.setPixelSize(pixels)
    font.setBold(bold)
    return font


def title_font(theme: Theme, pixels: int) -> QFont:
    """The font of titles: Song type in the standard theme."""
    font = QFont()
    font.setFamilies(list(theme.title_families))
    font.setPixelSize(pixels)
    font.setBold(True)
    return font
