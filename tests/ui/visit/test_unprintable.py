"""A kiosk that can't print says so before the person begins, and where the slip will be instead."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from kiosk.flow.papers import unprintable
from kiosk.flow.station import Station
from printers.port import Printer, PrinterStatus, Trouble
from tests.fakes.printer import FakePrinter
from tests.windows import Terminal
from ui.pages.guide import GuidePage
from ui.pages.home import HomePage


def printing(station: Station, printer: Printer | None) -> str:
    return unprintable(replace(station, receipt_printer=printer))


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (PrinterStatus(reachable=True), ""),
        (PrinterStatus(True, frozenset({Trouble.PAPER_LOW})), ""),
        (PrinterStatus(True, frozenset({Trouble.PAPER_OUT})), "小票纸用完了"),
        (PrinterStatus(True, frozenset({Trouble.COVER_OPEN, Trouble.PAPER_LOW})), "盖子"),
        (PrinterStatus(False, frozenset({Trouble.OFFLINE})), "没有连上"),
    ],
)
def test_only_what_keeps_a_slip_from_coming_out_is_told(
    terminal: Terminal, state: PrinterStatus, said: str
) -> None:
    told = printing(terminal.services.station, FakePrinter(state=state))
    assert (said in told) is True
    assert bool(told) is bool(said)
    assert not told or "拍屏幕上的码" in told


def test_without_a_printer_the_screen_is_the_slip(terminal: Terminal) -> None:
    assert "不打单子" in printing(terminal.services.station, None)


def test_the_guide_says_it_before_anything_is_begun(terminal: Terminal, qtbot: QtBot) -> None:
    terminal.waits_on(qtbot, HomePage)
    printer = FakePrinter(state=PrinterStatus(True, frozenset({Trouble.PAPER_OUT})))
    terminal.services.press.receipt_printer = printer
    terminal.kiosk.entrance.guide("residence_certificate")
    qtbot.waitUntil(lambda: "小票纸用完了" in _spoken(terminal))
    printer._state = PrinterStatus(reachable=True)
    terminal.kiosk.entrance.guide("residence_certificate")
    qtbot.waitUntil(lambda: "小票纸用完了" not in _spoken(terminal))


def _spoken(terminal: Terminal) -> str:
    page = terminal.page
    return page.spoken() if isinstance(page, GuidePage) else ""
