"""An opaque code while there is no network: the number is typed, and the code waits with it."""

from __future__ import annotations

from typing import cast

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kiosk.codes.testissuer import ISSUER
from kiosk.flow import forms
from kiosk.sandbox.tokens import KEY
from tests.stations import ID_NUMBER, RESIDENCE, fill
from tests.windows import Terminal
from ui.pages.home import HomePage
from ui.pages.my import MyPage
from ui.pages.problem import ScanProblemPage
from ui.pages.typed_id import IdEntered, TypeIdPage

TOKEN = "0123456789abcdefABCDEF"


def held(terminal: Terminal) -> list[str]:
    """The codes that submissions wait for."""
    notes = terminal.services.station.store.notes
    lines = (notes.get(name) or "" for name in notes.names("code.held:"))
    return [line.partition(" ")[2] for line in lines]


def submit(terminal: Terminal) -> None:
    person = terminal.kiosk.stage.visit.person
    work = forms.begin(terminal.services.station, RESIDENCE, person)
    fill(work)
    forms.finalise(terminal.services.station, work)


def typed(terminal: Terminal, qtbot: QtBot) -> None:
    terminal.waits_on(qtbot, TypeIdPage)
    page = terminal.page
    assert isinstance(page, TypeIdPage)
    page.say(IdEntered(ID_NUMBER))
    terminal.waits_on(qtbot, MyPage)


def test_the_number_is_typed_and_the_code_is_kept_until_it_can_be_asked_about(
    terminal: Terminal, qtbot: QtBot
) -> None:
    terminal.services.station.store.trust.put_keys([KEY], terminal.services.station.clock())
    terminal.waits_on(qtbot, HomePage)
    terminal.kiosk.entrance.online = False
    terminal.scan(f"GSO1:{ISSUER}:{TOKEN}")
    terminal.waits_on(qtbot, ScanProblemPage)
    page = terminal.page
    assert page is not None
    assert "有网时核对好了再上报" in page.spoken()
    buttons = cast("list[QPushButton]", page.findChildren(QPushButton))
    next(one for one in buttons if one.text() == "输身份证号").click()
    typed(terminal, qtbot)
    submit(terminal)
    assert held(terminal) == [f"{ISSUER} {TOKEN}"]


def test_who_goes_home_first_leaves_no_code_to_the_next(terminal: Terminal, qtbot: QtBot) -> None:
    terminal.services.station.store.trust.put_keys([KEY], terminal.services.station.clock())
    terminal.waits_on(qtbot, HomePage)
    terminal.kiosk.entrance.online = False
    terminal.scan(f"GSO1:{ISSUER}:{TOKEN}")
    terminal.waits_on(qtbot, ScanProblemPage)
    terminal.kiosk.entrance.home()
    terminal.kiosk.entrance.type_id()
    typed(terminal, qtbot)
    submit(terminal)
    assert held(terminal) == []
