"""``format-date``: the patterns of the ODK XForms specification."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from offline.forms.xpath.values import EvaluationError
from offline.i18n import tr

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_PARTS: dict[str, Callable[[datetime], str]] = {
    "%": lambda _m: "%",
    "Y": lambda m: f"{m.year:04d}",
    "y": lambda m: f"{m.year:04d}"[-2:],
    "m": lambda m: f"{m.month:02d}",
    "n": lambda m: str(m.month),
    "b": lambda m: _MONTHS[m.month - 1],
    "d": lambda m: f"{m.day:02d}",
    "e": lambda m: str(m.day),
    "H": lambda m: f"{m.hour:02d}",
    "h": lambda m: str(m.hour),
    "M": lambda m: f"{m.minute:02d}",
    "S": lambda m: f"{m.second:02d}",
    "3": lambda m: f"{m.microsecond // 1000:03d}",
    "a": lambda m: _DAYS[m.weekday()],
    "W": lambda m: str(_week(m)),
}


def _week(moment: datetime) -> int:
    """The week of the year: it begins on Sunday, the first holds 1 January (Java, en-US)."""
    saturday = moment + timedelta(days=(5 - moment.weekday()) % 7)
    return (saturday.timetuple().tm_yday + 6) // 7


def formatted(moment: datetime, pattern: str) -> str:
    """The local moment by a pattern of ``%`` codes (EvaluationError for an unknown one)."""
    here = moment.astimezone()
    out: list[str] = []
    codes = iter(pattern)
    for char in codes:
        if char != "%":
            out.append(char)
            continue
        code = next(codes, "")
        if code not in _PARTS:
            raise EvaluationError(tr("format-date() 没有 %{code} 这个代码", code=code))
        out.append(_PARTS[code](here))
    return "".join(out)
