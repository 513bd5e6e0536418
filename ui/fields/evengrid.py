"""Answers in rows of one height: they grow together with the room, up to a cap, and never apart."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_USUAL = 900
"""Width (px) assumed until the page has given one."""


class EvenGrid(QWidget):
    """Places its widgets itself: equal cells, a fixed gap, heights between what the words need and
    the cap (px). ``rows`` keeps room for so many rows even when fewer are filled; ``slack`` is how
    much of the padding in a cell may go when there is little room.
    """

    def __init__(self, *, columns: int, gap: int, cap: int, rows: int = 0, slack: int = 0) -> None:
        super().__init__()
        self._slack, self._wide = slack, _USUAL
        self._columns, self._gap, self._cap, self._rows = columns, gap, cap, rows
        self._items: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_items(self, items: Sequence[QWidget], columns: int = 0) -> None:
        """Replace what the grid holds; the widgets that leave are deleted."""
        for old in self._items:
            if old not in items:
                old.hide()
                old.deleteLater()
        self._items, self._columns = list(items), columns or self._columns
        before: QWidget | None = None
        for item in items:
            item.setParent(self)
            item.show()
            if before is not None:
                QWidget.setTabOrder(before, item)
            before = item
        self._measure()
        self._arrange()

    def sizeHint(self) -> QSize:
        """All rows at their cap."""
        return QSize(400, self._high(self._cap))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """New room, new cells."""
        super().resizeEvent(event)
        if event.size().width() != self._wide:
            self._wide = event.size().width()
            self._measure()
        self._arrange()

    def _measure(self) -> None:
        """Words wrap, so how low the rows may be depends on the width there is; a layout that asks
        ``heightForWidth`` would never let them grow and shrink between that and the cap.
        """
        least = self._high(max(self._needed(self._wide) - self._slack, 1))
        self.setMinimumHeight(least)
        self.setMaximumHeight(max(self._high(self._cap), least))

    def _count(self) -> int:
        return max(-(-len(self._items) // self._columns), self._rows)

    def _high(self, row: int) -> int:
        count = self._count()
        return count * row + max(count - 1, 0) * self._gap

    def _needed(self, width: int) -> int:
        cell = max((width - (self._columns - 1) * self._gap) // self._columns, 1)
        return max((_natural(item, cell) for item in self._items), default=0)

    def _arrange(self) -> None:
        count = self._count()
        if not count or not self._items:
            return
        width = (self.width() - (self._columns - 1) * self._gap) / self._columns
        room = (self.height() - (count - 1) * self._gap) / count
        height = min(room, max(self._cap, self._needed(self.width())))
        for at, item in enumerate(self._items):
            row, column = divmod(at, self._columns)
            left, top = column * (width + self._gap), row * (height + self._gap)
            item.setGeometry(QRect(round(left), round(top), round(width), round(height)))


def _natural(item: QWidget, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.minimumHeight()
