from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.flow import forms, office, papers
from kiosk.flow.station import Station
from kiosk.roles import NotAllowedError
from offline.records import Operator, PrintJob, PrintState, SubmissionState
from offline.store.sqlite import SqlStore
from offline.sync import orders
from tests.stations import ANSWERS, RESIDENCE, Clock, fill, person
from tests.ui.fields.hands import every, press, said
from tests.ui.staff.places import GRID, OTHER, SECRET, SUPERVISOR, WINDOW, inside, quick, staffed
from tests.windows import shut
from ui.components.text import Text
from ui.desk.dossier import Decide
from ui.desk.events import Lock, OpenOffice, Unlock
from ui.staff import deeds
from ui.staff.desk import Desk
from ui.theme import Screen

S = SubmissionState
REASON = "社保卡号不对"


class Place:
    """A desk with the supervisor at it, one submission refused and one never sent."""

    def __init__(self, qapp: QApplication, folder: Path, qtbot: QtBot, who: str) -> None:
        self.qtbot, self.clock = qtbot, Clock()
        staff = {each.id: each for each in (WINDOW, OTHER, SUPERVISOR)}
        services = staffed(folder, self.clock, *staff.values(), ready=staff[who])
        self.station: Station = services.station
        self.refused, self.unsent = self.hand_in(), self.hand_in()
        room = self.station.store.submissions
        room.claim(self.refused, self.clock.now)
        room.settle(self.refused, S.QUARANTINED, self.clock.now, reason=REASON)
        self.desk = Desk(qapp, services, Screen(1366, 768, 15.6))
        self.desk.frame.show()
        self.desk.open()
        inside(qtbot, self.desk.frame.porter)
        self.window = self.desk.frame.office
        self.desk.handle(OpenOffice())

    def hand_in(self) -> str:
        work = forms.begin(self.station, RESIDENCE, person())
        fill(work)
        return forms.finalise(self.station, work).instance_id

    def state(self, instance_id: str) -> SubmissionState:
        return self.station.store.submissions.get(instance_id).state

    def shows(self, page: str, identifier: str) -> None:
        """Until a page shows a matter, opened."""
        self.window.open_page(page)
        lists = self.window.lists[page]
        self.qtbot.waitUntil(lambda: identifier in lists._matters)
        lists.choose(identifier)

    def told(self, words: str) -> None:
        self.qtbot.waitUntil(lambda: words in said(self.window))

    def newest(self) -> tuple[str, str, str]:
        entry = self.station.store.audit.find(limit=1)[0]
        return entry.operator, entry.act, entry.subject

    def close(self) -> None:
        self.desk.close()
        shut(self.desk.frame)


@pytest.fixture
def place(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Place]:
    quick(monkeypatch)
    made = Place(qapp, tmp_path, qtbot, SUPERVISOR.id)
    yield made
    made.close()


def test_a_refused_one_is_shown_masked_with_the_servers_words_and_sent_again(place: Place) -> None:
    place.shows("refused", place.refused)
    place.told(REASON)
    assert "王小明" not in " ".join(text.accessibleName() for text in every(place.window, Text))
    press(place.window, "原样再送一次")
    place.told("会再送一次")
    assert place.state(place.refused) is S.WAITING
    assert place.newest() == ("s1", "resend", place.refused)


def test_closing_needs_a_reason_that_stays_beside_the_servers_words(place: Place) -> None:
    place.shows("refused", place.refused)
    press(place.window, "不办了，关掉")
    assert place.state(place.refused) is S.QUARANTINED
    place.window.said.emit(Decide(deeds.REFUSED, place.refused, "close", ("本人不办了",)))
    place.told("关掉了")
    closed = place.station.store.submissions.get(place.refused)
    assert (closed.state, closed.reason) == (S.CLOSED, f"{REASON} / 本人不办了")
    assert "本人不办了" not in repr(list(place.station.store.audit.entries()))


def test_a_correction_is_a_new_draft_of_the_old_answers_that_names_the_old_one(
    place: Place,
) -> None:
    place.shows("refused", place.refused)
    press(place.window, "更正")
    place.qtbot.waitUntil(lambda: place.desk.cases.open)
    assert place.desk.window.isVisible()
    work = place.desk.cases._work
    assert work is not None
    assert work.draft.replaces == place.refused
    assert work.session.question("/data/applicant/phone").value == ANSWERS["applicant/phone"]
    place.desk.cases.submit(printing=False)
    place.qtbot.waitUntil(lambda: not place.desk.cases.open)
    assert place.state(place.refused) is S.CLOSED
    assert place.station.store.submissions.get(work.instance_id).replaces == place.refused


def test_what_was_never_sent_is_withdrawn_and_the_queue_tells_its_age(place: Place) -> None:
    place.clock.forward(hours=5)
    place.desk.frame.porter._idle.touch()
    place.desk.frame.supervising.read()
    place.shows("queue", place.unsent)
    place.told("最早一件等了 5 小时")
    press(place.window, "本人撤回")
    place.told("撤回了")
    assert place.state(place.unsent) is S.CLOSED


def test_a_doubtful_print_is_decided_and_a_reprint_says_so(place: Place) -> None:
    now, doubtful = place.clock.now, PrintState.DOUBTFUL
    job = PrintJob("j1", "slip", place.unsent, "tcp://10.0.0.8:9100", 1, doubtful, now)
    place.station.store.prints.add(job)
    place.desk.frame.supervising.read()
    place.shows("prints", job.id)
    place.told("第几份")
    press(place.window, "没打出来，补打")
    sheet = place.desk.frame.supervising.previewing.sheet
    place.qtbot.waitUntil(sheet.isVisible)
    press(sheet, "打印 Enter")
    prints = place.station.store.prints
    place.qtbot.waitUntil(lambda: prints.get(job.id).state is PrintState.REPRINT)
    place.qtbot.waitUntil(lambda: len(prints.of(place.unsent)) == 2)
    assert prints.of(place.unsent)[1].copy == 2
    assert ("s1", "print-decided") in [
        (entry.operator, entry.act) for entry in place.station.store.audit.entries()
    ]


@pytest.mark.parametrize(
    ("who", "printed_by", "done"), [(GRID, GRID.id, True), (GRID, "w1", False), (OTHER, "w1", True)]
)
def test_ones_own_doubtful_print_is_decided_by_every_role_anothers_by_few(
    place: Place, who: Operator, printed_by: str, *, done: bool
) -> None:
    station, prints = place.station, place.station.store.prints
    job = PrintJob("j2", "slip", place.unsent, "tcp://p", 1, PrintState.DOUBTFUL, place.clock.now)
    prints.add(replace(job, operator=printed_by))
    station.operator = who
    if done:
        again = office.print_again(station, "j2", office.preview_again(station, "j2"))
        assert (again.copy, again.operator) == (2, who.id)
        assert papers.print_slip(station, place.unsent).copy == 3  # a second copy is for all roles
    else:
        for act in (office.preview_again, office.came_out):
            with pytest.raises(NotAllowedError):
                act(station, "j2")
    decided = PrintState.REPRINT if done else PrintState.DOUBTFUL
    assert prints.get("j2").state is decided


def test_accounts_are_made_unlocked_and_taken_away(place: Place) -> None:
    room = place.station.store.operators
    place.window.said.emit(Decide(deeds.NEW_ACCOUNT, "+", "grid", ("g9", "何平", SECRET)))
    place.told("账号建好了")
    assert {a.operator.id: a.operator.role for a in room.accounts()}["g9"] == "grid"
    place.window.said.emit(Decide(deeds.NEW_ACCOUNT, "+", "it", ("x", "赵", SECRET)))
    place.told("主管不能办这一步")
    place.window.said.emit(Decide(deeds.ACCOUNT, "s1", "remove"))
    place.told("只剩这一个")
    place.window.said.emit(Decide(deeds.ACCOUNT, "g9", "remove"))
    place.told("停用了")
    assert "g9" not in {a.operator.id for a in room.accounts()}


def test_the_log_is_looked_through_and_its_chain_told(place: Place) -> None:
    place.window.open_page("log")
    place.told("日志完整")
    shown = [place.window.log._list._model.line(row).title for row in range(2)]
    assert "登录" in shown
    database = cast("SqlStore", place.station.store).database
    database.run("DROP TRIGGER audit_fixed")
    database.run("UPDATE audit SET detail = 'x' WHERE number = 2")
    place.window.log.ask()
    place.told("日志从第 2 条起对不上")


def test_window_staff_see_why_they_may_not(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(monkeypatch)
    place = Place(qapp, tmp_path, qtbot, WINDOW.id)
    place.shows("refused", place.refused)
    place.told("请找主管")
    place.window.said.emit(Decide(deeds.REFUSED, place.refused, "resend"))
    place.told("综窗不能办这一步")
    assert place.state(place.refused) is S.QUARANTINED
    place.window.open_page("log")
    place.told("综窗不能办这一步")
    place.close()


def test_the_office_is_found_again_behind_the_lock_but_not_by_somebody_else(place: Place) -> None:
    frame, porter = place.desk.frame, place.desk.frame.porter
    place.window.said.emit(Lock())
    assert not place.window.isVisible()
    place.qtbot.waitUntil(lambda: not porter.is_open)
    porter.handle(Unlock(SUPERVISOR.id, SECRET))
    inside(place.qtbot, porter)
    assert frame.currentWidget() is place.window
    place.window.said.emit(Lock())
    porter.handle(Unlock(OTHER.id, SECRET))
    inside(place.qtbot, porter)
    assert frame.currentWidget() is place.desk.window


def test_the_printers_page_tells_their_state_and_prints_a_test_page(place: Place) -> None:
    place.shows("printers", "receipt")
    place.told("能打印")
    press(place.window.lists["printers"], "打印测试页")
    place.told("测试页打好了")
    place.qtbot.waitUntil(lambda: place.newest()[1:] == ("print-test", "receipt"))


def test_what_the_centre_says_waits_until_somebody_has_read_it(place: Place) -> None:
    notes = place.station.store.notes
    notes.put(f"{orders.MESSAGE}{12:012d}", "晚上升级")
    place.desk.handle(OpenOffice())
    place.shows("messages", "12")
    assert "晚上升级" in said(place.window)
    press(place.window.lists["messages"].dossier, "看过了")
    place.told("已经看过")
    assert orders.messages(notes) == {}
    assert place.newest()[1] == "message-read"
