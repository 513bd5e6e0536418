"""The pages of an OFD: texts, paths, pictures and composites where they stand, in millimetres.

What would print wrongly (shadings, clips that are no rectangle) is refused, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import repeat

from lxml import etree
from PIL import Image, UnidentifiedImageError

from printers.ofd.geometry import PLAIN, Affine, Point, arc, shifted, turned
from printers.ofd.looks import Looks, looks_of
from printers.ofd.package import OfdError, OfdFault, Package, beside, numbers

MAX_PAGES = 200
MAX_ITEMS = 50_000
MAX_DEPTH = 12
MAX_PIXELS = 40_000_000
_CURVES = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_BLACK = "#000000"
_BOLD = 600
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Letters on their own places (x, y of the baseline); ``size`` in mm before ``shape``, which
    turns, scales and slants each about its place.
    """

    letters: tuple[tuple[str, float, float], ...]
    size: float
    colour: str
    font: str
    bold: bool
    shape: Affine = PLAIN
    clip: Box | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """Segments as (letter, numbers): S M L Q B C of GB/T 33190 table 36, arcs as B."""

    segments: tuple[tuple[str, tuple[float, ...]], ...]
    width: float
    stroke: str
    fill: str
    even_odd: bool = False
    clip: Box | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as PNG, its unit square (down and right of the origin) laid by ``place``."""

    png: bytes
    place: Affine
    clip: Box | None = None


Item = Glyphs | Outline | Picture


@dataclass(slots=True)
class OfdPage:
    """One page and what stands on it, in the order it is laid."""

    id: str
    width: float
    height: float
    items: list[Item] = field(default_factory=list)


def pages_of(package: Package) -> list[OfdPage]:
    """The pages of the first document of a package (OfdError)."""
    root = beside("OFD.xml", _text(package.xml("OFD.xml"), "DocBody/DocRoot"))
    return _Reader(package, root).pages()


class _Reader:
    def __init__(self, package: Package, root: str) -> None:
        self._package, self._root = package, root
        self._document = package.xml(root)
        self._fonts: dict[str, str] = {}
        self._media: dict[str, str] = {}
        self._parameters: dict[str, etree._Element] = {}
        self._units: dict[str, etree._Element] = {}
        self._left = MAX_ITEMS
        for kind in ("PublicRes", "DocumentRes"):
            for one in self._document.iterfind(f"CommonData/{kind}"):
                self._resources(beside(root, one.text or ""))
        self._templates = {
            one.get("ID", ""): beside(root, one.get("BaseLoc", ""))
            for one in self._document.iterfind("CommonData/TemplatePage")
        }

    def pages(self) -> list[OfdPage]:
        listed = self._document.findall("Pages/Page")
        if not 0 < len(listed) <= MAX_PAGES:
            raise OfdError(OfdFault.UNSUPPORTED, f"{len(listed)} pages")
        return [self._page(one.get("ID", ""), one.get("BaseLoc", "")) for one in listed]

    def _page(self, number: str, place: str) -> OfdPage:
        name = beside(self._root, place)
        content = self._package.xml(name)
        usual = self._document.findtext("CommonData/PageArea/PhysicalBox", "0 0 210 297")
        box = numbers(content.findtext("Area/PhysicalBox", usual), 4)
        if not (10 <= box[2] <= 1000 and 10 <= box[3] <= 1000):  # noqa: PLR2004 — millimetres
            raise OfdError(OfdFault.UNSUPPORTED, "a page of that size")
        page = OfdPage(number, box[2], box[3])
        over = list[Item]()
        for one in content.iterfind("Template"):
            template = self._templates.get(one.get("TemplateID", ""))
            if template:
                target = over if one.get("ZOrder") == "Foreground" else page.items
                target += self._items(self._package.xml(template))
        page.items += [*self._items(content), *over]
        return page

    def _resources(self, name: str) -> None:
        root = self._package.xml(name)
        folder = beside(name, root.get("BaseLoc", ".") + "/x")
        for font in root.iterfind("Fonts/Font"):
            self._fonts[font.get("ID", "")] = font.get("FontName", "")
        for parameter in root.iterfind("DrawParams/DrawParam"):
            self._parameters[parameter.get("ID", "")] = parameter
        for unit in root.iterfind("CompositeGraphicUnits/CompositeGraphicUnit"):
            self._units[unit.get("ID", "")] = unit
        for medium in root.iterfind("MultiMedias/MultiMedia"):
            self._media[medium.get("ID", "")] = beside(folder, _text(medium, "MediaFile"))

    def _items(self, content: etree._Element) -> Iterator[Item]:
        for layer in content.iterfind("Content/Layer"):
            yield from self._block(layer, Lay(layer.get("DrawParam", "")))

    def _block(self, block: etree._Element, lay: Lay) -> Iterator[Item]:
        if lay.depth > MAX_DEPTH:
            raise OfdError(OfdFault.HOSTILE, "composites within composites")
        for one in block:
            self._left -= 1
            if self._left < 0:
                raise OfdError(OfdFault.HOSTILE, "too many objects")
            if one.get("Visible", "true") != "false":
                yield from self._object(one, lay)

    def _object(self, one: etree._Element, lay: Lay) -> Iterator[Item]:
        match one.tag:
            case "TextObject":
                yield from self._glyphs(one, lay)
            case "PathObject":
                yield _outline(one, self._looks(one, lay), lay.to(one))
            case "ImageObject":
                yield self._picture(one, lay.to(one))
            case "CompositeObject":
                yield from self._composite(one, lay.to(one))
            case "PageBlock":
                yield from self._block(one, lay)
            case str():
                raise OfdError(OfdFault.UNSUPPORTED, f"a {one.tag}")

    def _composite(self, one: etree._Element, lay: Lay) -> Iterator[Item]:
        """The objects of a resource, laid where the object says (13)."""
        unit = self._units.get(one.get("ResourceID", ""))
        content = None if unit is None else unit.find("Content")
        if content is None:
            raise OfdError(OfdFault.NOT_OFD, "a composite is missing")
        yield from self._block(content, lay)

    def _looks(self, one: etree._Element, lay: Lay) -> Looks:
        return looks_of(one, lay.parameter, self._parameters)

    def _glyphs(self, text: etree._Element, lay: Lay) -> Iterator[Glyphs]:
        looks, laid = self._looks(text, lay), lay.to(text)
        if text.get("Fill", "true") != "true":
            raise OfdError(OfdFault.UNSUPPORTED, "letters as outlines")
        size = numbers(text.get("Size", ""), 1)[0]
        wide = numbers(text.get("HScale", "1"), 1)[0]
        turn = turned(numbers(text.get("CharDirection", "0"), 1)[0])
        down = text.get("ReadDirection", "0") in {"90", "270"}
        place = laid.place
        shape = Affine(place.a, place.b, place.c, place.d).after(turn).after(Affine(a=wide))
        for code in text.iterfind("TextCode"):
            letters = [(one, *place.at(x, y)) for one, x, y in _placed(code, size, down=down)]
            yield Glyphs(
                tuple(letters),
                size,
                looks.colour("FillColor", _BLACK),
                self._fonts.get(text.get("Font", ""), ""),
                int(text.get("Weight", "400")) >= _BOLD,
                shape,
                laid.clip,
            )

    def _picture(self, picture: etree._Element, lay: Lay) -> Picture:
        name = self._media.get(picture.get("ResourceID", ""), "")
        place = lay.place
        if not picture.get("CTM"):
            _, _, wide, high = numbers(picture.get("Boundary", ""), 4)
            place = place.after(Affine(a=wide, d=high))
        return Picture(as_png(self._package.file(name)), place, lay.clip)


@dataclass(frozen=True, slots=True)
class Lay:
    """How objects are laid: where their place is, within what, how deep, with which parameter."""

    parameter: str
    place: Affine = PLAIN
    clip: Box | None = None
    depth: int = 0

    def to(self, one: etree._Element) -> Lay:
        """Within an object: its boundary's corner, its CTM, its clips."""
        left, top, _, _ = numbers(one.get("Boundary", ""), 4)
        told = one.get("CTM")
        outer = self.place.after(shifted(left, top))
        inner = outer.after(Affine(*numbers(told, 6))) if told else outer
        clip = _within(self.clip, [_clip(each, inner) for each in one.iterfind("Clips/Clip")])
        return Lay(self.parameter, inner, clip, self.depth + 1)


def _clip(clip: etree._Element, place: Affine) -> Box:
    """The rectangle that a clip leaves free (OfdError for another shape)."""
    areas = clip.findall("Area")
    path = areas[0].find("Path") if len(areas) == 1 else None
    if path is None:
        raise OfdError(OfdFault.UNSUPPORTED, "a clip of another kind")
    told = areas[0].get("CTM")
    lay = Lay("", place.after(Affine(*numbers(told, 6))) if told else place).to(path)
    points = [point for _, drawn in _segments(path, lay.place) for point in drawn]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    corners = {(x, y) for x in (min(xs), max(xs)) for y in (min(ys), max(ys))} if xs else set()
    if not corners or any(not _near(point, corners) for point in points):
        raise OfdError(OfdFault.UNSUPPORTED, "a clip that is no rectangle")
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def _near(point: Point, corners: set[Point]) -> bool:
    return any(abs(point[0] - x) < _HAIR and abs(point[1] - y) < _HAIR for x, y in corners)


_HAIR = 0.01
"""Millimetres that nobody sees."""


def _within(outer: Box | None, inner: Sequence[Box]) -> Box | None:
    """What all of them leave free."""
    boxes = [*inner, *([outer] if outer else [])]
    if not boxes:
        return None
    left, top = max(box[0] for box in boxes), max(box[1] for box in boxes)
    right = min(box[0] + box[2] for box in boxes)
    bottom = min(box[1] + box[3] for box in boxes)
    return left, top, max(0.0, right - left), max(0.0, bottom - top)


def as_png(data: bytes) -> bytes:
    """Any picture Pillow reads, as PNG (OfdError)."""
    try:
        image = Image.open(BytesIO(data))
        if image.width * image.height > MAX_PIXELS:
            raise OfdError(OfdFault.HOSTILE, "a picture too large")
        out = BytesIO()
        image.convert("RGBA").save(out, "PNG")
    except (UnidentifiedImageError, OSError, ValueError) as error:
        raise OfdError(OfdFault.UNSUPPORTED, "a picture of another kind") from error
    return out.getvalue()


def _placed(code: etree._Element, size: float, *, down: bool) -> Iterator[tuple[str, float, float]]:
    x, y = numbers(code.get("X", "0"), 1)[0], numbers(code.get("Y", "0"), 1)[0]
    across, falling = _deltas(code.get("DeltaX", "")), _deltas(code.get("DeltaY", ""))
    plain = not (across or falling)
    usual = (0.0, size) if plain and down else (0.0 if falling else size, 0.0)
    steps = iter([*across, *repeat(usual[0], len(code.text or ""))])
    falls = iter([*falling, *repeat(usual[1], len(code.text or ""))])
    for letter in code.text or "":
        yield letter, x, y
        x, y = x + next(steps), y + next(falls)


def _deltas(text: str) -> list[float]:
    """Steps from letter to letter; ``g 3 1.5`` stands for three of 1.5 (GB/T 33190 11.3)."""
    found: list[float] = []
    words = iter(text.split())
    for word in words:
        times = int(numbers(next(words, ""), 1)[0]) if word == "g" else 1
        step = numbers(next(words, "") if word == "g" else word, 1)[0]
        if not 0 <= times + len(found) <= MAX_ITEMS:
            raise OfdError(OfdFault.HOSTILE, "too many steps")
        found += [step] * times
    return found


def _outline(path: etree._Element, looks: Looks, lay: Lay) -> Outline:
    segments = [
        (letter, tuple(number for point in points for number in point))
        for letter, points in _segments(path, lay.place)
    ]
    stroke = looks.colour("StrokeColor", _BLACK) if path.get("Stroke", "true") == "true" else ""
    fill = looks.colour("FillColor", "") if path.get("Fill", "false") == "true" else ""
    return Outline(
        tuple(segments),
        looks.number("LineWidth", 0.353) * lay.place.scale,
        stroke,
        fill,
        path.get("Rule", "NonZero") == "Even-Odd",
        lay.clip,
    )


def _segments(path: etree._Element, place: Affine) -> Iterator[tuple[str, list[Point]]]:
    """The path's segments on the page, arcs as cubic curves (OfdError)."""
    words = path.findtext("AbbreviatedData") or path.get("AbbreviatedData") or ""
    tokens, pen = iter(words.split()), (0.0, 0.0)
    for letter in tokens:
        if letter not in _CURVES:
            raise OfdError(OfdFault.UNSUPPORTED, "a curve of another kind")
        given = numbers(" ".join(next(tokens, "") for _ in range(_CURVES[letter])), _CURVES[letter])
        if letter == "A":
            rx, ry, tilt, large, sweep, x, y = given
            for curve in arc(pen, (rx, ry), tilt, large=bool(large), sweep=bool(sweep), end=(x, y)):
                yield "B", [place.at(*point) for point in curve]
        else:
            pairs = list(zip(given[::2], given[1::2], strict=True))
            yield letter, [place.at(*point) for point in pairs]
        pen = (given[-2], given[-1]) if given else pen


def _text(element: etree._Element, path: str) -> str:
    found = element.findtext(path)
    if not found:
        raise OfdError(OfdFault.NOT_OFD, "something is missing")
    return found
