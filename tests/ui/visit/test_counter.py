"""What a person does at the centre's counter, in the real window against the real sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.flow import hall
from offline.exchange.capability import Capability
from offline.exchange.joined import JoinedExchange
from offline.sync.summary import Summary
from tests.sandbox_server import RunningSandbox, running_sandbox
from tests.windows import Terminal
from ui.components.rail import Aid
from ui.pages.base import Leave
from ui.pages.busy import NoticePage
from ui.pages.code import CodeData, TicketPage
from ui.pages.home import HomePage
from ui.shell import RailPressed


@pytest.fixture
def served(tmp_path: Path) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path / "centre") as running:
        yield running


@pytest.fixture
def line(served: RunningSandbox, terminal: Terminal, qtbot: QtBot) -> Iterator[JoinedExchange]:
    """A terminal at its centre, with a person's line to it."""
    _link, exchange = served.enrolled()
    terminal.services.asking = exchange
    terminal.answer_sync = Summary
    terminal.waits_on(qtbot, HomePage)
    terminal.kiosk.sync.now()
    qtbot.waitUntil(lambda: terminal.kiosk.sync.online)
    yield exchange
    exchange.close()


def take_number(terminal: Terminal) -> None:
    terminal.kiosk.shell.rail.emit(RailPressed(Aid.LEAVE, Leave.TICKET))


def told(terminal: Terminal) -> CodeData:
    page = terminal.page
    assert isinstance(page, TicketPage)
    return page.data


def slips(terminal: Terminal) -> int:
    roll = terminal.folder / "roll.bin"
    return roll.stat().st_size if roll.exists() else 0


@pytest.mark.usefixtures("line")
def test_a_number_of_the_hall_is_shown_and_printed(
    served: RunningSandbox, terminal: Terminal, qtbot: QtBot
) -> None:
    take_number(terminal)
    terminal.waits_on(qtbot, TicketPage)
    rows = served.sandbox.ledger.rows("SELECT number, group_name FROM numbers")
    assert [(row["number"], row["group_name"]) for row in rows] == [
        (told(terminal).value, hall.GENERAL)
    ]
    assert told(terminal).value in told(terminal).code
    qtbot.waitUntil(lambda: slips(terminal) > 0)
    terminal.press("知道了")
    terminal.waits_on(qtbot, HomePage)


def test_without_a_line_the_number_is_the_terminals_own_and_is_made_good_later(
    line: JoinedExchange, served: RunningSandbox, terminal: Terminal, qtbot: QtBot
) -> None:
    take_number(terminal)
    terminal.waits_on(qtbot, TicketPage)
    terminal.press("知道了")
    terminal.waits_on(qtbot, HomePage)
    terminal.answer_sync = lambda: Summary(unreachable="no network")
    terminal.kiosk.sync.now()
    qtbot.waitUntil(lambda: not terminal.kiosk.sync.online)
    take_number(terminal)
    terminal.waits_on(qtbot, TicketPage)
    assert (told(terminal).value, "临时号" in (told(terminal).note or told(terminal)).text) == (
        "L001",
        True,
    )
    hall.make_good(terminal.at_desk, line)
    assert len(served.sandbox.ledger.rows("SELECT * FROM numbers")) == 2


def test_a_centre_without_numbers_needs_none(
    line: JoinedExchange, terminal: Terminal, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = frozenset(Capability) - {Capability.NUMBERS}
    monkeypatch.setattr(line, "capabilities", lambda: without)
    take_number(terminal)
    terminal.waits_on(qtbot, NoticePage)
    terminal.press("知道了")
    terminal.waits_on(qtbot, HomePage)


def test_a_terminal_that_belongs_nowhere_says_that_no_number_is_needed(
    terminal: Terminal, qtbot: QtBot
) -> None:
    terminal.waits_on(qtbot, HomePage)
    take_number(terminal)
    terminal.waits_on(qtbot, NoticePage)


@pytest.mark.usefixtures("line")
def test_a_number_that_is_not_printed_is_still_shown(terminal: Terminal, qtbot: QtBot) -> None:
    terminal.services.press.receipt_printer = None
    take_number(terminal)
    terminal.waits_on(qtbot, TicketPage)
    assert "没打号条" in told(terminal).text
    assert slips(terminal) == 0
