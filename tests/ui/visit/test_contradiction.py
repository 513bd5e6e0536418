"""A stale code opens nothing, but what it said of its bearer is held against a number or a card."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from kiosk.codes.card import IdCard
from kiosk.flow.identify import identify
from tests.stations import ID_NUMBER, NAME, Clock, code
from tests.windows import Terminal
from ui.pages.home import HomePage
from ui.pages.my import MyPage
from ui.pages.problem import ScanProblemPage
from ui.pages.typed_id import IdEntered, TypeIdPage

ANOTHER = "11010519491231002X"


@pytest.fixture
def stale(terminal: Terminal, qtbot: QtBot, clock: Clock) -> Terminal:
    """On the page that says that the code is over."""
    terminal.waits_on(qtbot, HomePage)
    terminal.scan(code(at=clock.now - timedelta(hours=1)))
    terminal.waits_on(qtbot, ScanProblemPage)
    return terminal


def typing(terminal: Terminal, qtbot: QtBot, number: str) -> TypeIdPage:
    """The number goes in as the page's button would send it; the page it was typed on."""
    terminal.kiosk.entrance.type_id()
    terminal.waits_on(qtbot, TypeIdPage)
    page = terminal.page
    assert isinstance(page, TypeIdPage)
    page.say(IdEntered(number))
    return page


def test_a_number_that_contradicts_the_code_stays_and_is_told(
    stale: Terminal, qtbot: QtBot
) -> None:
    before = typing(stale, qtbot, ANOTHER)
    qtbot.waitUntil(lambda: stale.page is not before)
    page = stale.page
    assert isinstance(page, TypeIdPage)
    assert "不是同一个人" in page.spoken()
    assert page.field.value() == ANOTHER
    assert stale.kiosk.stage.visit.person is None


def test_the_codes_own_number_opens_what_is_the_numbers(stale: Terminal, qtbot: QtBot) -> None:
    """Not what is the code's: who photographed it may know its last four."""
    typing(stale, qtbot, ID_NUMBER)
    stale.waits_on(qtbot, MyPage)
    person = stale.kiosk.stage.visit.person
    assert person is not None
    assert (person.subject[:3], person.name, person.verified) == ("id:", "", False)


def test_a_code_used_before_is_held_against_a_number_as_well(
    terminal: Terminal, qtbot: QtBot, clock: Clock
) -> None:
    text = code(at=clock.now)
    identify(terminal.services.station, text)
    terminal.waits_on(qtbot, HomePage)
    terminal.scan(text)
    terminal.waits_on(qtbot, ScanProblemPage)
    before = typing(terminal, qtbot, ANOTHER)
    qtbot.waitUntil(lambda: terminal.page is not before)
    assert terminal.page is not None
    assert "不是同一个人" in terminal.page.spoken()
    assert terminal.kiosk.stage.visit.person is None


def test_another_persons_card_is_refused(stale: Terminal, qtbot: QtBot) -> None:
    class Reader:
        def read(self) -> IdCard:
            return IdCard(NAME, ANOTHER)

    stale.services.card_reader = Reader()
    before = stale.page
    stale.kiosk.entrance.card()
    qtbot.waitUntil(
        lambda: isinstance(stale.page, ScanProblemPage) and stale.page is not before,
        timeout=15_000,
    )
    assert stale.page is not None
    assert "不是同一个人" in stale.page.spoken()


def test_who_comes_next_is_not_held_to_it(stale: Terminal, qtbot: QtBot) -> None:
    stale.kiosk.leave()
    stale.waits_on(qtbot, HomePage)
    typing(stale, qtbot, ANOTHER)
    stale.waits_on(qtbot, MyPage)
