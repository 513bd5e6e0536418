from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.fields.figures import (
    DECIMAL,
    DIGITS,
    INTEGER,
    PHONE,
    RESIDENT_ID,
    Rule,
    Scale,
    count_words,
    group_typed,
    groups,
    thousands,
    veiled,
)


@pytest.mark.parametrize(
    ("rule", "pasted", "kept"),
    [
        (INTEGER, "-12x3", "-123"),
        (INTEGER, "1-2", "12"),
        (DECIMAL, "1.2.3", "1.23"),
        (DECIMAL, ".5", "5"),
        (PHONE, " 138 0000 1234 9", "13800001234"),
        (RESIDENT_ID, "11010519491231002x", "11010519491231002X"),
        (RESIDENT_ID, "X1101", "1101"),
        (DIGITS, "６217", "217"),
    ],
)
def test_only_characters_that_fit_are_taken(rule: Rule, pasted: str, kept: str) -> None:
    assert rule.filtered(pasted) == kept


@given(st.text(max_size=60), st.sampled_from([INTEGER, DECIMAL, DIGITS, PHONE, RESIDENT_ID]))
def test_what_passed_once_passes_again(text: str, rule: Rule) -> None:
    assert rule.filtered(rule.filtered(text)) == rule.filtered(text)


def test_the_count_is_said_in_words() -> None:
    assert count_words(RESIDENT_ID, "") == "一共 18 位"
    assert count_words(RESIDENT_ID, "1" * 16) == "还差 2 位（已输 16 位）"
    assert count_words(RESIDENT_ID, "1" * 18) == "18 位都输好了"
    assert count_words(INTEGER, "5") == ""


def test_an_id_falls_into_three_groups() -> None:
    assert groups("32100019440506123") == ("321000", "19440506", "123")
    assert [group_typed("1" * count) for count in (0, 5, 6, 13, 14, 18)] == [0, 0, 1, 1, 2, 2]


def test_only_the_group_being_typed_and_the_ends_are_readable() -> None:
    whole = "321000194405061234"
    assert veiled(whole, open_group=None) == "3210**********1234"
    assert veiled(whole[:10], open_group=1) == "3210**1944"
    assert veiled(whole, open_group=0) == "321000********1234"


def test_thousands_are_set_in_threes() -> None:
    assert thousands("-12500.50") == "-12,500.50"
    assert thousands("") == ""


@pytest.mark.parametrize(
    ("span", "values"),
    [
        (("1", "5", "1"), ["1", "2", "3", "4", "5"]),
        (("0", "1", "0.25"), ["0", "0.25", "0.5", "0.75", "1"]),
        (("10", "0", "5"), ["10", "5", "0"]),
        (("100", "300", "100"), ["100", "200", "300"]),
    ],
)
def test_a_scale_has_its_steps(span: tuple[str, str, str], values: list[str]) -> None:
    scale = Scale.of(span)
    assert [scale.value(at) for at in range(scale.last + 1)] == values
    assert [scale.position(value) for value in values] == list(range(len(values)))


def test_a_scale_without_sense_counts_to_ten() -> None:
    assert Scale.of(("a", "b", "c")).last == 9
    assert Scale.of(None).position("") is None
