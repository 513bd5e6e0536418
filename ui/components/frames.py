"""Frames: cards, notes, tags, the dashed frame of what is empty, and thin lines."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.components.marks import IconTile, Mark
from ui.components.text import Text, plain
from ui.theme import Theme

_NOTE_INK = {"warn": "on_grain_soft", "ok": "pine_deep", "err": "vermilion", "info": "indigo"}
_NOTE_TONE = {"warn": "warn-note", "ok": "ok-note"}
_TAG_INK = {"warn": "grain_ink", "ok": "pine_deep", "err": "vermilion", "info": "indigo"}


def frame(role: str, state: str = "") -> QFrame:
    """An empty frame of a role of the style sheet."""
    made = QFrame()
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    made.setProperty("role", role)
    if state:
        made.setProperty("state", state)
    return made


def clear(column: QVBoxLayout) -> None:
    """Take everything out of a column; the widgets go when the event that asked for it is over."""
    for _ in range(column.count()):
        widget = column.takeAt(0).widget()
        if isinstance(widget, QWidget):
            widget.hide()
            widget.deleteLater()


def line(theme: Theme) -> QFrame:
    """A thin separator; never round something that can be pressed."""
    made = frame("line")
    made.setFixedHeight(theme.border.line)
    return made


def ink_of(theme: Theme, state: str, *, tag: bool = False) -> str:
    """The colour of words and icon on a note or tag of a state."""
    name = (_TAG_INK if tag else _NOTE_INK).get(state, "ink_2" if tag else "ink")
    if theme.contrast and state == "ok" and not tag:
        name = "ink"
    colour: str = getattr(theme.colour, name)
    return colour


class Tag(QFrame):
    """An icon and a few words on a small soft ground; states ok, warn, err, info or none."""

    def __init__(
        self, theme: Theme, text: str, *, state: str = "", symbol: str = "", big: bool = False
    ) -> None:
        super().__init__()
        self.setProperty("role", "tag")
        self.setProperty("state", state)
        self.setAccessibleName(text)
        row = QHBoxLayout(self)
        side, above = (theme.gap(24), theme.gap(12)) if big else (theme.gap(14), theme.gap(4))
        row.setContentsMargins(side, above, side, above)
        row.setSpacing(theme.gap(8))
        ink = ink_of(theme, state, tag=True)
        if symbol:
            row.addWidget(
                Mark(theme, symbol, ink, (theme.type.body if big else theme.type.small) + 2)
            )
        row.addWidget(Text(text, "body" if big else "small", tone=state or "soft").one_line())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


class Note(QFrame):
    """An icon, a bold beginning and a sentence; states ok, warn, err, info or none.

    ``heading`` stands bold on a line of its own, in card size. ``extra`` is a widget at the
    right end, e.g. a small button.
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        symbol: str = "info",
        state: str = "",
        heading: str = "",
        extra: QWidget | None = None,
    ) -> None:
        super().__init__()
        self.setProperty("role", "note")
        self.setProperty("state", state)
        self.setAccessibleName(plain(f"{heading} {text}".strip()))
        ink = ink_of(theme, state)
        row = QHBoxLayout(self)
        side = theme.gap(34) - (theme.gap(12) if state == "warn" and not theme.contrast else 0)
        row.setContentsMargins(side, theme.gap(24), theme.gap(34), theme.gap(24))
        row.setSpacing(theme.gap(26))
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(Mark(theme, symbol, ink, theme.px(44)), 0, top)
        row.addLayout(_sentences(text, heading, state), 1)
        if extra is not None:
            row.addWidget(extra, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)


def _sentences(text: str, heading: str, state: str) -> QLayout:
    tone = _NOTE_TONE.get(state, "ink")
    column = QVBoxLayout()
    column.setSpacing(0)
    if heading:
        column.addWidget(Text(heading, "strong", tone=tone))
    if text:
        column.addWidget(Text(text, "body", tone=tone))
    return column


def card(theme: Theme, *, state: str = "", role: str = "card") -> tuple[QFrame, QVBoxLayout]:
    """A white card and the column inside it."""
    made = frame(role, state)
    column = QVBoxLayout(made)
    pad = theme.space.xl
    column.setContentsMargins(pad, theme.space.l, pad, theme.space.l)
    column.setSpacing(theme.space.s)
    return made, column


class Hole(QFrame):
    """What is empty or cannot be reached now: dashed frame, icon, a bold line and a plain one."""

    def __init__(self, theme: Theme, symbol: str, title: str, text: str) -> None:
        super().__init__()
        self.setProperty("role", "hole")
        self.setAccessibleName(f"{plain(title)}，{plain(text)}")
        row = QHBoxLayout(self)
        pad = theme.space.xl
        row.setContentsMargins(pad, theme.space.l, pad, theme.space.l)
        row.setSpacing(theme.space.l)
        colour = theme.colour
        row.addWidget(
            IconTile(theme, symbol, fill=colour.mist, colour=colour.ink, size=theme.px(84))
        )
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(title, "strong"))
        words.addWidget(Text(text, "hint"))
        row.addLayout(words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
