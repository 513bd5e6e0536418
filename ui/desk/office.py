"""The supervisor's window: what waits for a decision, doubtful prints, conflicts, accounts, log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.buttons import Button
from ui.components.frames import Note
from ui.desk.data import Line, Station
from ui.desk.dossier import Dossier, Matter
from ui.desk.events import CloseOffice, Lock, Search
from ui.desk.keycaps import KeyButton
from ui.desk.lists import LineList
from ui.desk.logpage import LogPage
from ui.desk.nav import Navigation
from ui.desk.panel import Panel, add, emptied
from ui.desk.topbar import TopBar
from ui.theme import Theme

_SIDE = 400
LOG = "log"


@dataclass(frozen=True, slots=True)
class Page:
    """Lines and the matter each opens; ``note`` words and tone above them, ``empty`` for none."""

    name: str
    entries: tuple[tuple[Line, Matter], ...] = ()
    note: tuple[str, str] = ("", "")


class ListPage(QWidget):
    """Lines at the left, the chosen one at the right with what may be done."""

    told = Signal(object)

    def __init__(self, theme: Theme, title: str, symbol: str, empty: str) -> None:
        super().__init__()
        self._theme, self._empty = theme, empty
        self._matters: dict[str, Matter] = {}
        self._notes = QVBoxLayout()
        self._panel = Panel(theme, title, symbol)
        self._list = LineList(theme, columns=True)
        self._list.selectionModel().currentChanged.connect(lambda *_: self._look())
        self._panel.column.addWidget(self._list, 1)
        self.dossier = Dossier(theme, tr("选一条看看"))
        self.dossier.told.connect(self.told)
        self._list.opened.connect(lambda _line: self.dossier.setFocus())
        self.dossier.setFixedWidth(_SIDE)
        left = QVBoxLayout()
        left.setSpacing(theme.space.l)
        left.addLayout(self._notes)
        left.addWidget(self._panel, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space.xl)
        row.addLayout(left, 1)
        row.addWidget(self.dossier)

    def show_entries(self, page: Page) -> None:
        """Show the lines; the one that was open stays open."""
        emptied(self._notes)
        words, tone = page.note
        if words:
            symbol = {"ok": "check-circle", "warn": "clock", "err": "alert"}.get(tone, "info")
            add(self._notes, Note(self._theme, words, symbol=symbol, state=tone))
        self._matters = {line.id: matter for line, matter in page.entries if line.id}
        lines = [line for line, _ in page.entries] or [Line("", "", self._empty, icon="check")]
        self._list.show_lines(lines)
        if not self._list.chosen_id():
            self._list.choose_first()
        self._panel.say(word=tr("{count} 条", count=len(self._matters)))
        self._look()

    def choose(self, identifier: str) -> None:
        """Open a line by its id."""
        self._list.choose(identifier)

    def focus_first(self) -> None:
        """Walk the lines."""
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look(self) -> None:
        self.dossier.show_matter(self._matters.get(self._list.chosen_id(), Matter()))


class OfficeWindow(QWidget):
    """``said`` carries Decide, AskLog, Search, Lock and CloseOffice.

    ``at_kiosk`` there is no desk to look for residents at, and the way back leads home.
    """

    said = Signal(object)

    def __init__(self, theme: Theme, *, at_kiosk: bool = False) -> None:
        super().__init__()
        self.theme, self.at_kiosk = theme, at_kiosk
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._top = TopBar(theme, "" if at_kiosk else tr("找人、办件、单号"))
        self._top.searched.connect(lambda words: self.said.emit(Search(words)))
        self._nav = Navigation(theme, _pages())
        self._nav.chosen.connect(self.open_page)
        self._stack, self._notices = QStackedWidget(), QVBoxLayout()
        self.lists = {
            name: ListPage(theme, title, symbol, empty) for name, title, symbol, empty in _lists()
        }
        self.log = LogPage(theme)
        self._by_name: dict[str, QWidget] = {**self.lists, LOG: self.log}
        for page in self._by_name.values():
            self._stack.addWidget(page)
        for told in (self.log.told, *(page.told for page in self.lists.values())):
            told.connect(self.said)
        self._lay_out()
        self._shortcuts()
        self.open_page("refused")

    def show_station(self, station: Station) -> None:
        """Show how things stand."""
        self._top.show_station(station)

    def show_pages(self, pages: Sequence[Page]) -> None:
        """Show everything that waits."""
        for page in pages:
            self.lists[page.name].show_entries(page)
            waiting = page.name in {"refused", "prints", "payments", "messages", "conflicts"}
            self._nav.show_count(page.name, len(page.entries) if waiting else 0)

    def open_page(self, name: str) -> None:
        """Go to a page by its name."""
        page = self._by_name[name]
        self._stack.setCurrentWidget(page)
        self._nav.show_page(name)
        if isinstance(page, ListPage):
            page.focus_first()
        else:
            self.log.ask()

    def notify(self, sentence: str, tone: str = "", door: tuple[str, object] | None = None) -> None:
        """Say something above the page; "" takes it away. ``door`` is a button's words, and what
        it says; behind a kiosk nothing is begun.
        """
        emptied(self._notices)
        if sentence:
            symbol = {"ok": "check-circle", "warn": "alert", "err": "error"}.get(tone, "info")
            button = None if door is None or self.at_kiosk else self._door(*door)
            add(
                self._notices,
                Note(self.theme, sentence, symbol=symbol, state=tone, extra=button),
            )

    def _door(self, words: str, event: object) -> Button:
        made = Button(self.theme, words)
        made.clicked.connect(lambda: self.said.emit(event))
        return made

    def _lay_out(self) -> None:
        space = self.theme.space
        middle = QVBoxLayout()
        middle.setContentsMargins(space.xl, space.xl, space.xl, space.xl)
        middle.setSpacing(space.l)
        middle.addLayout(self._notices)
        middle.addWidget(self._stack, 1)
        side = QVBoxLayout()
        side.setSpacing(0)
        side.addWidget(self._nav, 1)
        back = KeyButton(self.theme, tr("回首页") if self.at_kiosk else tr("回窗口"), "Esc")
        back.clicked.connect(lambda: self.said.emit(CloseOffice()))
        side.addWidget(back, 0, Qt.AlignmentFlag.AlignHCenter)
        side.addSpacing(space.l)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addLayout(side)
        row.addLayout(middle, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addLayout(row, 1)

    def _shortcuts(self) -> None:
        acts = {
            "Esc": lambda: self.said.emit(CloseOffice()),
            "F3": lambda: self.said.emit(CloseOffice()),
            "Ctrl+L": lambda: self.said.emit(Lock()),
            "Ctrl+K": self._top.focus_search,
        }
        for key, act in acts.items():
            QShortcut(QKeySequence(key), self).activated.connect(act)


def _lists() -> tuple[tuple[str, str, str, str], ...]:
    return (
        ("refused", tr("退回来的"), "alert", tr("没有退回来的。")),
        ("queue", tr("没上传的"), "upload", tr("都上传好了。")),
        ("prints", tr("打印存疑"), "printer", tr("没有存疑的打印。")),
        ("printers", tr("打印机"), "printer", tr("还没有装打印机。")),
        ("payments", tr("缴费核实"), "yuan", tr("没有待核实的缴费。")),
        ("messages", tr("县里的通知"), "bell", tr("没有没看过的通知。")),
        ("conflicts", tr("两边不一样"), "sync", tr("县里的和本机的都一样。")),
        ("accounts", tr("账号"), "people", tr("您的岗位不能管账号。")),
        ("kept", tr("到期删除"), "trash", tr("还没有到期删除过。")),
        ("machine", tr("这台机器"), "settings", ""),
    )


def _pages() -> tuple[tuple[str, str, str], ...]:
    lists = tuple((name, title, symbol) for name, title, symbol, _ in _lists())
    return (*lists, (LOG, tr("日志"), "list"))
