from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kiosk.flow import forms, search
from kiosk.flow.search import Query, find, open_entity, read
from kiosk.flow.station import Station
from kiosk.roles import NotAllowedError
from offline.records import Case, CaseState, Operator, Person
from offline.store.entity import HOUSEHOLDS, PERSONS, Entity, EntityLink
from tests.stations import RESIDENCE, STATION, Clock, fill, person, station

TODAY = date(2026, 3, 18)


@pytest.fixture
def at_window(tmp_path: Path) -> Station:
    made = station(tmp_path, Clock())
    made.operator = Operator("w1", "李秀英", "window")
    made.store.people.put(person(), "13812341234")
    made.store.people.put(Person("s:2", "张三", "0001"))
    made.store.entities.put(Entity("e1", HOUSEHOLDS, "王家巷 18 号", {"door": "18"}))
    made.store.entities.put(Entity("e2", PERSONS, "王秀兰", {"phone": "13987654321"}))
    made.store.entities.link(EntityLink("e2", "lives-in", "e1"))
    return made


def handed_in(at: Station) -> str:
    work = forms.begin(at, RESIDENCE, person())
    fill(work)
    return forms.finalise(at, work).instance_id


@pytest.mark.parametrize("words", ["王小", "wxm", "wang", "1235", "1234", "小明"])
def test_a_resident_is_found_by_part_of_the_name_pinyin_initials_and_last_fours(
    at_window: Station, words: str
) -> None:
    handed_in(at_window)
    found = find(at_window, Query(words))
    assert [each.name for each in found.people] == ["王小明"]
    assert [each.submission.person for each in found.submissions] == [person()]


def test_places_drafts_and_receipt_numbers_are_found_too(at_window: Station) -> None:
    instance_id = handed_in(at_window)
    forms.begin(at_window, RESIDENCE, person())
    receipt = at_window.store.submissions.get(instance_id).receipt
    assert [e.id for e in find(at_window, Query("家巷")).entities] == ["e1"]
    assert len(find(at_window, Query("王小")).drafts) == 1
    assert len(find(at_window, Query("居住")).drafts) == 1
    by_number = find(at_window, Query(receipt[-5:])).submissions
    assert [each.submission.receipt for each in by_number] == [receipt]


def test_a_day_and_a_state_bound_what_is_found(at_window: Station) -> None:
    handed_in(at_window)
    waiting = read("王小 待上传 3月18日", TODAY)
    assert waiting.words == "王小"
    assert len(find(at_window, waiting).submissions) == 1
    assert find(at_window, read("王小 3月17日", TODAY)).submissions == []
    assert find(at_window, read("已送达", TODAY)).submissions == []
    assert len(find(at_window, read("待上传", TODAY)).submissions) == 1


@pytest.mark.parametrize(
    ("word", "since"),
    [
        ("今天", datetime(2026, 3, 17, 16, tzinfo=UTC)),
        ("昨天", datetime(2026, 3, 16, 16, tzinfo=UTC)),
        ("2025-12-31", datetime(2025, 12, 30, 16, tzinfo=UTC)),
        ("12月31日", datetime(2025, 12, 30, 16, tzinfo=UTC)),
    ],
)
def test_a_day_without_a_year_is_the_last_one(word: str, since: datetime) -> None:
    assert read(word, TODAY).since == since


def test_what_is_no_day_is_a_word() -> None:
    assert read("13月40日 王小", TODAY) == Query("13月40日 王小")


def test_a_case_is_found_with_its_submission_and_without(at_window: Station) -> None:
    instance_id = handed_in(at_window)
    news = datetime(2026, 3, 18, 3, tzinfo=UTC)
    for each, number in ((instance_id, "2026-0318-42"), ("uuid:gone", "2026-0318-43")):
        at_window.store.cases.put(Case(each, CaseState.DONE, number, updated=news))
    found = find(at_window, Query("20260318"))
    assert [each.submission.instance_id for each in found.submissions] == [instance_id]
    assert [each.number for each in found.cases] == ["2026-0318-43"]
    assert len(find(at_window, read("办好了", TODAY)).submissions) == 1
    assert find(at_window, read("受理", TODAY)).cases == []


def test_opening_a_record_is_a_view_on_record_and_looking_is_none(at_window: Station) -> None:
    before = at_window.store.audit.head()[0]
    find(at_window, Query("王小"))
    assert at_window.store.audit.head()[0] == before
    entity, near = open_entity(at_window, "e1")
    assert (entity.label, [each.label for each in near]) == ("王家巷 18 号", ["王秀兰"])
    newest = at_window.store.audit.find(limit=1)[0]
    assert (newest.operator, newest.act, newest.subject) == ("w1", "view-entity", "e1")


@pytest.mark.parametrize(
    "act", [lambda at: find(at, Query("王小")), lambda at: open_entity(at, "e1")]
)
def test_a_residents_kiosk_looks_for_nobody(
    at_window: Station, act: Callable[[Station], object]
) -> None:
    at_window.operator = STATION
    with pytest.raises(NotAllowedError):
        act(at_window)


def test_one_character_is_too_little(at_window: Station) -> None:
    assert find(at_window, Query("王")) == search.Found()
