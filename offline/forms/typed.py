"""Values by the bind's type: from text as stored, from what an expression gave, and back.

After JavaRosa's ``AnswerDataFactory`` and ``IAnswerData.wrapData``: numbers keep no leading
zeros, decimals print as Java prints them, truth is stored as 1 and 0.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import datetime

from offline.forms import dates
from offline.forms.api import AnswerError
from offline.forms.tree import Atom
from offline.forms.xpath.values import java_boolean, java_double, java_string
from offline.i18n import tr

Stored = tuple[Atom, str]
"""What expressions see, and the text that is written."""
EMPTY: Stored = ("", "")
_INT = (-(2**31), 2**31 - 1)
_LONG = 2.0**63
_WHOLE = re.compile(r"[+-]?[0-9]+")


def from_text(data_type: str, text: str) -> Stored:
    """A value as it stands in an instance or was answered (AnswerError if not of the type)."""
    if text == "":
        return EMPTY
    parse = _PARSERS.get(data_type)
    return parse(text) if parse else (text, text)


def _refused(kind: str) -> AnswerError:
    return AnswerError(tr("请填写{kind}。", kind=kind))


def _integer(text: str) -> Stored:
    if not _WHOLE.fullmatch(text):
        raise _refused(tr("整数"))
    number = int(text[:20])
    if not _INT[0] <= number <= _INT[1]:
        raise _refused(tr("不超过十位的整数"))
    return float(number), str(number)


def _decimal(text: str) -> Stored:
    try:
        number = float(text.strip())
    except ValueError:
        raise _refused(tr("数字")) from None
    if not math.isfinite(number):
        raise _refused(tr("数字"))
    return number, java_double(number)


def _date(text: str) -> Stored:
    moment = dates.parse_date(text)
    if moment is None:
        raise _refused(tr("日期，例如 1958-03-09"))
    day = dates.local(moment.year, moment.month, moment.day)
    return day, dates.iso_date(day)


def _datetime(text: str) -> Stored:
    moment = dates.parse_datetime(text)
    if moment is None:
        raise _refused(tr("日期和时间，例如 1958-03-09T08:30"))
    return moment, dates.iso_datetime(moment)


def _time(text: str) -> Stored:
    moment = dates.parse_time(text)
    if moment is None:
        raise _refused(tr("时间，例如 08:30"))
    return moment, dates.iso_time(moment)


def _boolean(text: str) -> Stored:
    flag = text.strip() == "1"
    return flag, "1" if flag else "0"


def _place(text: str) -> str:
    numbers = [float(part) for part in text.split()]
    if not 2 <= len(numbers) <= 4:  # noqa: PLR2004 — latitude, longitude, altitude, accuracy
        raise ValueError(text)
    return " ".join(java_double(n) for n in [*numbers, 0.0, 0.0][:4])


def _geopoint(text: str) -> Stored:
    try:
        place = _place(text)
    except ValueError:
        raise _refused(tr("位置（纬度 经度）")) from None
    return place, place


def _places(text: str) -> Stored:
    try:
        places = "; ".join(_place(part) for part in text.split(";") if part.strip())
    except ValueError:
        raise _refused(tr("位置（纬度 经度）")) from None
    return places, places


_PARSERS: dict[str, Callable[[str], Stored]] = {
    "int": _integer,
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
    "dateTime": _datetime,
    "time": _time,
    "boolean": _boolean,
    "geopoint": _geopoint,
    "geotrace": _places,
    "geoshape": _places,
}


def from_result(data_type: str, value: Atom) -> Stored:
    """What a calculation gave, as it is kept: NaN and empty text are no value."""
    if type(value) is float and data_type != "boolean":
        return _from_number(data_type, value) if value == value else EMPTY  # noqa: PLR0124 — NaN
    if isinstance(value, str):
        return _from_string(data_type, value)
    if isinstance(value, float | bool):
        if value != value:  # noqa: PLR0124 — NaN
            return EMPTY
        flag = java_boolean(value)
        return flag, "1" if flag else "0"
    if data_type == "boolean":
        return True, "1"
    return _from_moment(data_type, value)


def _from_string(data_type: str, value: str) -> Stored:
    if data_type == "boolean":
        return (True, "1") if value else EMPTY
    return value, value


def _from_number(data_type: str, value: float) -> Stored:
    if data_type in {"int", "integer"}:
        whole = int(max(_INT[0], min(_INT[1], value)))
        return float(whole), str(whole)
    if math.isinf(value):
        return value, java_string(value)
    whole = int(value)
    if abs(value) < _LONG and abs(value - whole) < 1e-9:  # noqa: PLR2004 — JavaRosa's bound
        return float(whole), str(whole)
    return value, java_double(value)


def _from_moment(data_type: str, value: datetime) -> Stored:
    if data_type == "date":
        day = dates.midnight(value)
        return day, dates.iso_date(day)
    if data_type == "time":
        return value, dates.iso_time(value)
    return value, dates.iso_datetime(value)
