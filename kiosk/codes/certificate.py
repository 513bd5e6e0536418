"""A printed certificate's code, ``GSD1:<编号>``: it says which paper this is and proves nothing.

Whether the certificate is genuine its signature says (``printers.seals``) or the exchange.
"""

from __future__ import annotations

from kiosk.codes.result import CodeResult, Verdict
from kiosk.codes.scheme import Circumstances

PREFIX = "GSD1:"

_LONGEST = 64  # characters; issuers number as they like, with 字 and 号 as well


class CertificateScheme:
    """Answers that the text is a certificate's, and which; it opens no visit."""

    name = "certificate"

    def recognises(self, text: str) -> bool:
        return text[: len(PREFIX)].upper() == PREFIX

    def verify(self, text: str, given: Circumstances) -> CodeResult:
        del given  # a number depends on no key and no clock
        number = text[len(PREFIX) :].strip()
        if not 0 < len(number) <= _LONGEST or not number.isprintable():
            return CodeResult(Verdict.MALFORMED, self.name, instead=self.name, detail="number")
        return CodeResult(Verdict.NOT_A_CODE, self.name, instead=self.name, detail=number)
