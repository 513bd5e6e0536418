"""The whole form as one dense page, filled by keyboard: the view of staff and grid workers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from offline.forms.api import FormSession
from offline.forms.view import Question
from ui.desk.cell import Cell
from ui.desk.events import Answered, AttachBytes, AttachFile
from ui.desk.section import SectionView
from ui.desk.sections import Section, sections
from ui.fields import Helpers
from ui.theme import Theme


class FormView(QScrollArea):
    """Shows a ``FormSession`` and tells what a person did; it never answers the session itself.

    After every event the driver calls ``refresh``: widgets stay, so focus and cursor stay too.
    """

    said = Signal(object)

    def __init__(self, theme: Theme, helpers: Helpers | None = None) -> None:
        super().__init__()
        self._theme, self._helpers = theme, helpers or Helpers()
        self._views: dict[str, SectionView] = {}
        self._order: list[str] = []
        self._laid_out: list[str] = []
        self._checked = False
        inner = QWidget()
        inner.setProperty("role", "scrolled")
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(theme.space.xl, theme.space.l, theme.space.xl, 0)
        self._column.setSpacing(theme.space.l)
        self._column.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._shortcuts()

    def refresh(self, session: FormSession) -> None:
        """Show the session as it is now."""
        shown = sections(session.pages())
        self._order = [section.key for section in shown]
        for key in [key for key in self._views if key not in self._order]:
            gone = self._views.pop(key)
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for at, section in enumerate(shown):
            self._view(at, section).refresh(at + 1, section)
        self._show_problems()
        self._settle()

    def check(self) -> int:
        """Show every problem, missing answers too, and go to the first; the number of them."""
        self.commit()
        self._checked = True
        wrong = self._show_problems()
        if wrong:
            self.focus_cell(wrong[0])
        return len(wrong)

    def unfinished(self) -> int:
        """How many answers are missing or wrong now."""
        return sum(bool(cell.problem(checked=True)) for cell in self.cells())

    def commit(self) -> None:
        """Tell what is typed and not told yet."""
        for cell in self.cells():
            cell.field.commit()

    def focus_first(self) -> None:
        """Go to the first question that is empty or wrong, else to the first."""
        asking = [cell for cell in self.cells() if cell.asks]
        open_ones = [cell for cell in asking if not cell.field.value() or cell.question.problem]
        for cell in (open_ones or asking)[:1]:
            self.focus_cell(cell)

    def focus_path(self, path: str) -> bool:
        """Go to a question; False if it is not on the form."""
        for cell in self.cells():
            if cell.question.path == path:
                self.focus_cell(cell)
                return True
        return False

    def show_problem(self, path: str, sentence: str) -> None:
        """Say below a field why its answer could not be taken, until it is next refreshed."""
        for cell in self.cells():
            if cell.question.path == path:
                cell.field.show_problem(sentence)

    def focus_cell(self, cell: Cell) -> None:
        """Go to a cell and bring it into view."""
        cell.field.focus_first()
        self.ensureWidgetVisible(cell, 0, self._theme.target.action)

    def cells(self) -> Iterator[Cell]:
        """All cells in the order they are filled."""
        for key in self._order:
            yield from self._views[key].block.cells()

    def has_questions(self) -> bool:
        """Whether a form is shown at all."""
        return bool(self._order)

    def current(self) -> Cell | None:
        """The cell that has the focus."""
        focused = _focused()
        if focused is None or not self.isAncestorOf(focused):
            return None
        return next((cell for cell in self.cells() if cell.isAncestorOf(focused)), None)

    def step(self, steps: int) -> None:
        """Go to the next or previous question; after the last one the focus stays."""
        asking = [cell for cell in self.cells() if cell.asks]
        here = self.current()
        at = asking.index(here) + steps if here in asking else 0
        if 0 <= at < len(asking):
            self.focus_cell(asking[at])

    def take_scan(self, text: str) -> bool:
        """Offer a scan to the field that has the focus."""
        cell = self.current()
        return cell is not None and cell.field.take_scan(text)

    def _settle(self) -> None:
        """Lay out at once what came or went: left to the event loop it would be drawn squeezed
        first, and a field could not be scrolled to.
        """
        paths = [cell.question.path for cell in self.cells()]
        if paths == self._laid_out:
            return
        self._laid_out = paths
        inner = self.widget()
        for child in reversed([inner, *inner.findChildren(QWidget)]):
            layout = child.layout()
            if layout is not None:
                layout.activate()

    def _view(self, at: int, section: Section) -> SectionView:
        view = self._views.get(section.key)
        if view is None:
            view = SectionView(self._theme, self._helpers, self._cell)
            view.block.told.connect(self.said)
            self._views[section.key] = view
            self._column.insertWidget(at, view)
            view.show()
        return view

    def _cell(self, question: Question) -> Cell:
        cell = Cell(question, self._theme, self._helpers)
        field, path = cell.field, question.path
        field.changed.connect(lambda value: self.said.emit(Answered(path, value)))
        field.attach.connect(lambda file: self.said.emit(AttachFile(path, file)))
        field.attach_bytes.connect(lambda data: self.said.emit(AttachBytes(path, bytes(data))))
        field.done.connect(partial(self.step, 1))
        return cell

    def _show_problems(self) -> list[Cell]:
        here = self.current()
        wrong = []
        for cell in self.cells():
            if cell is here and not self._checked:
                continue
            if cell.show_problem(checked=self._checked):
                wrong.append(cell)
        return wrong

    def _shortcuts(self) -> None:
        for key in ("Shift+Return", "Shift+Enter"):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self.step, -1))


def _focused() -> QWidget | None:
    return QApplication.focusWidget()
