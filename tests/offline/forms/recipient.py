"""A centre that opens encrypted submissions, written from the specification alone.

ODK XForms Specification, "Encrypted forms": every step by hand (raw RSA, OAEP, CFB from single AES
blocks), so that nothing is shared with what the kiosk encrypts with.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

NS = "{http://www.opendatakit.org/xforms/encrypted}"
META = "{http://openrosa.org/xforms}meta/{http://openrosa.org/xforms}instanceID"


def opened(manifest: bytes, files: Mapping[str, bytes], key: RSAPrivateKey) -> dict[str, bytes]:
    """The plain files by name; AssertionError if anything is not as the specification says."""
    root = ET.fromstring(manifest)  # noqa: S314 — made by the test itself
    assert root.tag == f"{NS}data"
    assert root.get("encrypted") == "yes"
    wrapped = root.findtext(f"{NS}base64EncryptedKey") or ""
    secret = raw_oaep(base64.b64decode(wrapped), key)
    assert len(secret) * 8 == 256
    identifier = root.findtext(META) or ""
    names = [media.findtext(f"{NS}file") or "" for media in root.findall(f"{NS}media")]
    names.append(root.findtext(f"{NS}encryptedXmlFile") or "")
    seed = bytearray(hashlib.md5(identifier.encode() + secret).digest())  # noqa: S324
    found: dict[str, bytes] = {}
    for number, name in enumerate(names):
        seed[number % 16] = (seed[number % 16] + 1) & 0xFF
        found[name.removesuffix(".enc")] = cfb(secret, bytes(seed), files[name])
    signature = base64.b64decode(root.findtext(f"{NS}base64EncryptedElementSignature") or "")
    assert raw_oaep(signature, key) == signed(root, wrapped, identifier, found)
    return found


def signed(root: ET.Element, wrapped: str, identifier: str, files: Mapping[str, bytes]) -> bytes:
    """The MD5 of form id, version, key, instance id and each file's MD5, a line each."""
    head = [root.get("id"), root.get("version"), wrapped, identifier]
    text = "".join(f"{line}\n" for line in head if line)
    for name, data in files.items():
        text += f"{name}::{hashlib.md5(data).hexdigest()}\n"  # noqa: S324
    return hashlib.md5(text.encode()).digest()  # noqa: S324


def cfb(key: bytes, vector: bytes, data: bytes) -> bytes:
    """AES/CFB/PKCS5Padding with 128-bit feedback, block by block."""
    block = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305 — one block at a time
    plain = bytearray()
    for at in range(0, len(data), 16):
        stream, piece = block.update(vector), data[at : at + 16]
        plain += bytes(a ^ b for a, b in zip(stream, piece, strict=True))
        vector = piece
    padding = plain[-1]
    assert plain.endswith(bytes([padding]) * padding)
    return bytes(plain[:-padding])


def raw_oaep(data: bytes, key: RSAPrivateKey) -> bytes:
    """RSA with OAEP, SHA-256 for label and mask (RFC 8017 7.1.2)."""
    numbers = key.private_numbers()
    size = (key.key_size + 7) // 8
    assert len(data) == size
    number = pow(int.from_bytes(data), numbers.d, numbers.public_numbers.n)
    encoded = number.to_bytes(size)
    masked_seed, masked = encoded[1:33], encoded[33:]
    seed = _xor(masked_seed, _mask(masked, 32))
    block = _xor(masked, _mask(seed, len(masked)))
    assert encoded[0] == 0
    assert block[:32] == hashlib.sha256(b"").digest()
    zeros, _one, message = block[32:].partition(b"\x01")
    assert not any(zeros)
    return message


def _mask(seed: bytes, size: int) -> bytes:
    counters = range(-(-size // 32))
    stream = b"".join(hashlib.sha256(seed + n.to_bytes(4)).digest() for n in counters)
    return stream[:size]


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
