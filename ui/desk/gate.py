"""Who is here: the page before and over the work of a staff window. Shows nothing personal."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.frames import frame
from ui.components.text import Text
from ui.desk.data import Line, Station
from ui.desk.gateforms import CodeForm, FirstForm, GateForm, LoginForm, RecoverForm
from ui.desk.topbar import Emblem
from ui.theme import Theme

_SIDE = 0.38
_EMBLEM = 88


@dataclass(frozen=True, slots=True)
class Entry:
    """Who may enter (lines of name and role), and whose work lies behind a lock.

    ``first`` asks for the first account; ``hint`` helps a newcomer of the demonstration;
    ``away`` are the words of a way back to where no passphrase is needed.
    """

    names: tuple[Line, ...] = ()
    locked: str = ""
    first: bool = False
    hint: str = ""
    away: str = ""


class Gate(QWidget):
    """``told`` carries Unlock, BeginAccount, Recover, CodeNoted and CloseOffice."""

    told = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._entry = Entry()
        self._login, self._first = LoginForm(theme), FirstForm(theme)
        self._recover, self._code = RecoverForm(theme), CodeForm(theme)
        self._cards = QStackedWidget()
        for form in (self._login, self._first, self._recover, self._code):
            form.told.connect(self.told)
            self._cards.addWidget(_middle(form))
        self._login.other.connect(self._let_choose)
        self._login.forgotten.connect(self.show_recovery)
        self._recover.back.connect(lambda: self._turn(self._login))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._eave())
        row.addWidget(self._cards, 1)

    def show_entry(self, entry: Entry) -> None:
        """Begin anew: nothing that was typed stays."""
        self._entry = entry
        self._login.show_names(entry.names, entry.locked, entry.hint)
        self._login.show_away(entry.away)
        self._turn(self._first if entry.first else self._login)

    def show_station(self, station: Station) -> None:
        """Place and time; the count of what waits names nobody."""
        self._site.show_text(station.site)
        self._place.show_text(station.place)
        self._clock.show_text(station.clock)
        self._waits.show_text(
            tr("没上传 {count} 条，有网自动上传", count=station.pending) if station.pending else ""
        )

    def show_code(self, code: str) -> None:
        """The recovery code, once."""
        self._turn(self._code)
        self._code.show_code(code)

    def refuse(self, sentence: str) -> None:
        """Say at the card in view why it was not taken."""
        self.form().say(sentence)

    def form(self) -> GateForm:
        """The card in view."""
        forms = (self._login, self._first, self._recover, self._code)
        return forms[self._cards.currentIndex()]

    def _let_choose(self) -> None:
        self._login.show_names(self._entry.names, "", self._entry.hint)
        self._login.choose(self._entry.locked)
        self._login.begin()

    def show_recovery(self) -> None:
        """The card that takes the recovery code, for the name that is marked."""
        self._recover.operator = self._login.chosen()
        self._turn(self._recover)

    def _turn(self, form: GateForm) -> None:
        forms = (self._login, self._first, self._recover, self._code)
        self._cards.setCurrentIndex(forms.index(form))
        form.begin()

    def _eave(self) -> QFrame:
        side = _Eave(self.theme)
        space = self.theme.space
        column = QVBoxLayout(side)
        column.setContentsMargins(space.xxl * 2, space.xxl * 2, space.xxl * 2, space.xxl * 2)
        column.setSpacing(space.m)
        self._site, self._place = Text("", "display"), Text("", "body")
        self._clock, self._waits = Text("", "display"), Text("", "body")
        column.addWidget(Emblem(_EMBLEM))
        column.addSpacing(space.l)
        for each in (self._site, self._place):
            column.addWidget(each)
        column.addStretch(1)
        column.addWidget(self._waits)
        column.addWidget(self._clock)
        side.setFixedWidth(round(self.theme.screen.width * _SIDE))
        return side


class _Eave(QFrame):
    """The dark side, with the staff's grain line at its edge."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "eave")

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame, then the line."""
        super().paintEvent(event)
        wide = self._theme.bars.drip
        area = self.rect().adjusted(self.width() - wide, 0, 0, 0)
        QPainter(self).fillRect(area, QColor(self._theme.colour.grain))


def _middle(form: GateForm) -> QWidget:
    """A card in the middle of what is left of the screen."""
    holder = frame("")
    row = QHBoxLayout(holder)
    row.addStretch(1)
    column = QVBoxLayout()
    column.addStretch(2)
    column.addWidget(form)
    column.addStretch(3)
    row.addLayout(column)
    row.addStretch(1)
    return holder
