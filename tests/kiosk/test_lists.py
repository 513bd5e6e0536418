"""Entity lists from end to end: a form, the store, the sync engine and a real sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from pyxform.xls2xform import convert

from kiosk.flow import forms
from kiosk.flow.station import Station
from offline.exchange.joined import JoinedExchange
from offline.forms.view import Question
from offline.records import StoredForm, SubmissionState
from offline.store.port import UnknownRecordError
from offline.sync import Summary, run_once
from offline.sync.conflicts import conflicts, keep_mine, merge, take_theirs
from tests.sandbox_server import RunningSandbox, running_sandbox
from tests.stations import Clock, person, station

KEEP = """| survey |
| | type | name | label | save_to |
| | select_one_from_file households.csv | who | Who | |
| | text | head | Head | head |
| | text | phone | Phone | phone |
| entities |
| | list_name | entity_id | label | update_if | create_if |
| | households | coalesce(${who}, uuid()) | ${head} | ${who} != '' | ${who} = '' |
| settings |
| | form_title | form_id | version |
| | 住户 | household | 1 |
"""
VISIT = """| survey |
| | type | name | label |
| | select_one_from_file households.csv | home | Home |
| settings |
| | form_title | form_id | version |
| | 走访 | visit_home | 1 |
"""


@dataclass
class Village:
    """A terminal and its centre."""

    kiosk: Station
    served: RunningSandbox
    exchange: JoinedExchange
    minutes: int = 0

    def sync(self) -> Summary:
        self.minutes += 1
        now = self.kiosk.clock() + timedelta(minutes=self.minutes)
        return run_once(self.kiosk.store, self.exchange, now, ignore_backoff=True)

    def keep(self, who: str = "", **answers: str) -> str:
        """Hand in the form that makes or changes a household; the instance id."""
        work = forms.begin(self.kiosk, "household", person())
        for name, value in {"who": who, **answers}.items():
            work.session.answer(f"/data/{name}", value)
        return forms.finalise(self.kiosk, work).instance_id

    def choices(self) -> dict[str, str]:
        """The households that the other form offers, by id."""
        work = forms.begin(self.kiosk, "visit_home", person())
        asked: Question = work.session.question("/data/home")
        return {choice.value: choice.label for choice in asked.choices}

    def official(self, entity: str, label: str, **properties: str) -> None:
        """Somebody at the centre changes it."""
        place = f"{self.served.url}/v1/entities/households/{entity}"
        told = {"label": label, "properties": properties}
        requests.put(place, json=told, timeout=5).raise_for_status()

    def at_the_centre(self, entity: str) -> dict[str, str]:
        page = self.exchange.entity_changes("households", "")
        found = {heard.entity.id: heard.entity for heard in page.entities}
        return {"label": found[entity].label, **found[entity].properties}


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    catalogue = tmp_path / "centre" / "catalogue"
    catalogue.mkdir(parents=True)
    for form_id, book in (("household", KEEP), ("visit_home", VISIT)):
        xml = convert(xlsform=book, file_type=".md").xform
        (catalogue / f"{form_id}.xml").write_text(xml, encoding="utf-8")
    kiosk = station(tmp_path / "kiosk", Clock())
    with running_sandbox(tmp_path / "centre") as served:
        _, exchange = served.enrolled()
        made = Village(kiosk, served, exchange)
        made.sync()
        yield made
        exchange.close()
    kiosk.store.close()


def test_a_household_made_offline_is_in_the_next_forms_choices_at_once(village: Village) -> None:
    village.keep(head="王建国", phone="13800000001")
    ((entity, label),) = village.choices().items()
    assert label == "王建国"
    village.sync()
    assert village.at_the_centre(entity)["phone"] == "13800000001"
    assert village.choices() == {entity: "王建国"}
    assert not conflicts(village.kiosk.store)


def test_what_the_centre_adds_and_deletes_comes_and_goes(village: Village) -> None:
    one = "24b47424-ccf8-4f4b-b4cd-34ff5c71eddd"
    village.official(one, "李桂英", phone="2")
    assert village.sync().entities == 1
    assert village.choices() == {one: "李桂英"}
    place = f"{village.served.url}/v1/entities/households/{one}"
    requests.delete(place, timeout=5).raise_for_status()
    village.sync()
    assert village.choices() == {}


def test_several_changes_offline_go_up_as_one_branch_in_their_order(village: Village) -> None:
    village.keep(head="王建国", phone="1")
    village.sync()
    (entity,) = village.choices()
    village.keep(entity, head="王建国", phone="2")
    village.keep(entity, head="王建新", phone="2")
    assert village.choices() == {entity: "王建新"}
    village.sync()
    told = village.at_the_centre(entity)
    assert (told["label"], told["phone"]) == ("王建新", "2")
    here = village.kiosk.store.entities.get(entity)
    assert (here.version, here.trunk) == (3, 3)
    assert not conflicts(village.kiosk.store)


def disputed(village: Village) -> str:
    village.keep(head="王建国", phone="1")
    village.sync()
    (entity,) = village.choices()
    village.keep(entity, head="王建国", phone="2")
    village.official(entity, "王建国", phone="9")
    assert village.sync().conflicts == 1
    return entity


def test_both_versions_are_shown_side_by_side_even_after_ours_covered_theirs(
    village: Village,
) -> None:
    entity = disputed(village)
    (conflict,) = conflicts(village.kiosk.store)
    (phone,) = [field for field in conflict.fields if field.name == "phone"]
    assert (phone.before, phone.mine, phone.theirs, phone.clash) == ("1", "2", "9", True)
    assert (conflict.covered, conflict.deleted, conflict.unsent) == (True, False, ())
    assert village.at_the_centre(entity)["phone"] == "2"


def test_keeping_mine_needs_nothing_more(village: Village) -> None:
    entity = disputed(village)
    decided = keep_mine(village.kiosk.store, entity, "u-1")
    assert decided.to_tell == {}
    assert decided.entity is not None
    assert decided.entity.properties["phone"] == "2"
    assert not conflicts(village.kiosk.store)
    with pytest.raises(UnknownRecordError):
        keep_mine(village.kiosk.store, entity, "u-1")


def test_taking_theirs_is_told_by_a_form(village: Village) -> None:
    entity = disputed(village)
    decided = take_theirs(village.kiosk.store, entity, "u-1")
    assert decided.to_tell == {"phone": "9"}
    village.keep(entity, head="王建国", phone="9")
    village.sync()
    village.sync()
    assert village.at_the_centre(entity)["phone"] == "9"
    assert village.kiosk.store.entities.get(entity).properties["phone"] == "9"
    assert not conflicts(village.kiosk.store)


def test_merging_takes_field_by_field(village: Village) -> None:
    entity = disputed(village)
    decided = merge(village.kiosk.store, entity, {"phone": "2、9"}, "u-1")
    assert decided.to_tell == {"phone": "2、9"}
    assert village.kiosk.store.entities.get(entity).properties["phone"] == "2、9"


def test_a_deletion_at_the_centre_meets_a_change_here(village: Village) -> None:
    village.keep(head="王建国", phone="1")
    village.sync()
    (entity,) = village.choices()
    changed = village.keep(entity, head="王建国", phone="2")
    place = f"{village.served.url}/v1/entities/households/{entity}"
    requests.delete(place, timeout=5).raise_for_status()
    village.sync()
    (conflict,) = conflicts(village.kiosk.store)
    assert (conflict.deleted, conflict.submissions) == (True, (changed,))
    assert village.kiosk.store.submissions.get(changed).state is SubmissionState.ACCEPTED
    assert take_theirs(village.kiosk.store, entity, "u-1").entity is None
    assert village.choices() == {}


def test_a_withdrawn_submission_takes_its_change_along(village: Village) -> None:
    village.keep(head="王建国", phone="1")
    village.sync()
    (entity,) = village.choices()
    first = village.keep(entity, head="王建国", phone="2")
    village.keep(entity, head="王建新", phone="2")
    forms.withdraw(village.kiosk, first)
    here = village.kiosk.store.entities.get(entity)
    assert (here.label, here.properties["phone"], here.version) == ("王建新", "1", 2)
    made = village.keep(head="李桂英", phone="3")
    forms.withdraw(village.kiosk, made)
    assert village.choices() == {entity: "王建新"}


def test_a_list_that_came_with_a_form_shows_what_was_changed_here(
    village: Village, tmp_path: Path
) -> None:
    alone = station(tmp_path / "alone", Clock())
    came = b"name,label,__version,phone\nu-1,\xe7\x8e\x8b,4,1\nu-2,\xe6\x9d\x8e,1,3\n"
    for form_id in ("household", "visit_home"):
        form = village.kiosk.store.forms.get(form_id)
        alone.store.forms.put(
            StoredForm(form_id, "1", form_id, form.hash, form.xml, {"households.csv": came})
        )
    lonely = Village(alone, village.served, village.exchange)
    lonely.keep("u-1", head="王建国", phone="2")
    assert lonely.choices() == {"u-1": "王建国", "u-2": "李"}
    here = alone.store.entities.get("u-1")
    assert (here.version, here.trunk, here.properties["phone"]) == (5, 4, "2")
    alone.store.close()
