"""The test root and the seal that signs the sandbox's certificates. Made at first start, kept.

Nothing outside a sandbox may trust this root: its name says what it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ROOT_NAME: Final = "测试根证书（仅供演示，不具效力）"
SEAL_NAME: Final = "云溪镇柳湾村村民委员会 电子印章（演示）"
LASTS: Final = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class Authority:
    """The root's certificate, the seal's certificate and the seal's private key, all PEM."""

    root: bytes
    seal: bytes
    seal_key: bytes


def authority_in(folder: Path) -> Authority:
    """The authority of a data folder; made if it is not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / name for name in ("root.pem", "seal.pem", "seal-key.pem")]
    if not all(path.is_file() for path in paths):
        for path, data in zip(paths, _make(), strict=True):
            path.touch(mode=0o600)
            path.write_bytes(data)
    return Authority(*(path.read_bytes() for path in paths))


def _make() -> tuple[bytes, bytes, bytes]:
    root_key, seal_key = (
        ec.generate_private_key(ec.SECP256R1()),
        ec.generate_private_key(ec.SECP256R1()),
    )
    root = _certificate(ROOT_NAME, root_key, ROOT_NAME, root_key, authority=True)
    seal = _certificate(SEAL_NAME, seal_key, ROOT_NAME, root_key, authority=False)
    pem = serialization.Encoding.PEM
    key = seal_key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return root.public_bytes(pem), seal.public_bytes(pem), key


def _certificate(
    subject: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    issuer_key: ec.EllipticCurvePrivateKey,
    *,
    authority: bool,
) -> x509.Certificate:
    now = datetime.now(UTC)
    public, issuer_public = key.public_key(), issuer_key.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + LASTS)
        .add_extension(
            x509.BasicConstraints(ca=authority, path_length=0 if authority else None), True
        )
        .add_extension(_usage(authority=authority), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_public), False)
        .sign(issuer_key, hashes.SHA256())
    )


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
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
