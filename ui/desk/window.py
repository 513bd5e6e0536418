"""The window of the hall's desk: top bar, cases at the left, the open one, the resident."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from offline.forms.api import FormSession
from offline.i18n import tr
from ui.components.frames import Note
from ui.components.text import Text
from ui.desk.agentsheet import AgentSheet
from ui.desk.case import CasePanel
from ui.desk.catalogue import CataloguePanel
from ui.desk.data import CaseHead, Line, Offer, PersonCard, Station
from ui.desk.dossier import Dossier, Matter
from ui.desk.events import (
    ActFor,
    DismissPerson,
    Lock,
    NewCase,
    OpenLine,
    OpenOffice,
    RevealNumber,
    Scanned,
)
from ui.desk.keycaps import KeyButton
from ui.desk.keys import KeySheet, desk_keys
from ui.desk.lists import LineList
from ui.desk.panel import Panel, add, emptied
from ui.desk.person import PersonPanel
from ui.desk.search import Results, SearchPage
from ui.desk.topbar import TopBar
from ui.fields import Helpers
from ui.theme import Theme

_WIDE = 1600
_SIDES = {True: (304, 384), False: (216, 268)}


class DeskWindow(QWidget):
    """Data in by its ``show_…`` methods, everything a person does out by ``event``."""

    said = Signal(object)

    def __init__(self, theme: Theme, helpers: Helpers | None = None) -> None:
        super().__init__()
        self.theme, self._helpers = theme, helpers or Helpers()
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._top = TopBar(theme, tr("找人、办件、单号"))
        self._search, self._going = SearchPage(theme), False
        self._search.told.connect(self.said)
        self._top.searched.connect(lambda words: self.said.emit(self._search.begin(words)))
        self._top.entered.connect(self._to_found)
        self.case = CasePanel(theme, self._helpers, tr("提交并打印"), "printer")
        self.case.told.connect(self.said)
        self._catalogue = CataloguePanel(theme, tr("办新事项"))
        self._catalogue.begun.connect(lambda item: self.said.emit(NewCase(item)))
        self._person = PersonPanel(theme)
        self._person.told.connect(self.said)
        self._middle = QStackedWidget()
        self._dossier = Dossier(theme, "")
        self._dossier.told.connect(self.said)
        for widget in (self._catalogue, self.case, self._dossier):
            self._middle.addWidget(widget)
        self._notices = QVBoxLayout()
        self._lay_out()
        self._keys = KeySheet(theme, self, desk_keys())
        self._agent = AgentSheet(theme, self, self._helpers.today)
        self._agent.told.connect(self.said)
        self._shortcuts()

    def show_station(self, station: Station) -> None:
        """Show how things stand."""
        self._top.show_station(station)

    def show_lines(self, lines: Sequence[Line], footer: str = "") -> None:
        """Show drafts and today's submissions; lines without an id are headings."""
        self._lines.show_lines(lines)
        self._tally.show_text(footer)

    def show_office(self, count: int) -> None:
        """How many decisions wait at this terminal."""
        self._office.setText(tr("要处理 {count}", count=count) if count else tr("要处理"))

    def show_person(self, person: PersonCard | None) -> None:
        """Show the resident at the window, or nobody."""
        self._person.show_person(person)

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Show what can be begun."""
        self._catalogue.show_offers(offers)

    def open_case(self, head: CaseHead, session: FormSession) -> None:
        """Show a case to be filled."""
        self.show_columns()
        self._middle.setCurrentWidget(self.case)
        self.case.open(head, session)

    def refresh(self, session: FormSession) -> None:
        """Show the open session as it is now; focus and cursor stay."""
        self.case.refresh(session)

    def open_catalogue(self) -> None:
        """Show the catalogue, ready to be searched."""
        self.show_columns()
        self._middle.setCurrentWidget(self._catalogue)
        self._catalogue.focus_search()

    def show_found(self, results: Results) -> None:
        """Show what a search found, in place of the columns; the typing goes on."""
        self._search.show_results(results)
        self._body.setCurrentWidget(self._search)
        if self._going:
            self._search.focus_lines()
        self._going = False

    def show_matter(self, matter: Matter) -> None:
        """Show one matter opened: beside the search if that is open, else in the middle."""
        if self._body.currentWidget() is self._search:
            self._search.show_matter(matter)
        else:
            self._dossier.show_matter(matter)
            self._middle.setCurrentWidget(self._dossier)

    def show_columns(self) -> None:
        """Back from the search to the case and the person."""
        self._body.setCurrentWidget(self._columns)

    def notify(self, sentence: str, tone: str = "") -> None:
        """Say something above the case (tones ok, warn, err, info); "" takes it away."""
        emptied(self._notices)
        if sentence:
            symbol = {"ok": "check-circle", "warn": "alert", "err": "error"}.get(tone, "info")
            add(self._notices, Note(self.theme, sentence, symbol=symbol, state=tone))

    def take_scan(self, text: str) -> None:
        """A scan goes into the field that asks for one, else it is told."""
        asked, in_case = self._agent.isVisible(), self.case.isVisible()
        self._agent.leave()
        if asked or not (in_case and self.case.form.take_scan(text)):
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

    def _lay_out(self) -> None:
        space = self.theme.space
        left, right = _SIDES[self.theme.screen.width >= _WIDE]
        queue = self._queue()
        queue.setFixedWidth(left)
        self._person.setFixedWidth(right)
        middle = QVBoxLayout()
        middle.setSpacing(space.l)
        middle.addLayout(self._notices)
        middle.addWidget(self._middle, 1)
        self._columns = QWidget()
        row = QHBoxLayout(self._columns)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space.xl)
        row.addWidget(queue)
        row.addLayout(middle, 1)
        row.addWidget(self._person)
        self._body = QStackedWidget()
        self._body.setContentsMargins(space.xl, space.xl, space.xl, space.xl)
        for page in (self._columns, self._search):
            self._body.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addWidget(self._body, 1)

    def _queue(self) -> QWidget:
        wide = self.theme.screen.width >= _WIDE
        panel = Panel(self.theme, tr("办件"), "list" if wide else "")
        begin = KeyButton(self.theme, tr("新办"), "Ctrl N", symbol="plus" if wide else "")
        begin.clicked.connect(self._new)
        panel.head.addWidget(begin)
        self._lines = LineList(self.theme)
        self._lines.opened.connect(lambda line: self.said.emit(OpenLine(line.kind, line.id)))
        panel.column.addWidget(self._lines, 1)
        self._tally = Text("", "body").one_line()
        self._office = KeyButton(self.theme, tr("要处理"), "F3")
        self._office.clicked.connect(lambda: self.said.emit(OpenOffice()))
        foot = QVBoxLayout()
        foot.addWidget(self._tally)
        foot.addWidget(self._office)
        panel.foot().addLayout(foot)
        return panel

    def _new(self) -> None:
        self.open_catalogue()
        self.said.emit(NewCase())

    def _to_found(self) -> None:
        self._going = True
        if self._body.currentWidget() is self._search:
            self._search.focus_lines()

    def _back_to_case(self) -> None:
        self._agent.leave()
        self.show_columns()
        if not self.case.form.has_questions():
            self._catalogue.focus_search()
        else:
            self._middle.setCurrentWidget(self.case)
            self.case.form.focus_first()

    def _in_case(self, act: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            in_view = self._body.currentWidget() is self._columns
            if in_view and self._middle.currentWidget() is self.case:
                act()

        return run

    def _shortcuts(self) -> None:
        acts: dict[str, Callable[[], object]] = {
            "F1": self._keys.open,
            "F2": lambda: self.said.emit(DismissPerson()),
            "F3": lambda: self.said.emit(OpenOffice()),
            "F5": lambda: self.said.emit(ActFor()),
            "F6": self._in_case(self.case.suspend),
            "F7": lambda: self._lines.setFocus(Qt.FocusReason.ShortcutFocusReason),
            "F8": self._in_case(self.case.check),
            "F9": self._in_case(self.case.submit),
            "Ctrl+N": self._new,
            "Ctrl+K": self._top.focus_search,
            "/": self._top.focus_search,
            "Ctrl+L": lambda: self.said.emit(Lock()),
            "Alt+S": lambda: self.said.emit(RevealNumber()),
            "Esc": self._back_to_case,
        }
        for key, act in acts.items():
            QShortcut(QKeySequence(key), self).activated.connect(act)
