"""Sections of a dense form: a numbered heading with a thin line, cells in four columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from offline.forms.view import Group, Question, Repeat
from offline.i18n import tr
from ui.components.buttons import Button, Kind, link
from ui.components.frames import frame, line
from ui.components.marks import Disc
from ui.components.text import Text
from ui.desk.cell import Cell
from ui.desk.events import AddRepeat, RemoveRepeat
from ui.desk.sections import Entry, Section, entries_of
from ui.fields import Helpers
from ui.theme import Theme

_COLUMNS = 4
MakeCell = Callable[[Question], Cell]


class Block(QWidget):
    """Entries in a grid: cells in four columns, repeats across all. Widgets are kept by path."""

    told = Signal(object)

    def __init__(self, theme: Theme, helpers: Helpers, make: MakeCell) -> None:
        super().__init__()
        self._theme, self._helpers, self._make = theme, helpers, make
        self._cells: dict[str, Cell] = {}
        self._repeats: dict[str, RepeatBlock] = {}
        self._placed: tuple[tuple[str, int], ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.space.xl)
        self._grid.setVerticalSpacing(theme.space.s)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
            # an empty column would lose its spacing, and sections would not line up
            self._grid.addItem(QSpacerItem(0, 0), 0, column)

    def cells(self) -> Iterator[Cell]:
        """All cells in order, those of repeats where they stand."""
        for path, _span in self._placed:
            if path in self._cells:
                yield self._cells[path]
            else:
                yield from self._repeats[path].cells()

    def refresh(self, entries: Sequence[Entry]) -> None:
        """Show these entries; only what is new, gone or of another kind is rebuilt."""
        spans = []
        for entry in entries:
            widget = self._shown(entry)
            spans.append((entry.path, widget.columns if isinstance(widget, Cell) else _COLUMNS))
        self._drop({entry.path for entry in entries})
        if tuple(spans) != self._placed:
            self._placed = tuple(spans)
            self._place()

    def _shown(self, entry: Entry) -> Cell | RepeatBlock:
        if isinstance(entry, Repeat):
            block = self._repeats.get(entry.path)
            if block is None:
                block = RepeatBlock(self._theme, self._helpers, self._make)
                block.told.connect(self.told)
                self._repeats[entry.path] = block
            block.refresh(entry)
            return block
        cell = self._cells.get(entry.path)
        if cell is None or not cell.fits(entry):
            self._forget(self._cells.pop(entry.path, None))
            cell = self._make(entry)
            self._cells[entry.path] = cell
            self._placed = ()
        cell.show_question(entry)
        return cell

    def _drop(self, kept: set[str]) -> None:
        for path in [path for path in self._cells if path not in kept]:
            self._forget(self._cells.pop(path))
        for path in [path for path in self._repeats if path not in kept]:
            self._forget(self._repeats.pop(path))

    def _forget(self, widget: QWidget | None) -> None:
        if widget is not None:
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()

    def _place(self) -> None:
        row, column = 1, 0
        for path, span in self._placed:
            if column + span > _COLUMNS:
                row, column = row + 1, 0
            widget = self._cells[path] if path in self._cells else self._repeats[path]
            self._grid.addWidget(widget, row, column, 1, span)
            widget.show()
            column += span
        before: QWidget | None = None
        for cell in self.cells():
            if before is not None:
                QWidget.setTabOrder(before, cell)
            before = cell


class RepeatBlock(QWidget):
    """The instances of a repeat as numbered cards, and 再加一个."""

    told = Signal(object)

    def __init__(self, theme: Theme, helpers: Helpers, make: MakeCell) -> None:
        super().__init__()
        self._theme, self._helpers, self._make = theme, helpers, make
        self._cards: dict[str, InstanceCard] = {}
        self._order: list[str] = []
        self._path = ""
        self._add = Button(theme, tr("再加一个"), Kind.ADD, symbol="plus")
        self._add.clicked.connect(lambda: self.told.emit(AddRepeat(self._path)))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space.s)
        self._label = Text("", "label")
        self._column.addWidget(self._label)
        self._column.addWidget(self._add)

    def cells(self) -> Iterator[Cell]:
        """The cells of all instances in order."""
        for path in self._order:
            yield from self._cards[path].block.cells()

    def refresh(self, repeat: Repeat) -> None:
        """Show the repeat as it is now."""
        self._path = repeat.path
        self._label.show_text(f"{repeat.label}（{len(repeat.instances)}）")
        self._add.setVisible(repeat.can_add)
        self._order = [instance.path for instance in repeat.instances]
        for path in [path for path in self._cards if path not in self._order]:
            gone = self._cards.pop(path)
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for at, instance in enumerate(repeat.instances):
            self._card(instance.path, at).refresh(instance, removable=repeat.can_remove)

    def _card(self, path: str, at: int) -> InstanceCard:
        card = self._cards.get(path)
        if card is None:
            card = InstanceCard(self._theme, self._helpers, self._make, at + 1)
            card.block.told.connect(self.told)
            card.removed.connect(lambda: self.told.emit(RemoveRepeat(path)))
            self._cards[path] = card
            self._column.insertWidget(at + 1, card)
            card.show()
        return card


class InstanceCard(QWidget):
    """One instance: its number at the left, 删 at the right, its cells between."""

    removed = Signal()

    def __init__(self, theme: Theme, helpers: Helpers, make: MakeCell, number: int) -> None:
        super().__init__()
        self.block = Block(theme, helpers, make)
        self._remove = link(theme, tr("删"), "trash")
        self._remove.setAccessibleName(tr("删第 {number} 个", number=number))
        self._remove.clicked.connect(self.removed)
        holder = frame("card")
        row = QHBoxLayout(holder)
        row.setContentsMargins(theme.space.l, theme.space.s, theme.space.l, theme.space.l)
        row.setSpacing(theme.space.l)
        row.addWidget(Disc(theme, number, dark=False, size=28))
        row.addWidget(self.block, 1)
        row.addWidget(self._remove)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(holder)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def refresh(self, instance: Group, *, removable: bool) -> None:
        """Show the instance as it is now."""
        self._remove.setVisible(removable)
        self.block.refresh(entries_of(instance))


class SectionView(QWidget):
    """Heading and block of one section."""

    def __init__(self, theme: Theme, helpers: Helpers, make: MakeCell) -> None:
        super().__init__()
        self.block = Block(theme, helpers, make)
        self._title = Text("", "strong").one_line()
        self._head = QWidget()
        row = QHBoxLayout(self._head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._title)
        row.addWidget(line(theme), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.xs)
        column.addWidget(self._head)
        column.addWidget(self.block)

    def refresh(self, number: int, section: Section) -> None:
        """Show the section as it is now."""
        title = section.title or tr("基本情况")
        self._title.show_text(f"{number} {title}")
        self.block.refresh(section.entries)
