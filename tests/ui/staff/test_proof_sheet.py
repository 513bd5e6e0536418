"""At the desk a paper is looked at over the window: Enter prints it, Esc does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.flow import forms
from offline.records import PrintJob, PrintState
from tests.reports import report
from tests.resources.form_answers import under
from tests.stations import RESIDENCE, Clock, fill, person, stored_form
from tests.ui.staff.places import SUPERVISOR, WINDOW, inside, quick, staffed
from tests.windows import shut
from ui.desk.dossier import Decide
from ui.desk.events import OpenOffice
from ui.staff import deeds
from ui.staff.desk import Desk
from ui.staff.lines import SUBMISSION
from ui.theme import Screen


@pytest.fixture
def desk(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    quick(monkeypatch)
    services = staffed(tmp_path, Clock(), WINDOW, SUPERVISOR, ready=SUPERVISOR)
    made = Desk(qapp, services, Screen(1366, 768, 15.6))
    made.frame.show()
    made.open()
    inside(qtbot, made.frame.porter)
    yield made
    made.close()
    shut(made.frame)


@pytest.fixture
def done(desk: Desk) -> str:
    station = desk._services.station
    work = forms.begin(station, RESIDENCE, person())
    fill(work)
    return forms.finalise(station, work).instance_id


@pytest.mark.parametrize("deed", ["print", "application"])
def test_enter_prints_what_is_seen_and_escape_prints_nothing(
    desk: Desk, done: str, qtbot: QtBot, deed: str
) -> None:
    sheet, prints = desk.cases.previewing.sheet, desk._services.station.store.prints
    for key, jobs in ((Qt.Key.Key_Escape, 0), (Qt.Key.Key_Return, 1)):
        desk.handle(Decide("submission", done, deed))
        qtbot.waitUntil(sheet.isVisible)
        assert sheet.geometry() == desk.window.rect()
        QTest.keyClick(sheet, key)
        assert not sheet.isVisible()
        qtbot.waitUntil(lambda jobs=jobs: len(prints.of(done)) == jobs)  # type: ignore[misc]


def test_a_lock_takes_the_paper_away(desk: Desk, done: str, qtbot: QtBot) -> None:
    sheet = desk.cases.previewing.sheet
    desk.handle(Decide("submission", done, "print"))
    qtbot.waitUntil(sheet.isVisible)
    desk.frame.porter.lock()
    qtbot.waitUntil(lambda: not sheet.isVisibleTo(desk.window))
    QTest.keyClick(sheet, Qt.Key.Key_Return)
    assert not desk._services.station.store.prints.of(done)


def test_a_reprint_is_seen_before_it_is_decided(desk: Desk, done: str, qtbot: QtBot) -> None:
    station = desk._services.station
    now, prints = station.clock(), station.store.prints
    prints.add(PrintJob("j1", "slip", done, "tcp://p", 1, PrintState.DOUBTFUL, now))
    desk.handle(OpenOffice())
    office = desk.frame.supervising
    office.handle(Decide(deeds.PRINT, "j1", "again"))
    qtbot.waitUntil(office.previewing.sheet.isVisible)
    assert prints.get("j1").state is PrintState.DOUBTFUL
    QTest.keyClick(office.previewing.sheet, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: prints.get("j1").state is PrintState.REPRINT)
    qtbot.waitUntil(lambda: [job.copy for job in prints.of(done)] == [1, 2])


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_the_slip_that_comes_by_itself_is_seen_and_printed_once(
    desk: Desk, done: str, qtbot: QtBot, key: Qt.Key
) -> None:
    station, sheet = desk._services.station, desk.cases.previewing.sheet
    prints = station.store.prints
    desk.cases.papering.handed_in(station.store.submissions.get(done), printing=True)
    qtbot.waitUntil(sheet.isVisible)
    assert sheet.grab().toImage().width() == desk.window.width()
    QTest.keyClick(sheet, key)
    assert not sheet.isVisible()
    qtbot.waitUntil(lambda: [job.kind for job in prints.of(done)] == ["slip"])
    assert [job.copy for job in prints.of(done)] == [1]


def test_after_an_inspection_its_notice_is_offered(desk: Desk, qtbot: QtBot) -> None:
    station, sheet = desk._services.station, desk.cases.previewing.sheet
    station.store.forms.put(stored_form("hazard_check"))
    done = report(station, "hazard_check", *under("hazard", severity="major"))
    desk.cases.papering.handed_in(done, printing=False)
    qtbot.waitUntil(sheet.isVisible)
    prints = station.store.prints
    assert not prints.of(done.instance_id)
    QTest.keyClick(sheet, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [job.kind for job in prints.of(done.instance_id)] == ["rectification"])


def test_an_opened_inspection_has_its_notice_among_its_papers(desk: Desk, qtbot: QtBot) -> None:
    station = desk._services.station
    station.store.forms.put(stored_form("hazard_check"))
    done = report(station, "hazard_check", *under("hazard", severity="major"))
    seeker = desk.seeker
    with qtbot.waitSignal(seeker.matter) as opened:
        seeker.open(SUBMISSION, done.instance_id)
    (matter,) = opened.args
    assert [deed.name for deed in matter.deeds][:2] == ["print", "rectification"]
