from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.fields.calendars import Day, how_far, parse_date, parse_time, said, years_before

TODAY = date(2026, 3, 18)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2023-01-15", date(2023, 1, 15)),
        ("20230115", date(2023, 1, 15)),
        ("2023.1.5", date(2023, 1, 5)),
        ("2023年1月15日", date(2023, 1, 15)),
        ("2023-01-15T08:00:00.000+08:00", date(2023, 1, 15)),
        ("2023-02-29", None),
        ("202301", None),
        ("昨天", None),
        ("", None),
    ],
)
def test_dates_are_read_as_people_type_them(text: str, when: date | None) -> None:
    assert parse_date(text) == when


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("08:41:00.000+08:00", time(8, 41)),
        ("841", time(8, 41)),
        ("16:5", time(16, 5)),
        ("24:00", None),
        ("2460", None),
        ("", None),
    ],
)
def test_times_are_read_as_people_type_them(text: str, when: time | None) -> None:
    assert parse_time(text) == when


@given(
    st.dates(date(1901, 1, 1), date(2045, 12, 31)),
    st.lists(st.tuples(st.sampled_from(["year", "month", "day"]), st.integers(-40, 40))),
)
def test_no_turn_of_the_wheels_reaches_an_impossible_day(
    start: date, turns: list[tuple[str, int]]
) -> None:
    day = Day.of(start)
    for wheel, steps in turns:
        day = day.turned(wheel, steps, TODAY)
        assert 1900 <= day.when.year <= TODAY.year + 20


def test_the_day_gives_way_when_the_month_is_shorter() -> None:
    assert Day(2024, 1, 31).turned("month", 1, TODAY) == Day(2024, 2, 29)


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (date(2023, 1, 15), "到今天 3 年 2 个月"),
        (date(2026, 3, 18), "就是今天"),
        (date(2026, 3, 1), "到今天 17 天"),
        (date(2025, 3, 18), "到今天 1 年"),
        (date(2026, 8, 20), "离今天还有 5 个月"),
    ],
)
def test_a_day_says_how_far_it_is(when: date, words: str) -> None:
    assert how_far(when, TODAY) == words


def test_a_date_is_said_with_its_weekday() -> None:
    assert said(date(2023, 1, 15)) == "2023 年 1 月 15 日，星期日"


def test_a_year_before_a_leap_day_is_the_day_before() -> None:
    assert years_before(date(2024, 2, 29), 1) == date(2023, 2, 28)
