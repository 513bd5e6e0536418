"""A certification office for tests: a root, seals, time stamps, revocation lists, PAdES levels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from asn1crypto.crl import CertificateList
from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.ocsp import OCSPResponse
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

DER = serialization.Encoding.DER
NOW = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def _name(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])


@dataclass(frozen=True)
class Holder:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: Key

    @property
    def loaded(self) -> Certificate:
        return Certificate.load(self.certificate.public_bytes(DER))

    @property
    def secret(self) -> PrivateKeyInfo:
        plain = serialization.NoEncryption()
        return PrivateKeyInfo.load(
            self.key.private_bytes(DER, serialization.PrivateFormat.PKCS8, plain)
        )


def _store(*holders: Holder) -> SimpleCertificateStore:
    made = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    made.register_multiple([one.loaded for one in holders])
    return made


@dataclass
class Office:
    """Issues under a root of its own. Days are counted from now."""

    name: str = "测试根"
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def __post_init__(self) -> None:
        self.root = self._issue(self.name, self.key, -999, 999, authority=True)

    @property
    def pinned(self) -> bytes:
        return self.root.certificate.public_bytes(serialization.Encoding.PEM)

    def seal(self, since: float = -9, until: float = 9) -> Holder:
        return self._issue("测试印章", ec.generate_private_key(ec.SECP256R1()), since, until)

    def stamper(self, at: float, since: float = -99, until: float = 99) -> DummyTimeStamper:
        key = rsa.generate_private_key(65537, 2048)  # the dummy stamper's only kind
        holder = self._issue("测试时间戳", key, since, until, stamping=True)
        store = _store(self.root, holder)
        return DummyTimeStamper(
            holder.loaded, holder.secret, certs_to_embed=store, fixed_dt=NOW + at * DAY
        )

    def crl(
        self, revoked: Holder | None = None, at: float = 0, since: float = -1, until: float = 1
    ) -> CertificateList:
        builder = x509.CertificateRevocationListBuilder(
            _name(self.name), NOW + since * DAY, NOW + until * DAY
        )
        if revoked is not None:
            entry = x509.RevokedCertificateBuilder(
                revoked.certificate.serial_number, NOW + at * DAY
            ).add_extension(x509.CRLReason(x509.ReasonFlags.key_compromise), critical=False)
            builder = builder.add_revoked_certificate(entry.build())
        return CertificateList.load(builder.sign(self.key, hashes.SHA256()).public_bytes(DER))

    def ocsp(
        self, seal: Holder, revoked: float | None = None, since: float = -1, until: float = 1
    ) -> OCSPResponse:
        """The office's own answer about a seal; ``revoked`` is the day it was."""
        bad = revoked is not None
        answer = ocsp.OCSPResponseBuilder().add_response(
            seal.certificate,
            self.root.certificate,
            hashes.SHA256(),
            ocsp.OCSPCertStatus.REVOKED if bad else ocsp.OCSPCertStatus.GOOD,
            this_update=NOW + since * DAY,
            next_update=NOW + until * DAY,
            revocation_time=NOW + revoked * DAY if revoked is not None else None,
            revocation_reason=x509.ReasonFlags.key_compromise if bad else None,
        )
        named = answer.responder_id(ocsp.OCSPResponderEncoding.HASH, self.root.certificate)
        named = named.certificates([self.root.certificate])
        return OCSPResponse.load(named.sign(self.key, hashes.SHA256()).public_bytes(DER))

    def _issue(
        self,
        subject: str,
        key: Key,
        since: float,
        until: float,
        *,
        authority: bool = False,
        stamping: bool = False,
    ) -> Holder:
        usage = x509.KeyUsage(
            digital_signature=not authority,
            content_commitment=not authority,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=authority,
            crl_sign=authority,
            encipher_only=False,
            decipher_only=False,
        )
        builder = (
            x509.CertificateBuilder(_name(self.name), _name(subject), key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW + since * DAY)
            .not_valid_after(NOW + until * DAY)
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(usage, critical=True)
        )
        if not (authority or stamping):  # without an address pyHanko believes no OCSP answer
            where = x509.AccessDescription(
                AuthorityInformationAccessOID.OCSP,
                x509.UniformResourceIdentifier("http://ocsp.test"),
            )
            builder = builder.add_extension(
                x509.AuthorityInformationAccess([where]), critical=False
            )
        if stamping:
            only = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(only, critical=True)
        return Holder(builder.sign(self.key, hashes.SHA256()), key)


def sealed(
    document: bytes,
    seal: Holder,
    office: Office,
    stamper: DummyTimeStamper | None = None,
    archived: CertificateList | None = None,
) -> bytes:
    """B-B, with ``stamper`` B-T; ``archived`` goes in as Adobe's signed revocation archive."""
    signer = signers.SimpleSigner(seal.loaded, seal.secret, _store(office.root))
    more: dict[str, Any] = {"subfilter": SigSeedSubFilter.PADES}
    if archived is not None:
        context = ValidationContext(trust_roots=[office.root.loaded], crls=[archived])
        more = {"embed_validation_info": True, "validation_context": context}
    how = signers.PdfSignatureMetadata(field_name="Seal", md_algorithm="sha256", **more)
    out = BytesIO()
    writer = IncrementalPdfFileWriter(BytesIO(document))
    signers.sign_pdf(writer, how, signer=signer, timestamper=stamper, output=out)
    return out.getvalue()


def with_store(
    document: bytes, office: Office, *crls: CertificateList, answers: Sequence[OCSPResponse] = ()
) -> bytes:
    """B-LT: the evidence in a document security store, with its VRI entry."""
    out = BytesIO(document)
    (seal,) = PdfFileReader(out).embedded_regular_signatures
    DocumentSecurityStore.add_dss(
        out,
        seal.pkcs7_content,
        certs=[office.root.loaded],
        crls=list(crls),
        ocsps=list(answers),
    )
    return out.getvalue()


def with_stamp(document: bytes, stamper: DummyTimeStamper) -> bytes:
    """B-LTA: a document time stamp over all there is."""
    out = BytesIO()
    PdfTimeStamper(stamper).timestamp_pdf(
        IncrementalPdfFileWriter(BytesIO(document)), "sha256", output=out
    )
    return out.getvalue()
