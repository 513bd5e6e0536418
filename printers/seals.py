"""Whether a certificate's electronic seal is genuine: PDF signatures against pinned roots.

Works offline (pyHanko, no fetching). SM2 seals and OFD are not covered here. What is not
``Genuine`` must not be printed as valid.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from io import BytesIO
from typing import Any

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    validate_pdf_signature,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

# Their complaints about a broken file carry pieces of it, which belong in no log.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).setLevel(logging.CRITICAL + 1)


class Reason(StrEnum):
    """Why a seal is not recognised."""

    NOT_A_PDF = "not-a-pdf"
    UNSIGNED = "unsigned"
    CHANGED = "changed"
    UPDATED = "updated"
    UNKNOWN_ROOT = "unknown-root"


@dataclass(frozen=True, slots=True)
class Genuine:
    """Sealed by ``signer``, whole and unchanged since; ``signed_at`` is the signer's own clock."""

    signer: str
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Refused:
    """Not to be printed as valid; ``detail`` is for the log and names no person."""

    reason: Reason
    detail: str = ""


Verdict = Genuine | Refused

_LONG_FORM = 0x80
_USAGE = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
)


def verify(document: bytes, roots: Sequence[bytes]) -> Verdict:
    """The verdict on a PDF: every seal genuine, the last one over the whole file.

    ``roots`` are the pinned root certificates (PEM or DER). Revocation is checked as far as the
    document itself brings its evidence; nothing is fetched. Stricter than PAdES: what a signature
    does not cover (its own padding, spare certificates) may not be changed either.
    """
    try:
        seals = PdfFileReader(BytesIO(document), strict=False).embedded_regular_signatures
    except Exception as error:  # noqa: BLE001 — a hostile file: whatever breaks the reader refuses
        return Refused(Reason.NOT_A_PDF, type(error).__name__)
    if not seals:
        return Refused(Reason.UNSIGNED)
    pinned = [root for data in roots for root in load_certs_from_pemder_data(data)]
    verdict: Verdict = Refused(Reason.UNSIGNED)
    for seal in seals:
        verdict = _verify_one(document, seal, pinned, last=seal is seals[-1])
        if isinstance(verdict, Refused):
            return verdict
    return verdict


def _verify_one(
    document: bytes, seal: EmbeddedPdfSignature, pinned: Sequence[Any], *, last: bool
) -> Verdict:
    context = ValidationContext(trust_roots=pinned, allow_fetching=False)
    try:
        status = validate_pdf_signature(seal, context, key_usage_settings=_USAGE)
        reason = _fault(status, last=last) or _stray(document, seal, status, pinned)
    except Exception as error:  # noqa: BLE001 — as above, and what can't be validated is no seal
        return Refused(Reason.CHANGED, type(error).__name__)
    if reason is not None:
        return Refused(reason, str(status.trust_problem_indic or ""))
    return Genuine(status.signing_cert.subject.human_friendly, status.signer_reported_dt)


def _fault(status: PdfSignatureStatus, *, last: bool) -> Reason | None:
    if not (status.intact and status.valid):
        return Reason.CHANGED
    if not status.trusted:
        return Reason.UNKNOWN_ROOT
    if last and status.coverage is not SignatureCoverageLevel.ENTIRE_FILE:
        return Reason.UPDATED
    if status.modification_level not in {ModificationLevel.NONE, ModificationLevel.LTA_UPDATES}:
        return Reason.UPDATED
    return None


def _stray(
    document: bytes, seal: EmbeddedPdfSignature, status: PdfSignatureStatus, pinned: Sequence[Any]
) -> Reason | None:
    """Changes where the signature itself does not look: its hex, its padding, its certificates."""
    _, before, after, _ = (int(number) for number in seal.byte_range)
    written, held = document[before + 1 : after - 1], seal.pkcs7_content
    plain = held.hex().encode()
    if written not in {plain, plain.upper()} or held[_content_end(held) :].strip(b"\0"):
        return Reason.CHANGED
    path = status.validation_path.iter_certs(include_root=True) if status.validation_path else ()
    known = {one.dump() for one in (*pinned, *path)}
    carried = {choice.chosen.dump() for choice in seal.signed_data["certificates"]}
    return Reason.CHANGED if carried - known or not _as_rfc_5652(seal) else None


def _as_rfc_5652(seal: EmbeddedPdfSignature) -> bool:
    """Whether the fields that no signature covers are as sections 5.1 and 5.3 want them."""
    signed, signer = seal.signed_data, seal.signer_info
    by_key = signer["sid"].name == "subject_key_identifier"
    plain = signed["encap_content_info"]["content_type"].native == "data" and not by_key
    digests = [one.dump() for one in signed["digest_algorithms"]]
    return (
        signer["version"].native == ("v3" if by_key else "v1")
        and signed["version"].native == ("v1" if plain else "v3")
        and digests == [signer["digest_algorithm"].dump()]
    )


def _content_end(held: bytes) -> int:
    """Where the ContentInfo ends, its length agreeing with what is in it (else nowhere: 0)."""
    end = _der_length(held)
    content = end - _der_length(held, content_only=True)
    inner = content + _der_length(held[content:])
    return end if inner + _der_length(held[inner:]) == end else 0


def _der_length(encoded: bytes, *, content_only: bool = False) -> int:
    """Bytes of the DER element that the bytes begin with (X.690 section 8.1.3)."""
    short = encoded[1]
    count = short - _LONG_FORM if short >= _LONG_FORM else 0
    length = int.from_bytes(encoded[2 : 2 + count], "big") if count else short
    return length if content_only else 2 + count + length
