"""Numbers that name people, enterprises and papers: their rules, and how they are masked.

Pure. Sources: GB 11643-1999 (resident ID), GB 32100-2015 (enterprise code), GB/T 2260
(divisions). Division codes that were abolished are accepted: people keep their number for life.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stdnum.cn import ric, uscc

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, so that it can be read aloud."""

_ID_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
_CODE_SHAPE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_PHONE_SHAPE = re.compile(r"1[0-9]{10}")
_REGIONS = (
    (11, 15),
    (21, 23),
    (31, 37),
    (41, 46),
    (50, 54),
    (61, 65),
    (71, 71),
    (81, 83),
    (91, 91),
)
_PROVINCES = frozenset(f"{code}" for first, last in _REGIONS for code in range(first, last + 1))
_DOTS = "·•・‧∙⋅."
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_RECEIPT_SHAPE = re.compile(rf"([A-Z0-9]{{1,8}})([0-9]{{6}})([{CROCKFORD}]{{10}})")
_RECEIPT_SYMBOLS = 10
_SYMBOL_BITS = 5
RECEIPT_ENTROPY = 7
"""Bytes of randomness that a receipt number takes; fifty of their bits are used."""


class IdFault(StrEnum):
    """What is wrong with a resident ID; the sentence is made where it is shown."""

    LENGTH = "length"
    CHARACTERS = "characters"
    DIVISION = "division"
    BIRTH_DATE = "birth-date"
    FUTURE = "future"
    CHECK_DIGIT = "check-digit"


class Sex(StrEnum):
    """As the 17th digit tells: odd is male."""

    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True, slots=True)
class ResidentId:
    """A resident ID that passed every check."""

    number: str
    division: str
    born: date
    sex: Sex

    def age_at(self, day: date) -> int:
        """Full years (周岁) at a day; a birthday on 29 February counts from 1 March."""
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))


def tidy(text: str) -> str:
    """Half-width, upper case, without blanks and dashes: as a number is meant."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return re.sub(r"[\s\-]", "", plain)


def check_resident_id(text: str, today: date) -> ResidentId | IdFault:
    """The ID that a text is, or its first fault in the order a person would mend it."""
    number = tidy(text)
    if len(number) != 18:  # noqa: PLR2004 — GB 11643: eighteen characters
        return IdFault.LENGTH
    if not _ID_SHAPE.fullmatch(number):
        return IdFault.CHARACTERS
    if number[:2] not in _PROVINCES:
        return IdFault.DIVISION
    return _check_birth_and_digit(number, today)


def _check_birth_and_digit(number: str, today: date) -> ResidentId | IdFault:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return IdFault.BIRTH_DATE
    if born > today:
        return IdFault.FUTURE
    if number[-1] != ric.calc_check_digit(number):
        return IdFault.CHECK_DIGIT
    sex = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    return ResidentId(number, number[:6], born, sex)


def is_enterprise_code(text: str) -> bool:
    """Whether it is a 统一社会信用代码 (GB 32100-2015) with a right check character (MOD 31).

    The first two (who registers, what kind) may be letters: A1 agriculture, N2 cooperatives.
    """
    code = tidy(text)
    return bool(_CODE_SHAPE.fullmatch(code)) and code[-1] == uscc.calc_check_digit(code)


def is_phone(text: str) -> bool:
    """Whether it is a mobile number of the mainland: 1 and ten digits."""
    return _PHONE_SHAPE.fullmatch(tidy(text)) is not None


def last_four(number: str) -> str:
    """What of an ID or phone may be shown and searched."""
    return tidy(number)[-4:]


def mask_id(number: str) -> str:
    """``3210**********1234``: the first and the last four stay."""
    plain = tidy(number)
    if len(plain) <= 8:  # noqa: PLR2004 — too short to leave eight characters open
        return "*" * len(plain)
    return plain[:4] + "*" * (len(plain) - 8) + plain[-4:]


def mask_phone(number: str) -> str:
    """``138****1234``."""
    plain = tidy(number)
    if len(plain) < 8:  # noqa: PLR2004 — too short to leave seven digits open
        return "*" * len(plain)
    return plain[:3] + "*" * (len(plain) - 7) + plain[-4:]


def mask_name(name: str) -> str:
    """``张*``, ``王*明``, ``欧**娜``: the first and, from three on, the last character stay.

    A name with · keeps the dots (``阿***·克***木``), so that its bearer knows it again. A character
    with its variation selector or combining marks is one character.
    """
    parts = re.split(f"([{re.escape(_DOTS)}])", name.strip())
    words = len(parts) - 1
    return "".join(
        part if at % 2 else _mask_word(_characters(part), keep_last=at == words)
        for at, part in enumerate(parts)
    )


def _mask_word(characters: list[str], *, keep_last: bool) -> str:
    count = len(characters)
    if count <= 1:
        return "*" * count
    end = characters[-1] if keep_last and count > 2 else ""  # noqa: PLR2004 — of two, one stays
    return characters[0] + "*" * (count - 1 - len(end[:1])) + end


def _characters(text: str) -> list[str]:
    found: list[str] = []
    for point in text:
        if found and (unicodedata.combining(point) or _is_selector(point)):
            found[-1] += point
        else:
            found.append(point)
    return found


def _is_selector(point: str) -> bool:
    return "\ufe00" <= point <= "\ufe0f" or "\U000e0100" <= point <= "\U000e01ef"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The parts of a local 登记号; ``serial`` are ten symbols of Crockford's base 32."""

    site: str
    day: date
    serial: str

    def __str__(self) -> str:
        return f"{self.site}-{self.day:%y%m%d}-{self.serial[:5]}-{self.serial[5:]}"


def receipt_number(site: str, day: date, entropy: bytes) -> str:
    """A local 登记号 such as ``LW-261121-7K2QM-9XR4B``.

    ``site`` is one to eight letters or digits, ``entropy`` at least seven random bytes: with fifty
    random bits a day a million numbers of one site and day clash with a chance of one in 2,000
    (and the store refuses the clash), without any counter that a restored store could repeat.
    """
    if len(entropy) < RECEIPT_ENTROPY:
        raise ValueError(f"{RECEIPT_ENTROPY} bytes of entropy are needed")
    bits = int.from_bytes(entropy[:RECEIPT_ENTROPY], "big")
    symbols = (CROCKFORD[(bits >> (_SYMBOL_BITS * at)) & 31] for at in range(_RECEIPT_SYMBOLS))
    number = str(Receipt(site.upper(), day, "".join(symbols)))
    if parse_receipt(number) is None:
        raise ValueError("a site is one to eight letters or digits")
    return number


def parse_receipt(text: str) -> Receipt | None:
    """The receipt number that a scanned or typed text is, read kindly; None if it is none."""
    plain = tidy(text)
    head, serial = plain[:-_RECEIPT_SYMBOLS], plain[-_RECEIPT_SYMBOLS:].translate(_LOOKALIKES)
    match = _RECEIPT_SHAPE.fullmatch(head + serial)
    if match is None:
        return None
    day = match[2]
    try:
        return Receipt(match[1], date(2000 + int(day[:2]), int(day[2:4]), int(day[4:])), match[3])
    except ValueError:
        return None


def from_crockford(text: str) -> str:
    """The symbols of a code as typed: dashes and blanks dropped, O, I and L read as 0 and 1."""
    return tidy(text).translate(_LOOKALIKES)
