"""Why no answer came, as a short word: never the address, never what was sent."""

from __future__ import annotations

import ssl
from typing import Final

import requests

_TLS_CAUSES: Final = (
    ("certificate has expired", "tls expired"),
    ("certificate is not yet valid", "tls not yet valid"),
    ("Hostname mismatch", "tls host"),
    ("IP address mismatch", "tls host"),
    ("unable to get local issuer", "tls issuer"),
    ("self-signed certificate", "tls issuer"),
    ("certificate required", "tls client"),
    ("unknown ca", "tls client"),
    ("CERTIFICATE_REQUIRED", "tls client"),
    ("UNKNOWN_CA", "tls client"),
    ("record layer failure", "no tls"),
    ("WRONG_VERSION_NUMBER", "no tls"),
)


def cause_of(error: BaseException) -> str:
    """A short word for why no answer came; never the address, never what was sent."""
    if isinstance(error, requests.exceptions.SSLError | ssl.SSLError):
        return _tls_cause(repr(error))
    if isinstance(error, requests.exceptions.ProxyError):
        return "proxy"
    if isinstance(error, requests.Timeout | TimeoutError):
        return "timeout"
    text = repr(error)
    if "NameResolution" in text or "gaierror" in text:
        return "dns"
    if "Connection refused" in text:
        return "refused connection"
    return "timeout" if "timed out" in text else "cut"


def _tls_cause(text: str) -> str:
    """Which part of TLS failed, from OpenSSL's words."""
    for words, cause in _TLS_CAUSES:
        if words in text:
            return cause
    return "tls"
