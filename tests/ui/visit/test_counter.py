"""What a person does at the centre's counter, in the real window against the real sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from kiosk.flow import hall, licences
from offline.exchange.capability import Capability
from offline.exchange.joined import JoinedExchange, connect
from offline.exchange.link import LinkKind
from offline.exchange.port import ExchangeError, Unreachable
from offline.sync.summary import Summary
from printers.papers import Certificate
from printers.samples import samples
from printers.typeset import certificate_pdf
from tests import stations
from tests.sandbox_server import PATIENCE, RunningSandbox, running_sandbox
from tests.stations import person
from tests.ui.fields.hands import said
from tests.ui.qtapp import inside
from tests.windows import Terminal
from ui.components.rail import Aid
from ui.pages.base import Leave
from ui.pages.busy import NoticePage
from ui.pages.code import CodeData, TicketPage
from ui.pages.consent import ConsentPage
from ui.pages.guide import GuidePage
from ui.pages.home import HomePage
from ui.pages.licence import LicencePage
from ui.pages.my import MyData, MyPage
from ui.shell import RailPressed
from ui.visit import present
from ui.visit.wallet import PURPOSE


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


def arrived(terminal: Terminal, qtbot: QtBot) -> None:
    """A person with a code, by today's clock: a centre takes no consent of another day."""
    terminal.clock.now = datetime.now(UTC)
    terminal.kiosk.idle.touch()
    terminal.scan()
    terminal.waits_on(qtbot, MyPage)


def consents(served: RunningSandbox) -> list[str]:
    return [row["purpose"] for row in served.sandbox.ledger.rows("SELECT purpose FROM consents")]


@pytest.mark.usefixtures("line")
def test_licences_are_shown_masked_once_the_person_agreed_and_gone_when_they_leave(
    served: RunningSandbox, terminal: Terminal, qtbot: QtBot
) -> None:
    arrived(terminal, qtbot)
    terminal.press("看证照")
    terminal.waits_on(qtbot, ConsentPage)
    assert consents(served) == []
    agree(terminal)
    terminal.waits_on(qtbot, MyPage)
    assert consents(served) == [PURPOSE]
    shown = my_data(terminal).licences
    assert shown is not None
    assert [card.valid for card in shown] == [True, True, True, False]
    assert all("*" in card.number for card in shown)
    terminal.kiosk.leave()
    terminal.waits_on(qtbot, HomePage)
    arrived(terminal, qtbot)
    assert my_data(terminal).licences is None


@pytest.mark.usefixtures("line")
def test_a_licences_document_is_looked_at_under_the_consent_and_gone_with_the_person(
    terminal: Terminal, qtbot: QtBot
) -> None:
    certificate = samples()["certificate"]
    assert isinstance(certificate, Certificate)
    certificate_pdf(certificate)  # a cold typesetter outlasts this line's patience
    arrived(terminal, qtbot)
    terminal.press("看证照")
    terminal.waits_on(qtbot, ConsentPage)
    agree(terminal)
    terminal.waits_on(qtbot, MyPage)
    look_at(terminal, "看居民户口簿")
    terminal.waits_on(qtbot, LicencePage)
    page = terminal.page
    assert isinstance(page, LicencePage)
    assert page.data.name.startswith("居民户口簿")
    assert len(page.data.pictures) == 1
    assert not page.data.pictures[0].isNull()
    acts = [entry.act for entry in terminal.at_desk.store.audit.find(limit=3)]
    assert "licence" in acts
    terminal.press("看好了")
    terminal.waits_on(qtbot, MyPage)
    terminal.kiosk.leave()
    terminal.waits_on(qtbot, HomePage)
    assert terminal.kiosk.entrance.wallet is None
    assert terminal.at_desk.store.notes.names("licence") == []


def test_a_document_that_does_not_come_is_said_and_ones_own_page_stays(
    line: JoinedExchange, terminal: Terminal, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrived(terminal, qtbot)
    terminal.press("看证照")
    terminal.waits_on(qtbot, ConsentPage)
    agree(terminal)
    terminal.waits_on(qtbot, MyPage)

    def lost(*_: object) -> bytes:
        raise ExchangeError(Unreachable("cut"))

    monkeypatch.setattr(type(line.online()), "licence_document", lost)
    look_at(terminal, "看居民户口簿")
    terminal.waits_on(qtbot, NoticePage)
    terminal.press("返回")
    terminal.waits_on(qtbot, MyPage)


@pytest.mark.usefixtures("line")
def test_who_does_not_agree_is_asked_nothing_more_and_nothing_is_fetched(
    served: RunningSandbox, terminal: Terminal, qtbot: QtBot
) -> None:
    arrived(terminal, qtbot)
    terminal.press("看证照")
    terminal.waits_on(qtbot, ConsentPage)
    terminal.press("不同意")
    terminal.waits_on(qtbot, MyPage)
    assert (consents(served), my_data(terminal).licences) == ([], None)


def test_without_licences_at_the_centre_that_is_said(
    line: JoinedExchange, terminal: Terminal, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = frozenset(Capability) - {Capability.LICENCES}
    monkeypatch.setattr(line, "capabilities", lambda: without)
    arrived(terminal, qtbot)
    assert not my_data(terminal).licences_offered


def test_the_guide_says_what_need_not_be_brought(line: JoinedExchange, terminal: Terminal) -> None:
    terminal.clock.now = datetime.now(UTC)
    wallet = licences.fetch(terminal.at_desk, line, person(), PURPOSE)
    needed = ("户口簿：看一下", "残疾人证", "近期照片")
    item = replace(stations.item(), materials=needed)
    held = present.spared(terminal.at_desk, wallet, item)
    assert held == {"户口簿"}
    tags = [m.tag for m in present.guide(item, online=True, spared=held).materials]
    assert tags == ["不用带", "", ""]


def agree(terminal: Terminal) -> None:
    """Press 同意, which is also the end of 不同意."""
    page = terminal.page
    assert page is not None
    button = next(one for one in inside(page, QAbstractButton) if one.text() == "同意")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def look_at(terminal: Terminal, name: str) -> None:
    """Press what a screen reader calls so."""
    page = terminal.page
    assert page is not None
    named = (one for one in inside(page, QAbstractButton) if one.accessibleName().startswith(name))
    QTest.mouseClick(next(named), Qt.MouseButton.LeftButton)


def my_data(terminal: Terminal) -> MyData:
    page = terminal.page
    assert isinstance(page, MyPage)
    return page.data


def test_at_a_server_with_openrosa_alone_every_door_says_why_it_is_shut(
    served: RunningSandbox, terminal: Terminal, qtbot: QtBot
) -> None:
    link, whole = served.enrolled()
    whole.close()
    exchange = connect(replace(link, kind=LinkKind.OPENROSA), patience=PATIENCE)
    terminal.services.asking = exchange
    terminal.answer_sync = Summary
    terminal.waits_on(qtbot, HomePage)
    terminal.kiosk.sync.now()
    qtbot.waitUntil(lambda: terminal.kiosk.sync.online)
    assert exchange.capabilities() == frozenset()
    take_number(terminal)
    terminal.waits_on(qtbot, NoticePage)
    assert "这里不用取号" in (terminal.page.spoken() if terminal.page else "")
    terminal.press("知道了")
    terminal.waits_on(qtbot, HomePage)
    arrived(terminal, qtbot)
    assert not my_data(terminal).licences_offered
    assert "这里看不到电子证照" in said(terminal.kiosk.shell)
    terminal.kiosk.entrance.guide(stations.RESIDENCE)
    terminal.waits_on(qtbot, GuidePage)
    page = terminal.page
    assert isinstance(page, GuidePage)
    assert (page.data.book, page.data.start != "") == (False, True)
    exchange.close()
