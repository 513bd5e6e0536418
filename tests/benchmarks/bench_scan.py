"""Codes read from simulated camera frames: ours against zxing-cpp, pyzbar and their union."""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable, Sequence
from time import perf_counter

from pyzbar import pyzbar

from kiosk.scanning import zxing
from kiosk.scanning.image import read_pixels
from kiosk.scanning.picture import Grey
from tests.kiosk.scanning.frames import Frame, frames

FRAMES = int(os.environ.get("KIOSK_BENCH_FRAMES", "360"))
SEED = int(os.environ.get("KIOSK_BENCH_SEED", "20261121"))

Reader = Callable[[Grey], list[str]]


def run() -> dict[str, object]:
    """Read rates in percent, wrong texts, and milliseconds a frame, each reader on every frame."""
    seen = list(frames(FRAMES, SEED))
    zxing_read, zxing_figures = measured(seen, alone)
    pyzbar_read, pyzbar_figures = measured(seen, zbar)
    ours_read, ours_figures = measured(seen, ours)
    return {
        "frames": len(seen),
        "seed": SEED,
        "ours": ours_figures,
        "zxing_cpp": zxing_figures,
        "pyzbar": pyzbar_figures,
        "union_read": percent(zxing_read | pyzbar_read, seen),
        "points_above_zxing_cpp": round(percent(ours_read, seen) - percent(zxing_read, seen), 1),
    }


def alone(pixels: Grey) -> list[str]:
    return [symbol.text for symbol in zxing.read(pixels, zxing.QR)]


def zbar(pixels: Grey) -> list[str]:
    height, width = pixels.shape
    found = pyzbar.decode((pixels.tobytes(), width, height))
    return [code.data.decode("utf-8", "replace") for code in found]


def ours(pixels: Grey) -> list[str]:
    return [symbol.text for symbol in read_pixels(pixels)]


def measured(seen: Sequence[Frame], reader: Reader) -> tuple[set[int], dict[str, float]]:
    """Which frames were read, and the figures."""
    right: set[int] = set()
    wrong, spent = 0, []
    for number, frame in enumerate(seen):
        begin = perf_counter()
        texts = reader(frame.pixels)
        spent.append((perf_counter() - begin) * 1000)
        if frame.text in texts:
            right.add(number)
        wrong += any(text != frame.text for text in texts)
    cuts = statistics.quantiles(spent, n=20)
    figures = {"p50_ms": round(statistics.median(spent), 1), "p95_ms": round(cuts[18], 1)}
    return right, {"read": percent(right, seen), "wrong": wrong, **figures}


def percent(right: set[int], seen: Sequence[Frame]) -> float:
    return round(100 * len(right) / len(seen), 1)
