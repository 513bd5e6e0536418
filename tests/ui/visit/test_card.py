from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

from kiosk.codes.card import CardError, CardFault, IdCard
from tests.stations import ID_NUMBER, NAME
from tests.windows import Terminal
from ui.pages.busy import BusyPage
from ui.pages.home import HomePage
from ui.pages.my import MyPage
from ui.pages.problem import ScanProblemPage


class Reader:
    """A card reader that a test lays cards on."""

    def __init__(self) -> None:
        self.laid = threading.Event()
        self.card: IdCard | None = None

    def read(self) -> IdCard:
        assert self.laid.wait(10)
        self.laid.clear()
        if self.card is None:
            raise CardError(CardFault.REMOVED)
        return self.card


def waiting(terminal: Terminal, qtbot: QtBot) -> Reader:
    reader = Reader()
    terminal.services.card_reader = reader
    qtbot.waitUntil(lambda: isinstance(terminal.page, HomePage))
    terminal.kiosk.entrance.card()
    assert isinstance(terminal.page, BusyPage)
    return reader


def test_a_card_opens_its_bearers_page(terminal: Terminal, qtbot: QtBot) -> None:
    reader = waiting(terminal, qtbot)
    reader.card = IdCard(NAME, ID_NUMBER)
    reader.laid.set()
    qtbot.waitUntil(lambda: isinstance(terminal.page, MyPage))
    person = terminal.kiosk.stage.visit.person
    assert person is not None
    assert (person.name, person.verified) == (NAME, True)


def test_a_card_taken_away_too_soon_may_be_laid_down_again(
    terminal: Terminal, qtbot: QtBot
) -> None:
    reader = waiting(terminal, qtbot)
    reader.laid.set()
    qtbot.waitUntil(lambda: isinstance(terminal.page, ScanProblemPage))
    page = terminal.page
    assert page is not None
    assert "太快" in page.spoken()
    terminal.press("刷身份证")
    reader.card = IdCard(NAME, ID_NUMBER)
    reader.laid.set()
    qtbot.waitUntil(lambda: isinstance(terminal.page, MyPage))


def test_a_card_read_after_its_bearer_left_is_nobodys(terminal: Terminal, qtbot: QtBot) -> None:
    reader, done = waiting(terminal, qtbot), threading.Event()
    terminal.kiosk.leave()
    reader.card = IdCard(NAME, ID_NUMBER)
    reader.laid.set()
    qtbot.waitUntil(lambda: not reader.laid.is_set())
    terminal.services.press_lane.run(done.set, lambda _none: None, lambda _error: None)
    qtbot.waitUntil(done.is_set)
    assert isinstance(terminal.page, HomePage)
    assert terminal.kiosk.stage.visit.person is None
