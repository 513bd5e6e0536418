from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.codes import CodeResult, Verdict, base45, cose, issue, testissuer, verify
from kiosk.codes.cwt import PREFIX
from kiosk.codes.signatures import ES256
from kiosk.codes.trust import LEEWAY
from tests.kiosk.codes.issuing import CLAIMS, KEYS, NOW, code, edwards, key_for, stranger


def of(text: str, **more: object) -> CodeResult:
    return verify(text, KEYS, NOW, **more)  # type: ignore[arg-type]


def test_a_fresh_code_names_its_person_offline_and_online() -> None:
    offline, online = of(code()), of(code(), online=True)
    assert (offline.verdict, online.verdict) == (Verdict.VERIFIED_OFFLINE, Verdict.VERIFIED)
    assert offline.person is not None
    assert (offline.person.name, offline.person.id4) == ("欧阳娜·𬭎", "123X")
    assert offline.person.verified
    assert offline.person.issuer == testissuer.ISSUER
    assert offline.issuer_name == testissuer.NAME
    assert offline.nonce == CLAIMS.nonce.hex()
    assert (offline.issued, offline.expires) == (NOW, NOW + timedelta(minutes=5))
    assert offline.good
    assert online.good


def test_an_enterprise_code_says_so() -> None:
    person = of(code(kind="enterprise", name="苏州某某有限公司", id4="341L")).person
    assert person is not None
    assert person.kind == "enterprise"


def test_eddsa_holds_as_well() -> None:
    result = verify(issue(CLAIMS, edwards()), [key_for(edwards())], NOW)
    assert result.verdict is Verdict.VERIFIED_OFFLINE


@pytest.mark.parametrize(
    ("text", "verdict", "detail"),
    [
        (code(expires=NOW), Verdict.EXPIRED, "expires"),
        (code(issued=NOW + LEEWAY * 2), Verdict.NOT_YET_VALID, "issued"),
        (code(not_before=NOW + LEEWAY * 2), Verdict.NOT_YET_VALID, "not-before"),
        (code(key_id=b"test-2"), Verdict.UNKNOWN_ISSUER, "key"),
        (code(issuer="other.gov.example"), Verdict.UNKNOWN_ISSUER, "issuer"),
        (code(issued=KEYS[0].not_before - timedelta(1)), Verdict.UNKNOWN_ISSUER, "key-validity"),
        (issue(CLAIMS, stranger()), Verdict.TAMPERED, "signature"),
        (issue(CLAIMS, edwards()), Verdict.UNTRUSTED_ALGORITHM, "-8"),
        (PREFIX + "abc", Verdict.MALFORMED, "base45"),
        (PREFIX + "00", Verdict.MALFORMED, "cose"),
        (PREFIX, Verdict.MALFORMED, "cose"),
        ("gSC1:00", Verdict.MALFORMED, "prefix"),
        (PREFIX + "0" * 3000, Verdict.MALFORMED, "too-long"),
        ("GSR1:", Verdict.MALFORMED, "number"),
        ("11010519491231002Y"[:17] + "1", Verdict.MALFORMED, "check-digit"),
        ("", Verdict.NOT_A_CODE, "empty"),
        ("hello", Verdict.NOT_A_CODE, ""),
    ],
)
def test_each_fault_has_its_own_answer(text: str, verdict: Verdict, detail: str) -> None:
    result = of(text)
    assert (result.verdict, result.detail) == (verdict, detail)
    assert not result.good


def test_a_used_nonce_is_a_replay_of_that_issuer() -> None:
    seen = {(testissuer.ISSUER, CLAIMS.nonce.hex())}
    result = of(code(), used=lambda issuer, nonce: (issuer, nonce) in seen)
    assert result.verdict is Verdict.REPLAYED
    other = of(code(nonce=bytes(12)), used=lambda issuer, nonce: (issuer, nonce) in seen)
    assert other.good


@pytest.mark.parametrize("what", ["kid:test-1", "sub:p-0001", "cti:" + CLAIMS.nonce.hex()])
def test_key_subject_and_code_can_be_revoked(what: str) -> None:
    result = of(code(), revoked=lambda issuer, told: (issuer, told) == (testissuer.ISSUER, what))
    assert (result.verdict, result.detail) == (Verdict.REVOKED, what[:3])


def test_expiry_is_exact_and_the_issuers_clock_may_run_a_minute_ahead() -> None:
    text = code()
    assert verify(text, KEYS, CLAIMS.expires - timedelta(seconds=1)).good
    assert verify(text, KEYS, CLAIMS.expires).verdict is Verdict.EXPIRED
    assert verify(text, KEYS, NOW - LEEWAY).good
    early = verify(text, KEYS, NOW - LEEWAY - timedelta(seconds=1))
    assert early.verdict is Verdict.NOT_YET_VALID


def test_the_issuers_own_freshness_rule_is_kept() -> None:
    text = code(issued=NOW - timedelta(seconds=61), expires=NOW + timedelta(days=9))
    strict = [replace(KEYS[0], max_age=60)]
    result = verify(text, strict, NOW)
    assert (result.verdict, result.detail) == (Verdict.EXPIRED, "max-age")
    assert verify(text, KEYS, NOW).good


def test_nothing_is_told_of_a_person_whose_signature_does_not_hold() -> None:
    assert of(issue(CLAIMS, stranger())).person is None


def test_a_broken_pinned_key_is_no_traceback() -> None:
    result = verify(code(), [replace(KEYS[0], public="nonsense")], NOW)
    assert result.verdict is Verdict.UNTRUSTED_ALGORITHM


def test_of_two_keys_with_one_id_the_fitting_one_counts() -> None:
    other = key_for(stranger(), issuer="other.gov.example")
    assert verify(code(), [other, *KEYS], NOW).good


def test_frames_of_scanners_and_caps_lock_do_no_harm() -> None:
    assert of(f"\x02{code()}\r\n").good
    assert of(code().lower()).good


def test_no_changed_octet_is_accepted() -> None:
    octets = base45.decode(code().removeprefix(PREFIX))
    for place in range(len(octets)):
        for flip in (0x01, 0x20, 0x80, 0xFF):
            changed = bytearray(octets)
            changed[place] ^= flip
            result = of(PREFIX + base45.encode(bytes(changed)))
            assert not result.good, place
            assert result.verdict in (
                Verdict.TAMPERED,
                Verdict.MALFORMED,
                Verdict.UNKNOWN_ISSUER,
                Verdict.UNTRUSTED_ALGORITHM,
            )


def test_no_changed_letter_is_accepted() -> None:
    text = code()
    for place, letter in enumerate(text):
        for other in {"0", "Z", " ", "a", letter.swapcase()} - {letter}:
            assert not of(text[:place] + other + text[place + 1 :]).good, place


def test_unsigned_headers_and_longer_spellings_are_refused() -> None:
    message = cose.parse(base45.decode(code().removeprefix(PREFIX)))
    extra = cose.dump([message.protected, {5: 1}, message.payload, message.signature])
    assert of(PREFIX + base45.encode(b"\xd2" + extra)).detail == "cose"
    short = cose.dump([message.protected, {}, message.payload, message.signature])
    indefinite = b"\xd2\x9f" + short[1:] + b"\xff"
    assert of(PREFIX + base45.encode(indefinite)).detail == "cose"


def test_the_cwt_tag_is_allowed() -> None:
    octets = base45.decode(code().removeprefix(PREFIX))
    assert of(PREFIX + base45.encode(b"\xd8\x3d" + octets)).good


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        cose.dump([1, 2]),
        cose.dump({1: "a"}),
        cose.dump({1: 1, 2: "", 4: 1, 6: 1, 7: b"", -65537: "", -65538: "", -65539: ""}),
    ],
)
def test_a_signed_payload_that_is_no_claims_set_is_malformed(payload: bytes) -> None:
    octets = cose.sign(payload, b"test-1", ES256, testissuer.private_key())
    assert of(PREFIX + base45.encode(octets)).verdict is Verdict.MALFORMED


@given(st.text(max_size=400))
def test_no_text_raises(text: str) -> None:
    assert not of(text).good


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_no_octets_behind_the_prefix_raise(octets: bytes) -> None:
    assert not of(PREFIX + base45.encode(b"\xd2" + octets)).good


@given(st.text(alphabet=base45.ALPHABET, max_size=300))
def test_no_letters_behind_the_prefix_raise(letters: str) -> None:
    assert not of(PREFIX + letters).good
