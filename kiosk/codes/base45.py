"""Base45 (RFC 9285), strict: what any encoder would not have written is refused."""

from __future__ import annotations

import struct

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

_GROUP = 3
_SIXTEEN_BITS = 0xFFFF
_EIGHT_BITS = 0xFF
_NONE = 0xFF
_VALUES = bytes(ALPHABET.find(chr(code)) & _NONE for code in range(256))


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
    values = text.encode("latin-1", "replace").translate(_VALUES)
    if _NONE in values or not text.isascii():
        raise ValueError("a letter outside the base45 alphabet")
    whole = len(values) - len(values) % _GROUP
    groups = zip(values[0:whole:3], values[1:whole:3], values[2:whole:3], strict=True)
    pairs = [low + 45 * middle + 2025 * high for low, middle, high in groups]
    if max(pairs, default=0) > _SIXTEEN_BITS:
        raise ValueError("a group above its range")
    return struct.pack(f">{len(pairs)}H", *pairs) + _last(values[whole:])


def _last(group: bytes) -> bytes:
    """The single octet of the last two letters, if there are two."""
    if not group:
        return b""
    if len(group) == 1:
        raise ValueError("a dangling letter")
    number = group[0] + 45 * group[1]
    if number > _EIGHT_BITS:
        raise ValueError("a group above its range")
    return bytes([number])
