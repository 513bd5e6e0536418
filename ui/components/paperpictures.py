"""Papers as they will come out, one below the other, as wide as there is room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme


class PaperPictures(QWidget):
    """``widest`` is how wide a paper is shown at most, in pixels."""

    def __init__(self, theme: Theme, pictures: Sequence[QImage], widest: int, name: str) -> None:
        super().__init__()
        self._theme, self._pictures, self._widest = theme, tuple(pictures), widest
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """A paper keeps its shape."""
        return True

    def heightForWidth(self, width: int) -> int:
        """All papers and the gaps between them."""
        places = self._places(width)
        return places[-1].bottom() + 1 + self._edge() if places else 0

    def sizeHint(self) -> QSize:
        """The widest there may be."""
        return QSize(self._widest, self.heightForWidth(self._widest))

    def minimumSizeHint(self) -> QSize:
        """Any width will do; the height follows."""
        return QSize(0, self.heightForWidth(self.width()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Each paper in a thin edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        edge = self._edge()
        for place, paper in zip(self._places(self.width()), self._pictures, strict=True):
            outer = place.adjusted(-edge, -edge, edge, edge)
            painter.fillRect(outer, QColor(self._theme.colour.edge))
            small = paper.scaled(
                place.size(),
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            painter.drawImage(place.topLeft(), small)

    def _edge(self) -> int:
        return max(1, self._theme.border.line)

    def _places(self, width: int) -> list[QRect]:
        edge, found, top = self._edge(), list[QRect](), self._edge()
        wide = max(1, min(width, self._widest) - 2 * edge)
        for paper in self._pictures:
            high = max(1, round(paper.height() * wide / max(1, paper.width())))
            found.append(QRect((width - wide) // 2, top, wide, high))
            top += high + self._theme.space.l
        return found
