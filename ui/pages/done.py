"""After handing in: 登记好了 (amber, not yet sent) or 已经受理 (the vermilion mark).

The two never share a heading, a colour or a verb.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.buttons import primary, secondary, small
from ui.components.frames import Note, card, frame, line
from ui.components.marks import IconTile, Mark
from ui.components.meter import Meter
from ui.components.paperview import AcceptedMark, QrView, SlipPicture, SlipView
from ui.components.rows import ruled, sentence_row
from ui.components.text import Text, plain
from ui.pages.base import Anatomy, Leave, Page, arrange
from ui.theme import Mode, Theme


class Printing(StrEnum):
    """How the paper stands."""

    PRINTING = "printing"
    PRINTED = "printed"
    DOUBTFUL = "doubtful"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class NextLine:
    """One sentence about what comes next."""

    symbol: str
    words: str


@dataclass(frozen=True, slots=True)
class DoneOfflineData:
    """A submission that is kept here and will be sent. ``phone`` and ``help_phone`` may be empty.

    ``lines`` are the small lines of the slip (item, masked person, time); ``code`` is the text of
    its QR. ``fee`` is what it will cost once it is accepted, "" for nothing.
    """

    item: str
    number: str
    code: str
    lines: tuple[str, ...]
    help_phone: str = ""
    printing: Printing = Printing.PRINTING
    online: bool = False
    rate_next: bool = False
    fee: str = ""


@dataclass(frozen=True, slots=True)
class DoneOnlineData:
    """A case the exchange has accepted: its acceptance number and what the exchange promised.

    ``facts`` are label and value (申请人, 受理时间, 办好时间 …).
    """

    item: str
    number: str
    code: str
    facts: tuple[tuple[str, str], ...]
    next: tuple[NextLine, ...] = ()
    printing: Printing = Printing.PRINTING
    rate_next: bool = True


@dataclass(frozen=True, slots=True)
class TakenPressed:
    """The paper was taken; go on to the rating or the end."""


@dataclass(frozen=True, slots=True)
class NotPrintedPressed:
    """Nothing came out, or not all of it."""


@dataclass(frozen=True, slots=True)
class AnotherPressed:
    """The paper was taken, and something else is to be done for the same person."""


class DonePage(Page):
    """What both ends share: the action bar, and the way to another service."""

    leave = Leave.FINISH

    def _another(self) -> QWidget:
        button = small(self.theme, tr("还要办别的事"), "plus")
        button.clicked.connect(lambda: self.say(AnotherPressed()))
        return button

    def _actions(self, printing: Printing, *, rate_next: bool) -> tuple[QWidget | None, QWidget]:
        words = tr("取到了，去评价") if rate_next else tr("取到了，结束")
        if printing is Printing.NONE:
            words = tr("知道了，去评价") if rate_next else tr("知道了，结束")
        go = primary(self.theme, words, "next" if rate_next else "check")
        go.clicked.connect(lambda: self.say(TakenPressed()))
        if printing is Printing.NONE:
            return None, go
        missing = secondary(self.theme, tr("没打出来"), "paper-out")
        missing.clicked.connect(lambda: self.say(NotPrintedPressed()))
        return missing, go


class DoneOfflinePage(DonePage):
    """登记好了."""

    def __init__(self, theme: Theme, data: DoneOfflineData) -> None:
        super().__init__(theme)
        self.data = data
        self.setAccessibleName(tr("登记好了"))
        back, go = self._actions(data.printing, rate_next=data.rate_next)
        body: list[QWidget] = [self._paper()]
        low = ruled(
            theme, [sentence_row(theme, one.symbol, one.words) for one in self._shown_next()]
        )
        head = [self._head(), self._waiting()]
        if theme.portrait:
            body += [_column(low)]
        beside = [] if theme.portrait else [_column(low)]
        if theme.portrait or not (theme.large and theme.mode is Mode.COMPACT):
            beside.append(self._another())
        parts = Anatomy(head, body, beside, back, go)
        arrange(self, parts)

    def spoken(self) -> str:
        """Registered, not yet uploaded, the number, what next."""
        said = [tr("登记好了"), self._where(), self._waiting_words(), self._print_words()]
        said += [tr("登记号 {number}", number=self.data.number)]
        said += [one.words for one in self._next()]
        return "。".join(plain(part).rstrip("。") for part in said)

    def _where(self) -> str:
        return tr("正在等着上传") if self.data.online else tr("现在没有网，先存在这台机器里")

    def _head(self) -> QWidget:
        theme, holder = self.theme, QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, theme.gap(22))
        row.setSpacing(theme.gap(32))
        colour = theme.colour
        size = theme.px(120) if theme.mode is not Mode.COMPACT else theme.px(90)
        tile = IconTile(theme, "check", fill=colour.pine, colour=colour.on_pine, size=size)
        row.addWidget(tile)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(tr("登记好了"), "title"))
        words.addWidget(Text(self._where(), "step"))
        row.addLayout(words, 1)
        return holder

    def _waiting(self) -> QWidget:
        return Note(
            self.theme, self._waiting_words(), symbol="upload", state="warn", heading=tr("待上传")
        )

    def _waiting_words(self) -> str:
        if self.theme.large:
            return tr("有网后自动上传，<b>不用您再跑一趟</b>。")
        return tr("有网后自动上传，<b>不用您再跑一趟</b>。上传后才算受理。")

    def _print_words(self) -> str:
        if self.theme.large and self.data.printing is Printing.PRINTING:
            return tr("正在打印登记单……")
        return {
            Printing.PRINTING: tr("正在打印登记单……从下面出纸口取"),
            Printing.PRINTED: tr("登记单打好了，从下面出纸口取"),
            Printing.DOUBTFUL: tr("登记单可能没打出来，请看看出纸口"),
            Printing.NONE: tr("这次不打单子，请记下登记号"),
        }[self.data.printing]

    def _paper(self) -> QFrame:
        theme, made = self.theme, frame("soft")
        column = QVBoxLayout(made)
        column.setContentsMargins(theme.gap(24), theme.gap(28), theme.gap(24), 0)
        column.setSpacing(theme.gap(20))
        row = QHBoxLayout()
        row.setSpacing(theme.gap(16))
        row.addStretch(1)
        row.addWidget(Mark(theme, "printer", theme.colour.ink, theme.px(44)))
        words = Text(self._print_words(), "strong")
        row.addWidget(words.one_line())
        row.addStretch(1)
        column.addLayout(row)
        data = self.data
        slip = SlipPicture(
            tr("登记单"), tr("待上传"), data.lines, tr("登记号"), data.number, data.code
        )
        column.addWidget(SlipView(theme, slip))
        return made

    def _shown_next(self) -> tuple[NextLine, ...]:
        if self.theme.portrait:
            return self._next()[: 1 if self.theme.large else None]
        cramped = self.theme.large or self.theme.mode is Mode.COMPACT
        return () if cramped else self._next()[:1]

    def _next(self) -> tuple[NextLine, ...]:
        lines = [
            NextLine("slip", tr("<b>收好登记单。</b>它不是受理回执")),
            NextLine("scan", tr("想知道办到哪一步，<b>扫单子上的码</b>")),
        ]
        if self.data.fee:
            words = tr("要缴 <b>{fee}</b>，受理以后再缴", fee=self.data.fee)
            lines.insert(1, NextLine("yuan", words))
        if self.data.help_phone:
            words = tr("有事打 <b>{phone}</b> 问村里", phone=self.data.help_phone)
            lines.append(NextLine("call", words))
        return tuple(lines)


class DoneOnlinePage(DonePage):
    """已经受理."""

    def __init__(self, theme: Theme, data: DoneOnlineData) -> None:
        super().__init__(theme)
        self.data = data
        self.setAccessibleName(tr("已经受理"))
        back, go = self._actions(data.printing, rate_next=data.rate_next)
        body: list[QWidget] = [self._facts()]
        body += [self._print_line()] if data.printing is not Printing.NONE else []
        after = self._after()
        parts = Anatomy([self._head()], body, [], back, go, gap=24)
        (body if theme.portrait else parts.low).extend(after)
        parts.low.append(self._another())
        arrange(self, parts)

    def spoken(self) -> str:
        """Accepted, the facts, what next."""
        data = self.data
        said = [tr("已经受理"), tr("受理号 {number}", number=data.number)]
        said += [f"{label}：{value}" for label, value in data.facts]
        said += [one.words for one in data.next]
        return "。".join(plain(part) for part in said)

    def _head(self) -> QWidget:
        theme, holder = self.theme, QWidget()
        portrait = theme.portrait
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, theme.gap(20))
        row.setSpacing(theme.gap(40 if portrait else 28))
        row.addWidget(AcceptedMark(theme, theme.px(190 if portrait else 150)))
        words = QVBoxLayout()
        words.setSpacing(theme.gap(4))
        words.addStretch(1)
        words.addWidget(Text(tr("已经受理"), "title"))
        words.addWidget(Text(tr("已收到您的{item}", item=self.data.item), "step"))
        words.addStretch(1)
        row.addLayout(words, 1)
        return holder

    def _facts(self) -> QFrame:
        theme, data = self.theme, self.data
        made, column = card(theme)
        row = QHBoxLayout()
        row.setSpacing(theme.gap(36))
        words = QVBoxLayout()
        words.setSpacing(theme.gap(4))
        words.addWidget(Text(tr("受理号"), "label"))
        words.addWidget(Text(data.number, "number"))
        words.addLayout(self._grid())
        row.addLayout(words, 1)
        code = QVBoxLayout()
        code.setSpacing(theme.gap(8))
        size = theme.px(252 if theme.portrait else 230)
        code.addStretch(1)
        code.addWidget(QrView(theme, data.code, size, name=tr("扫码查进度")))
        caption = Text(tr("扫码查进度"), "small").one_line()
        code.addWidget(caption.aligned(Qt.AlignmentFlag.AlignCenter))
        code.addStretch(1)
        row.addLayout(code)
        column.addLayout(row)
        return made

    def _grid(self) -> QGridLayout:
        theme, grid = self.theme, QGridLayout()
        grid.setHorizontalSpacing(theme.gap(24))
        grid.setVerticalSpacing(theme.gap(14))
        grid.setColumnMinimumWidth(0, theme.px(180))
        grid.setColumnStretch(1, 1)
        for index, (label, value) in enumerate(self.data.facts):
            if index:
                grid.addWidget(line(theme), 2 * index, 0, 1, 2)
            grid.addWidget(Text(label, "label").one_line(), 2 * index + 1, 0)
            grid.addWidget(Text(value, "strong"), 2 * index + 1, 1)
        return grid

    def _print_line(self) -> QFrame:
        theme, made = self.theme, frame("soft")
        row = QHBoxLayout(made)
        side = theme.gap(40)
        row.setContentsMargins(side, theme.gap(28), side, theme.gap(28))
        row.setSpacing(theme.gap(28))
        row.addWidget(Mark(theme, "printer", theme.colour.ink, theme.px(50)))
        printing = self.data.printing is Printing.PRINTING
        words = QVBoxLayout()
        words.setSpacing(0)
        heading = tr("受理回执正在打印") if printing else tr("受理回执打好了")
        if self.data.printing is Printing.DOUBTFUL:
            heading = tr("受理回执可能没打出来")
        words.addWidget(Text(heading, "strong"))
        words.addWidget(Text(tr("从屏幕下面的出纸口取，1 张"), "body"))
        row.addLayout(words, 1)
        if printing and not theme.large:
            row.addWidget(Meter(theme, 0.64, tr("马上就好")))
        return made

    def _after(self) -> list[QWidget]:
        theme = self.theme
        cramped = theme.mode is Mode.COMPACT or (theme.large and not theme.portrait)
        if not self.data.next or cramped:
            return []
        shown = self.data.next[: 2 if theme.large else None]
        rows = [sentence_row(theme, one.symbol, one.words) for one in shown]
        return [_column([Text(tr("接下来"), "h2"), *ruled(theme, rows, closing=theme.portrait)])]


def _column(widgets: list[QWidget]) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget)
    return holder
