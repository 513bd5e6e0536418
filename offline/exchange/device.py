"""What proves that a terminal is itself: a key pair made here, and the certificate for it.

The private key never leaves the encrypted store but into OpenSSL, which takes it from a file only:
that file lies there for a moment, encrypted under a passphrase that exists in memory alone.
"""

from __future__ import annotations

import os
import secrets
import ssl
import tempfile
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from urllib3.util.ssl_ import create_urllib3_context

MULTICAST: Final = 1 << 40
_PEM: Final = serialization.Encoding.PEM
_PKCS8: Final = serialization.PrivateFormat.PKCS8


@dataclass(frozen=True, slots=True)
class Identity:
    """A client certificate (chain) and its private key, PEM."""

    certificate: str
    key: str = field(repr=False)


def new_key() -> str:
    """A fresh P-256 private key (PEM, PKCS#8): every TLS stack takes it in a client certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(_PEM, _PKCS8, serialization.NoEncryption()).decode()


def signing_request(key: str, terminal: str) -> str:
    """A signing request (PKCS#10, PEM): the public key, and proof of the private one."""
    private = _private(key)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, terminal or "terminal")])
    request = x509.CertificateSigningRequestBuilder().subject_name(name)
    return request.sign(private, hashes.SHA256()).public_bytes(_PEM).decode()


def belongs(certificate: str, key: str) -> bool:
    """Whether a certificate (PEM) is for this private key (ValueError for what is no PEM)."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    mine = _private(key).public_key().public_bytes(_PEM, form)
    theirs = x509.load_pem_x509_certificate(certificate.encode()).public_key()
    return theirs.public_bytes(_PEM, form) == mine


def client_context(identity: Identity) -> ssl.SSLContext:
    """A TLS context that shows the certificate; whom to trust is added by the caller's session."""
    context: ssl.SSLContext = create_urllib3_context()
    passphrase = secrets.token_bytes(32).hex()
    locked = _private(identity.key).private_bytes(
        _PEM, _PKCS8, serialization.BestAvailableEncryption(passphrase.encode())
    )
    handle, name = tempfile.mkstemp(suffix=".pem")
    try:
        with os.fdopen(handle, "wb") as target:
            target.write(identity.certificate.encode() + b"\n" + locked)
        context.load_cert_chain(name, password=passphrase)
    finally:
        Path(name).unlink(missing_ok=True)
    return context


def mac_address() -> str:
    """This machine's hardware address like ``00:1a:2b:3c:4d:5e``; empty if it has none."""
    number = uuid.getnode()
    if number & MULTICAST:  # Python made one up (RFC 4122 § 4.5)
        return ""
    text = f"{number:012x}"
    return ":".join(text[at : at + 2] for at in range(0, 12, 2))


def _private(key: str) -> ec.EllipticCurvePrivateKey:
    loaded = serialization.load_pem_private_key(key.encode(), None)
    if not isinstance(loaded, ec.EllipticCurvePrivateKey):
        raise ValueError("a terminal's key is P-256")  # noqa: TRY004 — the text is wrong
    return loaded
