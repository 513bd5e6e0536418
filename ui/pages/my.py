"""The page of an identified person: drafts to resume, cases, licences, and what is often done."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.buttons import Button, Kind, primary, small
from ui.components.doors import Door
from ui.components.frames import Hole, Note, Tag, frame
from ui.components.licences import LicenceCard, licence_cards, unseen_licences
from ui.components.marks import IconTile, Mark
from ui.components.rows import bare, ruled, state_tile, tile_row
from ui.components.text import Text, plain
from ui.pages.base import Anatomy, Leave, Page, arrange
from ui.theme import Mode, Theme


@dataclass(frozen=True, slots=True)
class Offer:
    """Something the person may have a right to; shown only after the person is known."""

    item_id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A draft or a case: what it is, how it stands, and what can be done with it.

    ``state`` is ``warn`` (waits for the person), ``ok`` (done) or empty; ``draft`` tells a draft
    from a case, ``booking`` an appointment.
    """

    id: str
    title: str
    text: str
    state: str = ""
    symbol: str = "document"
    action: str = ""
    action_symbol: str = "next"
    draft: bool = False
    booking: bool = False


@dataclass(frozen=True, slots=True)
class Quick:
    """An item behind a door of this page."""

    item_id: str
    title: str
    symbol: str


@dataclass(frozen=True, slots=True)
class MyData:
    """Who is here, masked, and what is known. ``verified`` is False for an offline result.

    ``licences`` is None before they were asked for; ``licences_offered`` whether they can be.
    """

    name: str
    id_number: str
    verified: bool = True
    online: bool = True
    offer: Offer | None = None
    cases: tuple[CaseLine, ...] = ()
    licences: tuple[LicenceCard, ...] | None = None
    licences_offered: bool = False
    quick: tuple[Quick, ...] = ()
    can_reveal: bool = True


@dataclass(frozen=True, slots=True)
class LicencesAsked:
    """The person wants to see their licences; consent is asked for first."""


@dataclass(frozen=True, slots=True)
class LicenceOpened:
    """The document of one of them is to be looked at."""

    id: str


@dataclass(frozen=True, slots=True)
class CasePressed:
    """Look at a case, or do what it waits for."""

    id: str


@dataclass(frozen=True, slots=True)
class BookingPressed:
    """Look at an appointment."""

    id: str


@dataclass(frozen=True, slots=True)
class DraftPressed:
    """Go on with a draft."""

    id: str


@dataclass(frozen=True, slots=True)
class ItemChosen:
    """Begin with an item: its guide comes first."""

    item_id: str


@dataclass(frozen=True, slots=True)
class NewServicePressed:
    """Choose something new to do."""


@dataclass(frozen=True, slots=True)
class NumberHeld:
    """The full number is asked for while a finger holds the button; answer with ``reveal``."""

    held: bool


class MyPage(Page):
    """王*明，您好."""

    leave = Leave.NOT_ME

    def __init__(self, theme: Theme, data: MyData) -> None:
        super().__init__(theme)
        self.data = data
        self._title = tr("{name}，您好", name=data.name)
        self.setAccessibleName(self._title)
        self._number = Text(data.id_number, "hint").one_line()
        body = [self._offline_note()] if not data.online else []
        if data.offer is not None:
            body.append(self._offer(data.offer))
        beside = theme.mode is Mode.LANDSCAPE and not theme.large  # the left column has room
        low = self._licences() if beside else []
        body += [self._cases(), *([] if beside else self._licences()), *self._quick()]
        new = primary(theme, tr("办新的事") if data.online else tr("办事"))
        new.clicked.connect(lambda: self.say(NewServicePressed()))
        parts = Anatomy([self._head()], body, low, go=new, gap=30 if theme.portrait else 20)
        arrange(self, parts)

    def reveal(self, number: str) -> None:
        """Show a number instead of the masked one, or the masked one again."""
        self._number.show_text(number)

    def spoken(self) -> str:
        """Greeting, offer, and how each case stands."""
        data = self.data
        said = [self._title]
        if data.offer is not None:
            said += [data.offer.title, data.offer.text]
        said += [f"{case.title}，{case.text}" for case in data.cases]
        return "。".join(plain(part) for part in said)

    def _head(self) -> QWidget:
        theme, holder = self.theme, QWidget()
        row = QHBoxLayout(holder) if theme.portrait else QVBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.gap(16))
        words = QVBoxLayout()
        words.setSpacing(theme.gap(4))
        words.addWidget(Text(self._title, "title"))
        second: QBoxLayout = QHBoxLayout() if theme.portrait else QVBoxLayout()
        second.setSpacing(theme.gap(24))
        second.addWidget(self._number)
        second.addWidget(self._identity())
        second.addStretch(1)
        words.addLayout(second)
        row.addLayout(words, 1)
        if self.data.can_reveal:
            row.addWidget(self._eye())
        return holder

    def _identity(self) -> QWidget:
        if not self.data.verified:
            return Tag(self.theme, tr("待核验"), state="warn", symbol="clock")
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.theme.gap(8))
        size = round(self.theme.type.body * 1.15)
        row.addWidget(Mark(self.theme, "check-circle", self.theme.colour.pine_deep, size))
        row.addWidget(Text(tr("已核验身份"), "body", tone="ok").one_line())
        return holder

    def _eye(self) -> Button:
        eye = small(self.theme, tr("按住看号码"), "eye")
        eye.pressed.connect(lambda: self.say(NumberHeld(held=True)))
        eye.released.connect(lambda: self.say(NumberHeld(held=False)))
        return eye

    def _offline_note(self) -> QWidget:
        words = tr("先登记，存在这台机器里，有网后自动上传。您的身份也到时再核对一遍，不用您再来。")
        if self.theme.large:
            words = tr("先登记，有网后自动上传。")
        heading = tr("现在没有网，照样能办")
        return Note(self.theme, words, symbol="offline", state="warn", heading=heading)

    def _offer(self, offer: Offer) -> QFrame:
        theme = self.theme
        made = frame("card", "warn")
        column = bare(made, theme)
        see = Button(theme, tr("看一看"), Kind.WARN, symbol="chevron-right", after=True)
        see.setAccessibleName(tr("看一看{title}", title=offer.title))
        see.clicked.connect(lambda: self.say(ItemChosen(offer.item_id)))
        colour = theme.colour
        tile = IconTile(
            theme, "yuan", fill=colour.paper, colour=colour.grain_ink, size=theme.px(84)
        )
        words = [Text(offer.title, "strong", tone="warn-note")]
        if not theme.large:
            words.append(Text(offer.text, "body", tone="warn-note"))
        column.addWidget(tile_row(theme, tile, tuple(words), see, pad=theme.gap(28)))
        return made

    def _section(self, title: str, inner: QWidget, hint: str = "") -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.gap(12))
        row = QHBoxLayout()
        row.setSpacing(self.theme.gap(10))
        row.addWidget(Text(title, "h2").one_line())
        if hint and not self.theme.large:
            row.addWidget(Text(hint, "small"), 1, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(inner)
        return holder

    def _cases(self) -> QWidget:
        if not self.data.cases:
            hole = Hole(
                self.theme, "document", tr("还没有办件"), tr("在这台机器办过的事，会在这里")
            )
            return self._section(tr("我的办件"), hole)
        made = frame("card")
        column = bare(made, self.theme)
        for row in ruled(self.theme, [self._case(case) for case in self.data.cases]):
            column.addWidget(row)
        return self._section(tr("我的办件"), made)

    def _case(self, case: CaseLine) -> QWidget:
        theme = self.theme
        tile = state_tile(theme, case.symbol, case.state, theme.px(84))
        words = (
            Text(case.title, "strong"),
            Text(case.text, "body", tone={"warn": "warn", "ok": "ok"}.get(case.state, "")),
        )
        button = small(
            theme, case.action or tr("看"), case.action_symbol, name=f"{case.action} {case.title}"
        )
        kind = DraftPressed if case.draft else BookingPressed if case.booking else CasePressed
        button.clicked.connect(lambda: self.say(kind(case.id)))
        return tile_row(theme, tile, words, button, pad=theme.gap(22))

    def _licences(self) -> list[QWidget]:
        data = self.data
        if not data.online:
            hole = Hole(
                self.theme, "seal", tr("有网时才能看"), tr("带了证件就照着填，没带也能先登记")
            )
            return [] if self.theme.large else [self._section(tr("我的证照"), hole)]
        if data.licences is None and data.licences_offered:
            row = unseen_licences(self.theme, lambda: self.say(LicencesAsked()))
            return [self._section(tr("我的证照"), row)]
        if not data.licences:
            title = tr("这里看不到电子证照") if data.licences is None else tr("没有查到证照")
            hole = Hole(self.theme, "seal", title, tr("请带好证件来办"))
            return [self._section(tr("我的证照"), hole)]
        cards = licence_cards(self.theme, data.licences, lambda id_: self.say(LicenceOpened(id_)))
        return [self._section(tr("我的证照"), cards, tr("办事时不用再交复印件"))]

    def _quick(self) -> list[QWidget]:
        if not self.data.quick:
            return []
        theme, holder = self.theme, QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.gap(18))
        plain_doors = self.data.online and not theme.large
        columns = 3 if (plain_doors or not theme.portrait) else 2
        most = len(self.data.quick) if theme.portrait else 3
        shown = self.data.quick[: 4 if theme.large and theme.portrait else most]
        for index, quick in enumerate(shown):
            door = Door(theme, quick.symbol, quick.title, tiled=not plain_doors)
            door.clicked.connect(
                lambda _checked=False, id_=quick.item_id: self.say(ItemChosen(id_))
            )
            grid.addWidget(door, index // columns, index % columns)
        title = tr("常办的事") if self.data.online else tr("没网也能办的事")
        return [self._section(title, holder)]
