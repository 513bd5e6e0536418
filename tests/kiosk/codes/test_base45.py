from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.codes import base45


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        (b"AB", "BB8"),
        (b"Hello!!", "%69 VD92EX0"),
        (b"base-45", "UJCLQE7W581"),
        (b"ietf!", "QED8WEX0"),
    ],
)
def test_the_examples_of_rfc_9285(octets: bytes, text: str) -> None:
    assert base45.encode(octets) == text
    assert base45.decode(text) == octets


@pytest.mark.parametrize("text", ["GGW", ":::", "::", "a00", "0", "0000", "BB8 ", "BB8\n"])
def test_what_no_encoder_writes_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a "):
        base45.decode(text)


@given(st.binary())
def test_decode_undoes_encode(octets: bytes) -> None:
    assert base45.decode(base45.encode(octets)) == octets


@given(st.text(alphabet=base45.ALPHABET))
def test_a_text_that_decodes_is_the_only_one_for_its_octets(text: str) -> None:
    try:
        octets = base45.decode(text)
    except ValueError:
        return
    assert base45.encode(octets) == text
