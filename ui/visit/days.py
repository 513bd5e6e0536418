"""Days and hours in words, by the country's wall clock."""

from __future__ import annotations

from datetime import date, datetime

from offline.i18n import mark, tr
from printers.papers import local

WEEK = (
    mark("星期一"),
    mark("星期二"),
    mark("星期三"),
    mark("星期四"),
    mark("星期五"),
    mark("星期六"),
    mark("星期日"),
)


def day(when: date) -> str:
    """3月18日."""
    return tr("{month}月{day}日", month=when.month, day=when.day)


def weekday(found: date) -> str:
    """3月20日 星期五."""
    return f"{day(found)} {tr(WEEK[found.weekday()])}"


def hours(begins: datetime, ends: datetime) -> str:
    """9:00–10:00, by the country's wall clock."""
    first, last = local(begins), local(ends)
    return f"{first.hour}:{first:%M}–{last.hour}:{last:%M}"
