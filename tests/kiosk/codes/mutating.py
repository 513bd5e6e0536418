"""Codes that were damaged, cut, spliced or forged letter by letter."""

from __future__ import annotations

import random
import string
from dataclasses import replace

from kiosk.codes import address, domains, event, issue
from kiosk.codes.base45 import ALPHABET
from tests.kiosk.codes.issuing import CLAIMS, KEYS, NOW, code, edwards, key_for
from tests.kiosk.codes.test_sm2 import pair

_HOST = "code.city.example"
_ED = replace(CLAIMS, key_id=b"ed")
_SM2 = replace(CLAIMS, key_id=b"sm2")
_LINK = replace(CLAIMS, issuer=_HOST, key_id=b"ed")
_LETTERS = ALPHABET + string.ascii_lowercase + "_#?=\0\r中𠮷\ud800"

PINNED = (
    *KEYS,
    key_for(edwards(), key_id="ed"),
    key_for(pair(), key_id="sm2"),
    key_for(edwards(), key_id="ed", issuer=_HOST),
)
KNOWN = (
    code(),
    issue(_ED, edwards()),
    issue(_SM2, pair()),
    domains.issue(_LINK, edwards(), system="SFM", authority="11000000"),
    event.encode(event.mint(NOW.date(), "530102", lambda count: bytes(range(count)))),
    address.encode("530102001001", "A0123"),
    "GSO1:tokens.example:0123456789abcdefABCDEF",
    "GSR1:LW-261121-7K2QM-9XR4B",
    "11010519491231002X",
    "91110000600037341L",
)
"""Of every scheme one that is right."""


def mutated(text: str, chance: random.Random) -> str:
    """The text after one to four changes; seldom it comes out as it was."""
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(text) + 1)
        match chance.randrange(5):
            case 0:
                text = text[:place] + chance.choice(_LETTERS) + text[place + 1 :]
            case 1:
                text = text[:place] + chance.choice(_LETTERS) + text[place:]
            case 2:
                text = text[:place] + text[place + chance.randint(1, 3) :]
            case 3:
                text = text[:place] + chance.choice(KNOWN)[place:]
            case _:
                text = text[:place] + text[place : place + 2][::-1] + text[place + 2 :]
    return text
