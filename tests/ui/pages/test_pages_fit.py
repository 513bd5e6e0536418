"""No page clips its words, in any theme or mode."""

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.qtapp import buttons, rolls, shell_with, too_small
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


def test_what_does_not_fit_can_be_turned_to(qtbot: QtBot) -> None:
    shell = shell_with("12-check", ThemeName.STANDARD, Mode.COMPACT)
    qtbot.addWidget(shell)
    shell.show()
    assert shell.page is not None
    pressed = {one.accessibleName(): one for one in buttons(shell.page)}
    down, up = pressed["往下看"], pressed["往上看"]
    assert down.isEnabled()
    assert not up.isEnabled()
    for _ in range(5):
        down.click()
    assert up.isEnabled()
    assert not down.isEnabled()
    last = pressed["改收款账户"]
    assert not last.visibleRegion().isEmpty()
