"""Numbers that a person types or that an old card's code holds: the ID and the enterprise code.

Neither proves who stands there, so neither opens a visit by itself. A right number names a person
whom the flow may take up by its own rules; a wrong one says what is wrong with it.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime, timedelta, timezone

from stdnum.cn import ric, uscc

from kiosk.codes.result import CodeResult, Verdict
from kiosk.codes.scheme import Circumstances
from offline.records import Person

_ID = re.compile(r"[0-9]{17}[0-9X]")
_ENTERPRISE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_CHINA = timezone(timedelta(hours=8))


class IdNumberScheme:
    """Eighteen characters of GB 11643: the division may be an abolished one, the rest must hold."""

    name = "id-number"

    def recognises(self, text: str) -> bool:
        number = _compact(text)
        return _ID.fullmatch(number) is not None and not _enterprise_only(number)

    def verify(self, text: str, given: Circumstances) -> CodeResult:
        number = _compact(text)
        fault = _id_fault(number, given.now)
        person = None if fault else _person(number, "person")
        return _typed(self.name, person, fault)


class EnterpriseScheme:
    """Eighteen characters of GB 32100, MOD 31."""

    name = "enterprise"

    def recognises(self, text: str) -> bool:
        return _ENTERPRISE.fullmatch(_compact(text)) is not None

    def verify(self, text: str, given: Circumstances) -> CodeResult:
        del given  # an enterprise code depends on no key and no clock
        number = _compact(text)
        fault = "" if uscc.calc_check_digit(number[:17]) == number[17] else "check-digit"
        return _typed(self.name, None if fault else _person(number, "enterprise"), fault)


def _compact(text: str) -> str:
    return text.replace(" ", "").replace("-", "").upper()


def _enterprise_only(number: str) -> bool:
    """All digits, wrong as an ID and right as an enterprise code."""
    if ric.calc_check_digit(number) == number[17]:
        return False
    return bool(uscc.calc_check_digit(number[:17]) == number[17])


def _id_fault(number: str, now: datetime) -> str:
    """``check-digit``, ``birth-date`` or nothing."""
    if ric.calc_check_digit(number) != number[17]:
        return "check-digit"
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return "birth-date"
    return "" if date(1880, 1, 1) <= born <= now.astimezone(_CHINA).date() else "birth-date"


def _person(number: str, kind: str) -> Person:
    pseudonym = "id:" + hashlib.sha256(number.encode()).hexdigest()
    return Person(pseudonym, "", number[-4:], kind, id_number=number)


def _typed(scheme: str, person: Person | None, fault: str) -> CodeResult:
    verdict = Verdict.MALFORMED if fault else Verdict.NOT_A_CODE
    return CodeResult(verdict, scheme, person=person, instead=scheme, detail=fault)
