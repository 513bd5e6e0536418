from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.codes import Verdict, testissuer, verify
from kiosk.codes.revocation import Revocations, entry
from tests.kiosk.codes.issuing import KEYS, NOW, code


def test_a_revoked_subject_is_refused_and_another_is_not() -> None:
    revoked = Revocations()
    revoked.add([entry(testissuer.ISSUER, "sub:p-0001")])
    assert verify(code(), KEYS, NOW, revoked=revoked).verdict is Verdict.REVOKED
    assert verify(code(subject="p-0002"), KEYS, NOW, revoked=revoked).good
    assert not revoked("other.example", "sub:p-0001")


@given(st.lists(st.text(max_size=5), max_size=40), st.lists(st.text(max_size=5), max_size=40))
def test_what_was_added_is_found_before_and_after_packing(
    first: list[str], then: list[str]
) -> None:
    revoked = Revocations()
    revoked.add(entry("i", what) for what in first)
    again = Revocations(revoked.pack())
    again.add(entry("i", what) for what in then)
    assert all(again("i", what) for what in {*first, *then})
    assert len(again) == len({*first, *then})
    assert not again("i", "never added")
    assert len(again.pack()) == 6 * len(again)


def test_many_deltas_are_merged() -> None:
    chance = random.Random(7)  # noqa: S311 — a seed, not a secret
    entries = [chance.randbytes(6) for _ in range(25_000)]
    revoked = Revocations()
    for at in range(0, len(entries), 500):
        revoked.add(entries[at : at + 500])
    assert len(revoked) == 25_000
    assert revoked.pack() == b"".join(sorted(entries))


@pytest.mark.parametrize("packed", [b"12345", b"bbbbbbaaaaaa", b"aaaaaaaaaaaa"])
def test_what_was_not_packed_here_is_refused(packed: bytes) -> None:
    with pytest.raises(ValueError, match="no packed"):
        Revocations(packed)


def test_an_entry_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="six octets"):
        Revocations().add([b"short"])
