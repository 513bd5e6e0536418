"""Numbers that a person types or that an old card's code holds: the ID and the enterprise code.

Neither proves who stands there, so neither opens a visit: the answer says what the number is and
what is wrong with it, and the flow takes a right one up by its own rules (``identify_typed``).
"""

from __future__ import annotations

import re
from datetime import timedelta, timezone

from stdnum.cn import uscc

from kiosk.codes.result import CodeResult, Verdict
from kiosk.codes.scheme import Circumstances
from offline.identity import IdFault, check_resident_id, tidy

_ID = re.compile(r"[0-9]{17}[0-9X]")
_ENTERPRISE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_LONGEST = 40  # a number with its blanks and dashes
_CHINA = timezone(timedelta(hours=8))


class IdNumberScheme:
    """Eighteen characters of GB 11643: the division may be an abolished one, the rest must hold."""

    name = "id-number"

    def recognises(self, text: str) -> bool:
        if len(text) > _LONGEST or not text.isascii():
            return False
        number = tidy(text)
        return _ID.fullmatch(number) is not None and not _enterprise_only(number)

    def verify(self, text: str, given: Circumstances) -> CodeResult:
        found = check_resident_id(text, given.now.astimezone(_CHINA).date())
        return _answer(self.name, found.value if isinstance(found, IdFault) else "")


class EnterpriseScheme:
    """Eighteen characters of GB 32100, MOD 31; the first two may be letters (N2 …)."""

    name = "enterprise"

    def recognises(self, text: str) -> bool:
        if len(text) > _LONGEST or not text.isascii():
            return False
        return _ENTERPRISE.fullmatch(tidy(text)) is not None

    def verify(self, text: str, given: Circumstances) -> CodeResult:
        del given  # an enterprise code depends on no key and no clock
        return _answer(self.name, "" if _enterprise_holds(tidy(text)) else "check-digit")


def _enterprise_holds(number: str) -> bool:
    return bool(uscc.calc_check_digit(number[:17]) == number[17])


def _enterprise_only(number: str) -> bool:
    """Digits throughout, beginning as no ID does (9: registered by market regulation)."""
    return number[0] == "9" and _enterprise_holds(number)


def _answer(scheme: str, fault: str) -> CodeResult:
    verdict = Verdict.MALFORMED if fault else Verdict.NOT_A_CODE
    return CodeResult(verdict, scheme, instead=scheme, detail=fault)
