"""Roll papers set in pieces: what recurs is set once and kept as ink, new words alone are set.

A piece is a title, a row, a list, a rule. Typst sets each below a seam with no other words
than its own in sight, so its ink can't depend on anything its key does not hold. All heights are
whole dots (``roll.typ``), so pieces put together are the whole paper dot for dot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

import numpy as np

from printers.bitmap import Bitmap
from printers.digits import MOST, SETTINGS, Pattern, Words, parted, pattern, probes
from printers.drawing import Strip
from printers.phrases import Data

BLEED = 24
"""Dots that ink may stand out above and below its piece: half a rule, the tail of a large Q."""
KEPT = 1024
"""Pieces kept at most, some 5 MB; then all are set anew."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of ``parts.typ`` by name with its words; one with the code is never kept."""

    name: str
    words: Words

    @property
    def kept(self) -> bool:
        """Whether its ink is all in its words: a code's modules are drawn from elsewhere."""
        return self.name != "code"

    def told(self) -> list[object]:
        """What the template is told."""
        return [self.name, dict(self.words)]

    def parted(self) -> tuple[Piece, str]:
        """The piece with noughts for its digits, and these."""
        zeros, digits = parted(self.words)
        return replace(self, words=zeros), digits

    def probes(self, count: int) -> list[Piece]:
        """What shows whether its ``count`` digits are free."""
        return [replace(self, words=words) for words in probes(self.words, count)]


SHORT = 4
"""Characters of a label, each at most as wide as high, that fit into a row's narrowest column."""
Layer = tuple[Piece, ...]
"""Pieces one over another; the first is as high as the layer."""
Look = tuple[int, bool]
"""The head's dots, and whether it is the elder size."""
Key = tuple[int, bool, bytes]
Setting = Callable[[Sequence[Piece]], list[Strip]]


def plan(template: str, data: Data) -> list[Layer] | None:
    """The layers of a paper from top to bottom, in its template's order (None: set it whole)."""
    tops = {"slip": _slip, "delivery": _slip, "acceptance": _acceptance, "notice": _notice}
    if template not in tops:
        return None
    return [*tops[template](data), *_lower(data)]


class Parts:
    """The pieces set so far; a key is a digest, so that no name stays readable in it."""

    def __init__(self) -> None:
        self._made: dict[Key, Strip] = {}
        self._met: set[Key] = set()
        self._patterns: dict[Key, Pattern | None] = {}

    def joined(
        self, layers: Sequence[Layer], dots: int, setting: Setting, *, elder: bool
    ) -> Bitmap:
        """The paper of the layers; ``setting`` sets those pieces that are new."""
        look = dots, elder
        keyed = [[(_key(piece, look), piece) for piece in layer] for layer in layers]
        pieces = {key: piece for layer in keyed for key, piece in layer}
        found = {key: self._known(key, piece, look) for key, piece in pieces.items()}
        new = {key: piece for key, piece in pieces.items() if not found[key]}
        strips = {key: strip for key, strip in found.items() if strip}
        if new:
            strips |= self._set(new, look, setting)
        return _stacked([[strips[key] for key, _ in layer] for layer in keyed], dots)

    def _known(self, key: Key, piece: Piece, look: Look) -> Strip | None:
        """A piece as it was set before, or by the pattern of its digits."""
        if key in self._made or not piece.kept:
            return self._made.get(key)
        zeros, digits = piece.parted()
        free = self._patterns.get(_key(zeros, look)) if digits else None
        return free.filled(digits) if free else None

    def _set(self, new: Mapping[Key, Piece], look: Look, setting: Setting) -> dict[Key, Strip]:
        """The pieces set, and with them what shows the patterns that are met a second time."""
        due = self._due(new.values(), look)
        shown = [probe for zeros, count in due.values() for probe in zeros.probes(count)]
        strips = setting([*new.values(), *shown])
        made = dict(zip(new, strips, strict=False))
        self._keep({key: strip for key, strip in made.items() if new[key].kept})
        for number, (key, (_, count)) in enumerate(due.items()):
            first = len(new) + number * SETTINGS
            self._patterns[key] = pattern(strips[first : first + SETTINGS], count)
        return made

    def _due(self, new: Iterable[Piece], look: Look) -> dict[Key, tuple[Piece, int]]:
        """The patterns met before and not looked into yet, with how many digits they have."""
        due: dict[Key, tuple[Piece, int]] = {}
        for piece in new:
            zeros, digits = piece.parted()
            key = _key(zeros, look)
            if not piece.kept or not 0 < len(digits) <= MOST or key in self._patterns:
                continue
            if key in self._met:
                due[key] = zeros, len(digits)
            self._met.add(key)
        return due

    def _keep(self, made: Mapping[Key, Strip]) -> None:
        if len(self._made) + len(made) > KEPT:
            self._made.clear()
        if len(self._met) > KEPT:
            self._met.clear()
            self._patterns.clear()
        self._made |= {key: Strip(strip.height, strip.ink) for key, strip in made.items()}


def _key(piece: Piece, look: Look) -> Key:
    told = repr((piece.name, piece.words)).encode()  # half the time of JSON, and as distinct
    return *look, blake2b(told, digest_size=16).digest()


def _stacked(layers: Sequence[Sequence[Strip]], dots: int) -> Bitmap:
    high = sum(layer[0].height for layer in layers)
    sheet = np.zeros((high + 2 * BLEED, dots // 8), np.uint8)
    top = 0
    for layer in layers:
        for strip in layer:
            area = sheet[top : top + strip.height + 2 * BLEED]
            area |= strip.ink[: len(area)]
        top += layer[0].height
    return Bitmap(dots, high, sheet[BLEED : BLEED + high].tobytes())


def _of(name: str, data: Data, *fields: str) -> Layer:
    return (Piece(name, {field: data[field] for field in fields}),)


def _gap(height: int) -> Layer:
    return (Piece("gap", {"height": height}),)


def _plain(name: str) -> Layer:
    return (Piece(name, {}),)


def _slip(data: Data) -> Iterator[Layer]:
    yield from _headed(data)
    yield from (_of("titled", data, "title", "tag"), _gap(14), _of("lead", data, "lead"))
    if data["reprint"]:
        yield from (_gap(16), _of("reprint", data, "reprint"))
    yield from (_gap(20), _plain("dashed"))


def _acceptance(data: Data) -> Iterator[Layer]:
    yield _of("band", data, "site", "title")
    if data["reprint"]:
        yield _of("reprint_band", data, "reprint")
    yield _plain("drip")
    yield _of("accepted_number", data, "number_label", "number")
    yield from (_gap(18), _plain("rule"))


def _notice(data: Data) -> Iterator[Layer]:
    yield from _headed(data)
    tagged = data.get("tag")
    yield _of("titled", data, "title", "tag") if tagged else _of("untagged", data, "title")
    if data.get("lead"):
        yield from (_gap(14), _of("lead", data, "lead"))
    if data["reprint"]:
        yield from (_gap(16), _of("reprint", data, "reprint"))
    if data.get("number"):
        yield from (_gap(16), _of("called", data, "number_label", "number"))
    yield from (_gap(20), _plain("dashed"))


def _headed(data: Data) -> Iterator[Layer]:
    yield from (_plain("drip"), _gap(18), _of("station", data, "site"), _gap(20))


def _lower(data: Data) -> Iterator[Layer]:
    """Rows and what is below them: alike on all papers, each part only if it has words."""
    yield from _rows(data)
    if data.get("materials"):
        yield from (_plain("dashed"), _of("materials", data, "materials_title", "materials"))
    if data.get("qr"):
        yield from (_plain("dashed"), _of("code", data, "qr", "beside"))
    if data.get("steps"):
        yield from (_plain("dashed"), _of("steps", data, "steps_title", "steps"))
    yield _plain("rule")
    if data.get("notes"):
        yield _of("notes", data, "notes")
    yield from (_of("foot", data, "foot"), _gap(22))


def _rows(data: Data) -> Iterator[Layer]:
    """A row's label recurs while its value is new: each is inked for itself."""
    labels = [label for label, _ in data["rows"] if len(label) > SHORT]
    yield _gap(22)
    for label, value in data["rows"]:
        yield (
            Piece("row", {"row": [label, value], "labels": labels, "shown": "value"}),
            Piece("row", {"row": [label, ""], "labels": labels, "shown": "label"}),
        )
    yield _gap(8)
