"""The guide of an item: who can, how long, what is needed and what need not be brought."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.buttons import primary, secondary, small
from ui.components.frames import Note, Tag, frame
from ui.components.marks import Mark
from ui.components.rows import ruled, state_tile, tile_row
from ui.components.text import Text, plain
from ui.pages.base import Anatomy, BackPressed, Leave, Page, arrange
from ui.theme import Mode, Theme


@dataclass(frozen=True, slots=True)
class Sentence:
    """A note: an icon, a sentence with a bold beginning, and a state (ok, warn, err, info, "")."""

    text: str
    symbol: str = "info"
    state: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """How long, how much: a label, a short value, and a line below it."""

    label: str
    value: str
    hint: str = ""
    symbol: str = "clock"


@dataclass(frozen=True, slots=True)
class Material:
    """Something needed, where it comes from, and a tag: 不用带, 现场拍, 要看卡号."""

    title: str
    text: str = ""
    symbol: str = "document"
    tag: str = ""
    tag_state: str = ""
    tag_symbol: str = ""


@dataclass(frozen=True, slots=True)
class GuideData:
    """What an item's guide says. ``start`` is empty if it cannot be begun now: a note says why.

    ``book`` offers an appointment at the window.
    """

    item_id: str
    title: str
    office: str = ""
    eligibility: Sentence | None = None
    facts: tuple[Fact, ...] = ()
    materials: tuple[Material, ...] = ()
    consent: str = ""
    notes: tuple[Sentence, ...] = ()
    start: str = "开始办理"
    book: bool = False


@dataclass(frozen=True, slots=True)
class StartPressed:
    """Begin to fill the form of an item."""

    item_id: str


@dataclass(frozen=True, slots=True)
class BookPressed:
    """Make an appointment for an item instead."""

    item_id: str


class GuidePage(Page):
    """What a person wants to know before beginning."""

    leave = Leave.MY

    def __init__(self, theme: Theme, data: GuideData) -> None:
        super().__init__(theme)
        self.data = data
        self.setAccessibleName(data.title)
        head: list[QWidget] = [Text(data.title, "title")]
        if data.office:
            head.insert(0, Text(data.office, "hint"))
        if not theme.portrait:
            head += self._summary()
        arrange(self, Anatomy(head, self._body(), back=self._back(), go=self._start(), gap=20))

    def spoken(self) -> str:
        """Title, whether one may, the facts and the materials."""
        data = self.data
        said = [data.title]
        if data.eligibility is not None:
            said += [data.eligibility.heading, data.eligibility.text]
        said += [f"{fact.label}：{fact.value}" for fact in data.facts]
        said += [f"{needed.title}，{needed.tag}" for needed in data.materials]
        said += [note.text for note in data.notes if note.state == "warn"]
        return "。".join(plain(part) for part in said if part)

    def _body(self) -> list[QWidget]:
        theme, data = self.theme, self.data
        body = self._summary() if theme.portrait else []
        if data.materials:
            body.append(self._materials())
        pressing = tuple(note for note in data.notes if note.state == "warn")
        notes = pressing if theme.large else data.notes
        booking = [self._booking()] if data.book else []
        return body + [_note(theme, note) for note in notes] + booking

    def _booking(self) -> Note:
        book = small(self.theme, tr("预约"), "calendar")
        book.clicked.connect(lambda: self.say(BookPressed(self.data.item_id)))
        words = tr("想到窗口办，先约个时间")
        return Note(self.theme, words, symbol="calendar", extra=book)

    def _summary(self) -> list[QWidget]:
        found: list[QWidget] = []
        if self.data.eligibility is not None:
            found.append(_note(self.theme, self.data.eligibility))
        if self.data.facts:
            found.append(self._facts())
        return found

    def _facts(self) -> QWidget:
        holder = QWidget()
        row = QVBoxLayout(holder) if self._narrow() else QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.theme.gap(20))
        for fact in self.data.facts:
            row.addWidget(self._fact(fact), 1)
        return holder

    def _narrow(self) -> bool:
        return self.theme.large or not self.theme.portrait

    def _fact(self, fact: Fact) -> QFrame:
        theme = self.theme
        made = frame("card")
        top = QHBoxLayout()
        top.setSpacing(theme.gap(12))
        top.addWidget(Mark(theme, fact.symbol, theme.colour.ink_2, theme.px(36)))
        top.addWidget(Text(fact.label, "hint").one_line())
        top.addStretch(1)
        column = QVBoxLayout(made)
        above = theme.gap(12 if self._narrow() else 20)
        column.setContentsMargins(theme.gap(26), above, theme.gap(20), above)
        column.setSpacing(theme.gap(2))
        value = Text(fact.value, "number")
        if self._narrow():
            top.addWidget(value.one_line())
            column.addLayout(top)
            return made
        column.addLayout(top)
        column.addWidget(value)
        if fact.hint and theme.mode is not Mode.COMPACT:
            column.addWidget(Text(fact.hint, "small"))
        column.addStretch(1)
        return made

    def _materials(self) -> QWidget:
        theme, holder = self.theme, QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Text(tr("要用到的材料"), "h2"))
        rows = [self._material(needed) for needed in self.data.materials]
        if theme.portrait:
            for row in ruled(theme, rows, closing=True):
                column.addWidget(row)
        else:
            column.addLayout(_in_pairs(theme, rows))
        if self.data.consent and not theme.large:
            column.addSpacing(theme.gap(20))
            column.addWidget(Text(self.data.consent, "hint"))
        return holder

    def _material(self, needed: Material) -> QWidget:
        theme = self.theme
        words = [Text(f"<b>{needed.title}</b>", "step")]
        if needed.text and not theme.large and theme.mode is not Mode.COMPACT:
            words.append(Text(needed.text, "small"))
        tag = None
        if needed.tag:
            tag = Tag(theme, needed.tag, state=needed.tag_state, symbol=needed.tag_symbol)
        tile = state_tile(theme, needed.symbol, "", theme.px(72))
        return tile_row(theme, tile, tuple(words), tag, pad=theme.gap(15))

    def _back(self) -> QWidget:
        back = secondary(self.theme, tr("上一步"), "back")
        back.clicked.connect(lambda: self.say(BackPressed()))
        return back

    def _start(self) -> QWidget | None:
        if not self.data.start:
            return None
        start = primary(self.theme, tr(self.data.start))
        start.clicked.connect(lambda: self.say(StartPressed(self.data.item_id)))
        return start


def _in_pairs(theme: Theme, rows: list[QWidget]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.gap(40))
    grid.setVerticalSpacing(0)
    for index, row in enumerate(rows):
        grid.addWidget(row, index // 2, index % 2)
    return grid


def _note(theme: Theme, note: Sentence) -> Note:
    return Note(theme, note.text, symbol=note.symbol, state=note.state, heading=note.heading)
