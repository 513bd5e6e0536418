"""Whether a certificate's electronic seal is genuine: PDF signatures against pinned roots.

Works offline (pyHanko, no fetching). SM2 seals and OFD are not covered here. What is not
``Genuine`` must not be printed as valid.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from asn1crypto.crl import CertificateList
from asn1crypto.x509 import Certificate
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    validate_pdf_signature,
    validate_pdf_timestamp,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureStatus, TimestampSignatureStatus

from printers.envelopes import nothing_stray, plainly_written, stamp_within
from printers.evidence import ONLY_EVIDENCE, Evidence, evidence_of
from printers.verdicts import Genuine, Reason, Refused, Standing, Verdict

# Their complaints about a broken file carry pieces of it, which belong in no log.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).setLevel(logging.CRITICAL + 1)


_WHOLE = {SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION}
_USAGE = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
)


def verify(
    document: bytes,
    roots: Sequence[bytes],
    *,
    crls: Sequence[bytes] = (),
    now: datetime | None = None,
) -> Verdict:
    """The verdict on a PDF: every seal genuine, and nothing but evidence after the last one.

    ``roots`` are the pinned root certificates (PEM or DER), ``crls`` revocation lists (DER) from
    elsewhere, ``now`` the time to judge by where no time stamp of a pinned root proves an earlier
    one. Every time stamp must be of a pinned root. Nothing is fetched: revocation is checked as far
    as the evidence goes, and ``standing`` says how far. Stricter than PAdES: what a signature does
    not cover (its own padding, spare certificates) may not be changed either.
    """
    try:
        reader = PdfFileReader(BytesIO(document), strict=False)
        seals = reader.embedded_regular_signatures
    except Exception as error:  # noqa: BLE001 — a hostile file: whatever breaks the reader refuses
        return Refused(Reason.NOT_A_PDF, type(error).__name__)
    if not seals:
        return Refused(Reason.UNSIGNED)
    pinned = [root for data in roots for root in load_certs_from_pemder_data(data)]
    try:
        found = evidence_of(reader, [*seals, *reader.embedded_timestamp_signatures])
        lists = tuple(CertificateList.load(one) for one in crls)
        found = replace(found, crls=(*found.crls, *lists))
        judge = _Judge(document, reader, pinned, found, now or datetime.now(UTC))
        verdicts = [judge.verdict(seal, last=seal is seals[-1]) for seal in seals]
    except StampError as error:
        return Refused(error.reason, "time stamp")
    except Exception as error:  # noqa: BLE001 — as above, and what can't be validated is no seal
        return Refused(Reason.CHANGED, type(error).__name__)
    return next((one for one in verdicts if isinstance(one, Refused)), verdicts[-1])


@dataclass(frozen=True, slots=True)
class _Judge:
    """One file, the pinned roots, the evidence, and the time to judge by."""

    document: bytes
    reader: PdfFileReader
    pinned: Sequence[Certificate]
    evidence: Evidence
    now: datetime

    def verdict(self, seal: EmbeddedPdfSignature, *, last: bool) -> Verdict:
        at = self._witnessed(seal)
        stamped = self._status(seal, at, at, required=False).timestamp_validity
        if stamped is not None:
            self._require_whole(stamped, stamp_within(seal.signer_info))
        proved = stamped.timestamp if stamped is not None and stamped.trusted else at
        status = self._status(seal, proved, at, required=True)
        known = status.trusted
        if not known:
            status = self._status(seal, proved, at, required=False)
        reason = (
            _fault(status, last=last)
            or self._against(status, proved)
            or self._stray(seal, seal.signed_data, status)
        )
        if reason is not None:
            return Refused(reason, str(status.trust_problem_indic or ""))
        signer = status.signing_cert
        spoken = self.evidence.speaks_of(signer)
        standing = Standing.GOOD if known else Standing.STALE if spoken else Standing.UNKNOWN
        return Genuine(signer.subject.human_friendly, status.signer_reported_dt, standing)

    def _status(
        self, seal: EmbeddedPdfSignature, at: datetime, stamps_at: datetime, *, required: bool
    ) -> PdfSignatureStatus:
        """No path is found where an OCSP answer is of no use (run out, of a foreign key, about
        another certificate, later than the stamp). It is then judged without; what such an answer
        says against the seal is counted by itself (``_against``).
        """
        status = self._judged(self.evidence, seal, at, stamps_at, required=required)
        if required or _distrusted(status) is not Reason.UNKNOWN_ROOT:
            return status
        unanswered = replace(self.evidence, ocsps=())
        return self._judged(unanswered, seal, at, stamps_at, required=required)

    def _judged(
        self,
        evidence: Evidence,
        seal: EmbeddedPdfSignature,
        at: datetime,
        stamps_at: datetime,
        *,
        required: bool,
    ) -> PdfSignatureStatus:
        return validate_pdf_signature(
            seal,
            evidence.context(self.pinned, at, required=required),
            evidence.context(self.pinned, stamps_at, required=False),
            diff_policy=ONLY_EVIDENCE,
            key_usage_settings=_USAGE,
        )

    def _witnessed(self, seal: EmbeddedPdfSignature) -> datetime:
        """Since when the document stamps prove the seal, each proved by the next; else now."""
        proved = self.now
        for stamp in reversed(self.reader.embedded_timestamp_signatures):
            context = self.evidence.context(self.pinned, proved, required=False)
            status = validate_pdf_timestamp(stamp, context, diff_policy=ONLY_EVIDENCE)
            self._require_whole(status, stamp.signed_data, stamp)
            later = stamp.signed_revision > seal.signed_revision
            if status.trusted and later and status.coverage in _WHOLE:
                proved = status.timestamp
        return proved

    def _require_whole(
        self,
        status: TimestampSignatureStatus,
        signed: Any,
        written: EmbeddedPdfSignature | None = None,
    ) -> None:
        """A stamp proves its time or, run out, nothing; any other fault refuses (StampError)."""
        reason = _distrusted(status)
        if reason in {None, Reason.EXPIRED}:
            reason = self._stray(written, signed, status)
        if reason is not None:
            raise StampError(reason)

    def _stray(
        self, written: EmbeddedPdfSignature | None, signed: Any, status: SignatureStatus
    ) -> Reason | None:
        """Changes where the signature itself does not look: hex, padding, spare certificates."""
        path = status.validation_path
        known = [*self.pinned, *(path.iter_certs(include_root=True) if path else ())]
        plain = written is None or plainly_written(self.document, written)
        return None if plain and nothing_stray(signed, known) else Reason.CHANGED

    def _against(self, status: PdfSignatureStatus, at: datetime) -> Reason | None:
        """Evidence against the seal counts even when it is out of date."""
        path = status.validation_path
        chain = [*path.iter_certs(include_root=False)] if path else [status.signing_cert]
        return Reason.REVOKED if self.evidence.speaks_against(chain, at) else None


_REVOKED = {"REVOKED", "REVOKED_NO_POE", "REVOKED_CA_NO_POE"}
_RUN_OUT = {"EXPIRED", "NOT_YET_VALID", "OUT_OF_BOUNDS_NO_POE", "OUT_OF_BOUNDS_NOT_REVOKED"}


def _fault(status: PdfSignatureStatus, *, last: bool) -> Reason | None:
    if (reason := _distrusted(status)) is not None:
        return reason
    if last and status.coverage not in _WHOLE:
        return Reason.UPDATED
    if status.modification_level not in {ModificationLevel.NONE, ModificationLevel.LTA_UPDATES}:
        return Reason.UPDATED
    return None


def _distrusted(status: SignatureStatus) -> Reason | None:
    if not (status.intact and status.valid):
        return Reason.CHANGED
    if status.trusted:
        return None
    told = getattr(status.trust_problem_indic, "name", "")
    found = {Reason.REVOKED: _REVOKED, Reason.EXPIRED: _RUN_OUT}
    return next((one for one, names in found.items() if told in names), Reason.UNKNOWN_ROOT)


class StampError(Exception):
    """A time stamp that is changed, revoked or of an unknown root."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
