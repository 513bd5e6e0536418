from __future__ import annotations

from time import perf_counter

import pytest

from ui.fields.spelling import ChoiceIndex

INDEX = ChoiceIndex(
    ["柳湾一组", "东圩路", "学堂路", "重庆路", "单家桥", "Foreign address", "村代办员"]
)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", [0, 1, 2, 3, 4, 5, 6]),
        ("路", [1, 2, 3]),
        ("lwyz", [0]),
        ("cdb", [6]),
        ("cundai", [6]),
        ("cql", [3]),
        ("zql", [3]),
        ("shan", [4]),
        ("FOREIGN", [5]),
        ("柳 zu", [0]),
        ("没有", []),
    ],
)
def test_choices_are_found_by_name_initials_and_every_reading(words: str, found: list[int]) -> None:
    assert INDEX.find(words) == found


def test_a_choice_that_begins_with_the_words_comes_first() -> None:
    assert ChoiceIndex(["新柳湾", "柳湾"]).find("lw") == [1, 0]


def test_thousands_of_choices_are_searched_within_a_blink() -> None:
    names = [f"柳湾村{chr(0x4E00 + at % 97)}{chr(0x5000 + at % 89)}{at}号" for at in range(5000)]
    index = ChoiceIndex(names)
    index.find("lw")
    began = perf_counter()
    assert index.find("lwc") == list(range(5000))
    assert perf_counter() - began < 0.2
