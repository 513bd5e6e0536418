"""What happened to a case: done, now, and what is still to come."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.components.frames import frame
from ui.components.text import Text
from ui.icons import icon
from ui.theme import Theme

_PITCH = 190


class When(StrEnum):
    """Where a step of a case stands."""

    DONE = "done"
    NOW = "now"
    WAITING = "waiting"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """One step: a sentence, a smaller one, and its day. ``NOW`` waits for the person,
    ``WAITING`` for somebody else.
    """

    when: When
    title: str
    text: str = ""
    day: str = ""


class Rod(QWidget):
    """The disc of a step and the rod to the next one."""

    def __init__(self, theme: Theme, step: TimelineStep, following: TimelineStep | None) -> None:
        super().__init__()
        self._theme, self._step, self._following = theme, step, following
        self._size = theme.px(64)
        self.setFixedWidth(self._size)
        vertical = QSizePolicy.Policy.Expanding if following else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Fixed, vertical)

    def sizeHint(self) -> QSize:
        """A disc and a short rod."""
        return QSize(self._size, self._size + self._theme.px(30))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Rod first, the disc over it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, colour, size = self._theme, self._theme.colour, self._size
        if self._following is not None:
            done = self._step.when is When.DONE
            rod = colour.pine if done else colour.line
            gap, width = theme.px(6), theme.px(8)
            top = size + gap
            painter.fillRect(
                QRectF((size - width) / 2, top, width, self.height() - top - gap), QColor(rod)
            )
        area = QRectF(0, 0, size, size)
        symbol, fill, ink = self._look()
        if not symbol:
            self._paint_later(painter, area)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fill))
        painter.drawEllipse(area)
        mark = round(size * 0.56)
        pixmap = icon(symbol, ink, mark, self.devicePixelRatioF())
        painter.drawPixmap((size - mark) // 2, (size - mark) // 2, pixmap)

    def _look(self) -> tuple[str, str, str]:
        colour = self._theme.colour
        return {
            When.DONE: ("check", colour.pine, colour.on_pine),
            When.NOW: ("alert", colour.grain, colour.grain_on),
            When.WAITING: ("clock", colour.grain, colour.grain_on),
            When.LATER: ("", "", ""),
        }[self._step.when]

    def _paint_later(self, painter: QPainter, area: QRectF) -> None:
        pen = QPen(QColor(self._theme.colour.edge), self._theme.px(4), Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = self._theme.px(3)
        painter.drawEllipse(area.adjusted(half, half, -half, -half))


def timeline(theme: Theme, steps: tuple[TimelineStep, ...]) -> QWidget:
    """All steps, from the first to what is still to come."""
    holder = QWidget()
    holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
    holder.setMaximumHeight(len(steps) * theme.px(_PITCH))
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for index, step in enumerate(steps):
        following = steps[index + 1] if index + 1 < len(steps) else None
        row = QHBoxLayout()
        row.setSpacing(theme.gap(32))
        rod = Rod(theme, step, following)
        if following:
            row.addWidget(rod)
        else:
            row.addWidget(rod, 0, Qt.AlignmentFlag.AlignTop)
        words = _words(theme, step)
        side = QVBoxLayout()
        side.setContentsMargins(
            0, 0, 0, theme.gap(34 if theme.portrait and not theme.large else 14) if following else 0
        )
        side.addWidget(words)
        side.addStretch(1)
        row.addLayout(side, 1)
        column.addLayout(row)
    return holder


def _words(theme: Theme, step: TimelineStep) -> QWidget:
    holder = frame("card", "warn") if step.when is When.NOW else QWidget()
    pad = theme.gap(28) if step.when is When.NOW else 0
    column = QVBoxLayout(holder)
    column.setContentsMargins(pad, theme.gap(14) if pad else theme.gap(6), pad, pad // 2)
    column.setSpacing(0)
    top = QHBoxLayout()
    top.setSpacing(theme.gap(20))
    role = "plain-strong" if step.when is When.LATER else "strong"
    top.addWidget(Text(step.title, role), 1)
    if step.day:
        top.addWidget(Text(step.day, "hint").one_line(), 0, Qt.AlignmentFlag.AlignTop)
    column.addLayout(top)
    if step.text:
        tone = "warn-note" if step.when is When.NOW else ""
        column.addWidget(Text(step.text, "hint", tone=tone))
    return holder
