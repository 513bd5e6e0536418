"""Base45 (RFC 9285), strict: what any encoder would not have written is refused."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
_GROUP = 3
_SIXTEEN_BITS = 0xFFFF
_EIGHT_BITS = 0xFF


def encode(data: bytes) -> str:
    """Two octets become three letters, a last single octet two (RFC 9285, 4)."""
    letters: list[str] = []
    for start in range(0, len(data) - 1, 2):
        rest, low = divmod(data[start] << 8 | data[start + 1], 45)
        high, middle = divmod(rest, 45)
        letters += ALPHABET[low], ALPHABET[middle], ALPHABET[high]
    if len(data) % 2:
        high, low = divmod(data[-1], 45)
        letters += ALPHABET[low], ALPHABET[high]
    return "".join(letters)


def decode(text: str) -> bytes:
    """The octets of a base45 text (RFC 9285, 4.1); ValueError for a foreign letter, a group above
    its range or a dangling letter (6).
    """
    try:
        values = [_VALUES[letter] for letter in text]
    except KeyError:
        raise ValueError("a letter outside the base45 alphabet") from None
    if len(values) % _GROUP == 1:
        raise ValueError("a dangling letter")
    octets = bytearray()
    for start in range(0, len(values), _GROUP):
        octets += _octets(values[start : start + _GROUP])
    return bytes(octets)


def _octets(group: list[int]) -> bytes:
    """One or two octets of two or three letters' values."""
    number = group[0] + 45 * group[1] + (2025 * group[2] if len(group) == _GROUP else 0)
    whole = len(group) == _GROUP
    if number > (_SIXTEEN_BITS if whole else _EIGHT_BITS):
        raise ValueError("a group above its range")
    return number.to_bytes(2 if whole else 1, "big")
