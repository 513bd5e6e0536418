"""A case in each state on the page, and 退回补正 mended by its person, against the real sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.codes.receipt import encode
from kiosk.flow import correcting, forms
from kiosk.flow.progress import progress_of
from kiosk.roles import NotAllowedError
from offline.records import CaseState, NotDrawnError, Person, Submission, SubmissionState
from tests.stations import RESIDENCE, fill, person
from tests.ui.visit.centred import Centred, centred
from tests.windows import Terminal
from ui.pages.busy import NoticePage
from ui.pages.check import CheckPage
from ui.pages.done import DoneOnlinePage
from ui.pages.home import HomePage
from ui.pages.my import MyPage
from ui.pages.progress import ProgressPage
from ui.pages.scan import ScanPage

REASON = "见证人的电话打不通，请换一个"


@pytest.fixture
def centre(tmp_path: Path, terminal: Terminal, qtbot: QtBot) -> Iterator[Centred]:
    with centred(tmp_path, terminal, qtbot) as made:
        yield made


def accepted(centre: Centred, qtbot: QtBot) -> Submission:
    """Handed in earlier, held and accepted by the centre."""
    station = centre.terminal.at_desk
    work = forms.begin(station, RESIDENCE, person())
    fill(work)
    submission = forms.finalise(station, work)
    centre.terminal.kiosk.sync.now()
    qtbot.waitUntil(lambda: progress_of(station, submission).case is not None)
    return submission


def decided(centre: Centred, qtbot: QtBot, one: Submission, state: str, reason: str = "") -> None:
    """An official moved the case on, and the terminal heard of it."""
    station = centre.terminal.at_desk
    told = {"state": state, "reason": reason}
    centre.training(f"cases/{one.instance_id}/state", told, "put")
    centre.terminal.kiosk.sync.now()

    def heard() -> bool:
        case = station.store.cases.get(one.instance_id)
        return case is not None and case.state == state

    qtbot.waitUntil(heard)


def said(centre: Centred) -> str:
    page = centre.terminal.page
    return page.spoken() if page else ""


def test_every_state_stands_on_the_page_with_its_reason(centre: Centred, qtbot: QtBot) -> None:
    terminal, one = centre.terminal, accepted(centre, qtbot)
    words = {
        CaseState.RECEIVED: "收",
        CaseState.COLLECTING: "材料",
        CaseState.ACCEPTED: "县里受理了",
        CaseState.RETURNED: REASON,
        CaseState.REFUSED: REASON,
        CaseState.DONE: "办好了",
    }
    for state, wanted in words.items():
        decided(centre, qtbot, one, state.value, REASON)
        terminal.scan(encode(one.receipt))
        terminal.waits_on(qtbot, ProgressPage)
        assert wanted in said(centre), state
        terminal.kiosk.leave()
        terminal.waits_on(qtbot, HomePage)


def mended(centre: Centred, qtbot: QtBot, one: Submission) -> None:
    """On from the reason: the answers are there, one is changed, and it is handed in."""
    terminal = centre.terminal
    terminal.waits_on(qtbot, NoticePage)
    assert REASON in said(centre)
    terminal.press("知道了")
    terminal.waits_on(qtbot, CheckPage)
    work = terminal.kiosk.filling.work
    assert work.draft.replaces == one.instance_id
    phone = "/data/witness/witness_phone"
    assert work.session.question(phone).value == "13987654321"
    work.session.answer(phone, "13711112222")
    terminal.press("我看过了")
    terminal.press("确认提交")
    terminal.waits_on(qtbot, DoneOnlinePage)


def test_what_came_back_is_mended_from_ones_own_page_and_handed_in_again(
    centre: Centred, qtbot: QtBot
) -> None:
    terminal, one = centre.terminal, accepted(centre, qtbot)
    decided(centre, qtbot, one, "退回补正", REASON)
    terminal.scan()
    terminal.waits_on(qtbot, MyPage)
    terminal.press("去补正")
    terminal.waits_on(qtbot, ProgressPage)
    assert REASON in said(centre)
    terminal.press("去补正")
    mended(centre, qtbot, one)
    room = terminal.at_desk.store.submissions
    (new,) = [s for s in room.list() if s.replaces == one.instance_id]
    assert room.get(one.instance_id).state is SubmissionState.ACCEPTED
    assert {e["instance_id"] for e in centre.served.received()} == {
        one.instance_id,
        new.instance_id,
    }
    assert progress_of(terminal.at_desk, room.get(one.instance_id)).instead == new.receipt


def test_who_only_has_the_slip_shows_first_who_they_are(centre: Centred, qtbot: QtBot) -> None:
    terminal, one = centre.terminal, accepted(centre, qtbot)
    decided(centre, qtbot, one, "退回补正", REASON)
    terminal.scan(encode(one.receipt))
    terminal.waits_on(qtbot, ProgressPage)
    terminal.press("去补正")
    terminal.waits_on(qtbot, ScanPage)
    terminal.scan()
    mended(centre, qtbot, one)


def test_it_is_nobody_elses_and_nothing_else_is_mended(centre: Centred, qtbot: QtBot) -> None:
    station, one = centre.terminal.at_desk, accepted(centre, qtbot)
    with pytest.raises(NotDrawnError):
        correcting.supplement(station, one.instance_id, person())
    decided(centre, qtbot, one, "退回补正", REASON)
    for who in (None, Person("s-2", "李四", "0021", verified=True)):
        with pytest.raises(NotAllowedError):
            correcting.supplement(station, one.instance_id, who)
    first = correcting.supplement(station, one.instance_id, person())
    assert correcting.supplement(station, one.instance_id, person()).instance_id == (
        first.instance_id
    )
