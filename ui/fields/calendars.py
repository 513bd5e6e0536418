"""Dates and times as people say, type and choose them. Values are ISO 8601 as in an instance."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, time

from offline.i18n import tr

EARLIEST = 1900
"""First year that the wheels offer: nobody living was born before it."""

LATEST_AHEAD = 20
"""Years after this one that the wheels offer: leases and validity end in the future."""

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Day:
    """What the three wheels show: always a day that exists."""

    year: int
    month: int
    day: int

    @classmethod
    def of(cls, when: date) -> Day:
        return cls(when.year, when.month, when.day)

    @property
    def when(self) -> date:
        return date(self.year, self.month, self.day)

    @property
    def last(self) -> int:
        """The last day of the month."""
        return monthrange(self.year, self.month)[1]

    def turned(self, wheel: str, steps: int, today: date) -> Day:
        """The day after a wheel (``year``, ``month``, ``day``) turned; months and days go round."""
        if wheel == "year":
            year = min(max(self.year + steps, EARLIEST), today.year + LATEST_AHEAD)
            return replace(self, year=year, day=min(self.day, monthrange(year, self.month)[1]))
        if wheel == "month":
            month = (self.month - 1 + steps) % _MONTHS + 1
            return replace(self, month=month, day=min(self.day, monthrange(self.year, month)[1]))
        return replace(self, day=(self.day - 1 + steps) % self.last + 1)


def parse_date(text: str) -> date | None:
    """A date from an instance (``2023-01-15`` with or without time) or typed
    (``20230115``, ``2023.1.15``, ``2023年1月15日``); None if there is no such day.
    """
    found = re.match(r"\s*(\d{4})(\d{2})(\d{2})\s*$", text) or re.match(
        r"\s*(\d{4})\D+(\d{1,2})\D+(\d{1,2})(?:\D|$)", text
    )
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def parse_time(text: str) -> time | None:
    """A time from an instance (``08:41:00.000+08:00``) or typed (``841``, ``8:41``); None if there
    is no such time.
    """
    found = re.match(r"\s*(\d{1,2})(\d{2})\s*$", text) or re.match(
        r"\s*(\d{1,2})\D(\d{1,2})(?:\D|$)", text
    )
    if found is None:
        return None
    try:
        return time(int(found[1]), int(found[2]))
    except ValueError:
        return None


def weekday(when: date) -> str:
    """The day of the week in words."""
    return (
        tr("星期一"),
        tr("星期二"),
        tr("星期三"),
        tr("星期四"),
        tr("星期五"),
        tr("星期六"),
        tr("星期日"),
    )[when.weekday()]


def said(when: date) -> str:
    """A date as it is read aloud: with its weekday."""
    return tr(
        "{year} 年 {month} 月 {day} 日，{weekday}",
        year=when.year,
        month=when.month,
        day=when.day,
        weekday=weekday(when),
    )


def how_far(when: date, today: date) -> str:
    """How long ago a day was, or how far it is, in the two largest units that say it."""
    if when == today:
        return tr("就是今天")
    span = _span(min(when, today), max(when, today))
    if when < today:
        return tr("到今天 {span}", span=span)
    return tr("离今天还有 {span}", span=span)


def _span(early: date, late: date) -> str:
    months = (late.year - early.year) * _MONTHS + late.month - early.month
    months -= late.day < early.day
    years, rest = divmod(months, _MONTHS)
    if years and rest:
        return tr("{years} 年 {months} 个月", years=years, months=rest)
    if years:
        return tr("{years} 年", years=years)
    if months:
        return tr("{months} 个月", months=months)
    return tr("{days} 天", days=(late - early).days)


def years_before(today: date, years: int) -> date:
    """The same day some years ago (29 February gives the 28th)."""
    year = today.year - years
    return today.replace(year=year, day=min(today.day, monthrange(year, today.month)[1]))
