"""Seals of an OFD: digests by SM3, signatures by SM2 (GB/T 33190 chapter 18, GB/T 38540-2020).

Every file but the signatures' own must be covered, and the seal's certificate must be signed by a
pinned root. Time stamps and revocation need a service and are not looked at: nothing is fetched.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from asn1crypto import core, pem, x509

from printers.ofd.package import OfdError, OfdFault, Package, beside, numbers
from printers.ofd.pages import as_png
from printers.verdicts import Genuine, Reason, Refused, Verdict

try:
    import gmssl_pyx
except ImportError:  # a platform without it: then no OFD can be verified
    gmssl_pyx = None

AVAILABLE = gmssl_pyx is not None
_SM2_WITH_SM3 = "1.2.156.10197.1.501"
_SM3 = "1.2.156.10197.1.401"
_POINT = 65
_WHOLE_CERTIFICATES = 1


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where a seal's picture stands: a page and a box in mm; the picture as PNG."""

    page: str
    box: tuple[float, float, float, float]
    png: bytes


@dataclass(frozen=True, slots=True)
class _Signed:
    """One signature: its description, what it signs with, and where its pictures stand."""

    description: bytes
    value: core.Sequence
    name: str


def verify_ofd(package: Package, roots: Sequence[bytes], now: datetime) -> Verdict:
    """Genuine if every seal holds and the last covers all that is shown; never raises."""
    if not AVAILABLE:
        return Refused(Reason.UNKNOWN_ROOT, "no SM2 on this machine")
    try:
        return _verified(package, roots, now)
    except (OfdError, ValueError, TypeError, KeyError, IndexError) as error:
        return Refused(Reason.CHANGED, type(error).__name__)


def stamps_of(package: Package) -> list[Stamp]:
    """The pictures of the seals and where they stand (OfdError)."""
    found = []
    try:
        for signed in _signatures(package):
            png = as_png(_octets(signed.value[0][1][0][3][1]))
            root = package.xml(signed.name)
            for annotation in root.iterfind("SignedInfo/StampAnnot"):
                left, top, wide, high = numbers(annotation.get("Boundary", ""), 4)
                found.append(Stamp(annotation.get("PageRef", ""), (left, top, wide, high), png))
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise OfdError(OfdFault.UNSUPPORTED, "a seal that can't be read") from error
    return found


def _verified(package: Package, roots: Sequence[bytes], now: datetime) -> Verdict:
    signatures = _signatures(package)
    if not signatures:
        return Refused(Reason.UNSIGNED)
    verdict: Verdict = Refused(Reason.UNSIGNED)
    for signed in signatures:
        verdict = _one(package, signed, roots, now)
        if isinstance(verdict, Refused):
            return verdict
    return verdict if _covers(package, signatures[-1]) else Refused(Reason.UPDATED)


def _signatures(package: Package) -> list[_Signed]:
    place = package.xml("OFD.xml").findtext("DocBody/Signatures")
    if not place:
        return []
    listed = beside("OFD.xml", place)
    found = []
    for one in package.xml(listed).iterfind("Signature"):
        name = beside(listed, one.get("BaseLoc", ""))
        held = package.xml(name).findtext("SignedValue") or "SignedValue.dat"
        value = core.Sequence.load(package.file(beside(name, held)), strict=True)
        found.append(_Signed(package.file(name), value, name))
    return found


def _one(package: Package, signed: _Signed, roots: Sequence[bytes], now: datetime) -> Verdict:
    to_sign, held, algorithm, signature = (signed.value[place] for place in range(4))
    certificate = x509.Certificate.load(_octets(held), strict=True)
    if not _digests_hold(package, signed) or _bits(to_sign[3]) != sm3(signed.description):
        return Refused(Reason.CHANGED)
    if algorithm.native != _SM2_WITH_SM3:
        return Refused(Reason.UNKNOWN_ROOT, "another algorithm")
    if not _sm2_holds(certificate, to_sign.dump(), _bits(signature)):
        return Refused(Reason.CHANGED)
    if not _trusted(certificate, roots, now):
        return Refused(Reason.UNKNOWN_ROOT)
    if not _seal_holds(to_sign[1], certificate, roots, now):
        return Refused(Reason.UNKNOWN_ROOT, "the seal is not this signer's")
    at = to_sign[2].native
    return Genuine(certificate.subject.human_friendly, at if isinstance(at, datetime) else None)


def _seal_holds(seal: Any, signer: x509.Certificate, roots: Sequence[bytes], now: datetime) -> bool:
    """Whether a trusted maker made the seal for this signer, and it is valid now (GB/T 38540)."""
    info, held, algorithm, signature = (seal[place] for place in range(4))
    maker = x509.Certificate.load(_octets(held), strict=True)
    kind, listed, begin, end = (info[2][place] for place in (2, 3, 5, 6))
    own = signer.dump() if kind.native == _WHOLE_CERTIFICATES else sm3(signer.dump())
    named = any(own in _octet_strings(one) for one in (listed[n] for n in range(len(listed))))
    message = core.SequenceOf(spec=core.Any)
    for part in (info, held, algorithm):
        message.append(core.Any(part))
    return (
        named
        and begin.native <= now <= end.native
        and _sm2_holds(maker, message.dump(), _bits(signature))
        and _trusted(maker, roots, now)
    )


def _octet_strings(value: Any) -> list[bytes]:
    """The octet strings of an entry: a certificate, or the kind and value of a digest."""
    parts = [value] if isinstance(value, core.OctetString) else [value[n] for n in range(2)]
    return [_octets(part) for part in parts if isinstance(part, core.OctetString)]


def _digests_hold(package: Package, signed: _Signed) -> bool:
    references = package.xml(signed.name).find("SignedInfo/References")
    if references is None or references.get("CheckMethod") not in {_SM3, "SM3", "sm3"}:
        return False
    for one in references.iterfind("Reference"):
        value = base64.b64decode(one.findtext("CheckValue", ""), validate=True)
        if value != sm3(package.file(beside(signed.name, one.get("FileRef", "")))):
            return False
    return True


def _covers(package: Package, signed: _Signed) -> bool:
    """Whether all but OFD.xml's own signature files is under the last signature."""
    root = package.xml(signed.name)
    covered = {
        beside(signed.name, one.get("FileRef", ""))
        for one in root.iterfind("SignedInfo/References/Reference")
    }
    listed = beside("OFD.xml", package.xml("OFD.xml").findtext("DocBody/Signatures") or "")
    own = listed.rpartition("/")[0] + "/"
    return all(name in covered or name.startswith(own) for name in package.files)


def _trusted(certificate: x509.Certificate, roots: Sequence[bytes], now: datetime) -> bool:
    """Signed by a pinned root that is an SM2 one, and both of them valid now."""
    for root in (x509.Certificate.load(_der(data)) for data in roots):
        if root.subject != certificate.issuer or not _sm2_key(root):
            continue
        signed = certificate["tbs_certificate"].dump()
        valid = all(
            one.not_valid_before <= now.astimezone(UTC) <= one.not_valid_after
            for one in (root, certificate)
        )
        if valid and _sm2_holds(root, signed, certificate["signature_value"].native):
            return True
    return False


def _sm2_holds(certificate: x509.Certificate, message: bytes, signature: bytes) -> bool:
    key = _sm2_key(certificate)
    try:
        return bool(key) and bool(gmssl_pyx.sm2_verify(key, message, signature))
    except gmssl_pyx.GmsslInnerError:
        return False


def _sm2_key(certificate: x509.Certificate) -> bytes:
    """X ‖ y of the certificate's point, empty for a key of another kind."""
    info = certificate["tbs_certificate"]["subject_public_key_info"]
    point = bytes(info["public_key"].contents[1:])
    return point[1:] if len(point) == _POINT and point[0] == 4 else b""  # noqa: PLR2004 — uncompressed


def sm3(data: bytes) -> bytes:
    """The digest of GB/T 32905."""
    try:
        return hashlib.new("sm3", data).digest()
    except ValueError:  # an OpenSSL built without it
        return bytes(gmssl_pyx.sm3_hash(data))


def _der(data: bytes) -> bytes:
    try:
        return pem.unarmor(data)[2] if pem.detect(data) else data
    except (ValueError, binascii.Error):
        return data


def _octets(value: Any) -> bytes:
    return bytes(core.OctetString.load(value.dump()).native)


def _bits(value: Any) -> bytes:
    """The octets of a bit string of whole octets (ValueError)."""
    if value.contents[0]:
        raise ValueError("bits left over")
    return bytes(value.contents[1:])
