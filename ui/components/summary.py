"""The error summary: what must be corrected, each line a way to its field."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from offline.i18n import tr
from ui.components.buttons import Button, Kind
from ui.components.frames import clear
from ui.components.marks import Mark
from ui.components.text import Text
from ui.theme import Theme


@dataclass(frozen=True, slots=True)
class PageProblem:
    """Where something must be corrected, and the sentence that says what."""

    path: str
    message: str


class ProblemLink(Button):
    """A line of the summary: as many lines high as its sentence needs."""

    def __init__(self, theme: Theme, message: str) -> None:
        super().__init__(theme, message, Kind.LINK)
        self.setProperty("tone", "err")
        self.setMinimumHeight(theme.target.minimum)
        self.setMaximumHeight(theme.px(400))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Long sentences wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The wrapped words, and no less than a target."""
        words = self.words_rect(width).height() + self.theme.px(8)
        return max(self.theme.target.minimum, words)


class ErrorSummary(QFrame):
    """有 n 处要改, hidden while there is nothing. ``chosen`` carries the path of a line."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.problems: tuple[PageProblem, ...] = ()
        self.setProperty("role", "summary")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.gap(34), theme.gap(24), theme.gap(34), theme.gap(20))
        row.setSpacing(theme.gap(26))
        mark = Mark(theme, "error", theme.colour.vermilion, theme.px(44))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.gap(4))
        row.addLayout(self._lines, 1)
        self.hide()

    def show_problems(self, problems: tuple[PageProblem, ...]) -> None:
        """Show these, or nothing at all."""
        self.problems = problems
        clear(self._lines)
        heading = tr("有 {count} 处要改", count=len(problems))
        self.setAccessibleName("。".join([heading, *(problem.message for problem in problems)]))
        self._lines.addWidget(Text(heading, "strong"))
        for problem in problems:
            self._lines.addWidget(self._line(problem))
        self.setVisible(bool(problems))

    def _line(self, problem: PageProblem) -> Button:
        button = ProblemLink(self._theme, problem.message)
        button.clicked.connect(lambda: self.chosen.emit(problem.path))
        return button
