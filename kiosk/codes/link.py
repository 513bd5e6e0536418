"""Links: most QR codes of daily life lead to a page, and none of them says who a person is."""

from __future__ import annotations

import re

from kiosk.codes.result import CodeResult, Verdict
from kiosk.codes.scheme import Circumstances

_LINK = re.compile(r"(?:[a-z][a-z0-9+.-]{1,15}://|www\.|wxp://|mailto:|tel:|smsto:)", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*://)?(?:[^/?#@]*@)?([^/?#]{1,100})", re.IGNORECASE)


class LinkScheme:
    """Answers 'not a code, it is a link'; of the link only the host is kept."""

    name = "link"

    def recognises(self, text: str) -> bool:
        return _LINK.match(text) is not None

    def verify(self, text: str, given: Circumstances) -> CodeResult:
        del given  # whatever it leads to, it is no service code
        host = _HOST.match(text) if "//" in text or text[:4].lower() == "www." else None
        return CodeResult(
            Verdict.NOT_A_CODE, self.name, instead="url", detail=host[1] if host else ""
        )
