"""What every resident page shares: one signal out, words to read aloud, and its anatomy."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.components.roll import Column, Roll
from ui.components.text import plain
from ui.theme import Mode, Theme

_GREEDY = 1000


class Leave(StrEnum):
    """What the first cell of the rail does on this page."""

    TICKET = "ticket"
    HOME = "home"
    NOT_ME = "not-me"
    SAVE = "save"
    FINISH = "finish"
    MY = "my"


@dataclass(frozen=True, slots=True)
class BackPressed:
    """The button at the left of the action bar: one page back."""


class Page(QWidget):
    """A dumb view: data in by its constructor, small frozen dataclasses out by ``event``."""

    said = Signal(object)
    leave: Leave = Leave.HOME

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def make_room(self, *, typing: bool) -> None:
        """The keyboard is on the screen, or gone: a page may leave out what is not typed into."""

    def spoken(self) -> str:
        """The page read aloud: its title first, then what can be done."""
        return plain(self.accessibleName())

    def say(self, event: object) -> None:
        """Send an event to whoever drives the visit."""
        self.said.emit(event)


@dataclass(slots=True)
class Anatomy:
    """The parts of a page: head above, answers, what sits low, and the action bar.

    What of ``body`` wants height gets it, up to its maximum; the rest of the room lies below.
    ``beside`` puts something between back and the primary button in landscape.
    """

    head: list[QWidget] = field(default_factory=list)
    body: list[QWidget] = field(default_factory=list)
    low: list[QWidget] = field(default_factory=list)
    back: QWidget | None = None
    go: QWidget | None = None
    beside: QWidget | None = None
    gap: int = 26


def arrange(page: Page, parts: Anatomy) -> Roll:
    """Lay the parts out for the theme's mode; the column of answers never clips."""
    theme = page.theme
    inner = Column()
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.gap(parts.gap))
    for widget in parts.body:
        column.addWidget(widget, _GREEDY if wants_height(widget) else 0)
    column.addStretch(1)
    body = Roll(theme, inner)
    if theme.portrait:
        _portrait(page, parts, body)
    else:
        _landscape(page, parts, body)
    return body


def wants_height(widget: QWidget) -> bool:
    """Whether a widget takes spare height, up to its maximum (a field says so by ``grows``)."""
    expanding = (QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
    return widget.sizePolicy().verticalPolicy() in expanding or bool(
        getattr(widget, "grows", False)
    )


def _stack(widgets: list[QWidget], gap: int) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(gap)
    for widget in widgets:
        column.addWidget(widget)
    return column


def _portrait(page: Page, parts: Anatomy, body: Roll) -> None:
    theme = page.theme
    column = QVBoxLayout(page)
    side = theme.space.page
    column.setContentsMargins(side, theme.gap(50), side, theme.space.xl)
    column.setSpacing(0)
    column.addLayout(_stack(parts.head, theme.px(8)))
    if parts.head:
        column.addSpacing(theme.gap(28 if theme.large else 36))
    column.addWidget(body, 1)
    if parts.low:
        column.addSpacing(theme.gap(22))
        column.addLayout(_stack(parts.low, theme.px(22)))
    column.addSpacing(theme.gap(28))
    actions = _actions(theme, parts)
    if actions is not None:
        column.addLayout(actions)


def _actions(theme: Theme, parts: Anatomy) -> QLayout | None:
    if parts.back is None and parts.go is None:
        return None
    row = QHBoxLayout()
    row.setSpacing(theme.space.l)
    if parts.back is not None:
        row.addWidget(parts.back, 32)
    if parts.go is not None:
        row.addWidget(parts.go, 65)
    elif parts.back is not None:
        row.addStretch(65)
    return row


def _landscape(page: Page, parts: Anatomy, body: Roll) -> None:
    theme = page.theme
    compact = theme.mode is Mode.COMPACT
    side = 36 if compact else theme.space.page
    grid = QGridLayout(page)
    top = 30 if compact else theme.px(44)
    grid.setContentsMargins(side, top, side, 18 if compact else theme.gap(28))
    grid.setHorizontalSpacing(36 if compact else theme.gap(72))
    grid.setVerticalSpacing(18 if compact else theme.gap(28))
    inner = Column()
    left = QVBoxLayout(inner)
    left.setContentsMargins(0, 0, 0, 0)
    left.setSpacing(theme.gap(14))
    for widget in parts.head:
        left.addWidget(widget)
    left.addStretch(1)
    for widget in parts.low:
        left.addWidget(widget)
    side_column = Roll(theme, inner)
    side_column.setFixedWidth(400 if compact else theme.px(560))
    grid.addWidget(side_column, 0, 0)
    grid.addWidget(body, 0, 1)
    grid.setColumnStretch(1, 1)
    grid.setRowStretch(0, 1)
    _landscape_actions(grid, parts, theme)


def _landscape_actions(grid: QGridLayout, parts: Anatomy, theme: Theme) -> None:
    if parts.beside is not None:
        row = QHBoxLayout()
        row.setSpacing(theme.space.l)
        shares = (34, 84, 56) if theme.mode is Mode.COMPACT else (26, 92, 56)
        for widget, share in zip((parts.back, parts.beside, parts.go), shares, strict=True):
            if widget is not None:
                row.addWidget(widget, share)
        grid.addLayout(row, 1, 0, 1, 2)
        return
    if parts.back is not None:
        row = QHBoxLayout()
        row.addWidget(parts.back, 3)
        row.addStretch(1)
        grid.addLayout(row, 1, 0)
    if parts.go is not None:
        grid.addWidget(parts.go, 1, 1)
