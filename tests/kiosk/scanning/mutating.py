"""Picture files with a few octets changed or cut."""

from __future__ import annotations

import random
from functools import cache

from kiosk.scanning.image import read_picture
from kiosk.scanning.picture import PictureError
from tests.kiosk.scanning.pictures import file, qr


@cache
def _whole(kind: str) -> bytes:
    return file(qr("GSC1:TEST", 3), kind)


def accepted_of_a_mutated_picture(chance: random.Random) -> set[str]:
    """The texts of one mutated picture; none if it is no picture any more."""
    data = bytearray(_whole(chance.choice(["PNG", "GIF", "JPEG", "BMP", "WEBP", "TIFF"])))
    for _ in range(chance.randint(1, 8)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    if not chance.randrange(4):
        del data[chance.randrange(len(data)) :]
    try:
        return {symbol.text for symbol in read_picture(bytes(data), budget=0.01)}
    except PictureError:
        return set()
