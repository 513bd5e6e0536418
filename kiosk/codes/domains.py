"""A service code that is a link, in three domains as DB11/T 1917.2-2021 describes them.

``https://HOST/…/gsu1/<standard>/<extension>/<security>``: the standard domain names code system,
authority and attribute (1 person, 2 enterprise), the extension domain (200 characters at most)
says who, the security domain when, how long, by which key, and signs all that stands before the
signature. The standard leaves the encoding open: this one is ours, for demonstration.
"""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from kiosk.codes import claims, cose
from kiosk.codes.claims import Claims, ClaimsError
from kiosk.codes.result import CodeResult, Verdict
from kiosk.codes.scheme import Circumstances
from kiosk.codes.signatures import BY_NAME, KeyUnusableError, algorithm_of
from kiosk.codes.trust import judged
from offline.records import IssuerKey

EXTENSION = 200
"""The most characters of the extension domain."""

_SHAPE = re.compile(r"https://[^/?#@\s]{1,100}(?:/[^/?#\s]{1,40}){0,4}/gsu1/", re.IGNORECASE)
_CODE = re.compile(
    r"(?P<signed>https://(?P<host>[a-z0-9.-]{1,100})(?:/[A-Za-z0-9_-]{1,40}){0,4}/gsu1/"
    r"(?P<system>[A-Z0-9]{1,8})\.(?P<authority>[A-Z0-9]{1,18})\.(?P<attribute>[12])/"
    r"(?P<extension>[A-Za-z0-9_-]+)/"
    r"(?P<issued>[1-9][0-9]{0,11})\.(?P<valid>[1-9][0-9]{0,7})\."
    r"(?P<nonce>(?:[0-9a-f]{2}){8,32})\.(?P<key>[A-Za-z0-9_-]{1,32}))"
    r"\.(?P<signature>[A-Za-z0-9_-]{86})"
)
_KINDS = MappingProxyType({"1": "person", "2": "enterprise"})
_LONGEST = 1000


class DomainScheme:
    """The issuer is the link's host: a pinned key with that issuer is all its configuration."""

    name = "domain"

    def recognises(self, text: str) -> bool:
        return _SHAPE.match(text) is not None

    def verify(self, text: str, given: Circumstances) -> CodeResult:
        if len(text) > _LONGEST:
            return self._plain(Verdict.MALFORMED, "too-long")
        match = _CODE.fullmatch(text)
        if match is None or len(match["extension"]) > EXTENSION:
            return self._plain(Verdict.MALFORMED, "domains")
        keys = [k for k in given.keys if k.issuer == match["host"]]
        key = next((k for k in keys if k.key_id == match["key"]), None)
        if key is None:
            return self._plain(Verdict.UNKNOWN_ISSUER, "key" if keys else "issuer")
        return self._signed(match, key, given)

    def _plain(self, verdict: Verdict, detail: str, issuer_name: str = "") -> CodeResult:
        return CodeResult(verdict, self.name, issuer_name=issuer_name, detail=detail)

    def _signed(self, match: re.Match[str], key: IssuerKey, given: Circumstances) -> CodeResult:
        algorithm = BY_NAME.get(key.algorithm)
        if algorithm is None:
            return self._plain(Verdict.UNTRUSTED_ALGORITHM, key.algorithm, key.issuer_name)
        try:
            signature = _octets(match["signature"])
            if not algorithm.verify(key.public, match["signed"].encode(), signature):
                return self._plain(Verdict.TAMPERED, "signature", key.issuer_name)
            return judged(self.name, _claims(match), key, given)
        except KeyUnusableError:
            return self._plain(Verdict.UNTRUSTED_ALGORITHM, "key", key.issuer_name)
        except ClaimsError as error:
            return self._plain(Verdict.MALFORMED, str(error), key.issuer_name)
        except ValueError:
            return self._plain(Verdict.MALFORMED, "base64", key.issuer_name)


def issue(what: Claims, private_pem: str, *, system: str, authority: str, path: str = "") -> str:
    """Sign a code for the host ``what.issuer`` (ClaimsError, KeyUnusableError).

    ``path`` is what the issuer's link has before ``/gsu1/``, with its leading slash.
    """
    claims.dump(what)
    attribute = next(sign for sign, kind in _KINDS.items() if kind == what.kind)
    extension = _letters(cose.dump([what.subject, what.name, what.id4]))
    valid = int((what.expires - what.issued).total_seconds())
    signed = (
        f"https://{what.issuer}{path}/gsu1/{system}.{authority}.{attribute}/{extension}/"
        f"{int(what.issued.timestamp())}.{valid}.{what.nonce.hex()}.{what.key_id.decode()}"
    )
    text = f"{signed}.{_letters(algorithm_of(private_pem).sign(private_pem, signed.encode()))}"
    if _CODE.fullmatch(text) is None or len(extension) > EXTENSION:
        raise ClaimsError("domains")
    return text


def _claims(match: re.Match[str]) -> Claims:
    """What the domains say, held to the same rules as a token's claims (ValueError)."""
    issued = _moment(int(match["issued"]))
    match cose.load(_octets(match["extension"])):
        case [str(subject), str(name), str(id4)]:
            told = Claims(
                issuer=match["host"],
                subject=subject,
                name=name,
                id4=id4,
                kind=_KINDS[match["attribute"]],
                issued=issued,
                expires=issued + timedelta(seconds=int(match["valid"])),
                nonce=bytes.fromhex(match["nonce"]),
                key_id=match["key"].encode(),
            )
        case _:
            raise ClaimsError("extension")
    claims.dump(told)
    return told


def _moment(seconds: int) -> datetime:
    if seconds > claims.LATEST - 10**8:  # a hundred million seconds is the longest validity
        raise ClaimsError("issued")
    return datetime.fromtimestamp(seconds, UTC)


def _letters(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")


def _octets(letters: str) -> bytes:
    """Strict: what ``_letters`` would not have written is refused (ValueError)."""
    octets = base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
    if _letters(octets) != letters:
        raise ValueError("another spelling of the same octets")
    return octets
