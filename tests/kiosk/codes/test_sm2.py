from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.codes import Verdict, issue, sm2, verify
from kiosk.codes.faults import KeyUnusableError
from kiosk.codes.signatures import algorithm_of
from offline.records import IssuerKey
from tests.kiosk.codes.issuing import CLAIMS, KEYS, NOW, key_for, stranger

ROOT = Path(__file__).resolve().parents[3]

# GB/T 32918.5-2017, A.2: the message, the key pair and the signature r ‖ s.
MESSAGE = b"message digest"
PRIVATE = bytes.fromhex("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8")
PUBLIC = bytes.fromhex(
    "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
)
SIGNATURE = bytes.fromhex(
    "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
    "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
)
ORDER = bytes.fromhex("fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123")

WITHOUT_THE_LIBRARY = """
import sys
sys.modules["gmssl_pyx"] = None
from tests.kiosk.codes import test_sm2
from kiosk.codes import verify
text = sys.stdin.read()
result = verify(text, [test_sm2.sm2_key()], test_sm2.NOW)
print(result.verdict, result.detail)
"""


def pair() -> str:
    return sm2.private_pem(PRIVATE, PUBLIC)


def sm2_key() -> IssuerKey:
    return replace(KEYS[0], algorithm="SM2", public=sm2.public_pem(PUBLIC))


def test_the_published_signature_holds() -> None:
    assert sm2.verify(sm2.public_pem(PUBLIC), MESSAGE, SIGNATURE)


@pytest.mark.parametrize("place", range(64))
def test_one_bit_of_it_does_not(place: int) -> None:
    changed = bytearray(SIGNATURE)
    changed[place] ^= 1 << place % 8
    assert not sm2.verify(sm2.public_pem(PUBLIC), MESSAGE, bytes(changed))


@pytest.mark.parametrize(
    "signature",
    [b"", SIGNATURE[:63], SIGNATURE + b"\0", bytes(64), ORDER + ORDER, b"\xff" * 64],
)
def test_what_is_no_signature_is_refused(signature: bytes) -> None:
    assert not sm2.verify(sm2.public_pem(PUBLIC), MESSAGE, signature)


def test_another_message_is_refused() -> None:
    assert not sm2.verify(sm2.public_pem(PUBLIC), MESSAGE + b".", SIGNATURE)


def test_a_code_is_issued_and_verified() -> None:
    text = issue(CLAIMS, pair())
    assert algorithm_of(pair()).name == "SM2"
    key = key_for(pair())
    result = verify(text, [key], NOW)
    assert (result.verdict, result.person and result.person.name) == (
        Verdict.VERIFIED_OFFLINE,
        CLAIMS.name,
    )
    assert verify(text, KEYS, NOW).verdict is Verdict.UNTRUSTED_ALGORITHM


def test_a_changed_letter_is_never_accepted() -> None:
    text = issue(CLAIMS, pair())
    for place in range(5, len(text), 7):
        other = "A" if text[place] != "A" else "B"
        assert not verify(text[:place] + other + text[place + 1 :], [sm2_key()], NOW).good


@pytest.mark.parametrize(
    "public",
    [
        "",
        "-----BEGIN PUBLIC KEY-----\n!\n-----END PUBLIC KEY-----\n",
        "-----BEGIN PUBLIC KEY-----\nAAA\n-----END PUBLIC KEY-----\n",
        sm2.public_pem(b"\1" * 64),
        sm2.public_pem(PUBLIC[:63]),
        KEYS[0].public,
    ],
)
def test_a_pinned_key_of_no_use_is_told(public: str) -> None:
    result = verify(issue(CLAIMS, pair()), [replace(sm2_key(), public=public)], NOW)
    assert (result.verdict, result.detail) == (Verdict.UNTRUSTED_ALGORITHM, "key")


def test_a_private_key_of_another_curve_is_refused() -> None:
    assert not sm2.is_private(stranger())
    with pytest.raises(KeyUnusableError):
        sm2.sign(stranger(), MESSAGE)


def test_without_the_library_the_algorithm_is_not_trusted() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_THE_LIBRARY],
        input=issue(CLAIMS, pair()).encode(),
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    assert done.stdout.decode().split() == ["untrusted-algorithm", str(sm2.NUMBER)]
