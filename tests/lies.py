"""What a bad network answers instead of the centre; none of it proves that anything arrived."""

from __future__ import annotations

import gzip
from typing import Final

from tests.fault_proxy import PORTAL, Fault, status

_PAGE: Final = b"<html><body>please log in</body></html>"
_BOMB: Final = gzip.compress(bytes(100_000_000))
_ENVELOPE: Final = (
    b'<OpenRosaResponse xmlns="http://openrosa.org/http/response"><message>ok</message>'
    b"</OpenRosaResponse>"
)

QUICK: Final[dict[str, Fault]] = {
    "portal": Fault(answer=PORTAL),
    "portal with 201": Fault(answer=status(201, "Content-Type: text/html", body=_PAGE)),
    "201 without a word": Fault(answer=status(201)),
    "envelope with 200": Fault(answer=status(200, body=_ENVELOPE)),
    "500": Fault(answer=status(500)),
    "502 page": Fault(answer=status(502, body=_PAGE)),
    "503": Fault(answer=status(503, "Retry-After: 1")),
    "429": Fault(answer=status(429, "Retry-After: 1")),
    "423": Fault(answer=status(423)),
    "noise": Fault(answer=bytes(range(256)) * 8),
    "redirect away": Fault(answer=status(307, "Location: http://portal.invalid/login")),
    "redirect to itself": Fault(answer=status(307, "Location: /submission")),
    "redirect to nowhere": Fault(answer=status(307, "Location: http://[::1")),
    "chunks that end too early": Fault(
        answer=b"HTTP/1.1 201 X\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n" + _ENVELOPE
    ),
    "chunks of no size": Fault(
        answer=b"HTTP/1.1 201 X\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n" + _ENVELOPE
    ),
    "shorter than it says": Fault(
        answer=b"HTTP/1.1 201 X\r\nContent-Length: 900\r\n\r\n" + _ENVELOPE
    ),
    "a header without end": Fault(answer=b"HTTP/1.1 201 X\r\nX-A: " + b"a" * 300_000),
    "headers without end": Fault(answer=b"HTTP/1.1 201 X\r\n" + b"X-A: a\r\n" * 5000),
    "go on and nothing": Fault(answer=b"HTTP/1.1 100 Continue\r\n\r\n"),
    "a bomb": Fault(answer=status(201, "Content-Encoding: gzip", body=_BOMB)),
    "no gzip at all": Fault(answer=status(201, "Content-Encoding: gzip", body=_ENVELOPE)),
    "no http": Fault(answer=b"SSH-2.0-OpenSSH_9.6\r\n"),
    "old http": Fault(answer=b"<html>ok</html>"),
    "envelope with a document type": Fault(
        answer=status(201, body=b'<!DOCTYPE x [<!ENTITY a "b">]>' + _ENVELOPE)
    ),
    "another's answer": Fault(
        answer=status(201, "Submission-Receipt: sha-256=" + "0" * 64, body=_ENVELOPE)
    ),
    "an envelope without our receipt": Fault(answer=status(201, body=_ENVELOPE)),
    "an envelope out of a cache": Fault(answer=status(201, "Age: 60", body=_ENVELOPE)),
    "another envelope": Fault(
        answer=status(201, body=b"<OpenRosaResponse><message>ok</message></OpenRosaResponse>")
    ),
    "reset": Fault(refuse=True),
}

SLOW: Final[dict[str, Fault]] = {
    "silence": Fault(silent=True),
    "a byte at a time": Fault(answer=status(201, body=_ENVELOPE), drip=0.4),
    "go on for ever": Fault(answer=b"HTTP/1.1 100 Continue\r\n\r\n" * 500, drip=0.05),
}
