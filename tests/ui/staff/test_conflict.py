"""A record that both sides changed, decided field by field in the supervisor's window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from pyxform.xls2xform import convert

from kiosk.flow import forms
from offline.records import StoredForm
from offline.sync import memory
from offline.sync.changes import meet
from offline.sync.conflicts import conflicts
from tests.stations import Clock, person
from tests.ui.fields.hands import press, said
from tests.ui.staff.places import SUPERVISOR, inside, quick, staffed
from tests.windows import shut
from ui.desk.events import NewCase, OpenOffice
from ui.staff.desk import Desk
from ui.theme import Screen

KEEP = """| survey |
| | type | name | label | save_to |
| | text | who | Who | |
| | text | head | Head | head |
| | text | phone | Phone | phone |
| | text | rooms | Rooms | rooms |
| entities |
| | list_name | entity_id | label | update_if | create_if |
| | households | coalesce(${who}, uuid()) | ${head} | ${who} != '' | ${who} = '' |
| settings |
| | form_title | form_id | version |
| | 住户登记 | household | 1 |
"""
OURS, THEIRS = "13800000002", "13900000009"


class Village:
    """A desk with the supervisor at it, and a household that the county changed too."""

    def __init__(self, qapp: QApplication, folder: Path, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        services = staffed(folder, Clock(), SUPERVISOR, ready=SUPERVISOR)
        self.station = services.station
        xml = convert(xlsform=KEEP, file_type=".md").xform.encode()
        self.station.store.forms.put(StoredForm("household", "1", "住户登记", "", xml))
        self.entity = self.disputed()
        self.desk = Desk(qapp, services, Screen(1366, 768, 15.6))
        self.desk.frame.show()
        self.desk.open()
        inside(qtbot, self.desk.frame.porter)
        self.window = self.desk.frame.office
        self.desk.handle(OpenOffice())
        self.window.open_page("conflicts")
        lists = self.window.lists["conflicts"]
        qtbot.waitUntil(lambda: self.entity in lists._matters)
        lists.choose(self.entity)

    def keep(self, who: str, phone: str) -> None:
        work = forms.begin(self.station, "household", person())
        for name, value in {"who": who, "head": "王家", "phone": phone, "rooms": "3"}.items():
            work.session.answer(f"/data/{name}", value)
        forms.finalise(self.station, work)

    def disputed(self) -> str:
        """Made here and heard back, changed here, and meanwhile changed by the county."""
        self.keep("", "13800000001")
        notes, room = self.station.store.notes, self.station.store.entities
        (made,) = memory.changes(notes)
        memory.keep_change(notes, made.mine.id, None)
        self.keep(made.mine.id, OURS)
        change = memory.change_of(notes, made.mine.id)
        assert change is not None
        assert change.base is not None
        told = {**change.base.properties, "phone": THEIRS, "rooms": "4"}
        theirs = replace(change.base, properties=told, version=change.base.version + 1)
        shown, left = meet(change, theirs, "")
        room.put(shown)
        memory.keep_change(notes, shown.id, left)
        return shown.id

    def close(self) -> None:
        self.desk.close()
        shut(self.desk.frame)


@pytest.fixture
def village(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Village]:
    quick(monkeypatch)
    made = Village(qapp, tmp_path, qtbot)
    yield made
    made.close()


def test_a_clash_is_chosen_by_a_press_and_what_one_side_changed_is_chosen_already(
    village: Village,
) -> None:
    press(village.window, "就按选的")
    assert "还有 1 处没选" in said(village.window)
    assert conflicts(village.station.store)
    press(village.window, "phone 本机的 138****0002")
    press(village.window, "就按选的")
    village.qtbot.waitUntil(lambda: "定好了" in said(village.window))
    kept = village.station.store.entities.get(village.entity).properties
    assert (kept["phone"], kept["rooms"]) == (OURS, "4")
    assert not conflicts(village.station.store)
    acts = [(one.operator, one.act) for one in village.station.store.audit.entries()]
    assert (SUPERVISOR.id, "entity-merged") in acts


def test_what_the_county_does_not_know_is_said_with_a_door_to_the_form(village: Village) -> None:
    begun: list[object] = []
    village.window.said.connect(begun.append)
    press(village.window, "全用县里的")
    village.qtbot.waitUntil(lambda: "县里还不知道" in said(village.window))
    assert "请填一张住户登记告诉县里" in said(village.window)
    assert THEIRS not in said(village.window)
    press(village.window, "去填")
    assert NewCase("household") in begun
    assert village.desk.window.isVisible()
    assert village.station.store.entities.get(village.entity).properties["phone"] == THEIRS
