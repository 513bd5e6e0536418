"""Who may speak: the sandbox's own authority for terminals, its TLS and its signing key.

Made at first start and kept in the data folder. Nothing outside a sandbox may trust it.
"""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from offline.exchange.signed import sign

CA_NAME: Final = "练习用交换平台 终端登记（仅供演示）"
LASTS: Final = timedelta(days=3650)
ENROLLED_FOR: Final = timedelta(days=90)
_PEM: Final = serialization.Encoding.PEM
_PLAIN: Final = serialization.NoEncryption()
_PKCS8: Final = serialization.PrivateFormat.PKCS8
_PUBLIC: Final = serialization.PublicFormat.SubjectPublicKeyInfo


class BadRequestError(ValueError):
    """A signing request that proves nothing, or for a key that is not taken."""


@dataclass(frozen=True, slots=True)
class Registry:
    """Files of the data folder: ``ca`` is what a client pins; ``server`` and its key serve TLS."""

    ca: Path
    server: Path
    server_key: Path
    _ca_key: ec.EllipticCurvePrivateKey
    _signing: ed25519.Ed25519PrivateKey

    @property
    def signer(self) -> str:
        """The public key (PEM) of what this exchange signs."""
        return self._signing.public_key().public_bytes(_PEM, _PUBLIC).decode()

    def sign(self, place: str, body: bytes) -> str:
        """A detached JWS of an answer to what was asked at ``place``."""
        return sign(self._signing, place, body, datetime.now(UTC))

    def certify(self, request: str, terminal: str) -> tuple[str, str]:
        """A client certificate (PEM) for a signing request, and its key in hex (BadRequestError).

        The name is the one the exchange gave, whatever the request says.
        """
        asked = _checked(request)
        now = datetime.now(UTC)
        builder = (
            _builder(terminal, CA_NAME, asked.public_key(), now, ENROLLED_FOR)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), False)
        )
        certificate = builder.sign(self._ca_key, hashes.SHA256())
        return certificate.public_bytes(_PEM).decode(), key_of(certificate)


def registry_in(folder: Path) -> Registry:
    """The registry of a data folder; made if it is not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    names = ("tls-ca.pem", "tls-server.pem", "tls-server-key.pem", "tls-ca-key.pem", "signing.pem")
    paths = [folder / name for name in names]
    if not all(path.is_file() for path in paths):
        for path, data in zip(paths, _make(), strict=True):
            path.touch(mode=0o600)
            path.write_bytes(data)
    ca_key = serialization.load_pem_private_key(paths[3].read_bytes(), None)
    signing = serialization.load_pem_private_key(paths[4].read_bytes(), None)
    if not isinstance(ca_key, ec.EllipticCurvePrivateKey) or not isinstance(
        signing, ed25519.Ed25519PrivateKey
    ):
        raise OSError(f"not the keys of a sandbox: {os.fspath(folder)}")
    return Registry(paths[0], paths[1], paths[2], ca_key, signing)


def key_of(certificate: x509.Certificate) -> str:
    """The public key of a certificate, as it is compared."""
    der = serialization.Encoding.DER
    return certificate.public_key().public_bytes(der, _PUBLIC).hex()


def _make() -> list[bytes]:
    ca_key, server_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    now = datetime.now(UTC)
    ca = (
        _builder(CA_NAME, CA_NAME, ca_key.public_key(), now, LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .add_extension(_usage(), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(ca_key.public_key()), False)
        .sign(ca_key, hashes.SHA256())
    )
    here = [ipaddress.ip_address(text) for text in ("127.0.0.1", "::1")]
    names = [x509.DNSName("localhost"), *(x509.IPAddress(one) for one in here)]
    server = (
        _builder("localhost", CA_NAME, server_key.public_key(), now, LASTS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
        .add_extension(x509.SubjectAlternativeName(names), False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), False
        )
        .sign(ca_key, hashes.SHA256())
    )
    keys = (server_key, ca_key, ed25519.Ed25519PrivateKey.generate())
    private = [key.private_bytes(_PEM, _PKCS8, _PLAIN) for key in keys]
    return [ca.public_bytes(_PEM), server.public_bytes(_PEM), *private]


def _builder(
    subject: str,
    issuer: str,
    key: CertificatePublicKeyTypes,
    now: datetime,
    lasts: timedelta,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + lasts)
    )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )


def _checked(request: str) -> x509.CertificateSigningRequest:
    try:
        asked = x509.load_pem_x509_csr(request.encode())
        key, proven = asked.public_key(), asked.is_signature_valid
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm) as error:
        raise BadRequestError("not a signing request of a kind that is taken") from error
    if not proven:
        raise BadRequestError("the request is not signed by its key")
    p256 = isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1)
    if not p256 and not isinstance(key, ed25519.Ed25519PublicKey):
        raise BadRequestError("a terminal's key is P-256 or Ed25519")
    return asked
