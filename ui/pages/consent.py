"""Before licences are fetched: who asks, what for, for how long; 同意 and 不同意."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from offline.i18n import tr
from ui.components.buttons import primary, secondary
from ui.components.rows import ruled, state_tile, tile_row
from ui.components.text import Text, plain
from ui.pages.base import Anatomy, Leave, Page, arrange
from ui.theme import Theme


@dataclass(frozen=True, slots=True)
class ConsentData:
    """Who asks, for what, and how long it is used (个人信息保护法 § 17)."""

    who: str
    purpose: str
    span: str


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """The person agreed."""


@dataclass(frozen=True, slots=True)
class ConsentRefused:
    """The person did not agree; nothing else changes by that."""


class ConsentPage(Page):
    """可以看您的证照吗？"""

    leave = Leave.MY

    def __init__(self, theme: Theme, data: ConsentData) -> None:
        super().__init__(theme)
        self.data = data
        self._title = tr("可以看您的电子证照吗？")
        self._text = tr("您同意才看。不同意也照样能办，带证件来就行。")
        self.setAccessibleName(self._title)
        facts = [self._fact(theme, *fact) for fact in self._facts()]
        back = secondary(theme, tr("不同意"), "close")
        back.clicked.connect(lambda: self.say(ConsentRefused()))
        go = primary(theme, tr("同意"), "check")
        go.clicked.connect(lambda: self.say(ConsentGiven()))
        head: list[QWidget] = [Text(self._title, "title"), Text(self._text, "step")]
        arrange(self, Anatomy(head, list(ruled(theme, facts)), [], back, go, gap=0))

    def spoken(self) -> str:
        """The question, and all that stands below it."""
        said = [self._title, *(f"{label}：{words}" for _, label, words in self._facts())]
        return "。".join(plain(part).rstrip("。") for part in (*said, self._text))

    def _facts(self) -> tuple[tuple[str, str, str], ...]:
        data = self.data
        return (
            ("people", tr("谁来看"), data.who),
            ("document", tr("用来做什么"), data.purpose),
            ("clock", tr("用多久"), data.span),
        )

    @staticmethod
    def _fact(theme: Theme, symbol: str, label: str, words: str) -> QWidget:
        tile = state_tile(theme, symbol, "", theme.px(84))
        return tile_row(
            theme, tile, (Text(label, "hint"), Text(words, "strong")), pad=theme.gap(24)
        )
