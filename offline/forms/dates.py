"""Dates and times as the engine holds them: aware datetimes in the device's zone.

A date is its local midnight (JavaRosa's ``DateUtils``), so that dates and date-times compare.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, time, timedelta, timezone

EPOCH = date(1970, 1, 1)
DAY = timedelta(days=1)
_DATE = re.compile(r"(-?\d{1,6})-(\d{1,2})-(\d{1,2})")
_TIME = re.compile(
    r"(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d+))?)?\s*(Z|[+-]\d{1,2}(?::?\d{2})?)?"
)


def local(year: int, month: int, day: int, at: time = time()) -> datetime:
    """A local date-time as an aware one (ValueError for impossible dates)."""
    return datetime(year, month, day, at.hour, at.minute, at.second, at.microsecond).astimezone()


def midnight(moment: datetime) -> datetime:
    """The start of that local day."""
    here = moment.astimezone()
    return local(here.year, here.month, here.day)


def parse_date(text: str) -> date | None:
    """``2020-02-29`` → date; None if it is none."""
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def parse_datetime(text: str) -> datetime | None:
    """ISO 8601 date with or without a time and zone → aware local moment; None if it is none."""
    day_text, _, time_text = text.strip().partition("T")
    day = parse_date(day_text)
    if day is None:
        return None
    return _at(day, time_text) if time_text else _at(day, "00:00")


def parse_time(text: str) -> datetime | None:
    """A time of today: JavaRosa gives a time the date of the day on which it reads it."""
    return _at(datetime.now().astimezone().date(), text.strip())


def _at(day: date, text: str) -> datetime | None:
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    try:
        clock = time(
            int(match[1]),
            int(match[2]),
            int(match[3] or 0),
            int((match[4] or "0")[:3].ljust(3, "0")) * 1000,
        )
        moment = datetime.combine(day, clock)
        return _zoned(moment, match[5])
    except (ValueError, OverflowError):
        return None


def _zoned(moment: datetime, zone: str | None) -> datetime:
    if not zone:
        return moment.astimezone()
    if zone == "Z":
        return moment.replace(tzinfo=UTC).astimezone()
    digits = zone[1:].replace(":", "")
    minutes = int(digits[:-2] or 0) * 60 + int(digits[-2:]) if len(digits) > 2 else int(digits) * 60  # noqa: PLR2004 — hhmm or hh
    offset = timedelta(minutes=-minutes if zone[0] == "-" else minutes)
    return moment.replace(tzinfo=timezone(offset)).astimezone()


def days_since_epoch(moment: datetime) -> int:
    """Whole local days since 1970-01-01."""
    return (moment.astimezone().date() - EPOCH).days


def fractional_days(moment: datetime) -> float:
    """Days since the epoch in UTC, with fraction (decimal-date-time)."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) / DAY


def fraction_of_day(moment: datetime) -> float:
    """How much of the local day has passed (decimal-time)."""
    days = local_days(moment)
    return days - math.floor(days)


def local_days(moment: datetime) -> float:
    """Days, with fraction, since the local midnight of the epoch's day."""
    here = moment.astimezone().replace(tzinfo=None)
    return (here - datetime(1970, 1, 1)) / timedelta(milliseconds=1) / 86_400_000.0  # noqa: DTZ001 — both without zone


def from_days(days: int) -> datetime:
    """The local midnight of that day."""
    day = EPOCH + timedelta(days=days)
    return local(day.year, day.month, day.day)


def iso_date(moment: datetime) -> str:
    """``2020-02-29``."""
    return f"{moment.astimezone().date():%Y-%m-%d}".zfill(10)


def iso_datetime(moment: datetime) -> str:
    """``2020-02-29T10:00:00.000+08:00``, as Collect writes it (``Z`` where the offset is none)."""
    text = moment.astimezone().isoformat(timespec="milliseconds")
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text


def iso_time(moment: datetime) -> str:
    """``10:00:00.000+08:00``."""
    return iso_datetime(moment).partition("T")[2]
