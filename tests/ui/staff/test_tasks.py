"""Tasks of the centre on a grid worker's first page, against the real sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
import requests
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.centre import Centre
from kiosk.flow import errands, forms, tasks
from kiosk.flow.station import Station
from offline.exchange.joined import JoinedExchange
from offline.exchange.link import Link, write_link
from offline.exchange.online import Task
from offline.records import SubmissionState
from offline.store.sqlite import SqlStore
from offline.sync.weather import Weather
from tests.sandbox_server import RunningSandbox, running_sandbox
from tests.stations import ID_NUMBER, NAME, RESIDENCE, Clock, fill
from tests.ui.fields.hands import said
from tests.ui.staff.places import GRID, inside, quick, staffed
from tests.windows import shut
from ui.desk.events import OpenLine, Submit
from ui.staff.grid import Grid
from ui.staff.tasklines import masked, task_lines
from ui.theme import Screen

FACTS = {"applicant/name": NAME, "id_number": ID_NUMBER, "nothing_of_this_form": "x"}


@dataclass
class Field:
    """A grid worker's laptop, its centre, and one task heard."""

    grid: Grid
    served: RunningSandbox
    exchange: JoinedExchange
    task: Task
    link: Link

    @property
    def station(self) -> Station:
        return self.grid._services.station

    def tell(self) -> None:
        """What the sync lane does after a round."""
        assert errands.run(self.station, self.exchange, everything=True) == []

    def at_centre(self) -> list[tuple[Any, ...]]:
        rows = self.served.sandbox.ledger.rows("SELECT state, instance_id FROM tasks")
        return [tuple(row) for row in rows]

    def settle(self, instance_id: str, state: SubmissionState) -> None:
        room, now = self.station.store.submissions, self.station.clock()
        room.claim(instance_id, now)
        room.settle(instance_id, state, now, reason="")


@pytest.fixture
def field(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Field]:
    quick(monkeypatch)
    with running_sandbox(tmp_path / "centre") as served:
        services = staffed(tmp_path, Clock(), GRID, ready=GRID)
        link, exchange = served.enrolled()
        due = services.station.clock() + timedelta(hours=3)
        told = {
            "title": f"{NAME} 居住核实",
            "form_id": RESIDENCE,
            "due": due.isoformat(),
            "place": "柳湾三组 18 号",
            "words": f"打 13812341234 找他，身份证 {ID_NUMBER}",
            "facts": FACTS,
        }
        url = f"{served.url}/v1/terminals/T-01/tasks"
        requests.post(url, json=told, timeout=5).raise_for_status()
        tasks.hear(services.station, exchange)
        (task,) = tasks.tasks(services.station)
        grid = Grid(qapp, services, Screen(1366, 768, 14.0))
        grid.frame.show()
        grid.open()
        inside(qtbot, grid.frame.porter)
        qtbot.waitUntil(lambda: bool(grid.reception.shelf.tasks))
        yield Field(grid, served, exchange, task, link)
        exchange.close()
        grid.close()
        shut(grid.frame)


def opened(field: Field, qtbot: QtBot) -> str:
    field.grid.handle(OpenLine("task", field.task.id))
    qtbot.waitUntil(lambda: field.grid.cases.open)
    assert field.grid.cases._work is not None
    return field.grid.cases._work.instance_id


def test_the_first_page_says_what_where_and_by_when_without_a_name(
    field: Field, qtbot: QtBot
) -> None:
    (line,) = task_lines((field.task,), field.grid.reception.shelf.items, field.station.clock())
    assert (line.title, line.person) == ("王*明 居住核实", "柳湾三组 18 号")
    assert (line.state, line.when) == ("今天到期", "3月18日 13:00前")
    assert ID_NUMBER not in masked(field.task, field.task.words)
    assert "138****1234" in masked(field.task, field.task.words)
    qtbot.waitUntil(lambda: "今天 1" in said(field.grid.window))
    late = replace(field.task, due=field.station.clock() - timedelta(days=2))
    assert task_lines((late,), (), field.station.clock())[0].state == "过期 2 天"


def test_opened_it_is_the_right_form_filled_in_and_the_same_draft_again(
    field: Field, qtbot: QtBot
) -> None:
    instance_id = opened(field, qtbot)
    work = field.grid.cases._work
    assert work is not None
    assert work.draft.form_id == RESIDENCE
    values = {q.path.rpartition("/")[2]: q.value for q in _asked(work)}
    assert (values["name"], values["id_number"]) == (NAME, ID_NUMBER)
    assert "138****1234" in said(field.grid.window)
    assert NAME not in said(field.grid.window)
    field.grid.cases.put_aside()
    qtbot.waitUntil(lambda: not field.grid.cases.open)
    assert opened(field, qtbot) == instance_id
    assert len(field.station.store.drafts.all()) == 1


def test_done_offline_it_is_told_once_and_only_when_the_centre_holds_it(
    field: Field, qtbot: QtBot
) -> None:
    instance_id = opened(field, qtbot)
    assert field.grid.cases._work is not None
    fill(field.grid.cases._work)
    field.grid.handle(Submit())
    qtbot.waitUntil(lambda: not field.grid.reception.shelf.tasks)
    assert tasks.tasks(field.station) == []
    field.tell()
    assert ("done", instance_id) not in field.at_centre()
    field.settle(instance_id, SubmissionState.ACCEPTED)
    field.tell()
    assert field.at_centre() == [("done", instance_id)]
    field.tell()
    assert tasks.tasks(field.station) == []
    assert field.station.store.notes.names("task") == ["task.cursor"]


def test_what_is_handed_in_and_withdrawn_is_to_do_again(field: Field, qtbot: QtBot) -> None:
    instance_id = opened(field, qtbot)
    assert field.grid.cases._work is not None
    fill(field.grid.cases._work)
    field.grid.handle(Submit())
    qtbot.waitUntil(lambda: not field.grid.reception.shelf.tasks)
    forms.withdraw(field.station, instance_id)
    field.tell()
    assert [one.id for one in tasks.tasks(field.station)] == [field.task.id]


def test_a_task_withdrawn_by_the_centre_leaves_the_list(field: Field) -> None:
    field.served.sandbox.ledger.run("UPDATE tasks SET state = 'withdrawn', sequence = 99")
    field.tell()
    assert tasks.tasks(field.station) == []


def test_f5_on_the_first_page_asks_for_new_tasks_at_once(field: Field, qtbot: QtBot) -> None:
    services, window = field.grid._services, field.grid.window
    store = cast("SqlStore", field.station.store).sibling()
    write_link(store.notes, field.link)
    centre = Centre(store, services.settings, replace(field.station, store=store))
    services.synchronise = lambda told: centre.round(Weather(), probe=told.probe, asked=told.asked)
    field.tell()  # so that the next half hour asks for none
    url = f"{field.served.url}/v1/terminals/T-01/tasks"
    told = {"title": "走访赵大娘", "form_id": RESIDENCE, "place": "柳湾三组"}
    requests.post(url, json=told, timeout=5).raise_for_status()
    with qtbot.waitSignal(field.grid.reception.sync.finished):
        field.grid.reception.sync.now()
    assert len(tasks.tasks(field.station)) == 1
    QTest.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: "今天 2" in said(window))
    assert "走访赵大娘" in [one.title for one in tasks.tasks(field.station)]
    field.grid.reception.sync.stop()
    services.sync_lane.stop()
    centre.close()
    store.close()


def _asked(work: forms.Work) -> Iterator[Any]:
    for page in work.session.pages():
        for item in page.items:
            yield from getattr(item, "children", (item,))
