"""What a person or the centre stops, as a staff window shows it: pause, metered link, lock."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk import app, cli
from kiosk.enrolment import enrol_at
from kiosk.flow.office import Waiting
from kiosk.sandbox.models import CommandRequest
from kiosk.settings import Settings
from offline.records import Draft, SubmissionState
from offline.sync import Losses, memory, status
from offline.sync.orders import LOCKED
from offline.sync.summary import Summary
from printers.papers import local
from tests.fakes.store_samples import NOON
from tests.sandbox_server import RunningSandbox, running_sandbox, submission_xml
from tests.stations import Clock
from tests.ui.fields.hands import said
from tests.ui.staff.places import GRID, SUPERVISOR, inside, quick, staffed
from tests.windows import shut
from ui.desk.events import HoldSync
from ui.services import Impulse, Services
from ui.staff.grid import Grid
from ui.staff.matters import pages
from ui.theme import Screen

S = SubmissionState
PHOTO = bytes(range(256)) * 30


@pytest.fixture
def services(tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Services:
    assert qapp.instance() is qapp
    quick(monkeypatch)
    return staffed(tmp_path, Clock(), GRID, SUPERVISOR, ready=GRID)


@pytest.fixture
def grid(services: Services, qapp: QApplication, qtbot: QtBot) -> Iterator[Grid]:
    made = Grid(qapp, services, Screen(1366, 768, 14.0))
    made.frame.show()
    made.open()
    inside(qtbot, made.frame.porter)
    yield made
    made.close()
    shut(made.frame)


def test_a_pause_is_said_on_the_page_and_ends_there(
    grid: Grid, services: Services, qtbot: QtBot
) -> None:
    grid.window.open_page("sync")
    grid.handle(HoldSync())
    qtbot.waitUntil(lambda: "有人暂停了上传" in said(grid.window))
    assert "继续上传" in said(grid.window)
    assert memory.is_held(services.station.store.notes)
    grid.handle(HoldSync())
    qtbot.waitUntil(lambda: "有人暂停了上传" not in said(grid.window))
    assert "暂停上传" in said(grid.window)
    acts = [one.act for one in services.station.store.audit.find()]
    assert {"sync-pause", "sync-resume"} <= set(acts)


def test_the_centre_locks_the_window_in_its_words_and_opens_it(
    grid: Grid, services: Services, qtbot: QtBot
) -> None:
    services.synchronise = lambda _impulse: Summary(locked="年底封账，暂停办理")
    grid.reception.sync.now()
    qtbot.waitUntil(lambda: not grid.frame.porter.is_open)
    qtbot.waitUntil(lambda: "年底封账，暂停办理" in said(grid.frame))
    services.synchronise = lambda _impulse: Summary()
    with qtbot.waitSignal(grid.reception.sync.locked):
        grid.reception.sync.now()
    assert grid.frame.porter.closed == ""


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path / "centre") as running:
        yield running


def enrolled(folder: Path, centre: RunningSandbox, settings: Settings) -> Services:
    """What ``kiosk run`` hands its window, with one submission that has a photo."""
    store = app.open_store(folder, writer=True)
    enrol_at(store, centre.url, "SANDBOX", settings)
    store.attachments.add("uuid:1", "a.jpg", "image/jpeg", io.BytesIO(PHOTO))
    draft = Draft("uuid:1", "allowance", "1", "高龄津贴", None, "cli", b"", "/", NOON, NOON)
    xml = submission_xml("uuid:1", photo="a.jpg")
    store.submissions.finalise(draft, xml, "LW-1", ["a.jpg"], NOON)
    store.close()
    return app.services(folder, settings)


def by_day() -> Settings:
    """The night is hours away, whenever this runs."""
    opens = local(app.now()) + timedelta(hours=6)
    closes = opens + timedelta(hours=1)
    return Settings(photos_from=opens.time(), photos_until=closes.time())


def photos_held(centre: RunningSandbox) -> list[int]:
    return [len(entry["attachments"]) for entry in centre.received()]


def test_over_a_metered_link_the_text_goes_and_the_photo_when_the_link_costs_nothing(
    tmp_path: Path, centre: RunningSandbox, qapp: QApplication
) -> None:
    assert qapp.instance() is qapp
    services = enrolled(tmp_path / "data", centre, by_day())
    store = services.station.store
    services.synchronise(Impulse(probe=True, metered=True))
    assert store.submissions.get("uuid:1").state is S.WAITING
    assert (photos_held(centre), status(store, app.now()).photos_waiting) == ([0], 1)
    services.synchronise(Impulse(metered=False))
    assert store.submissions.get("uuid:1").state is S.ACCEPTED
    assert photos_held(centre) == [1]
    services.close()


def test_commands_of_the_centre_close_and_open_a_real_terminal(
    tmp_path: Path, centre: RunningSandbox, qapp: QApplication
) -> None:
    assert qapp.instance() is qapp
    services = enrolled(tmp_path / "data", centre, Settings())
    notes, fleet = services.station.store.notes, centre.sandbox.fleet
    terminal = notes.get("terminal.id") or ""
    fleet.command(terminal, CommandRequest(act="lock", words="设备检修"))
    told = services.synchronise(Impulse(probe=True))
    assert told is not None
    assert (told.locked, notes.get(LOCKED)) == ("设备检修", "设备检修")
    notes.take(memory.BEAT)
    fleet.command(terminal, CommandRequest(act="unlock", words="可以用了"))
    told = services.synchronise(Impulse(probe=True))
    assert told is not None
    assert told.locked == ""
    services.close()


def test_a_paused_terminal_sends_nothing_by_itself_until_it_is_resumed(
    tmp_path: Path, centre: RunningSandbox, qapp: QApplication
) -> None:
    assert qapp.instance() is qapp
    folder, settings = tmp_path / "data", Settings()
    enrolled(folder, centre, settings).close()
    assert cli.main(["sync", "--pause", "--data", str(folder)]) == cli.OK
    services = app.services(folder, settings)
    told = services.synchronise(Impulse(probe=True, woken=True))
    assert told is not None
    assert (told.paused, centre.received()) == (memory.HELD_HERE, [])
    services.close()
    assert cli.main(["sync", "--resume", "--data", str(folder)]) == cli.OK
    services = app.services(folder, settings)
    services.synchronise(Impulse(probe=True))
    assert photos_held(centre) == [1]
    services.close()


def test_what_the_centre_lost_stands_above_what_waits() -> None:
    lost = Losses(NOON, again=3, gone=2)
    shown = {page.name: page.note for page in pages(Waiting(lost=lost), SUPERVISOR, {}, NOON)}
    words, tone = shown["queue"]
    assert tone == "err"
    assert "丢了已收下的 3 件" in words
    assert "另有 2 件" in words
    nothing = {page.name: page.note for page in pages(Waiting(), SUPERVISOR, {}, NOON)}
    assert nothing["queue"] == ("", "")
