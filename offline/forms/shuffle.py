"""The seeded order of ``randomize()``: Park-Miller numbers in a Fisher-Yates shuffle.

The same generator as JavaRosa's and Enketo's, so that a seed gives one order everywhere.
"""

from __future__ import annotations

import hashlib
import math
from typing import TypeVar

Item = TypeVar("Item")
_MODULUS = 2_147_483_647
_FACTOR = 16_807


def seed_of(number: float, text: str) -> int:
    """A whole seed from a number, or from text that is none (the first 8 bytes of its SHA-256)."""
    if math.isnan(number) and text:
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True)
    if math.isnan(number):
        return 0
    return int(max(-(2.0**63), min(2.0**63 - 1024, number)))


def shuffled(items: list[Item], seed: int) -> list[Item]:
    """The items in the order of that seed."""
    state = int(math.fmod(seed, _MODULUS))
    if state <= 0:
        state += _MODULUS - 1
    out: list[Item] = []
    for count, item in enumerate(items, 1):
        state = state * _FACTOR % _MODULUS
        at = int((state - 1) / (_MODULUS - 1) * count)
        out.append(item)
        out[-1], out[at] = out[at], item
    return out
