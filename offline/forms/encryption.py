"""Encrypted submissions, as the ODK XForms encryption specification says.

A random AES-256 key, wrapped with the form's RSA public key (OAEP, SHA-256), encrypts each file in
CFB mode; the initialisation vector is derived from the key and the instance id and one of its
bytes is counted up for every file. A signature over the checksums binds the parts together.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.padding import PKCS7
from cryptography.hazmat.primitives.serialization import load_der_public_key
from lxml import etree

from offline.forms.api import FormError
from offline.i18n import tr

SPACE = "http://www.opendatakit.org/xforms/encrypted"
OPENROSA = "http://openrosa.org/xforms"
SUBMISSION = "submission.xml"
_BLOCK = 16
_OAEP = padding.OAEP(padding.MGF1(SHA256()), SHA256(), None)


@dataclass(frozen=True, slots=True)
class Sealed:
    """What is sent instead: the manifest as submission XML, and the encrypted files."""

    manifest: bytes
    files: dict[str, bytes]


class _Vector:
    """The initialisation vectors of one submission, one after another."""

    def __init__(self, instance_id: str, key: bytes) -> None:
        self._bytes = bytearray(hashlib.md5(instance_id.encode() + key).digest())  # noqa: S324 — the specification's
        self._count = 0

    def next(self) -> bytes:
        place = self._count % _BLOCK
        self._bytes[place] = (self._bytes[place] + 1) % 256
        self._count += 1
        return bytes(self._bytes)


def public_key(text: str) -> RSAPublicKey:
    """The key of ``base64RsaPublicKey`` (FormError)."""
    try:
        key = load_der_public_key(base64.b64decode(text))
    except ValueError as error:
        raise FormError(tr("表单的加密公钥无法读取。")) from error
    if not isinstance(key, RSAPublicKey):
        raise FormError(tr("表单的加密公钥不是 RSA 公钥。"))
    return key


def seal(
    xml: bytes,
    attachments: Mapping[str, bytes],
    *,
    form_id: str,
    version: str,
    instance_id: str,
    key: str,
) -> Sealed:
    """Encrypt a submission and its attachments for the holder of the private key.

    ``instance_id`` is as in the instance (``uuid:…``); ``key`` the form's ``base64RsaPublicKey``.
    """
    rsa = public_key(key)
    secret = os.urandom(32)
    wrapped = base64.b64encode(rsa.encrypt(secret, _OAEP)).decode()
    vector = _Vector(instance_id, secret)
    parts = {**attachments, SUBMISSION: xml}
    files = {f"{name}.enc": _encrypt(secret, vector.next(), data) for name, data in parts.items()}
    signed = _signed(form_id, version, wrapped, instance_id, parts)
    digest = hashlib.md5(signed.encode()).digest()  # noqa: S324 — the specification's
    signature = base64.b64encode(rsa.encrypt(digest, _OAEP)).decode()
    names = [f"{name}.enc" for name in attachments]
    return Sealed(_manifest(form_id, version, instance_id, wrapped, names, signature), files)


def _signed(
    form_id: str, version: str, wrapped: str, instance_id: str, parts: Mapping[str, bytes]
) -> str:
    lines = [form_id, *([version] if version else []), wrapped, instance_id]
    for name, data in parts.items():
        lines.append(f"{name}::{hashlib.md5(data).hexdigest()}")  # noqa: S324 — the specification's
    return "".join(f"{line}\n" for line in lines)


def _encrypt(key: bytes, vector: bytes, data: bytes) -> bytes:
    padder = PKCS7(_BLOCK * 8).padder()
    padded = padder.update(data) + padder.finalize()
    cipher = Cipher(algorithms.AES(key), CFB(vector)).encryptor()
    return cipher.update(padded) + cipher.finalize()


def _manifest(
    form_id: str, version: str, instance_id: str, wrapped: str, names: list[str], signature: str
) -> bytes:
    root = etree.Element(f"{{{SPACE}}}data")
    root.set("encrypted", "yes")
    root.set("id", form_id)
    if version:
        root.set("version", version)
    _child(root, "base64EncryptedKey", wrapped)
    meta = etree.SubElement(root, f"{{{OPENROSA}}}meta", nsmap={"orx": OPENROSA})
    etree.SubElement(meta, f"{{{OPENROSA}}}instanceID").text = instance_id
    for name in names:
        _child(_child(root, "media", ""), "file", name)
    _child(root, "encryptedXmlFile", f"{SUBMISSION}.enc")
    _child(root, "base64EncryptedElementSignature", signature)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _child(parent: etree._Element, name: str, text: str) -> etree._Element:
    child = etree.SubElement(parent, f"{{{SPACE}}}{name}")
    child.text = text or None
    return child


def unseal(sealed: Sealed, key: RSAPrivateKey) -> dict[str, bytes]:
    """The files of a sealed submission by name (FormError if the signature does not hold)."""
    root = etree.fromstring(sealed.manifest)
    found = {str(e.tag).rpartition("}")[2]: e.text or "" for e in root.iter()}
    secret = key.decrypt(base64.b64decode(found["base64EncryptedKey"]), _OAEP)
    names = [e.text or "" for e in root.iter(f"{{{SPACE}}}file")]
    vector = _Vector(found["instanceID"], secret)
    parts = {
        name.removesuffix(".enc"): _decrypt(secret, vector.next(), sealed.files[name])
        for name in [*names, found["encryptedXmlFile"]]
    }
    signed = _signed(
        str(root.get("id")),
        str(root.get("version") or ""),
        found["base64EncryptedKey"],
        found["instanceID"],
        parts,
    )
    digest = key.decrypt(base64.b64decode(found["base64EncryptedElementSignature"]), _OAEP)
    if digest != hashlib.md5(signed.encode()).digest():  # noqa: S324 — the specification's
        raise FormError(tr("加密申报的签名不符，内容可能被改动。"))
    return parts


def _decrypt(key: bytes, vector: bytes, data: bytes) -> bytes:
    cipher = Cipher(algorithms.AES(key), CFB(vector)).decryptor()
    unpadder = PKCS7(_BLOCK * 8).unpadder()
    return unpadder.update(cipher.update(data) + cipher.finalize()) + unpadder.finalize()
