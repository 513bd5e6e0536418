"""A root, a seal below it and sealed PDFs, made afresh for a test run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers

PEM = serialization.Encoding.PEM
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Seal:
    """The pinned root (PEM), and the seal's certificate and key (PEM)."""

    root: bytes
    certificate: bytes
    key: bytes


def make_seal(lasts: timedelta = 30 * DAY, since: timedelta = -DAY) -> Seal:
    root_key, seal_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = _certificate("测试根", root_key, "测试根", root_key, since, lasts, authority=True)
    seal = _certificate("测试印章", seal_key, "测试根", root_key, since, lasts, authority=False)
    key = seal_key.private_bytes(
        PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Seal(root.public_bytes(PEM), seal.public_bytes(PEM), key)


def _certificate(
    subject: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    issuer_key: ec.EllipticCurvePrivateKey,
    since: timedelta,
    lasts: timedelta,
    *,
    authority: bool,
) -> x509.Certificate:
    begin = datetime.now(UTC) + since
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
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + lasts)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(issuer_key, hashes.SHA256())
    )


def seal_pdf(document: bytes, seal: Seal, folder: Path, name: str = "Seal") -> bytes:
    """The PDF with a signature over all of it."""
    files = {"root.pem": seal.root, "seal.pem": seal.certificate, "key.pem": seal.key}
    for file, data in files.items():
        (folder / file).write_bytes(data)
    signer = signers.SimpleSigner.load(  # type: ignore[no-untyped-call]
        str(folder / "key.pem"),
        str(folder / "seal.pem"),
        ca_chain_files=(str(folder / "root.pem"),),
    )
    out = BytesIO()
    signers.sign_pdf(
        IncrementalPdfFileWriter(BytesIO(document)),
        signers.PdfSignatureMetadata(field_name=name, md_algorithm="sha256"),
        signer=signer,
        output=out,
    )
    return out.getvalue()


def updated_pdf(document: bytes) -> bytes:
    """The PDF with something added after it was sealed."""
    writer = IncrementalPdfFileWriter(BytesIO(document))
    writer.root["/Changed"] = writer.root["/Type"]
    writer.update_root()  # type: ignore[no-untyped-call]
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()
