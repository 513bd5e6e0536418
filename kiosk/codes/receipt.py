"""Our own papers' codes: ``GSR1:<登记号>`` stands on every slip and receipt, to look up progress.

It proves nothing and opens no visit: whoever holds the paper may see how far the case is.
"""

from __future__ import annotations

import re

from kiosk.codes.result import CodeResult, Verdict
from kiosk.codes.scheme import Circumstances

PREFIX = "GSR1:"
_LONGEST = 64
_TYPED = re.compile(r"[A-Z0-9]{1,8}-[0-9]{6}-[A-Z0-9]{5}-[A-Z0-9]{5}", re.IGNORECASE)


class NotAReceiptError(ValueError):
    """A text that is no receipt code."""


def encode(number: str) -> str:
    """The text of a receipt's QR; ValueError for what ``parse`` would refuse."""
    if not _is_number(number):
        raise ValueError("a receipt number is 1 to 64 letters, digits and hyphens")
    return PREFIX + number


def parse(text: str) -> str:
    """The receipt number (登记号) of a receipt code, or of a number typed with its dashes.

    All in small letters is what a scanner sends under Caps Lock. NotAReceiptError for the rest.
    """
    if _TYPED.fullmatch(text):
        return text.upper()
    head, number = text[: len(PREFIX)], text[len(PREFIX) :]
    if head.upper() != PREFIX or not _is_number(number):
        raise NotAReceiptError
    return number if head == PREFIX else number.upper()


def _is_number(number: str) -> bool:
    return 0 < len(number) <= _LONGEST and number.isascii() and number.replace("-", "a").isalnum()


class ReceiptScheme:
    """Answers that the text is one of our receipts, and which."""

    name = "receipt"

    def recognises(self, text: str) -> bool:
        return text[: len(PREFIX)].upper() == PREFIX or _TYPED.fullmatch(text) is not None

    def verify(self, text: str, given: Circumstances) -> CodeResult:
        del given  # a receipt depends on no key and no clock
        try:
            number = parse(text)
        except NotAReceiptError:
            return CodeResult(Verdict.MALFORMED, self.name, detail="number")
        return CodeResult(Verdict.NOT_A_CODE, self.name, instead="receipt", detail=number)
