"""The catalogue to begin a case from: a search by name or initials, Enter begins the first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from offline.i18n import tr
from ui.desk.data import Line, Offer
from ui.desk.lists import LineList
from ui.desk.panel import Panel
from ui.fields.line import Line as LineEdit
from ui.fields.spelling import ChoiceIndex
from ui.theme import Theme


class CataloguePanel(Panel):
    """``begun`` carries the id of the item to begin."""

    begun = Signal(str)

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__(theme, title, "plus")
        self._offers: tuple[Offer, ...] = ()
        self._index = ChoiceIndex([])
        self.search = LineEdit(theme, dense=True, symbol="search")
        self.search.setPlaceholderText(tr("事项名，或拼音头字母"))
        self.search.setAccessibleName(tr("找事项"))
        self.search.typed.connect(self._look)
        self.search.entered.connect(self._begin_chosen)
        self.search.installEventFilter(self)
        self._list = LineList(theme, columns=True)
        self._list.opened.connect(lambda line: self.begun.emit(line.id))
        self.head.addWidget(self.search, 2)
        self.column.addWidget(self._list, 1)

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Show these items."""
        self._offers = tuple(offers)
        self._index = ChoiceIndex([f"{offer.name} {offer.department}" for offer in offers])
        self._look()

    def focus_search(self) -> None:
        """Begin to type."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def shown(self) -> list[str]:
        """The ids in view, in order."""
        return [self._offers[at].id for at in self._index.find(self.search.text())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes from the search into the list."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down:
            self._list.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return super().eventFilter(watched, event)

    def _look(self) -> None:
        found = [self._offers[at] for at in self._index.find(self.search.text())]
        self._list.show_lines([_line(offer) for offer in found])
        self._list.choose_first()
        self.say(word=tr("{count} 项", count=len(found)))

    def _begin_chosen(self) -> None:
        chosen = self._list.chosen_id()
        if chosen:
            self.begun.emit(chosen)


def _line(offer: Offer) -> Line:
    return Line(
        "offer",
        offer.id,
        offer.name,
        state=tr("没网也能办") if offer.offline else tr("要联网办"),
        tone="ok" if offer.offline else "",
        when=offer.department,
        icon=offer.icon,
        action=tr("办"),
    )
