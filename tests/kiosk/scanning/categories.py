"""Frames by the categories that public collections of QR pictures use, from a seed.

Bright spots, close, curved, damaged, high version, many at once, not to the standard, perspective,
rotations, shadows: what the frames of ``frames.py`` don't have. All 720p but what a code needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageDraw, ImageFilter

from kiosk.codes.base45 import ALPHABET
from kiosk.scanning.picture import Grey
from tests.kiosk.scanning.frames import HEIGHT, WIDTH, Floats, Frame, camera, placed, text_of
from tests.kiosk.scanning.pictures import qr

_MIDDLE = np.array([WIDTH / 2, HEIGHT / 2])


def categorised(count: int, seed: int = 20261122) -> Iterator[Frame]:
    """The same frames for the same seed, the categories in turn."""
    names = tuple(CATEGORIES)
    for number in range(count):
        chance = np.random.default_rng((seed, number))
        name = names[number % len(names)]
        text = _long(chance) if name == "high version" else text_of(chance)
        yield Frame(name, text, camera(CATEGORIES[name](text, chance), chance))


def _long(chance: Generator) -> str:
    return "GSC1:" + "".join(chance.choice(list(ALPHABET), int(chance.integers(500, 900))))


def _seen(code: Grey, chance: Generator, side: float, turn: float, lean: float = 0.05) -> Floats:
    """A code ``side`` pixels wide in the frame, turned, its corners off by a share of it."""
    square = np.array([(-1.0, -1.0), (1, -1), (1, 1), (-1, 1)]) * side / 2
    square *= 1 + chance.uniform(-lean, lean, (4, 1))
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    return _soft(placed(code, square @ rotation.T + _MIDDLE, float(chance.uniform(60, 160))))


def _soft(scene: Floats, radius: float = 0.7) -> Floats:
    image = Image.fromarray(np.clip(scene, 0, 255).astype(np.uint8))
    return np.asarray(image.filter(ImageFilter.GaussianBlur(radius)), np.float32)


def _usual(text: str, chance: Generator) -> Floats:
    side = float(chance.uniform(280, 560))
    return _seen(qr(text, 8), chance, side, float(chance.uniform(-0.3, 0.3)))


def _spots(text: str, chance: Generator) -> Floats:
    """Lamps mirrored in a glossy paper: small, and white through and through."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    scene = _usual(text, chance)
    for _ in range(int(chance.integers(1, 4))):
        centre = _MIDDLE + chance.normal(0, 110, 2)
        spread = chance.uniform(12, 34)
        scene = scene + 320 * np.exp(
            -((x - centre[0]) ** 2 + (y - centre[1]) ** 2) / (2 * spread**2)
        )
    return np.asarray(scene, np.float32)


def _close(text: str, chance: Generator) -> Floats:
    """Held so near that the rim is nearly outside and all is soft."""
    side = float(chance.uniform(620, 700))
    return _soft(_seen(qr(text, 8), chance, side, float(chance.normal(0, 0.05))), 2.5)


def _curved(text: str, chance: Generator) -> Floats:
    """On a bottle or a rolled paper: the columns draw together towards its sides."""
    flat = _usual(text, chance)
    half = float(chance.uniform(340, 520))
    columns = np.arange(WIDTH) - WIDTH / 2
    bent = np.arcsin(np.clip(columns / half, -1, 1)) * half + WIDTH / 2
    return np.asarray(flat[:, np.clip(np.rint(bent), 0, WIDTH - 1).astype(np.intp)], np.float32)


def _damaged(text: str, chance: Generator) -> Floats:
    """Torn, stained and written over."""
    image = Image.fromarray(_usual(text, chance).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    for _ in range(int(chance.integers(2, 6))):
        x, y = _MIDDLE + chance.normal(0, 130, 2)
        long, wide = chance.uniform(6, 30, 2)
        draw.ellipse([x - long, y - wide, x + long, y + wide], fill=int(chance.integers(0, 255)))
    return np.asarray(image, np.float32)


def _high(text: str, chance: Generator) -> Floats:
    side = float(chance.uniform(520, 640))
    return _seen(qr(text, 6), chance, side, float(chance.normal(0, 0.1)), 0.03)


def _many(text: str, chance: Generator) -> Floats:
    """A sheet of codes, all of one text, so that any of them counts."""
    one = qr(text, 3)
    sheet = np.tile(one, (2, 3))
    square = np.array([(-1.0, -2 / 3), (1, -2 / 3), (1, 2 / 3), (-1, 2 / 3)])
    square *= float(chance.uniform(420, 520)) * (1 + chance.uniform(-0.04, 0.04, (4, 1)))
    return _soft(placed(sheet, square + _MIDDLE, 110))


def _odd(text: str, chance: Generator) -> Floats:
    """Not to the standard: inverted, without its quiet zone, or of dots."""
    code = qr(text, 8)
    match int(chance.integers(3)):
        case 0:
            code = 255 - code
        case 1:
            code = code[26:-26, 26:-26]
        case _:
            y, x = np.mgrid[0 : code.shape[0], 0 : code.shape[1]] % 8 - 3.5
            code = np.where((x**2 + y**2 > 13) & (code < 128), 255, code).astype(np.uint8)
    return _seen(code, chance, float(chance.uniform(360, 560)), float(chance.normal(0, 0.2)))


def _perspective(text: str, chance: Generator) -> Floats:
    """From far aside: one edge half as long as the other."""
    side = float(chance.uniform(420, 600)) / 2
    short = float(chance.uniform(0.45, 0.7))
    square = np.array([(-1.0, -1.0), (1, -short), (1, short), (-1, 1)]) * side
    turned = np.roll(square, int(chance.integers(4)), axis=0)
    return _soft(placed(qr(text, 8), turned + _MIDDLE, 110))


def _rotated(text: str, chance: Generator) -> Floats:
    return _seen(
        qr(text, 8), chance, float(chance.uniform(280, 460)), float(chance.uniform(0, 6.3))
    )


def _shaded(text: str, chance: Generator) -> Floats:
    """The shadow of a hand or a blind lies over it."""
    scene = _usual(text, chance)
    image = Image.new("L", (WIDTH, HEIGHT), 255)
    draw = ImageDraw.Draw(image)
    for _ in range(int(chance.integers(1, 5))):
        x = WIDTH / 2 + chance.normal(0, 200)
        wide, lean = chance.uniform(30, 200), chance.normal(0, 200)
        shade = int(chance.uniform(40, 110))
        band = [(x, 0), (x + wide, 0), (x + wide + lean, HEIGHT), (x + lean, HEIGHT)]
        draw.polygon(band, fill=shade)
    soft = image.filter(ImageFilter.GaussianBlur(float(chance.uniform(2, 20))))
    return np.asarray(scene * (np.asarray(soft, np.float32) / 255), np.float32)


CATEGORIES: dict[str, Callable[[str, Generator], Floats]] = {
    "bright spots": _spots,
    "close": _close,
    "curved": _curved,
    "damaged": _damaged,
    "high version": _high,
    "lots": _many,
    "noncompliant": _odd,
    "perspective": _perspective,
    "rotations": _rotated,
    "shadows": _shaded,
}
