"""What every page keeps to: one green button, names for all that is pressed, words to read."""

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.qtapp import buttons, inside, theme_of
from ui.components.buttons import Button, Kind
from ui.samples import PAGES
from ui.theme import make_application

GREENLESS = ("02-scan", "05-services", "20-busy", "24-closed", "25-book-day", "25-book-hour")
"""A scan, a choice or a wait is the action, or nothing is."""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_at_most_one_green_button(qtbot: QtBot, name: str) -> None:
    make_application()
    page = PAGES[name](theme_of())
    qtbot.addWidget(page)
    green = [button for button in inside(page, Button) if button.kind is Kind.PRIMARY]
    assert len(green) <= 1
    assert bool(green) != name.startswith(GREENLESS)


@pytest.mark.parametrize("name", PAGES)
def test_everything_pressed_has_a_name_and_the_page_can_be_read(qtbot: QtBot, name: str) -> None:
    make_application()
    page = PAGES[name](theme_of())
    qtbot.addWidget(page)
    assert [one for one in buttons(page) if not one.accessibleName()] == []
    assert page.accessibleName()
    assert page.spoken()
    assert "<b>" not in page.spoken()
