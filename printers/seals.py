"""Whether a certificate's electronic seal is genuine: PDF signatures against pinned roots.

Works offline (pyHanko, no fetching). SM2 seals and OFD are not covered here. What is not
``Genuine`` must not be printed as valid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from io import BytesIO

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    validate_pdf_signature,
)
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext


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

_USAGE = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
)


def verify(document: bytes, roots: Sequence[bytes]) -> Verdict:
    """The verdict on a PDF: every seal genuine, the last one over the whole file.

    ``roots`` are the pinned root certificates (PEM or DER). Revocation is checked as far as the
    document itself brings its evidence; nothing is fetched.
    """
    try:
        seals = PdfFileReader(BytesIO(document), strict=False).embedded_regular_signatures
    except (PdfError, ValueError, KeyError, IndexError, TypeError) as error:
        return Refused(Reason.NOT_A_PDF, type(error).__name__)
    if not seals:
        return Refused(Reason.UNSIGNED)
    pinned = [root for data in roots for root in load_certs_from_pemder_data(data)]
    context = ValidationContext(trust_roots=pinned, allow_fetching=False)
    verdict: Verdict = Refused(Reason.UNSIGNED)
    for seal in seals:
        verdict = _verify_one(seal, context, last=seal is seals[-1])
        if isinstance(verdict, Refused):
            return verdict
    return verdict


def _verify_one(seal: EmbeddedPdfSignature, context: ValidationContext, *, last: bool) -> Verdict:
    try:
        status = validate_pdf_signature(seal, context, key_usage_settings=_USAGE)
    except (SignatureValidationError, PdfError, ValueError, KeyError, TypeError) as error:
        return Refused(Reason.CHANGED, type(error).__name__)
    reason = _fault(status, last=last)
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
