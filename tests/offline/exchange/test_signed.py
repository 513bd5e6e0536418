from __future__ import annotations

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from offline.exchange.signed import PrivateKey, SignatureError, Signer, sign

NOW = datetime(2026, 11, 22, tzinfo=UTC)
URL = "https://centre.example/v1/catalogue/changes?cursor=7"
BODY = '{"items": [{"name": "高龄津贴"}]}'.encode()
KEYS: list[PrivateKey] = [
    ed25519.Ed25519PrivateKey.generate(),
    ec.generate_private_key(ec.SECP256R1()),
]


def signer(key: PrivateKey) -> Signer:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return Signer(key.public_key().public_bytes(serialization.Encoding.PEM, form).decode())


@pytest.mark.parametrize("key", KEYS)
def test_what_was_signed_is_believed_by_whatever_host_it_was_reached(key: PrivateKey) -> None:
    signer(key).check(sign(key, URL, BODY, NOW), URL.replace("centre", "other"), BODY)


@pytest.mark.parametrize("key", KEYS)
def test_one_changed_byte_is_refused(key: PrivateKey) -> None:
    with pytest.raises(SignatureError, match="wrong"):
        signer(key).check(sign(key, URL, BODY, NOW), URL, BODY.replace(b"items", b"item$"))


@pytest.mark.parametrize("key", KEYS)
def test_an_answer_to_another_question_is_refused(key: PrivateKey) -> None:
    with pytest.raises(SignatureError, match="another question"):
        signer(key).check(sign(key, URL, BODY, NOW), URL.replace("=7", "=0"), BODY)


def test_another_key_is_refused_even_under_its_own_name() -> None:
    for mine, other in (KEYS, KEYS[::-1]):
        with pytest.raises(SignatureError):
            signer(mine).check(sign(other, URL, BODY, NOW), URL, BODY)
    with pytest.raises(SignatureError, match="wrong"):
        signer(ed25519.Ed25519PrivateKey.generate()).check(sign(KEYS[0], URL, BODY, NOW), URL, BODY)


@pytest.mark.parametrize("jws", ["", "a", "..", "a..b", "e30..AA", "eyJhbGciOiJub25lIn0..AA"])
def test_what_is_no_signature_is_refused(jws: str) -> None:
    for key in KEYS:
        with pytest.raises(SignatureError):
            signer(key).check(jws, URL, BODY)
