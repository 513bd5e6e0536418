"""The grid worker's window: what waits is said on every page, and works without a network."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from offline.forms.api import FormSession
from offline.i18n import tr
from ui.components.frames import Note
from ui.desk.agentsheet import AgentSheet
from ui.desk.case import CasePanel
from ui.desk.catalogue import CataloguePanel
from ui.desk.data import CaseHead, Line, Offer, Station
from ui.desk.dossier import Matter
from ui.desk.events import ActFor, Lock, NewCase, OpenOffice, Scanned, SyncNow
from ui.desk.keys import KeySheet
from ui.desk.nav import Navigation
from ui.desk.panel import add, emptied
from ui.desk.search import Results, SearchPage
from ui.desk.topbar import TopBar
from ui.fields import Helpers
from ui.grid.data import Waiting
from ui.grid.syncpage import SyncPage
from ui.grid.today import TodayPage
from ui.theme import Theme


def grid_keys() -> tuple[tuple[str, str], ...]:
    """Key and what it does."""
    return (
        ("Ctrl N", tr("新记录")),
        ("Ctrl D", tr("今天、草稿")),
        ("Ctrl U", tr("同步")),
        ("F4", tr("代办：来的人替谁办")),
        ("F5", tr("现在上传，看有没有新任务")),
        ("Ctrl K  /", tr("找记录")),
        ("Enter", tr("下一项")),
        ("Shift Enter", tr("上一项")),
        ("1 – 9", tr("选第几个")),
        ("F6", tr("先存着")),
        ("F8", tr("检查还差什么")),
        ("F9", tr("上报")),
        ("Esc", tr("回到表格")),
    )


class GridWindow(QWidget):
    """Data in by its ``show_…`` methods, everything a person does out by ``event``."""

    said = Signal(object)

    def __init__(self, theme: Theme, helpers: Helpers | None = None) -> None:
        super().__init__()
        self.theme, self._helpers = theme, helpers or Helpers()
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._top = TopBar(theme, tr("找记录、地址、单号"))
        self._search, self._going = SearchPage(theme), False
        self._top.searched.connect(lambda words: self.said.emit(self._search.begin(words)))
        self._top.entered.connect(self._to_found)
        self._nav = Navigation(theme, _pages())
        self._nav.chosen.connect(self.open_page)
        self._today, self._sync = TodayPage(theme), SyncPage(theme)
        self._new = CataloguePanel(theme, tr("新记录"))
        self.case = CasePanel(theme, self._helpers, tr("上报"), "upload")
        self._stack = QStackedWidget()
        self._by_name: dict[str, QWidget] = {
            "today": self._today,
            "new": self._new,
            "form": self.case,
            "sync": self._sync,
            "search": self._search,
        }
        for page in self._by_name.values():
            self._stack.addWidget(page)
        self._notices = QVBoxLayout()
        self._keys = KeySheet(theme, self, grid_keys())
        self._agent = AgentSheet(theme, self, self._helpers.today)
        self._agent.told.connect(self.said)
        self._connect()
        self._lay_out()
        self._shortcuts()
        self.open_page("today")

    def show_station(self, station: Station) -> None:
        """Show how things stand."""
        self._top.show_station(station)

    def show_waiting(self, waiting: Waiting) -> None:
        """Show what is not uploaded, wherever it is said."""
        self._nav.show_count("sync", waiting.count)
        self._today.show_waiting(waiting)
        self._sync.show_waiting(waiting)

    def show_office(self, count: int) -> None:
        """How many decisions wait at this terminal."""
        self._nav.show_count("office", count)

    def show_drafts(
        self, drafts: Sequence[Line], done: Sequence[Line] = (), tasks: Sequence[Line] = ()
    ) -> None:
        """Show what the centre wants done, my drafts and today's records."""
        self._today.show_lines(drafts, done, tasks)
        self._nav.show_count("today", len(tasks))

    def show_queue(self, lines: Sequence[Line]) -> None:
        """Show the records that wait or need a person."""
        self._sync.show_lines(lines)

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Show what can be recorded; the first six are the usual ones."""
        self._new.show_offers(offers)
        self._today.show_quick([(offer.id, offer.name) for offer in offers[:6]])

    def open_case(self, head: CaseHead, session: FormSession) -> None:
        """Show a record to be filled."""
        self._show("form")
        self.case.open(head, session)

    def refresh(self, session: FormSession) -> None:
        """Show the open session as it is now; focus and cursor stay."""
        self.case.refresh(session)

    def show_found(self, results: Results) -> None:
        """Show what a search found; the typing goes on."""
        self._search.show_results(results)
        self._show("search")
        if self._going:
            self._search.focus_lines()
        self._going = False

    def show_matter(self, matter: Matter) -> None:
        """Show one matter opened, beside what was found."""
        self._show("search")
        self._search.show_matter(matter)

    def open_page(self, name: str) -> None:
        """Go to ``today``, ``new``, ``form``, ``sync`` or ``search``."""
        if name == "office":
            self._nav.show_page(self.page())
            self.said.emit(OpenOffice())
            return
        if name == "form" and not self.case.form.has_questions():
            name = "new"
        self._show(name)
        if name == "new":
            self._new.focus_search()
            self.said.emit(NewCase())
        elif name == "form":
            self.case.form.focus_first()
        elif name == "search":
            self._top.focus_search()
        elif name == "today":
            self._today.focus_first()

    def _show(self, name: str) -> None:
        self._stack.setCurrentWidget(self._by_name[name])
        self._nav.show_page(name)

    def page(self) -> str:
        """The name of the page in view."""
        shown = self._stack.currentWidget()
        return next(name for name, page in self._by_name.items() if page is shown)

    def notify(self, sentence: str, tone: str = "") -> None:
        """Say something above the page (tones ok, warn, err, info); "" takes it away."""
        emptied(self._notices)
        if sentence:
            symbol = {"ok": "check-circle", "warn": "alert", "err": "error"}.get(tone, "info")
            add(self._notices, Note(self.theme, sentence, symbol=symbol, state=tone))

    def take_scan(self, text: str) -> None:
        """A scan goes into the field that asks for one, else it is told."""
        asked = self._agent.isVisible()
        self._agent.leave()
        if asked or self.page() != "form" or not self.case.form.take_scan(text):
            self.said.emit(Scanned(text))

    def ask_agent(self) -> None:
        """Who acts for whom: the next scan tells, or what is typed."""
        self._agent.open()

    def forget_agent(self) -> None:
        """What was half typed of somebody goes."""
        self._agent.leave()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sheet of keys covers everything."""
        super().resizeEvent(event)
        for sheet in (self._keys, self._agent):
            sheet.setGeometry(self.rect())

    def _connect(self) -> None:
        for signal in (self._today.told, self._sync.told, self.case.told, self._search.told):
            signal.connect(self.said)
        self._today.wanted.connect(self.open_page)
        self._new.begun.connect(lambda item: self.said.emit(NewCase(item)))

    def _lay_out(self) -> None:
        space = self.theme.space
        middle = QVBoxLayout()
        middle.setContentsMargins(space.xl, space.xl, space.xl, space.xl)
        middle.setSpacing(space.l)
        middle.addLayout(self._notices)
        middle.addWidget(self._stack, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._nav)
        row.addLayout(middle, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addLayout(row, 1)

    def _back(self) -> None:
        self._agent.leave()
        self.open_page("form")

    def _to_found(self) -> None:
        self._going = True
        if self.page() == "search":
            self._search.focus_lines()

    def _in_case(self, act: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            if self.page() == "form":
                act()

        return run

    def _shortcuts(self) -> None:
        acts: dict[str, Callable[[], object]] = {
            "F1": self._keys.open,
            "F3": lambda: self.said.emit(OpenOffice()),
            "F4": lambda: self.said.emit(ActFor()),
            "F5": lambda: self.said.emit(SyncNow()),
            "F6": self._in_case(self.case.suspend),
            "F8": self._in_case(self.case.check),
            "F9": self._in_case(self.case.submit),
            "Ctrl+N": lambda: self.open_page("new"),
            "Ctrl+D": lambda: self.open_page("today"),
            "Ctrl+U": lambda: self.open_page("sync"),
            "Ctrl+K": self._top.focus_search,
            "/": self._top.focus_search,
            "Ctrl+L": lambda: self.said.emit(Lock()),
            "Esc": self._back,
        }
        for key, act in acts.items():
            QShortcut(QKeySequence(key), self).activated.connect(act)


def _pages() -> tuple[tuple[str, str, str], ...]:
    return (
        ("today", tr("今天"), "home"),
        ("new", tr("新记录"), "plus"),
        ("form", tr("填表"), "document"),
        ("sync", tr("同步"), "sync"),
        ("search", tr("查找"), "search"),
        ("office", tr("要处理"), "alert"),
    )
