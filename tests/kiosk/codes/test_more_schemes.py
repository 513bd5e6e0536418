from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.codes import Verdict, address, domains, event, verify
from kiosk.codes.claims import ClaimsError
from kiosk.codes.scheme import Refused, Resolved
from kiosk.codes.signatures import public_of
from offline.records import IssuerKey, Person
from tests.kiosk.codes.issuing import CLAIMS, KEYS, NOW, edwards, stranger
from tests.kiosk.codes.test_sm2 import pair

HOST = "code.city.example"
CITY = replace(CLAIMS, issuer=HOST, key_id=b"c1")
TOKENS = replace(KEYS[0], issuer="tokens.example", algorithm="exchange", public="")
TOKEN = "GSO1:tokens.example:0123456789abcdefABCDEF"
WHO = Person("t-1", "张三", "1234", "person", "tokens.example", verified=True)


def city_key(private: str, algorithm: str) -> IssuerKey:
    return replace(
        KEYS[0], issuer=HOST, key_id="c1", algorithm=algorithm, public=public_of(private)
    )


def link(private: str, **changes: object) -> str:
    claims = replace(CITY, **changes)  # type: ignore[arg-type]
    return domains.issue(claims, private, system="SFM", authority="11000000", path="/q")


@pytest.mark.parametrize(
    ("private", "algorithm"), [(stranger(), "ES256"), (edwards(), "EdDSA"), (pair(), "SM2")]
)
def test_a_link_in_three_domains_says_who(private: str, algorithm: str) -> None:
    result = verify(link(private), [city_key(private, algorithm)], NOW)
    assert (result.verdict, result.scheme) == (Verdict.VERIFIED_OFFLINE, "domain")
    assert result.person == Person(CITY.subject, CITY.name, CITY.id4, "person", HOST, verified=True)
    assert (result.issued, result.expires, result.nonce) == (
        CITY.issued,
        CITY.expires,
        CITY.nonce.hex(),
    )


def test_a_new_issuer_is_an_entry_and_without_it_unknown() -> None:
    text = link(edwards())
    assert verify(text, KEYS, NOW).detail == "issuer"
    other = replace(city_key(edwards(), "EdDSA"), key_id="c2")
    assert verify(text, [other], NOW).detail == "key"
    assert verify(text, [city_key(edwards(), "EdDSA")], NOW).good


def test_no_changed_letter_of_a_link_is_accepted() -> None:
    keys = [city_key(edwards(), "EdDSA")]
    text = link(edwards())
    for place, letter in enumerate(text):
        for other in {"A", "1", "_", letter.swapcase()} - {letter}:
            changed = text[:place] + other + text[place + 1 :]
            result = verify(changed, keys, NOW)
            assert not result.good, place
            assert result.person is None


@pytest.mark.parametrize(
    ("later", "verdict"),
    [
        (timedelta(minutes=5), Verdict.EXPIRED),
        (-timedelta(minutes=2), Verdict.NOT_YET_VALID),
        (timedelta(minutes=4), Verdict.VERIFIED_OFFLINE),
    ],
)
def test_a_link_has_its_time(later: timedelta, verdict: Verdict) -> None:
    keys = [city_key(edwards(), "EdDSA")]
    assert verify(link(edwards()), keys, NOW + later).verdict is verdict


def test_a_link_is_revoked_and_used_up_like_any_code() -> None:
    keys = [city_key(edwards(), "EdDSA")]
    text = link(edwards())
    assert verify(text, keys, NOW, used=lambda *_: True).verdict is Verdict.REPLAYED
    assert verify(text, keys, NOW, revoked=lambda *_: True).verdict is Verdict.REVOKED
    odd = [replace(keys[0], algorithm="RS256")]
    assert verify(text, odd, NOW).verdict is Verdict.UNTRUSTED_ALGORITHM
    damaged = [replace(keys[0], public="no key")]
    assert verify(text, damaged, NOW).verdict is Verdict.UNTRUSTED_ALGORITHM


def test_a_link_is_cut_or_of_no_domains() -> None:
    keys = [city_key(edwards(), "EdDSA")]
    text = link(edwards())
    for bad in (text[:-1], text + "=", text + "/x", text.replace("/gsu1/", "/gsu1//")):
        assert verify(bad, keys, NOW).verdict is Verdict.MALFORMED
    assert verify(text + "A" * 1000, keys, NOW).detail == "too-long"
    assert verify(text.replace("/gsu1/", "/gsu2/"), keys, NOW).instead == "url"


def test_what_does_not_fit_the_extension_domain_is_not_issued() -> None:
    with pytest.raises(ClaimsError):
        link(edwards(), name="欧" * 60)


def test_a_token_opens_nothing_while_nobody_can_be_asked() -> None:
    for resolve in (None, lambda _issuer, _token: None):
        result = verify(TOKEN, [TOKENS], NOW, resolve=resolve)
        assert (result.good, result.instead, result.detail) == (False, "token", "offline")


def test_a_token_is_whose_the_exchange_says() -> None:
    asked: list[tuple[str, str]] = []

    def resolve(issuer: str, token: str) -> Resolved:
        asked.append((issuer, token))
        return Resolved(WHO, NOW + timedelta(minutes=1), "aa" * 8)

    result = verify(TOKEN, [TOKENS], NOW, resolve=resolve)
    assert (result.verdict, result.person) == (Verdict.VERIFIED, WHO)
    assert asked == [("tokens.example", "0123456789abcdefABCDEF")]
    late = verify(TOKEN, [TOKENS], NOW + timedelta(minutes=1), resolve=resolve)
    assert late.verdict is Verdict.EXPIRED
    again = verify(TOKEN, [TOKENS], NOW, resolve=resolve, used=lambda *_: True)
    assert again.verdict is Verdict.REPLAYED


def test_a_token_of_anothers_person_is_refused() -> None:
    other = Resolved(replace(WHO, issuer="other"), NOW + timedelta(minutes=1), "aa" * 8)
    result = verify(TOKEN, [TOKENS], NOW, resolve=lambda *_: other)
    assert (result.verdict, result.person) == (Verdict.UNKNOWN_ISSUER, None)


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (Refused.UNKNOWN, Verdict.TAMPERED),
        (Refused.EXPIRED, Verdict.EXPIRED),
        (Refused.USED, Verdict.REPLAYED),
        (Refused.REVOKED, Verdict.REVOKED),
    ],
)
def test_what_the_exchange_refuses_is_refused(answer: Refused, verdict: Verdict) -> None:
    assert verify(TOKEN, [TOKENS], NOW, resolve=lambda *_: answer).verdict is verdict


def test_a_strangers_token_is_never_asked_for() -> None:
    def resolve(*_: str) -> None:
        pytest.fail("asked for a token of an issuer that is not pinned")

    assert verify(TOKEN, KEYS, NOW, resolve=resolve).verdict is Verdict.UNKNOWN_ISSUER
    over = replace(TOKENS, not_after=NOW - timedelta(days=1))
    assert verify(TOKEN, [over], NOW, resolve=resolve).detail == "key-validity"
    assert verify(TOKEN[:25], [TOKENS], NOW, resolve=resolve).verdict is Verdict.MALFORMED


def test_a_certificate_is_known_for_what_it_is() -> None:
    result = verify("GSD1:云证〔2026〕17号", [], NOW)
    assert (result.instead, result.detail) == ("certificate", "云证〔2026〕17号")
    assert verify("GSD1:", [], NOW).verdict is Verdict.MALFORMED
    assert verify("GSD1:" + "1" * 65, [], NOW).verdict is Verdict.MALFORMED


def test_an_event_is_known_and_one_wrong_letter_is_noticed() -> None:
    made = event.mint(NOW.date(), "530102", lambda count: bytes(range(count)))
    text = event.encode(made)
    assert made.startswith("261121-530102-")
    assert verify(text, [], NOW).detail == verify(text.lower(), [], NOW).detail == made
    for place in range(5, len(text)):
        other = "7" if text[place] != "7" else "8"
        wrong = verify(text[:place] + other + text[place + 1 :], [], NOW)
        assert (wrong.verdict, wrong.instead) == (Verdict.MALFORMED, "event")


@pytest.mark.parametrize("division", ["", "53010", "5301023", "53010x", "５３０１０２"])
def test_no_event_without_its_place(division: str) -> None:
    with pytest.raises(ValueError, match="six digits"):
        event.mint(NOW.date(), division, os.urandom)
    with pytest.raises(ValueError, match="event"):
        event.encode(f"261121-{division}-0")


def test_no_two_events_of_many_are_alike() -> None:
    day = NOW.date()
    made = {event.mint(day, "530102", os.urandom) for _ in range(20_000)}
    assert len(made) == 20_000


def test_an_address_is_known_and_one_wrong_letter_is_noticed() -> None:
    text = address.encode("530102001001", "A0123")
    result = verify(text, [], NOW)
    assert (result.instead, result.detail) == ("address", "530102001001A0123")
    for place in range(5, len(text)):
        other = "7" if text[place] != "7" else "8"
        wrong = verify(text[:place] + other + text[place + 1 :], [], NOW)
        assert wrong.verdict is Verdict.MALFORMED


@pytest.mark.parametrize(
    ("division", "place"),
    [("530102", "A0123"), ("530102001001", "A"), ("530102001001", "a01"), ("X30102001001", "001")],
)
def test_no_address_of_another_shape(division: str, place: str) -> None:
    with pytest.raises(ValueError, match="digits"):
        address.encode(division, place)
