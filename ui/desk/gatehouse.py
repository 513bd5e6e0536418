"""The house of every gate: the dark side with place and time, and one card in view beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.frames import frame
from ui.components.text import Text
from ui.desk.data import Station
from ui.desk.gateforms import GateForm
from ui.desk.topbar import Emblem
from ui.theme import Theme

_SIDE = 0.38
_EMBLEM = 88


class Gatehouse(QWidget):
    """``told`` carries what the cards tell. Shows nothing personal."""

    told = Signal(object)

    def __init__(self, theme: Theme, forms: Sequence[GateForm]) -> None:
        super().__init__()
        self.theme, self._forms = theme, tuple(forms)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._cards = QStackedWidget()
        for form in forms:
            form.told.connect(self.told)
            self._cards.addWidget(in_the_middle(form))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._eave())
        row.addWidget(self._cards, 1)

    def show_station(self, station: Station) -> None:
        """Place and time; the count of what waits names nobody."""
        self._site.show_text(station.site)
        self._place.show_text(station.place)
        self._clock.show_text(station.clock)
        self._waits.show_text(
            tr("没上传 {count} 条，有网自动上传", count=station.pending) if station.pending else ""
        )

    def refuse(self, sentence: str) -> None:
        """Say at the card in view why it was not taken."""
        self.form().say(sentence)

    def show_busy(self, sentence: str, *, busy: bool) -> None:
        """Something is being tried: a second press would count as a second try."""
        self.form().setDisabled(busy)
        self.form().wait(sentence if busy else "")

    def form(self) -> GateForm:
        """The card in view."""
        return self._forms[self._cards.currentIndex()]

    def turn(self, form: GateForm) -> None:
        """Show a card, with empty boxes."""
        self._cards.setCurrentIndex(self._forms.index(form))
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


def in_the_middle(form: GateForm) -> QWidget:
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
