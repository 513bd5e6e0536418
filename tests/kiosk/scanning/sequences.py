"""Short sequences of camera frames, from a seed: a hand that trembles while something ails them.

Each frame by itself is mostly too poor: a lamp's mirror that wanders over the code as the phone
moves, too little light, grain, moiré, a lens that can't find its focus. What the frames hold
together is enough more often.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from kiosk.scanning.picture import Grey
from tests.kiosk.scanning.frames import HEIGHT, WIDTH, Floats, blurred, camera, placed, text_of
from tests.kiosk.scanning.pictures import qr

LENGTH = 8
"""Frames in a sequence: less than a second of most cameras."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """What a camera saw one after the other, the text that was held there, and what ails it."""

    kind: str
    text: str
    frames: tuple[Grey, ...]


def sequences(count: int, seed: int = 20261122) -> Iterator[Sequence]:
    """The same sequences for the same seed, the kinds in turn."""
    kinds = tuple(KINDS)
    for number in range(count):
        chance = np.random.default_rng((seed, number))
        kind = kinds[number % len(kinds)]
        text = text_of(chance)
        frames = tuple(seen(qr(text, 8), KINDS[kind](chance), chance))
        yield Sequence(kind, text, frames)


Ailment = Callable[[Floats], Floats]


def seen(code: Grey, ailment: Ailment, chance: Generator) -> Iterator[Grey]:
    """The code in a hand: it wanders, turns and comes nearer by a little from frame to frame."""
    side, turn = float(chance.uniform(280, 520)), float(chance.uniform(-0.4, 0.4))
    lean = chance.uniform(-0.08, 0.08, (4, 1))
    centre, wall = np.array([WIDTH / 2, HEIGHT / 2]), float(chance.uniform(60, 160))
    for _ in range(LENGTH):
        square = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * side / 2 * (1 + lean)
        rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        yield camera(ailment(placed(code, square @ rotation.T + centre, wall)), chance)
        centre = centre + chance.normal(0, 6, 2)
        turn += float(chance.normal(0, 0.008))
        side *= float(chance.normal(1, 0.006))
        lean = lean + chance.normal(0, 0.002, (4, 1))


def _glare(chance: Generator) -> Ailment:
    """Lamps mirrored in the glass: they stay where they are while the phone moves, and wander."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    count = int(chance.integers(3, 7))
    at = np.array([WIDTH / 2, HEIGHT / 2]) + chance.normal(0, 110, (count, 2))
    way = chance.normal(0, 22, (count, 2))
    spread, dim = chance.uniform(25, 55, count), float(chance.uniform(0.3, 0.7))
    step = iter(range(1000))

    def ail(scene: Floats) -> Floats:
        lit, now = scene * dim, next(step)
        for (cx, cy), wide in zip(at + way * now, spread, strict=True):
            lit = lit + 420 * np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * wide**2))
        return blurred(np.asarray(lit, np.float32), 0.8)

    return ail


def _dark(chance: Generator) -> Ailment:
    light, grain = float(chance.uniform(0.02, 0.07)), float(chance.uniform(4, 9))

    def ail(scene: Floats) -> Floats:
        dim = blurred(scene, 0.7) * light + 8
        return np.asarray(dim + chance.normal(0, grain, scene.shape), np.float32)

    return ail


def _grainy(chance: Generator) -> Ailment:
    grain, soft = float(chance.uniform(40, 90)), float(chance.uniform(0.8, 2.0))

    def ail(scene: Floats) -> Floats:
        noise = chance.normal(0, grain, scene.shape)
        return np.asarray(blurred(scene, soft) * 0.5 + 40 + noise, np.float32)

    return ail


def _moire(chance: Generator) -> Ailment:
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    pitch, depth = float(chance.uniform(3, 8)), float(chance.uniform(0.7, 1.1))

    def ail(scene: Floats) -> Floats:
        angle, phase = chance.uniform(0, np.pi), chance.uniform(0, 2 * np.pi)
        wave = np.sin((x * np.cos(angle) + y * np.sin(angle)) * 2 * np.pi / pitch + phase)
        return np.asarray(blurred(scene, 0.9) * 0.6 * (1 + depth * wave), np.float32)

    return ail


def _soft(chance: Generator) -> Ailment:
    """Out of focus and grainy: one frame hasn't enough light to be sharpened."""
    soft, grain = float(chance.uniform(2.4, 4.0)), float(chance.uniform(6, 14))

    def ail(scene: Floats) -> Floats:
        noise = chance.normal(0, grain, scene.shape)
        return np.asarray(blurred(scene, soft) * 0.5 + noise, np.float32)

    return ail


KINDS: dict[str, Callable[[Generator], Ailment]] = {
    "moving glare": _glare,
    "low light": _dark,
    "grain": _grainy,
    "moiré": _moire,
    "defocus": _soft,
}
