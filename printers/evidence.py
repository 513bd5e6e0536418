"""What a signed PDF brings along to be judged offline: certificates, revocation, proofs of time.

PAdES (ETSI EN 319 142-1): the document security store of B-LT, the document time stamps of B-LTA,
the time stamp of B-T within a signature; and Adobe's revocation archive among signed attributes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto.crl import CertificateList
from asn1crypto.ocsp import OCSPResponse
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DocInfoRule,
    DSSCompareRule,
    FormUpdatingRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)
from pyhanko.sign.general import NonexistentAttributeError, find_unique_cms_attribute
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko_certvalidator import ValidationContext

_LTA = ModificationLevel.LTA_UPDATES
ONLY_EVIDENCE = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(),  # type: ignore[no-untyped-call]
        DocInfoRule().as_qualified(_LTA),
        MetadataUpdateRule().as_qualified(_LTA),  # type: ignore[no-untyped-call]
        XrefStreamRule().as_qualified(_LTA),
        ObjectStreamRule().as_qualified(_LTA),
        DSSCompareRule().as_qualified(_LTA),
    ],
    form_rule=FormUpdatingRule(
        field_rules=[
            SigFieldCreationRule(),  # type: ignore[no-untyped-call]
            SigFieldModificationRule(),
        ]
    ),
)
"""What may come after a seal: evidence, time stamps, and the date and maker that every writer of
them puts into the document's information. No field, no page, no note."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Certificates and revocation that came with a file; none of it is trusted for being there."""

    certificates: tuple[Certificate, ...] = ()
    crls: tuple[CertificateList, ...] = ()
    ocsps: tuple[OCSPResponse, ...] = ()

    def context(
        self, roots: Sequence[Certificate], at: datetime, *, required: bool
    ) -> ValidationContext:
        """For a judgement as of ``at``; ``required`` accepts no certificate of unknown standing."""
        return ValidationContext(
            trust_roots=list(roots),
            other_certs=list(self.certificates),
            moment=at,
            crls=list(self.crls),
            ocsps=list(self.ocsps),
            revocation_mode="require" if required else "soft-fail",
            retroactive_revinfo=True,
            allow_fetching=False,
        )

    def speaks_against(self, path: Iterable[Certificate], at: datetime) -> bool:
        """Whether any of it, run out or not, says that one of these was revoked before ``at``."""
        named = {(one.issuer.hashable, one.serial_number) for one in path}
        return any(who in named and when < at for who, when in (*self._listed(), *self._answered()))

    def speaks_of(self, certificate: Certificate) -> bool:
        """Whether there is anything about a certificate, be it out of date."""
        issuer = certificate.issuer.hashable
        serials = {answer["cert_id"]["serial_number"].native for answer in self._answers()}
        listed = any(one.issuer.hashable == issuer for one in self.crls)
        return listed or certificate.serial_number in serials

    def _listed(self) -> Iterable[tuple[tuple[str, int], datetime]]:
        for crl in self.crls:
            for entry in crl["tbs_cert_list"]["revoked_certificates"] or ():
                named = crl.issuer.hashable, entry["user_certificate"].native
                yield named, entry["revocation_date"].native

    def _answered(self) -> Iterable[tuple[tuple[str, int], datetime]]:
        issuers = {one.serial_number: one.issuer.hashable for one in self.certificates}
        for answer in self._answers():
            if answer["cert_status"].name == "revoked":
                serial = answer["cert_id"]["serial_number"].native
                when = answer["cert_status"].chosen["revocation_time"].native
                yield (issuers.get(serial, ""), serial), when

    def _answers(self) -> Iterable[Any]:
        for response in self.ocsps:
            if response["response_status"].native == "successful":
                yield from response.response_data["responses"]


def evidence_of(reader: PdfFileReader, seals: Sequence[EmbeddedPdfSignature]) -> Evidence:
    """All of a file's evidence (whatever a broken store raises)."""
    certificates = [one for seal in seals for one in (seal.signer_cert, *seal.other_embedded_certs)]
    crls, ocsps = list[CertificateList](), list[OCSPResponse]()
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        store = None
    if store is not None:
        certificates += store.load_certs()
        crls += [CertificateList.load(one.get_object().data) for one in store.crls]
        ocsps += [OCSPResponse.load(one.get_object().data) for one in store.ocsps]
    for seal in seals:
        archive = _archive(seal)
        crls += archive["crl"] or () if archive else ()
        ocsps += archive["ocsp"] or () if archive else ()
    return Evidence(tuple(certificates), tuple(crls), tuple(ocsps))


def _archive(seal: EmbeddedPdfSignature) -> Any:
    name = "adobe_revocation_info_archival"
    try:
        return find_unique_cms_attribute(seal.signer_info["signed_attrs"], name)
    except NonexistentAttributeError:
        return None
