"""QR codes bit by bit (ISO/IEC 18004, 7.4), for modes that no library writes on request."""

from __future__ import annotations

import numpy as np
import qrcode
from qrcode import base, util

from kiosk.scanning.picture import Grey

_VERSION, _LEVEL = 6, qrcode.constants.ERROR_CORRECT_M
_CAPACITY = 8 * sum(block.data_count for block in base.rs_blocks(_VERSION, _LEVEL))


def eci(number: int) -> str:
    """Names the character set of what follows (below 128)."""
    return f"0111{number:08b}"


def octets(data: bytes) -> str:
    return f"0100{len(data):08b}" + "".join(f"{octet:08b}" for octet in data)


def hanzi(text: str) -> str:
    """GB 2312 in 13 bits a character (GB/T 18284)."""
    bits = f"11010001{len(text):08b}"
    for letter in text:
        high, low = letter.encode("gb2312")
        base_high = 0xA1 if high < 0xB0 else 0xA6
        bits += f"{(high - base_high) * 0x60 + low - 0xA1:013b}"
    return bits


def kanji(text: str) -> str:
    """Shift JIS in 13 bits a character: some encoders choose it for Chinese as well."""
    bits = f"1000{len(text):08b}"
    for letter in text:
        value = int.from_bytes(letter.encode("shift_jis"), "big")
        value -= 0x8140 if value < 0xE000 else 0xC140
        bits += f"{(value >> 8) * 0xC0 + (value & 0xFF):013b}"
    return bits


def picture(bits: str, size: int = 6) -> Grey:
    """The QR of these segments."""
    bits += "0000"
    bits += "0" * (-len(bits) % 8)
    bits += ("1110110000010001" * _CAPACITY)[: _CAPACITY - len(bits)]
    buffer = util.BitBuffer()
    for bit in bits:
        buffer.put_bit(bit == "1")
    code = qrcode.QRCode(_VERSION, _LEVEL, border=4)
    code.data_cache = util.create_bytes(buffer, base.rs_blocks(_VERSION, _LEVEL))
    code.makeImpl(test=False, mask_pattern=3)
    pixels = np.where(np.array(code.get_matrix()), 0, 255).astype(np.uint8)
    return pixels.repeat(size, 0).repeat(size, 1)
