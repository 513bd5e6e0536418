"""One matter opened: what it is, what is known of it, and what may be done about it."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.buttons import Button, Kind
from ui.components.frames import Note, Tag, frame
from ui.components.paperview import QrView
from ui.components.text import Text
from ui.desk.keycaps import KeyButton
from ui.desk.merging import MergeSheet, Pick
from ui.desk.panel import add, emptied
from ui.fields.line import Line as LineEdit
from ui.theme import Theme

_CODE = 240


@dataclass(frozen=True, slots=True)
class Ask:
    """A box that must be filled for a deed; what is ``secret`` is typed unseen."""

    label: str
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that may be done. ``asks`` are the boxes that must be filled for it, ``refused``
    says why it may not be done here and now. ``picking`` needs every field chosen before, and
    carries the names of those that are as ours.
    """

    name: str
    words: str
    key: str = ""
    kind: Kind = Kind.SECONDARY
    asks: tuple[Ask, ...] = ()
    refused: str = ""
    picking: bool = False


@dataclass(frozen=True, slots=True)
class Matter:
    """``facts`` are labels and values, ``quote`` who says something and what; ``picks`` are the
    fields of a record that is not the same on both ``sides``. ``code`` is what a phone scans, and
    what for. Names and numbers arrive masked.
    """

    kind: str = ""
    id: str = ""
    title: str = ""
    tags: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    quote: tuple[str, str] = ("", "")
    tone: str = "err"
    sides: tuple[str, str] = ("", "")
    picks: tuple[Pick, ...] = ()
    deeds: tuple[Deed, ...] = ()
    code: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Decide:
    """A deed was chosen for a matter, with the words that it asks for."""

    kind: str
    id: str
    deed: str
    words: tuple[str, ...] = field(default=(), repr=False)


class Dossier(QFrame):
    """``told`` carries Decide."""

    told = Signal(object)

    def __init__(self, theme: Theme, empty: str) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._theme, self._empty = theme, empty
        self._matter = Matter()
        self._boxes: dict[Ask, LineEdit] = {}
        self._buttons: dict[str, Button] = {}
        self._sheet: MergeSheet | None = None
        self._wrong = QVBoxLayout()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self.show_matter(Matter())

    @property
    def matter(self) -> Matter:
        """What is shown."""
        return self._matter

    def show_matter(self, matter: Matter) -> None:
        """Show another matter; what was typed for the same one stays."""
        if matter == self._matter and self._column.count():
            return
        self._matter, self._boxes, self._buttons, self._sheet = matter, {}, {}, None
        emptied(self._column)
        body = self._body() if matter.title else self._nothing()
        add(self._column, _scrolled(body) if matter.picks else body)
        self._column.setStretch(0, 1)
        if matter.deeds:
            add(self._column, self._foot())

    def press(self, deed: str) -> None:
        """As if its button was pressed, e.g. by its key."""
        if deed in self._buttons:
            self._do(next(each for each in self._matter.deeds if each.name == deed))

    def press_first(self) -> None:
        """The first thing that may be done."""
        for name in self._buttons:
            self.press(name)
            return

    def _do(self, deed: Deed) -> None:
        boxes = [self._boxes[ask] for ask in deed.asks]
        for box in boxes:
            box.dress("" if box.text().strip() else "error")
        empty = next((box for box in boxes if not box.text().strip()), None)
        if empty is not None:
            empty.setPlaceholderText(tr("请先写这一项"))
            empty.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        words = tuple(box.text().strip() for box in boxes)
        if deed.picking and self._sheet is not None:
            emptied(self._wrong)
            if left := self._sheet.missing():
                told = tr("还有 {count} 处没选", count=left)
                add(self._wrong, Note(self._theme, told, symbol="error", state="err"))
                return
            words = self._sheet.chosen()
        for box in self._boxes.values():
            box.clear()
        self.told.emit(Decide(self._matter.kind, self._matter.id, deed.name, words))

    def _nothing(self) -> QWidget:
        holder = QWidget()
        column = self._padded(holder)
        column.addWidget(Text(self._empty, "hint").aligned(Qt.AlignmentFlag.AlignCenter))
        column.addStretch(1)
        return holder

    def _padded(self, holder: QWidget) -> QVBoxLayout:
        column = QVBoxLayout(holder)
        pad = self._theme.space.xl
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(self._theme.space.m)
        return column

    def _body(self) -> QWidget:
        theme, matter = self._theme, self._matter
        holder = QWidget()
        column = self._padded(holder)
        column.addWidget(Text(matter.title, "title"))
        for words, tone in matter.tags:
            column.addWidget(Tag(theme, words, state=tone))
        if matter.quote[1]:
            heading, words = matter.quote
            symbol = {"err": "error", "warn": "alert", "ok": "check-circle"}.get(
                matter.tone, "info"
            )
            column.addWidget(Note(theme, words, heading=heading, symbol=symbol, state=matter.tone))
        if matter.facts:
            column.addLayout(self._facts())
        if matter.code[0]:
            self._add_code(column, *matter.code)
        if matter.picks:
            self._sheet = MergeSheet(theme, matter.picks, matter.sides)
            column.addWidget(self._sheet)
        column.addStretch(1)
        return holder

    def _add_code(self, column: QVBoxLayout, text: str, caption: str) -> None:
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addSpacing(self._theme.space.l)
        column.addWidget(QrView(self._theme, text, _CODE, name=caption), 0, middle)
        column.addWidget(Text(caption, "small").one_line(), 0, middle)

    def _facts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._theme.space.xl)
        grid.setVerticalSpacing(self._theme.space.s)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for row, (label, value) in enumerate(self._matter.facts):
            grid.addWidget(Text(label, "label").one_line(), row, 0, top)
            grid.addWidget(Text(value), row, 1, top)
        return grid

    def _foot(self) -> QFrame:
        strip = frame("soft")
        column = self._padded(strip)
        self._wrong = QVBoxLayout()
        column.addLayout(self._wrong)
        for deed in self._matter.deeds:
            if deed.refused:
                column.addWidget(Text(f"{deed.words}：{deed.refused}", "hint"))
                continue
            for ask in deed.asks:
                if ask not in self._boxes:
                    column.addWidget(Text(ask.label, "label"))
                    column.addWidget(self._box(ask))
            column.addWidget(self._button(deed))
        return strip

    def _box(self, ask: Ask) -> LineEdit:
        box = LineEdit(self._theme, dense=True)
        box.setAccessibleName(ask.label)
        if ask.secret:
            box.setEchoMode(LineEdit.EchoMode.Password)
        self._boxes[ask] = box
        return box

    def _button(self, deed: Deed) -> Button:
        made: Button
        if deed.key:
            made = KeyButton(self._theme, deed.words, deed.key, deed.kind)
        else:
            made = Button(self._theme, deed.words, deed.kind)
        made.clicked.connect(lambda: self._do(deed))
        self._buttons[deed.name] = made
        return made


def _scrolled(body: QWidget) -> QScrollArea:
    """A record with many fields is taller than the window: the deeds stay in view below it."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(body)
    area.viewport().setAutoFillBackground(False)
    body.setAutoFillBackground(False)
    return area
