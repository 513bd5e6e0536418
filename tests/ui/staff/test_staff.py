from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.flow import forms, papers, progress, search
from kiosk.flow.papers import PaperKind
from kiosk.flow.station import Station
from offline.records import Parties, SubmissionState
from printers.papers import Slip
from tests.stations import ANSWERS, ID_NUMBER, NAME, RESIDENCE, Clock, code, fill
from tests.ui.fields.hands import every, said, seen, the
from tests.ui.staff.places import GRID, SUPERVISOR, WINDOW, inside, quick, staffed
from tests.windows import shut
from ui.desk.agentsheet import AgentSheet
from ui.desk.events import (
    ActFor,
    Answered,
    AttachBytes,
    DismissPerson,
    NewCase,
    OpenLine,
    RevealNumber,
    Scanned,
    Search,
    Submit,
    Suspend,
)
from ui.desk.search import Results
from ui.fields.line import Line
from ui.services import Services
from ui.staff.desk import Desk
from ui.staff.grid import Grid
from ui.staff.lines import DRAFT
from ui.theme import Screen

PHONE = "/data/applicant/phone"
AGENT = {
    "for_whom": "family",
    "agent/agent_id": "32090219750101221X",
    "agent/agent_phone": "13900001111",
    "agent/agent_authority": "signed",
    "agent/agent_signature": "sign.png",
}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def services(
    tmp_path: Path, clock: Clock, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> Services:
    assert qapp.instance() is qapp
    quick(monkeypatch)
    return staffed(tmp_path, clock, WINDOW, SUPERVISOR, ready=WINDOW)


@pytest.fixture
def desk(services: Services, qapp: QApplication, qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(qapp, services, Screen(1366, 768, 15.6))
    made.frame.show()
    made.open()
    inside(qtbot, made.frame.porter)
    yield made
    made.close()
    shut(made.frame)


@pytest.fixture
def grid(
    tmp_path: Path,
    clock: Clock,
    qapp: QApplication,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Grid]:
    quick(monkeypatch)
    services = staffed(tmp_path, clock, GRID, SUPERVISOR, ready=GRID)
    made = Grid(qapp, services, Screen(1366, 768, 14.0))
    made.frame.show()
    made.open()
    inside(qtbot, made.frame.porter)
    yield made
    made.close()
    shut(made.frame)


def test_a_scan_opens_the_person_and_a_case_is_handed_in_and_printed(
    desk: Desk, services: Services, clock: Clock, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.handle(Scanned(code(at=clock.now)))
    qtbot.waitUntil(lambda: desk.reception.person is not None)
    qtbot.waitUntil(lambda: bool(desk.reception.shelf.items))
    desk.handle(NewCase(RESIDENCE))
    qtbot.waitUntil(lambda: desk.cases.open)
    work = desk.cases._work
    assert work is not None
    fill(work)
    desk.handle(Submit())
    qtbot.waitUntil(lambda: not desk.cases.open)
    qtbot.waitUntil((tmp_path / "roll.bin").exists)
    done = services.station.store.submissions.list()
    assert [(s.state, s.operator) for s in done] == [(SubmissionState.FINALISED, "w1")]


def test_what_is_typed_is_saved_by_itself_and_suspended_work_is_gone_on_with(
    desk: Desk, services: Services, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: bool(desk.reception.shelf.items))
    desk.handle(NewCase(RESIDENCE))
    qtbot.waitUntil(lambda: desk.cases.open)
    desk.handle(Answered(PHONE, ANSWERS["applicant/phone"]))
    desk.handle(AttachBytes("/data/witness/witness_signature", b"\x89PNG\r\n"))
    desk.handle(Suspend())
    qtbot.waitUntil(lambda: not desk.cases.open)
    qtbot.waitUntil(lambda: len(desk.reception.shelf.drafts) == 1)
    draft = desk.reception.shelf.drafts[0]
    desk.handle(OpenLine(DRAFT, draft.instance_id))
    qtbot.waitUntil(lambda: desk.cases.open)
    work = desk.cases._work
    assert work is not None
    assert work.session.question(PHONE).value == ANSWERS["applicant/phone"]
    assert services.station.store.attachments.of(draft.instance_id)


def test_an_unfinished_case_is_not_handed_in_and_stays_open(
    desk: Desk, services: Services, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: bool(desk.reception.shelf.items))
    desk.handle(NewCase(RESIDENCE))
    qtbot.waitUntil(lambda: desk.cases.open)
    desk.handle(Submit())
    qtbot.waitUntil(desk.window.isEnabled)
    assert desk.cases.open
    assert not services.station.store.submissions.list()


def test_a_person_met_before_is_found_by_initials_and_shown_masked(
    desk: Desk, clock: Clock, qtbot: QtBot
) -> None:
    desk.handle(Scanned(code(at=clock.now)))
    qtbot.waitUntil(lambda: desk.reception.person is not None)
    desk.handle(DismissPerson())
    assert desk.reception.person is None
    found: list[Results] = []
    desk.seeker.found.connect(found.append)
    desk.handle(Search("wxm"))
    qtbot.waitUntil(lambda: bool(found))
    (line,) = found[0].groups[0].lines
    assert NAME not in repr(found)
    shown: list[object] = []
    desk.reception.person_changed.connect(shown.append)
    desk.handle(OpenLine(line.kind, line.id))
    qtbot.waitUntil(lambda: bool(shown))
    told = repr(shown[0])
    assert NAME not in told
    assert ID_NUMBER not in told


def test_the_whole_number_is_shown_on_asking_and_that_is_on_record(
    desk: Desk, services: Services, clock: Clock, qtbot: QtBot
) -> None:
    desk.handle(Scanned(code(at=clock.now)))
    qtbot.waitUntil(lambda: desk.reception.person is not None)
    desk.handle(RevealNumber())  # a scanned code tells the last four only
    acts = [entry.act for entry in services.station.store.audit.entries()]
    assert "view-number" not in acts


def test_a_bad_code_is_told_and_opens_nobody(desk: Desk, clock: Clock, qtbot: QtBot) -> None:
    told: list[tuple[str, str]] = []
    desk.reception.told.connect(lambda words, tone: told.append((words, tone)))
    old = code(at=clock.now)
    clock.forward(hours=2)
    desk.handle(Scanned(old))
    qtbot.waitUntil(lambda: bool(told))
    assert "过期" in told[-1][0]
    assert desk.reception.person is None


def test_the_grid_counts_what_waits_and_prints_nothing_by_itself(
    grid: Grid, clock: Clock, qtbot: QtBot, tmp_path: Path
) -> None:
    qtbot.waitUntil(lambda: bool(grid.reception.shelf.items))
    grid.handle(NewCase(RESIDENCE))
    qtbot.waitUntil(lambda: grid.cases.open)
    work = grid.cases._work
    assert work is not None
    fill(work)
    grid.handle(Submit())
    qtbot.waitUntil(lambda: len(grid.reception.shelf.pending) == 1)
    clock.forward(days=2, hours=3)
    grid.reception.read()
    qtbot.waitUntil(lambda: (grid.reception.shelf.now - clock.now).total_seconds() == 0)
    assert not (tmp_path / "roll.bin").exists()
    assert grid.reception.bar().pending == 1


TYPED = ("李秀兰", "320902195003151226")
"""Who is not here and has no code, with a true check digit."""


def test_the_one_at_the_window_acts_for_another_who_is_typed(
    desk: Desk, services: Services, clock: Clock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path, value in {**AGENT, "agent/agent_id": ID_NUMBER}.items():
        monkeypatch.setitem(ANSWERS, path, value)
    desk.handle(Scanned(code(at=clock.now)))
    qtbot.waitUntil(lambda: desk.reception.person is not None)
    qtbot.waitUntil(lambda: bool(desk.reception.shelf.items))
    desk.handle(NewCase(RESIDENCE))
    qtbot.waitUntil(lambda: desk.cases.open)
    desk.handle(ActFor())
    sheet = the(desk.window, AgentSheet)
    type_principal(sheet, TYPED[0], TYPED[1][:-1] + "7")
    assert "有一位输错了" in said(sheet)
    type_principal(sheet, *TYPED)
    assert not sheet.isVisible()
    work = desk.cases._work
    assert work is not None
    name = "/data/applicant/name"
    qtbot.waitUntil(lambda: work.session.nodes()[name].value == TYPED[0])
    assert work.session.nodes()["/data/applicant/id_number"].value == TYPED[1]
    assert work.session.nodes()["/data/agent/agent_name"].value == NAME
    qtbot.waitUntil(desk.window.isEnabled)
    assert "王*明 替 李*兰 办" in said(desk.window)
    assert TYPED[1] not in said(sheet)
    for path in ("applicant/name", "applicant/id_number"):
        monkeypatch.setitem(ANSWERS, path, work.session.nodes()[f"/data/{path}"].value)
    fill(work)
    desk.handle(AttachBytes("/data/agent/agent_signature", b"\x89PNG\r\n"))
    qtbot.waitUntil(desk.window.isEnabled)
    desk.handle(Submit())
    qtbot.waitUntil(lambda: not desk.cases.open)
    store = services.station.store
    (done,) = store.submissions.list()
    slip = papers.paper(services.station, PaperKind.SLIP, done)
    assert isinstance(slip, Slip)
    assert (slip.applicant.name, slip.agent) == ("李*兰", "王*明")
    assert done.person is not None
    pseudonym = f"id:{sha256(TYPED[1].encode()).hexdigest()}"
    parties = Parties(principal=pseudonym, agent=done.person.subject)
    log = list(store.audit.entries())
    assert {each.parties for each in log if each.act in {"agent", "submit"}} == {parties}
    assert not any(word in repr(log) for word in TYPED)


def test_looking_at_a_person_while_their_case_is_done_by_another_names_both(
    desk: Desk, services: Services, clock: Clock, qtbot: QtBot
) -> None:
    desk.handle(Scanned(code(at=clock.now)))
    qtbot.waitUntil(lambda: desk.reception.person is not None)
    qtbot.waitUntil(lambda: bool(desk.reception.shelf.items))
    desk.handle(NewCase(RESIDENCE))
    qtbot.waitUntil(lambda: desk.cases.open)
    desk.cases.act_for_typed(*TYPED)
    qtbot.waitUntil(desk.window.isEnabled)
    before = list(services.station.store.audit.entries())
    person = desk.reception.person
    assert person is not None
    desk.reception.show_person(replace(person, id_number="320902194403181235"))
    desk.handle(RevealNumber())
    qtbot.waitUntil(lambda: "320902194403181235" in said(desk.window))
    new = list(services.station.store.audit.entries())[len(before) :]
    parties = {entry.act: entry.parties for entry in new}
    assert parties["view-number"].agent == parties["view-person"].agent == person.subject
    assert parties["view-number"].principal.startswith("id:")


def test_a_grid_worker_names_who_acts_for_whom(grid: Grid, clock: Clock, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bool(grid.reception.shelf.items))
    grid.handle(ActFor())
    assert "先打开要办的事项" in said(grid.window)
    grid.handle(NewCase(RESIDENCE))
    qtbot.waitUntil(lambda: grid.cases.open)
    QTest.keyClick(grid.window, Qt.Key.Key_F4)
    sheet = the(grid.window, AgentSheet)
    qtbot.waitUntil(sheet.isVisible)
    QTest.keyClick(grid.window, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    grid.handle(ActFor())
    seen(sheet, Line)[1].setText(TYPED[1])
    grid.covered()
    assert not sheet.isVisible()
    assert TYPED[1] not in [line.text() for line in every(sheet, Line)]
    grid.handle(ActFor())
    type_principal(sheet, *TYPED)
    work = grid.cases._work
    assert work is not None
    name = "/data/applicant/name"
    qtbot.waitUntil(lambda: work.session.nodes()[name].value == TYPED[0])
    grid.handle(ActFor())
    grid.window.take_scan(code("陈建国", "221X", at=clock.now))
    assert not sheet.isVisible()
    agent = "/data/agent/agent_name"
    qtbot.waitUntil(lambda: work.session.nodes()[agent].value == "陈建国")


def type_principal(sheet: AgentSheet, name: str, number: str) -> None:
    first, second = seen(sheet, Line)
    first.setText(name)
    second.setText(number)
    QTest.keyClick(second, Qt.Key.Key_Return)


def test_a_case_done_for_another_names_both_in_form_slip_and_log(
    desk: Desk, services: Services, clock: Clock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path, value in AGENT.items():
        monkeypatch.setitem(ANSWERS, path, value)
    desk.handle(Scanned(code(at=clock.now)))
    qtbot.waitUntil(lambda: desk.reception.person is not None)
    qtbot.waitUntil(lambda: bool(desk.reception.shelf.items))
    desk.handle(NewCase(RESIDENCE))
    qtbot.waitUntil(lambda: desk.cases.open)
    desk.handle(ActFor())
    clock.forward(seconds=1)
    desk.handle(Scanned(code("陈建国", AGENT["agent/agent_id"][-4:], at=clock.now)))
    work = desk.cases._work
    assert work is not None
    name = "/data/agent/agent_name"
    qtbot.waitUntil(lambda: work.session.nodes()[name].value == "陈建国")
    assert work.session.question("/data/applicant/name").value == NAME
    fill(work)
    desk.handle(AttachBytes("/data/agent/agent_signature", b"\x89PNG\r\n"))
    qtbot.waitUntil(desk.window.isEnabled)
    desk.handle(Submit())
    qtbot.waitUntil(lambda: not desk.cases.open)
    (done,) = services.station.store.submissions.list()
    slip = papers.paper(services.station, PaperKind.SLIP, done)
    assert isinstance(slip, Slip)
    assert (slip.applicant.name, slip.agent) == ("王*明", "陈*国")
    log = [entry for entry in services.station.store.audit.entries() if entry.act == "agent"]
    assert [entry.operator for entry in log] == ["w1", "w1"]
    assert done.person is not None
    assert {entry.subject for entry in log} == {done.instance_id}
    store = services.station.store
    (agent,) = store.people.find("陈建国")
    parties = Parties(principal=done.person.subject, agent=agent.subject)
    told = {entry.act for entry in store.audit.entries() if entry.parties == parties}
    assert told >= {"identify", "agent", "submit"}
    assert [entry.parties for entry in log] == [parties, parties]
    progress.look_up(services.station, done.instance_id)
    forms.withdraw(services.station, done.instance_id)
    newest = store.audit.find(limit=2)
    assert [(entry.act, entry.parties) for entry in newest] == [
        ("withdraw", parties),
        ("progress", parties),
    ]
    assert "陈建国" not in repr(log)


def test_what_is_typed_over_is_not_looked_for_and_the_window_never_waits(
    desk: Desk, services: Services, clock: Clock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.handle(Scanned(code(at=clock.now)))
    qtbot.waitUntil(lambda: desk.reception.person is not None)
    looked: list[str] = []
    find = search.find

    def counted(station: Station, query: search.Query) -> search.Found:
        looked.append(query.words)
        return find(station, query)

    monkeypatch.setattr(search, "find", counted)
    found: list[Results] = []
    desk.seeker.found.connect(found.append)
    gate = Event()
    services.store_lane.run(gate.wait, lambda _done: None, lambda _error: None)
    for words in ("李秀", "王", "王小"):
        desk.handle(Search(words))  # returns at once, though the lane stands still
    gate.set()
    qtbot.waitUntil(lambda: bool(found))
    qtbot.waitUntil(lambda: not services.store_lane.busy)
    assert looked == ["王小"]
    assert len(found) == 1
