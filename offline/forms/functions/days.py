"""Dates and times."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

from offline.forms import dates
from offline.forms.calendar import formatted
from offline.forms.functions.registry import function
from offline.forms.tree import Atom
from offline.forms.xpath.scope import Scope
from offline.forms.xpath.values import EvaluationError, Value
from offline.i18n import tr

_DAY_MS = 86_400_000
FARTHEST = 2.0**31
"""Days from the epoch beyond which a number is no date."""


@function("today")
def _today(scope: Scope) -> Atom:
    return dates.midnight(scope.run.now())


@function("now")
def _now(scope: Scope) -> Atom:
    return scope.run.now()


@function("date", least=1, most=1)
def _date(scope: Scope, value: Value) -> Atom:
    return to_date(scope.rules.unpack(value), keep_time=False)


@function("date-time", least=1, most=1)
def _date_time(scope: Scope, value: Value) -> Atom:
    return to_date(scope.rules.unpack(value), keep_time=True)


def to_date(atom: Atom, *, keep_time: bool) -> Atom:
    """A moment from text, days since the epoch or a moment; ``""`` and NaN stay what they are."""
    if isinstance(atom, float) and not isinstance(atom, bool):
        return _from_number(atom, keep_time=keep_time)
    if isinstance(atom, bool):
        raise EvaluationError(tr("真假值不能当日期"))
    if isinstance(atom, str):
        return _from_text(atom)
    return atom if keep_time else dates.midnight(atom)


def _from_number(days: float, *, keep_time: bool) -> Atom:
    if math.isnan(days):
        return days
    if abs(days) >= FARTHEST:
        raise EvaluationError(tr("第 {days} 天超出了日期的范围", days=days))
    try:
        if keep_time:
            whole = timedelta(milliseconds=math.trunc(days * _DAY_MS))
            return (datetime(1970, 1, 1, tzinfo=UTC) + whole).astimezone()
        return dates.from_days(math.trunc(days))
    except (OverflowError, ValueError) as error:
        raise EvaluationError(tr("第 {days} 天超出了日期的范围", days=days)) from error


def _from_text(text: str) -> Atom:
    if not text:
        return text
    moment = dates.parse_datetime(text)
    if moment is None:
        raise EvaluationError(tr("“{text}”不是日期", text=text))
    return moment


@function("decimal-date-time", least=1, most=1)
def _decimal_date_time(scope: Scope, value: Value) -> Atom:
    moment = _moment(scope.rules.unpack(value))
    return dates.fractional_days(moment) if isinstance(moment, datetime) else moment


@function("decimal-time", least=1, most=1)
def _decimal_time(scope: Scope, value: Value) -> Atom:
    moment = _moment(scope.rules.unpack(value))
    if isinstance(moment, datetime):
        return dates.fraction_of_day(moment)
    if isinstance(moment, float) and math.isfinite(moment):
        return moment - math.floor(moment)
    return moment


def _moment(atom: Atom) -> Atom:
    if isinstance(atom, str):
        return dates.parse_time(atom) or _from_text(atom)
    return atom


@function("format-date", "format-date-time", least=2, most=2, returns="string")
def _format(scope: Scope, value: Value, form: Value) -> str:
    moment = to_date(scope.rules.unpack(value), keep_time=True)
    return formatted(moment, scope.rules.string(form)) if isinstance(moment, datetime) else ""
