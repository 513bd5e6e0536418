"""What a search found: groups at the left, lines in the middle, the chosen one at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.buttons import Kind
from ui.components.frames import frame
from ui.components.text import Text
from ui.desk.data import Line
from ui.desk.dossier import Decide, Deed, Dossier, Matter
from ui.desk.events import OpenLine, Search
from ui.desk.keycaps import KeyHint
from ui.desk.lists import LineList
from ui.desk.nav import Tab
from ui.desk.panel import Panel
from ui.theme import Theme

_NARROW = 1500
_OPEN = "open"
_SIDES = {False: (264, 384), True: (184, 268)}


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of one kind under a heading."""

    kind: str
    title: str
    icon: str
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """What the words found. ``seconds`` is how long it took."""

    words: str = ""
    groups: tuple[Group, ...] = ()
    seconds: float = 0.0

    @property
    def count(self) -> int:
        """How many lines in all groups."""
        return sum(len(group.lines) for group in self.groups)


class SearchPage(QWidget):
    """``told`` carries OpenLine, Search (a filter was chosen) and what the chosen one decides."""

    told = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._results, self._kind = Results(), ""
        self._state, self._days = "", 0
        self._kinds = Choice(theme, tr("种类"))
        self._kinds.chosen.connect(self._only)
        self._states = Choice(theme, tr("状态"), _states())
        self._states.chosen.connect(self._in_state)
        self._times = Choice(theme, tr("时间"), _times())
        self._times.chosen.connect(self._in_time)
        self._panel = Panel(theme, "", "search")
        self._list = LineList(theme, columns=True)
        self._list.opened.connect(lambda line: self.told.emit(OpenLine(line.kind, line.id)))
        self._list.selectionModel().currentChanged.connect(lambda *_: self._look())
        self._panel.column.addWidget(self._list, 1)
        self._took = Text("", "small").one_line()
        self._foot()
        self._chosen = Dossier(theme, tr("选一条，这里先看一眼"))
        self._chosen.told.connect(self._decide)
        self._lay_out()

    def begin(self, words: str) -> Search:
        """The search for these words as the filters stand."""
        return Search(words, self._state, self._days)

    def show_results(self, results: Results) -> None:
        """Show what was found."""
        self._results = results
        counts = [("", tr("全部"), results.count)]
        counts += [(group.kind, group.title, len(group.lines)) for group in results.groups]
        self._kinds.show_choices(counts, self._kind)
        self._panel.say(
            tr("找“{words}”", words=results.words) if results.words else tr("查找"),
            tr("{count} 条", count=results.count),
        )
        self._took.show_text(tr("用时 {seconds} 秒", seconds=f"{results.seconds:.2f}"))
        self._show_lines()

    def show_matter(self, matter: Matter) -> None:
        """Show an opened one in full."""
        self._chosen.show_matter(matter)

    def focus_lines(self) -> None:
        """Walk the lines with the arrow keys."""
        if not self._list.chosen_id():
            self._list.choose_first()
        self._list.setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Sides as the design has them for this width."""
        super().resizeEvent(event)
        left, right = _SIDES[self.width() < _NARROW]
        self._filters.setFixedWidth(left)
        self._chosen.setFixedWidth(right)

    def _show_lines(self) -> None:
        lines: list[Line] = []
        for group in self._results.groups:
            if group.lines and self._kind in {"", group.kind}:
                count = tr("{count} 条", count=len(group.lines))
                lines.append(Line("", "", group.title, state=count, icon=group.icon))
                lines.extend(group.lines)
        if not lines:
            lines.append(Line("", "", tr("没有找到。换个字，或输号码后四位、登记号试试。")))
        self._list.show_lines(lines)
        self._list.choose_first()
        self._look()

    def _look(self) -> None:
        line = self._list.chosen_line()
        self._chosen.show_matter(_glance(line) if line else Matter())

    def _decide(self, event: Decide) -> None:
        opening = event.deed == _OPEN
        self.told.emit(OpenLine(event.kind, event.id) if opening else event)

    def _only(self, kind: str) -> None:
        self._kind = kind
        self._show_lines()

    def _in_state(self, state: str) -> None:
        self._state = state
        self.told.emit(self.begin(self._results.words))

    def _in_time(self, days: str) -> None:
        self._days = int(days or 0)
        self.told.emit(self.begin(self._results.words))

    def _lay_out(self) -> None:
        space = self._theme.space
        self._filters = frame("card")
        column = QVBoxLayout(self._filters)
        column.setContentsMargins(space.l, space.l, space.l, space.l)
        column.setSpacing(space.l)
        for each in (self._kinds, self._states, self._times):
            column.addWidget(each)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space.xl)
        row.addWidget(self._filters)
        row.addWidget(self._panel, 1)
        row.addWidget(self._chosen)

    def _foot(self) -> None:
        row = self._panel.foot()
        hints = (("↑ ↓", tr("选择")), ("Enter", tr("打开")), ("Esc", tr("回到办件")))
        for key, words in hints:
            row.addWidget(KeyHint(self._theme, key, words))
        row.addStretch(1)
        row.addWidget(self._took)


class Choice(QFrame):
    """A heading and tabs of which one is chosen."""

    chosen = Signal(str)

    def __init__(
        self, theme: Theme, title: str, choices: Sequence[tuple[str, str, int]] = ()
    ) -> None:
        super().__init__()
        self._theme = theme
        self._group = QButtonGroup(self)
        self._tabs: dict[str, Tab] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._column.addWidget(Text(title, "label"))
        self.show_choices(choices, "")

    def show_choices(self, choices: Sequence[tuple[str, str, int]], chosen: str) -> None:
        """Name, words and count of each; the tabs stay, so that the keyboard's focus does."""
        for name, words, count in choices:
            if name not in self._tabs:
                self._add(name, words)
            self._tabs[name].show_count(count)
        if chosen in self._tabs:
            self._tabs[chosen].setChecked(True)

    def _add(self, name: str, words: str) -> None:
        tab = Tab(self._theme, words, "")
        tab.clicked.connect(lambda: self.chosen.emit(name))
        self._group.addButton(tab)
        self._tabs[name] = tab
        self._column.addWidget(tab)


def _glance(line: Line) -> Matter:
    """What the line itself tells, larger."""
    told = (
        (tr("申请人"), line.person),
        (tr("号码"), line.number),
        (tr("时间"), line.when),
    )
    tags = ((line.state, line.tone),) if line.state else ()
    facts = tuple((label, value) for label, value in told if value)
    deeds = (Deed(_OPEN, tr("打开"), "Enter", Kind.PRIMARY),)
    return Matter(line.kind, line.id, line.title, tags=tags, facts=facts, deeds=deeds)


def _states() -> tuple[tuple[str, str, int], ...]:
    return (
        ("", tr("全部"), 0),
        ("pending", tr("待上传"), 0),
        ("refused", tr("要人看一下"), 0),
        ("delivered", tr("已送达"), 0),
        ("accepted", tr("已经受理"), 0),
        ("returned", tr("要补材料"), 0),
        ("done", tr("办好了"), 0),
    )


def _times() -> tuple[tuple[str, str, int], ...]:
    return (
        ("", tr("全部"), 0),
        ("1", tr("今天"), 0),
        ("7", tr("近 7 天"), 0),
        ("30", tr("近 30 天"), 0),
    )
