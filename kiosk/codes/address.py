"""Standard-address codes (标准化地址): ``GSA1:<division><place><check>`` on a door or a house.

Twelve digits of the division with township and village, 3 to 12 letters or digits that the region
gives the place, and the check character of ISO 7064 MOD 37, 36. For demonstration: no national
format of address codes is followed.
"""

from __future__ import annotations

import re

from stdnum.iso7064 import mod_37_36

from kiosk.codes.result import CodeResult, Verdict
from kiosk.codes.scheme import Circumstances

PREFIX = "GSA1:"

_BODY = re.compile(r"[0-9]{12}[0-9A-Z]{3,12}")
_CODE = re.compile(r"[0-9]{12}[0-9A-Z]{4,13}")


def encode(division: str, place: str) -> str:
    """The text of an address's QR (ValueError: not twelve digits, or no 3 to 12 characters)."""
    body = division + place
    if _BODY.fullmatch(body) is None or not division.isdecimal():
        raise ValueError("twelve digits, and 3 to 12 letters or digits")
    return PREFIX + body + mod_37_36.calc_check_digit(body)


class AddressScheme:
    """Answers which address it is, without the check character; it opens no visit."""

    name = "address"

    def recognises(self, text: str) -> bool:
        return text[: len(PREFIX)].upper() == PREFIX

    def verify(self, text: str, given: Circumstances) -> CodeResult:
        del given  # an address depends on no key and no clock
        code = text[len(PREFIX) :].upper()
        if _CODE.fullmatch(code) is None or not mod_37_36.is_valid(code):
            return CodeResult(Verdict.MALFORMED, self.name, instead=self.name, detail="check-digit")
        return CodeResult(Verdict.NOT_A_CODE, self.name, instead=self.name, detail=code[:-1])
