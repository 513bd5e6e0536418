"""An item is found by a part of its name, by pinyin and by initials, the nearest first."""

from __future__ import annotations

import pytest

from offline.records import ServiceItem
from ui.visit.finding import found, services_data


def item(number: int, name: str, english: str = "", group: str = "民政") -> ServiceItem:
    return ServiceItem(
        id=str(number), name=name, department="", form_id="f", group=group, english=english
    )


ITEMS = [
    item(1, "高龄津贴申领", "Old-age allowance"),
    item(2, "残疾人补贴"),
    item(3, "临时救助", group="救助"),
    item(4, "重残补贴", "Allowance for the disabled"),
]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("津贴", ["1"]),
        ("补贴", ["2", "4"]),
        ("cjr", ["2"]),
        ("CJR ", ["2"]),
        ("canji", ["2"]),
        ("cbt", ["4"]),
        ("zhongcan", ["4"]),
        ("jin", ["1"]),
        ("allow", ["1", "4"]),
        ("c", ["2", "1", "4"]),
        ("nothing", []),
        ("领残", []),
        ("", ["1", "2", "3", "4"]),
    ],
)
def test_what_is_typed_finds_what_is_meant(query: str, ids: list[str]) -> None:
    assert [one.id for one in found(ITEMS, "", query)] == ids


def test_a_group_narrows_and_the_words_typed_stay() -> None:
    shown = services_data(ITEMS, "救助", "lsjz")
    assert [one.id for one in shown.items] == ["3"]
    assert (shown.query, shown.group) == ("lsjz", "救助")
