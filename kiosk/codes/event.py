"""Event ids (事件一码通管), minted where the event is seen, with or without a network.

``GSE1:<day>-<division>-<chance><check>``: 70 random bits a day and division, so a million events
of one day and one place share none but with a chance of one in two thousand million; the check
character is that of ISO 7064 MOD 37, 36. Nobody need be asked for a number.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from stdnum.iso7064 import mod_37_36

from kiosk.codes.result import CodeResult, Verdict
from kiosk.codes.scheme import Circumstances

PREFIX = "GSE1:"
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U to be misread

_CHANCE = 14  # letters of five bits
_OCTETS = 9
_ID = re.compile(rf"[0-9]{{6}}-[0-9]{{6}}-[{LETTERS}]{{{_CHANCE}}}[0-9A-Z]")


def mint(day: date, division: str, random: Callable[[int], bytes]) -> str:
    """A new event id; ``division`` is six digits, ``random`` gives octets (``os.urandom``)."""
    if re.fullmatch("[0-9]{6}", division) is None:
        raise ValueError("a division has six digits")
    number = int.from_bytes(random(_OCTETS), "big")
    chance = "".join(LETTERS[number >> 5 * place & 31] for place in range(_CHANCE))
    body = f"{day:%y%m%d}-{division}-{chance}"
    return body + mod_37_36.calc_check_digit(body.replace("-", ""))


def encode(event: str) -> str:
    """The text of an event's QR (ValueError for what ``mint`` didn't make)."""
    if not holds(event):
        raise ValueError("no event id")
    return PREFIX + event


def holds(event: str) -> bool:
    """Whether shape and check character are right; one wrong or two swapped letters never are."""
    return _ID.fullmatch(event) is not None and bool(mod_37_36.is_valid(event.replace("-", "")))


class EventScheme:
    """Answers which event it is; it opens no visit."""

    name = "event"

    def recognises(self, text: str) -> bool:
        return text[: len(PREFIX)].upper() == PREFIX

    def verify(self, text: str, given: Circumstances) -> CodeResult:
        del given  # an event id depends on no key and no clock
        event = text[len(PREFIX) :].upper()
        if not holds(event):
            return CodeResult(Verdict.MALFORMED, self.name, instead=self.name, detail="check-digit")
        return CodeResult(Verdict.NOT_A_CODE, self.name, instead=self.name, detail=event)
