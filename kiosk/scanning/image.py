"""Picture in, codes out: the first reader, then what helps within a time budget, then the second.

The first reader's codes carry error correction and are believed. The second's are believed only if
``proves`` says that the text proves itself (a signature): never a wrong text.
"""

from __future__ import annotations

import atexit
from collections.abc import Callable
from functools import cache
from pathlib import Path
from time import perf_counter

from kiosk.scanning import zxing
from kiosk.scanning.picture import Grey, grey_of
from kiosk.scanning.port import Symbol
from kiosk.scanning.retries import ORDER
from kiosk.scanning.zbar import ZbarChild

BUDGET = 0.12
"""Seconds within which another attempt may begin."""


def read_picture(
    source: Path | str | bytes,
    *,
    proves: Callable[[str], bool] | None = None,
    budget: float = BUDGET,
) -> list[Symbol]:
    """The codes of a picture file or its octets, each once (PictureError)."""
    return read_pixels(grey_of(source), proves=proves, budget=budget)


def read_pixels(
    pixels: Grey, *, proves: Callable[[str], bool] | None = None, budget: float = BUDGET
) -> list[Symbol]:
    """The codes of grey pixels, each once; none if nothing could be read within the budget."""
    end = perf_counter() + budget
    found = zxing.read(pixels)
    for change in ORDER:
        if found or perf_counter() > end:
            break
        found = zxing.read(change(pixels), zxing.MATRIX)
    if not found and proves is not None:
        found = [symbol for symbol in second_reader().read(pixels) if proves(symbol.text)]
    return list(dict.fromkeys(found))


@cache
def second_reader() -> ZbarChild:
    """The one child of this process, ended with it."""
    child = ZbarChild()
    atexit.register(child.close)
    return child
