"""Codes read from simulated camera frames: ours against zxing-cpp, pyzbar and their union."""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from time import perf_counter, process_time

from pyzbar import pyzbar

from kiosk.codes import issue, verify
from kiosk.scanning import zxing
from kiosk.scanning.image import read_pixels
from kiosk.scanning.picture import Grey
from kiosk.scanning.stack import Stack
from offline.records import IssuerKey
from tests.kiosk.codes.issuing import CLAIMS, NOW, edwards, key_for, stranger
from tests.kiosk.codes.test_sm2 import pair
from tests.kiosk.scanning.categories import categorised
from tests.kiosk.scanning.frames import Frame, frames
from tests.kiosk.scanning.sequences import sequences

FRAMES = int(os.environ.get("KIOSK_BENCH_FRAMES", "360"))
SEED = int(os.environ.get("KIOSK_BENCH_SEED", "20261121"))

SEQUENCES = max(1, FRAMES // 6)

VERIFIED = 500
ROUNDS = 5

Reader = Callable[[Grey], list[str]]


@dataclass
class Tally:
    """What one reader made of the frames; milliseconds each, by the clock and of this process."""

    reader: Reader
    right: set[int] = field(default_factory=set)
    wrong: int = 0
    spent: list[float] = field(default_factory=list)
    used: list[float] = field(default_factory=list)

    def see(self, number: int, frame: Frame) -> None:
        begin, working = perf_counter(), process_time()
        texts = self.reader(frame.pixels)
        self.used.append((process_time() - working) * 1000)
        self.spent.append((perf_counter() - begin) * 1000)
        if frame.text in texts:
            self.right.add(number)
        self.wrong += any(text != frame.text for text in texts)

    def figures(self) -> dict[str, float]:
        cuts = statistics.quantiles(self.spent, n=20)
        return {
            "read": percent(self.right, len(self.spent)),
            "wrong": self.wrong,
            "p50_ms": round(statistics.median(self.spent), 1),
            "p95_ms": round(cuts[18], 1),
            "cpu_ms": round(statistics.mean(self.used), 1),
        }


def run() -> dict[str, object]:
    """Read rates in percent, wrong texts, and milliseconds a frame."""
    first, second, all_of_it = Tally(alone), Tally(zbar), Tally(ours)
    show(frames(FRAMES, SEED), (first, second, all_of_it))
    plain, others = Tally(alone), Tally(ours)
    show(categorised(FRAMES // 2, SEED), (plain, others))
    more = percent(all_of_it.right, FRAMES) - percent(first.right, FRAMES)
    return {
        "frames": FRAMES,
        "seed": SEED,
        "load": round(os.getloadavg()[0], 1),
        "ours": all_of_it.figures(),
        "zxing_cpp": first.figures(),
        "pyzbar": second.figures(),
        "union_read": percent(first.right | second.right, FRAMES),
        "points_above_zxing_cpp": round(more, 1),
        "other_categories": {"ours": others.figures(), "zxing_cpp": plain.figures()},
        "sequences": in_motion(),
        "codes_per_second": {name: verified(*made) for name, made in signed().items()},
    }


def show(shown: Iterable[Frame], tallies: Sequence[Tally]) -> None:
    """Every reader sees a frame before the next one comes: a busy machine is busy for all."""
    for number, frame in enumerate(shown):
        for tally in tallies:
            tally.see(number, frame)


def in_motion() -> dict[str, object]:
    """Sequences of eight poor frames: what frame by frame reads of them, and what they do together.

    A sequence is read by its first right text; ``frames`` are how many that took on average.
    """
    single, stacked = Watch(together=False), Watch(together=True)
    for sequence in sequences(SEQUENCES, SEED):
        single.watch(sequence.text, sequence.frames)
        stacked.watch(sequence.text, sequence.frames)
    figures = {"frame_by_frame": single.figures(), "together": stacked.figures()}
    return {"sequences": SEQUENCES, **figures}


@dataclass
class Watch:
    """A camera's decoding, with or without what the frames show together."""

    together: bool
    needed: list[int] = field(default_factory=list)
    wrong: int = 0
    used: list[float] = field(default_factory=list)

    def watch(self, text: str, seen: Sequence[Grey]) -> None:
        stack = Stack()
        for number, pixels in enumerate(seen, 1):
            working = process_time()
            found = read_pixels(pixels, first=stack.attempts if self.together else None)
            self.used.append((process_time() - working) * 1000)
            self.wrong += any(symbol.text != text for symbol in found)
            if found:
                self.needed.append(number)
                return

    def figures(self) -> dict[str, float]:
        return {
            "read": round(100 * len(self.needed) / SEQUENCES, 1),
            "frames": round(statistics.mean(self.needed or [0]), 1),
            "wrong": self.wrong,
            "cpu_p95_ms": round(statistics.quantiles(self.used, n=20)[18], 1),
        }


def signed() -> dict[str, tuple[str, IssuerKey]]:
    """A code and its key for each algorithm that this machine has."""
    keys = {"ES256": stranger(), "EdDSA": edwards(), "SM2": pair()}
    return {name: (issue(CLAIMS, key), key_for(key)) for name, key in keys.items()}


def verified(text: str, key: IssuerKey) -> int:
    """Codes verified in a second of this process's time; the best of five, as others work too."""
    spent = []
    for _ in range(ROUNDS):
        begin = process_time()
        good = sum(verify(text, [key], NOW).good for _ in range(VERIFIED))
        spent.append((process_time() - begin) / good)
    return round(1 / min(spent))


def alone(pixels: Grey) -> list[str]:
    return [symbol.text for symbol in zxing.read(pixels, zxing.QR)]


def zbar(pixels: Grey) -> list[str]:
    height, width = pixels.shape
    found = pyzbar.decode((pixels.tobytes(), width, height))
    return [code.data.decode("utf-8", "replace") for code in found]


def ours(pixels: Grey) -> list[str]:
    return [symbol.text for symbol in read_pixels(pixels)]


def percent(right: set[int], count: int) -> float:
    return round(100 * len(right) / count, 1)
