"""Camera frames of service codes as a kiosk's camera sees them, from a seed.

Phone screens and paper: perspective, distance, defocus, motion, glare, moiré, low light, cracks,
and mixtures. Hard enough that the first reader alone reads 70 to 80 %.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from kiosk.codes.base45 import ALPHABET
from kiosk.scanning.picture import Grey
from tests.kiosk.scanning.pictures import qr

WIDTH, HEIGHT = 1280, 720
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture, the text that is in it, and what ails it."""

    kind: str
    text: str
    pixels: Grey


def frames(count: int, seed: int = 20261121) -> Iterator[Frame]:
    """The same frames for the same seed, the kinds in turn."""
    kinds = tuple(_KINDS)
    for number in range(count):
        chance = np.random.default_rng((seed, number))
        kind = kinds[number % len(kinds)]
        text = text_of(chance)
        scene = _scene(qr(text, 8), chance, small=kind == "small")
        yield Frame(kind, text, camera(_KINDS[kind](scene, chance), chance))


def text_of(chance: Generator) -> str:
    letters = chance.choice(list(ALPHABET), int(chance.choice([60, 250, 280, 320])))
    return "GSC1:" + "".join(letters)


def _scene(code: Grey, chance: Generator, *, small: bool) -> Floats:
    """The code on a phone's screen or a paper, seen askew before a dull wall."""
    wall = float(chance.uniform(60, 160))
    side = float(chance.uniform(110, 190) if small else chance.uniform(260, 560))
    return placed(code, _corners(side, chance), wall)


def placed(code: Grey, corners: NDArray[np.float64], wall: float) -> Floats:
    """The code with its corners there, before a wall of that shade."""
    frame = Image.new("L", (WIDTH, HEIGHT), int(wall))
    card = Image.fromarray(code)
    source = [(0, 0), (card.width, 0), (card.width, card.height), (0, card.height)]
    seen = card.transform(
        (WIDTH, HEIGHT),
        Image.Transform.PERSPECTIVE,
        _coefficients(corners, source),
        Image.Resampling.BICUBIC,
    )
    mask = Image.new("L", (WIDTH, HEIGHT), 0)
    ImageDraw.Draw(mask).polygon([tuple(corner) for corner in corners], fill=255)
    frame.paste(seen, mask=mask)
    return np.asarray(frame, np.float32)


def _corners(side: float, chance: Generator) -> NDArray[np.float64]:
    turn = chance.uniform(-0.5, 0.5) + chance.choice([0, 0, 0, np.pi / 2])
    square = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * side / 2
    square *= 1 + chance.uniform(-0.12, 0.12, (4, 1))
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    reach = side * 0.75
    centre = np.array(
        [
            chance.uniform(min(reach, WIDTH / 2), max(WIDTH - reach, WIDTH / 2)),
            chance.uniform(min(reach, HEIGHT / 2), max(HEIGHT - reach, HEIGHT / 2)),
        ]
    )
    return np.asarray(square @ rotation.T + centre)


def _coefficients(target: NDArray[np.float64], source: list[tuple[int, int]]) -> list[float]:
    """Pillow's eight numbers that map the target's corners to the source's."""
    rows, values = [], []
    for (x, y), (u, v) in zip(target, source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return [float(number) for number in np.linalg.solve(np.array(rows), np.array(values))]


def camera(scene: Floats, chance: Generator) -> Grey:
    """Every camera's noise and rounding."""
    noise = chance.normal(0, chance.uniform(1, 5), scene.shape)
    return np.clip(scene + noise, 0, 255).astype(np.uint8)


def blurred(scene: Floats, radius: float) -> Floats:
    image = Image.fromarray(np.clip(scene, 0, 255).astype(np.uint8))
    return np.asarray(image.filter(ImageFilter.GaussianBlur(radius)), np.float32)


def _plain(scene: Floats, chance: Generator) -> Floats:
    return blurred(scene, float(chance.uniform(0.3, 1.0)))


def _defocused(scene: Floats, chance: Generator) -> Floats:
    return blurred(scene, float(chance.uniform(1.6, 3.6)))


def _moved(scene: Floats, chance: Generator) -> Floats:
    steps = int(chance.integers(4, 17))
    axis = int(chance.integers(2))
    moved = np.zeros_like(scene)
    for step in range(steps):
        moved += np.roll(scene, step, axis)
    return np.asarray(moved / steps, np.float32)


def _glaring(scene: Floats, chance: Generator) -> Floats:
    """A lamp mirrored in the glass, and the shutter's shadow of a fluorescent tube."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    cx, cy = chance.uniform(0.25, 0.75) * WIDTH, chance.uniform(0.25, 0.75) * HEIGHT
    spread = chance.uniform(60, 200)
    lamp = np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * spread**2))
    dimmed = scene * chance.uniform(0.25, 0.6) + lamp * chance.uniform(120, 260)
    return blurred(np.asarray(dimmed, np.float32), 0.8)


def _moire(scene: Floats, chance: Generator) -> Floats:
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    angle, pitch = chance.uniform(0, np.pi), chance.uniform(2.2, 6.0)
    wave = np.sin((x * np.cos(angle) + y * np.sin(angle)) * 2 * np.pi / pitch)
    return np.asarray(blurred(scene, 0.7) * (1 + chance.uniform(0.4, 0.9) * wave), np.float32)


def _dark(scene: Floats, chance: Generator) -> Floats:
    dim = blurred(scene, 0.7) * chance.uniform(0.03, 0.16) + chance.uniform(2, 12)
    return np.asarray(dim + chance.normal(0, chance.uniform(2, 7), scene.shape), np.float32)


def _cracked(scene: Floats, chance: Generator) -> Floats:
    image = Image.fromarray(scene.astype(np.uint8))
    draw = ImageDraw.Draw(image)
    for _ in range(int(chance.integers(5, 14))):
        x, y = chance.uniform(0, WIDTH), chance.uniform(0, HEIGHT)
        ends = (x + chance.normal(0, 500), y + chance.normal(0, 500))
        shade = int(chance.choice([20, 230]))
        draw.line([(x, y), ends], fill=shade, width=int(chance.integers(1, 7)))
    return _plain(np.asarray(image, np.float32), chance)


def _mixed(scene: Floats, chance: Generator) -> Floats:
    first, second = chance.choice(np.array([_defocused, _glaring, _moire, _cracked]), 2, False)
    return np.asarray(second(first(scene, chance), chance), np.float32)


_KINDS: dict[str, Callable[[Floats, Generator], Floats]] = {
    "plain": _plain,
    "defocus": _defocused,
    "motion": _moved,
    "glare": _glaring,
    "moire": _moire,
    "dark": _dark,
    "small": _plain,
    "cracked": _cracked,
    "mixed": _mixed,
}
