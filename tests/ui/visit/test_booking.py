"""Appointments in the real window against the real sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from kiosk.flow import booking
from offline.exchange.online import Booking
from offline.exchange.port import ExchangeError
from tests.stations import RESIDENCE, person
from tests.ui.qtapp import inside
from tests.ui.visit.centred import Centred, centred
from tests.windows import Terminal
from ui.pages.busy import NoticePage
from ui.pages.code import BookingPage, TicketPage
from ui.pages.guide import GuidePage
from ui.pages.home import HomePage
from ui.pages.my import MyPage
from ui.pages.pick import PickPage
from ui.pages.scan import ScanPage

CENTRE = "SELECT id, subject, item_id, state FROM appointments"


@pytest.fixture
def centre(tmp_path: Path, terminal: Terminal, qtbot: QtBot) -> Iterator[Centred]:
    with centred(tmp_path, terminal, qtbot) as made:
        qtbot.waitUntil(lambda: terminal.kiosk.entrance.bookable)
        yield made


def at_guide(centre: Centred, qtbot: QtBot) -> None:
    terminal = centre.terminal
    terminal.scan()
    terminal.waits_on(qtbot, MyPage)
    terminal.kiosk.entrance.guide(RESIDENCE)
    terminal.waits_on(qtbot, GuidePage)


def first(centre: Centred, qtbot: QtBot) -> None:
    """Press the first of what can be picked."""
    page = centre.terminal.page
    assert isinstance(page, PickPage)
    doors = [one for one in inside(page, QAbstractButton) if one.property("kind") == "door"]
    doors[0].click()
    qtbot.waitUntil(lambda: centre.terminal.page is not page)


def chosen(centre: Centred, qtbot: QtBot) -> None:
    """A day and an hour are chosen, all is shown once more."""
    terminal = centre.terminal
    at_guide(centre, qtbot)
    terminal.press("预约")
    terminal.waits_on(qtbot, PickPage)
    first(centre, qtbot)
    first(centre, qtbot)
    terminal.waits_on(qtbot, BookingPage)


def said(centre: Centred) -> str:
    page = centre.terminal.page
    return page.spoken() if page else ""


def slips(terminal: Terminal) -> int:
    roll = terminal.folder / "roll.bin"
    return roll.stat().st_size if roll.exists() else 0


def test_a_time_is_booked_printed_and_shown_on_ones_own_page(centre: Centred, qtbot: QtBot) -> None:
    terminal = centre.terminal
    chosen(centre, qtbot)
    assert centre.rows(CENTRE) == []
    terminal.press("确定预约")
    qtbot.waitUntil(lambda: "约好了" in said(centre))
    ((name, subject, item, state),) = centre.rows(CENTRE)
    assert (subject, item, state) == (person().subject, RESIDENCE, "booked")
    assert f"预约号：{name[:8].upper()}" in said(centre)
    qtbot.waitUntil(lambda: slips(terminal) > 0)
    terminal.press("知道了")
    terminal.waits_on(qtbot, MyPage)
    assert terminal.page is not None
    terminal.press("看预约")
    terminal.waits_on(qtbot, BookingPage)


def test_a_booking_is_cancelled_after_asking_once_more(centre: Centred, qtbot: QtBot) -> None:
    terminal = centre.terminal
    chosen(centre, qtbot)
    terminal.press("确定预约")
    qtbot.waitUntil(lambda: "约好了" in said(centre))
    terminal.press("取消预约")
    qtbot.waitUntil(lambda: "要取消这个预约吗" in said(centre))
    assert [row[3] for row in centre.rows(CENTRE)] == ["booked"]
    page = terminal.page
    assert page is not None
    next(b for b in inside(page, QAbstractButton) if b.text() == "取消预约").click()
    terminal.waits_on(qtbot, NoticePage)
    assert [row[3] for row in centre.rows(CENTRE)] == ["cancelled"]
    assert booking.mine(terminal.at_desk) == []


def test_without_a_line_a_number_or_this_machine_is_offered_instead(
    centre: Centred, qtbot: QtBot
) -> None:
    at_guide(centre, qtbot)
    centre.unplug(qtbot)
    centre.terminal.press("预约")
    centre.terminal.waits_on(qtbot, NoticePage)
    assert "取号" in said(centre)
    assert "登记" in said(centre)
    assert centre.rows(CENTRE) == []


def test_cut_in_the_middle_it_is_in_doubt_and_then_one_booking(
    centre: Centred, qtbot: QtBot
) -> None:
    terminal = centre.terminal
    chosen(centre, qtbot)
    terminal.services.asking = centre.cut
    terminal.press("确定预约")
    qtbot.waitUntil(lambda: "约上没有还不知道" in said(centre), timeout=15_000)
    (wish,) = booking.mine(terminal.at_desk)
    assert wish.doubtful
    terminal.kiosk.sync.now()
    qtbot.waitUntil(lambda: booking.mine(terminal.at_desk) == [])
    assert centre.rows(CENTRE) == []


def test_the_answer_lost_it_is_found_booked(centre: Centred) -> None:
    station, item = centre.terminal.at_desk, centre.terminal.kiosk.entrance.items[0]
    slot = booking.free(centre.asking, item.id)[0]
    wish = booking.book(station, centre.cut, person(), item, slot)
    again = booking.book(station, centre.asking, person(), item, slot)
    assert (wish.doubtful, again.doubtful, wish.id) == (True, False, again.id)
    assert len(centre.rows(CENTRE)) == 1


def test_who_is_not_known_yet_scans_first_and_then_picks_a_day(
    centre: Centred, qtbot: QtBot
) -> None:
    terminal = centre.terminal
    terminal.kiosk.entrance.guide(RESIDENCE)
    terminal.waits_on(qtbot, GuidePage)
    terminal.press("预约")
    terminal.waits_on(qtbot, ScanPage)
    terminal.scan()
    terminal.waits_on(qtbot, PickPage)


def test_a_place_taken_meanwhile_leads_to_the_other_times(centre: Centred, qtbot: QtBot) -> None:
    terminal = centre.terminal
    chosen(centre, qtbot)
    item = terminal.kiosk.entrance.items[0]
    slot = booking.free(centre.asking, item.id)[0]
    for other in range(slot.left):
        wish = Booking(f"b{other}", f"s{other}", item.id, slot.id)
        centre.asking.online().book(wish)
    terminal.press("确定预约")
    terminal.waits_on(qtbot, NoticePage)
    assert len(centre.rows(CENTRE)) == slot.left
    assert booking.mine(terminal.at_desk) == []
    terminal.press("知道了")
    terminal.waits_on(qtbot, PickPage)


def test_cancelling_what_the_centre_does_not_know_is_done(centre: Centred) -> None:
    station, item = centre.terminal.at_desk, centre.terminal.kiosk.entrance.items[0]
    slot = booking.free(centre.asking, item.id)[0]
    wish = booking.book(station, centre.cut, person(), item, slot)
    with pytest.raises(ExchangeError):
        booking.cancel(station, centre.cut, wish)
    assert len(booking.mine(station)) == 1
    booking.cancel(station, centre.asking, wish)
    assert booking.mine(station) == []


def booked_by_slip(centre: Centred) -> str:
    """What the scanner reads from the slip of an appointment."""
    station, item = centre.terminal.at_desk, centre.terminal.kiosk.entrance.items[0]
    slot = booking.free(centre.asking, item.id)[0]
    return booking.PREFIX + booking.book(station, centre.asking, person(), item, slot).id


def test_the_slip_at_the_scanner_checks_in_and_twice_is_one_number(
    centre: Centred, qtbot: QtBot
) -> None:
    terminal, text = centre.terminal, booked_by_slip(centre)
    for shown in (text, text.upper()):
        terminal.scan(shown)
        terminal.waits_on(qtbot, TicketPage)
        ((number,),) = centre.rows("SELECT number FROM numbers")
        assert number in said(centre)
        assert [row[3] for row in centre.rows(CENTRE)] == ["arrived"]
        terminal.press("知道了")
        terminal.waits_on(qtbot, HomePage)


def test_the_slip_of_a_cancelled_appointment_checks_nobody_in(
    centre: Centred, qtbot: QtBot
) -> None:
    terminal, text = centre.terminal, booked_by_slip(centre)
    (made,) = booking.mine(terminal.at_desk)
    booking.cancel(terminal.at_desk, centre.asking, made)
    terminal.scan(text)
    qtbot.waitUntil(lambda: "县里没有这个预约" in said(centre))
    assert centre.rows("SELECT number FROM numbers") == []


def test_the_slip_read_without_a_line_is_checked_in_with_the_next_round(
    centre: Centred, qtbot: QtBot
) -> None:
    text = booked_by_slip(centre)
    centre.unplug(qtbot)
    centre.terminal.scan(text)
    centre.terminal.waits_on(qtbot, TicketPage)
    assert "临时号" in said(centre)
    assert [row[3] for row in centre.rows(CENTRE)] == ["booked"]
    centre.plug(qtbot)
    qtbot.waitUntil(lambda: [row[3] for row in centre.rows(CENTRE)] == ["arrived"])
