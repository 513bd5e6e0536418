"""Rows: what was filled with its 改, a case with what can be done, a material with its tag."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.components.frames import line
from ui.components.marks import IconTile
from ui.components.text import Text
from ui.theme import Theme

_TILES = {
    "warn": ("grain_soft", "grain_ink"),
    "ok": ("pine_soft", "pine"),
    "err": ("vermilion_soft", "vermilion"),
    "info": ("indigo_soft", "indigo"),
}


def state_tile(theme: Theme, symbol: str, state: str, size: int) -> IconTile:
    """An icon tile in the colours of a state."""
    fill, ink = _TILES.get(state, ("mist", "ink"))
    colour = theme.colour
    return IconTile(
        theme, symbol, fill=getattr(colour, fill), colour=getattr(colour, ink), size=size
    )


def tile_row(
    theme: Theme,
    tile: QWidget,
    words: tuple[Text, ...],
    end: QWidget | None = None,
    *,
    pad: int = 0,
) -> QWidget:
    """A tile, a column of words, and something at the right end."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, pad, 0, pad)
    row.setSpacing(theme.gap(24))
    row.addWidget(tile, 0, Qt.AlignmentFlag.AlignVCenter)
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addStretch(1)
    for text in words:
        column.addWidget(text)
    column.addStretch(1)
    row.addLayout(column, 1)
    if end is not None:
        row.addWidget(end, 0, Qt.AlignmentFlag.AlignVCenter)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    holder.setSizePolicy(policy)
    return holder


def ruled(theme: Theme, rows: list[QWidget], *, closing: bool = False) -> list[QWidget]:
    """Rows with a thin line between them, and with ``closing`` one after the last."""
    found: list[QWidget] = []
    for index, row in enumerate(rows):
        if index:
            found.append(line(theme))
        found.append(row)
    if closing and rows:
        found.append(line(theme))
    return found


def sentence_row(theme: Theme, symbol: str, words: str) -> QWidget:
    """What happens next, in one line with an icon."""
    tile = state_tile(theme, symbol, "", theme.px(76))
    return tile_row(
        theme, tile, (Text(words, "step"),), pad=theme.gap(20 if theme.portrait else 12)
    )


def bare(frame: QFrame, theme: Theme, *, gap: int = 0) -> QVBoxLayout:
    """A column inside a frame without padding above and below: its rows bring their own."""
    column = QVBoxLayout(frame)
    side = theme.gap(30)
    column.setContentsMargins(side, theme.border.line, side, theme.border.line)
    column.setSpacing(gap)
    return column
