"""Picture in, codes out: the first reader, then what helps within a time budget, then the second.

QR comes first because a service code is one and looking for the other kinds takes ten times as
long. The first reader's codes carry error correction and are believed. The second's are believed
only if ``proves`` says that the text proves itself (a signature): never a wrong text.
"""

from __future__ import annotations

import atexit
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from time import perf_counter

from kiosk.scanning import zxing
from kiosk.scanning.picture import Grey, grey_of
from kiosk.scanning.port import Symbol
from kiosk.scanning.retries import attempts
from kiosk.scanning.zbar import ZbarChild

BUDGET = 0.07
"""Seconds within which another attempt may begin; the last one may end 50 ms later."""

_FRAME = 1280 * 720
_LONGEST = 1.0  # seconds

Attempts = Callable[[Grey], Iterator[Grey]]

_OTHERS = tuple(kind for kind in zxing.ALL if kind not in zxing.QR)


def read_picture(
    source: Path | str | bytes,
    *,
    proves: Callable[[str], bool] | None = None,
    budget: float = BUDGET,
) -> list[Symbol]:
    """All codes of a picture file or its octets, of every kind, each once (PictureError).

    A photograph larger than a camera's frame has more time, by its pixels.
    """
    pixels = grey_of(source)
    longer = budget * max(1.0, pixels.size / _FRAME)
    return read_pixels(pixels, proves=proves, budget=min(longer, _LONGEST), every_kind=True)


def read_pixels(
    pixels: Grey,
    *,
    proves: Callable[[str], bool] | None = None,
    budget: float = BUDGET,
    every_kind: bool = False,
    first: Attempts | None = None,
) -> list[Symbol]:
    """The codes of grey pixels, each once; none if nothing could be read within the budget.

    A camera's frame is done with once a QR is read; ``every_kind`` looks for others beside it.
    What the first reader fails is shown to ``first``, whose pictures are tried before our own.
    """
    if every_kind:
        found = [*zxing.read(pixels, zxing.QR), *zxing.read(pixels, _OTHERS)]
    else:
        found = _glance(pixels) or zxing.read(pixels, zxing.QR, try_invert=False)
        found = found or _glance(255 - pixels)
    if not found:
        tries = attempts(pixels) if first is None else chain(first(pixels), attempts(pixels))
        found = _look_again(tries, perf_counter() + budget)
    if not found and not every_kind:
        found = zxing.read(pixels, _OTHERS, try_invert=False)
    if not found and proves is not None:
        found = [symbol for symbol in second_reader().read(pixels) if proves(symbol.text)]
    return list(dict.fromkeys(found))


def _glance(pixels: Grey) -> list[Symbol]:
    """What every other pixel of every other row shows: six codes in ten, in a third of the time."""
    return zxing.read(pixels[::2, ::2], zxing.QR, try_invert=False, try_downscale=False)


def _look_again(tries: Iterator[Grey], end: float) -> list[Symbol]:
    """What the first reader finds after all, in attempts that begin before ``end``."""
    for changed in tries:
        found = zxing.read(changed, zxing.QR, try_invert=False)
        if found or perf_counter() > end:
            return found
    return []


@cache
def second_reader() -> ZbarChild:
    """The one child of this process, ended with it."""
    child = ZbarChild()
    atexit.register(child.close)
    return child
