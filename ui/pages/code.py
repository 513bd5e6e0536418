"""A page with one thing to keep or to pay: a number in large letters, facts, a code for a phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.buttons import primary, secondary
from ui.components.frames import Note, Tag, card
from ui.components.paperview import QrView
from ui.components.text import Text, plain
from ui.pages.base import Anatomy, Leave, Page, arrange
from ui.pages.guide import Sentence
from ui.theme import Mode, Theme


@dataclass(frozen=True, slots=True)
class CodeData:
    """What is shown; ``code`` is the text of the QR, "" for none, ``caption`` what it is for.

    ``tag`` and ``state`` say how it stands. Without ``back`` there is one way on.
    """

    title: str
    text: str
    label: str
    value: str
    facts: tuple[tuple[str, str], ...] = ()
    code: str = ""
    caption: str = ""
    tag: str = ""
    state: str = ""
    note: Sentence | None = None
    go: str = ""
    back: str = ""


@dataclass(frozen=True, slots=True)
class TicketRead:
    """The queue number was noted."""


@dataclass(frozen=True, slots=True)
class PaymentLooked:
    """The green button of a payment: look now, take a new code, or go on."""


@dataclass(frozen=True, slots=True)
class PaymentLeft:
    """Not now: pay later, here or at the window."""


@dataclass(frozen=True, slots=True)
class BookingWanted:
    """The green button of an appointment's page."""


@dataclass(frozen=True, slots=True)
class BookingLeft:
    """The other button of an appointment's page."""


class CodePage(Page):
    """Title, what to do, the card, a note; subclasses say what their buttons mean."""

    go_event: ClassVar[object]
    back_event: ClassVar[object] = None

    def __init__(self, theme: Theme, data: CodeData) -> None:
        super().__init__(theme)
        self.data = data
        self.setAccessibleName(data.title)
        head: list[QWidget] = [Text(data.title, "title"), Text(data.text, "step")]
        body: list[QWidget] = [self._card()]
        if data.note is not None:
            note = data.note
            body.append(Note(theme, note.text, symbol=note.symbol, state=note.state))
        go = primary(theme, data.go or tr("知道了"), "check")
        go.clicked.connect(lambda: self.say(self.go_event))
        arrange(self, Anatomy(head, body, [], self._back(), go))

    def spoken(self) -> str:
        """All that is shown."""
        data = self.data
        said = [data.title, data.text, data.tag, f"{data.label}：{data.value}"]
        said += [f"{label}：{value}" for label, value in data.facts]
        said += [data.note.text] if data.note is not None else []
        return "。".join(plain(part).rstrip("。") for part in said if part)

    def _back(self) -> QWidget | None:
        if not self.data.back:
            return None
        back = secondary(self.theme, self.data.back, "back")
        back.clicked.connect(lambda: self.say(self.back_event))
        return back

    def _card(self) -> QFrame:
        theme = self.theme
        made, column = card(theme)
        row = QHBoxLayout()
        row.setSpacing(theme.gap(36))
        row.addLayout(self._words(), 1)
        if self.data.code:
            row.addLayout(self._code())
        column.addLayout(row)
        return made

    def _words(self) -> QVBoxLayout:
        theme, data = self.theme, self.data
        words = QVBoxLayout()
        words.setSpacing(theme.gap(8))
        if data.tag:
            words.addWidget(Tag(theme, data.tag, state=data.state), 0, Qt.AlignmentFlag.AlignLeft)
        words.addWidget(Text(data.label, "label"))
        words.addWidget(Text(data.value, "display").one_line())
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.gap(24))
        grid.setVerticalSpacing(theme.gap(10))
        grid.setColumnStretch(1, 1)
        for at, (label, value) in enumerate(data.facts):
            grid.addWidget(Text(label, "label").one_line(), at, 0)
            grid.addWidget(Text(value, "strong"), at, 1)
        words.addSpacing(theme.gap(12))
        words.addLayout(grid)
        words.addStretch(1)
        return words

    def _code(self) -> QVBoxLayout:
        theme, data = self.theme, self.data
        side = {Mode.PORTRAIT: 340, Mode.LANDSCAPE: 300}.get(theme.mode, 200)
        code = QVBoxLayout()
        code.setSpacing(theme.gap(8))
        code.addWidget(QrView(theme, data.code, theme.px(side), name=data.caption))
        caption = Text(data.caption, "small").one_line()
        code.addWidget(caption.aligned(Qt.AlignmentFlag.AlignCenter))
        code.addStretch(1)
        return code


class TicketPage(CodePage):
    """取号: the number, who is before, and that it is called."""

    leave = Leave.HOME
    go_event = TicketRead()


class PaymentPage(CodePage):
    """缴费: what is to be paid, how it stands, what comes next."""

    leave = Leave.FINISH
    go_event = PaymentLooked()
    back_event = PaymentLeft()


class BookingPage(CodePage):
    """预约: a time to be booked, or booked."""

    leave = Leave.MY
    go_event = BookingWanted()
    back_event = BookingLeft()
