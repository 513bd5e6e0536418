"""The pages of a PDF as pictures for the screen."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument


def page_pictures(document: bytes, width: int) -> tuple[QImage, ...]:
    """Every page ``width`` pixels wide; none of what is no PDF."""
    found: list[QImage] = []
    while not (page := page_picture(document, width, len(found))).isNull():
        found.append(page)
    return tuple(found)


def page_picture(document: bytes, width: int, number: int = 0) -> QImage:
    """One page ``width`` pixels wide, on white; an empty picture of what is no PDF or has no such
    page.
    """
    source = QBuffer()
    source.setData(document)
    source.open(QIODevice.OpenModeFlag.ReadOnly)
    pdf = QPdfDocument()
    pdf.load(source)
    if number >= pdf.pageCount():
        return QImage()
    points = pdf.pagePointSize(number)
    if points.isEmpty():
        return QImage()
    drawn = pdf.render(number, QSize(width, round(width * points.height() / points.width())))
    paper = QImage(drawn.size(), QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    painter.drawImage(0, 0, drawn)
    painter.end()
    return paper
