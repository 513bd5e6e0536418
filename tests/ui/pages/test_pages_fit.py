"""No page clips its words, in any theme or mode."""

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.qtapp import rolls, shell_with, too_small
from ui.samples import PAGES
from ui.theme import Mode, ThemeName

RESIDENT = (ThemeName.STANDARD, ThemeName.ELDER, ThemeName.CONTRAST)
CASES = [
    *((theme, Mode.PORTRAIT) for theme in RESIDENT),
    (ThemeName.STANDARD, Mode.LANDSCAPE),
]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("theme", "mode"), CASES)
def test_words_are_never_clipped(qtbot: QtBot, name: str, theme: ThemeName, mode: Mode) -> None:
    shell = shell_with(name, theme, mode)
    qtbot.addWidget(shell)
    page = shell.page
    assert page is not None
    assert too_small(page) == []
    layout = page.layout()
    assert layout is not None
    assert layout.totalMinimumSize().width() <= page.width()
    assert layout.totalMinimumHeightForWidth(page.width()) <= page.height()
    if (theme, mode) == CASES[0]:
        assert not rolls(page), "the design's pages show everything at once"
