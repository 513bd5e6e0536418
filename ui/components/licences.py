"""Electronic licences on one's own page: the way to them, as cards, as lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.buttons import small
from ui.components.frames import frame
from ui.components.marks import Mark
from ui.components.rows import bare, state_tile, tile_row
from ui.components.text import Text
from ui.theme import Mode, Theme


@dataclass(frozen=True, slots=True)
class LicenceCard:
    """An electronic licence; a valid one need not be brought. ``number`` is masked.

    ``id`` is that of one whose document can be looked at, "" for none.
    """

    title: str
    symbol: str
    valid: bool = True
    number: str = ""
    id: str = ""


def unseen_licences(theme: Theme, ask: Callable[[], None]) -> QWidget:
    """Before the person asked for them: that there are some, and the way there."""
    made = frame("card")
    see = small(theme, tr("看证照"), "eye")
    see.clicked.connect(ask)
    if theme.mode is Mode.LANDSCAPE and not theme.large:
        row = QHBoxLayout(made)
        pad = theme.gap(20)
        row.setContentsMargins(pad, pad, pad, pad)
        row.addWidget(Text(tr("办事不用带"), "strong").one_line(), 1)
        row.addWidget(see)
        return made
    words = [Text(tr("有电子证照，办事不用带"), "strong")]
    if theme.portrait and not theme.large:
        words.append(Text(tr("先问您同不同意"), "body"))
    tile = state_tile(theme, "seal", "", theme.px(84))
    bare(made, theme).addWidget(tile_row(theme, tile, tuple(words), see, pad=theme.gap(22)))
    return made


def licence_cards(
    theme: Theme, licences: Sequence[LicenceCard], look: Callable[[str], None]
) -> QWidget:
    """Cards beside one another where there is room, else a line each; ``look`` opens one."""
    if theme.large or not theme.portrait:
        return _lines(theme, licences, look)
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(theme.gap(16))
    for index, licence in enumerate(licences):
        grid.addWidget(_card(theme, licence, look), index // 4, index % 4)
    return holder


def _look(theme: Theme, licence: LicenceCard, look: Callable[[str], None]) -> QWidget:
    button = small(theme, tr("看"), "eye", name=tr("看{title}", title=licence.title))
    button.clicked.connect(lambda: look(licence.id))
    return button


def _lines(theme: Theme, licences: Sequence[LicenceCard], look: Callable[[str], None]) -> QWidget:
    made = frame("card")
    column = bare(made, theme)
    for licence in licences:
        row = QHBoxLayout()
        row.setContentsMargins(0, theme.gap(10), 0, theme.gap(10))
        row.setSpacing(theme.gap(16))
        row.addWidget(Mark(theme, licence.symbol, theme.colour.ink, theme.px(36)))
        row.addWidget(Text(f"<b>{licence.title}</b>", "body"), 1)
        row.addLayout(_validity(theme, licence))
        if licence.id:
            row.addWidget(_look(theme, licence, look))
        column.addLayout(row)
    return made


def _card(theme: Theme, licence: LicenceCard, look: Callable[[str], None]) -> QFrame:
    made = frame("card")
    column = QVBoxLayout(made)
    pad = theme.gap(24)
    column.setContentsMargins(pad, pad, pad, theme.gap(18))
    column.setSpacing(theme.gap(4))
    column.addWidget(state_tile(theme, licence.symbol, "", theme.px(64)))
    column.addSpacing(theme.gap(8))
    column.addWidget(Text(f"<b>{licence.title}</b>", "body"))
    if licence.number:
        column.addWidget(Text(licence.number, "small"))
    column.addLayout(_validity(theme, licence))
    if licence.id:
        column.addWidget(_look(theme, licence, look))
    return made


def _validity(theme: Theme, licence: LicenceCard) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.gap(6))
    symbol = "check" if licence.valid else "alert"
    colour = theme.colour.pine_deep if licence.valid else theme.colour.grain_ink
    row.addWidget(Mark(theme, symbol, colour, theme.type.small))
    words = tr("有效") if licence.valid else tr("过期了")
    tone = "ok" if licence.valid else "warn"
    row.addWidget(Text(words, "small", tone=tone).one_line())
    row.addStretch(1)
    return row
