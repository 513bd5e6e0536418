"""The pages of an OFD: texts, paths and pictures where they stand, in millimetres.

What would print wrongly (turned text, arcs, composite objects) is refused, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import repeat

from lxml import etree
from PIL import Image, UnidentifiedImageError

from printers.ofd.package import OfdError, OfdFault, Package, beside, numbers

MAX_PAGES = 200
MAX_ITEMS = 50_000
MAX_PIXELS = 40_000_000
_CURVES = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "C": 0}
_PLAIN = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
_BOLD = 600


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Letters on their own places (x, y of the baseline); ``size`` in mm."""

    letters: tuple[tuple[str, float, float], ...]
    size: float
    colour: str
    font: str
    bold: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """Segments as (letter, numbers): S M L Q B C of GB/T 33190 table 36."""

    segments: tuple[tuple[str, tuple[float, ...]], ...]
    width: float
    stroke: str
    fill: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as PNG in its box (x, y, width, height)."""

    png: bytes
    box: tuple[float, float, float, float]


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
        for one in content.iterfind("Template"):
            template = self._templates.get(one.get("TemplateID", ""))
            if template:
                page.items += self._items(self._package.xml(template), template)
        page.items += self._items(content, name)
        return page

    def _resources(self, name: str) -> None:
        root = self._package.xml(name)
        folder = beside(name, root.get("BaseLoc", ".") + "/x")
        for font in root.iterfind("Fonts/Font"):
            self._fonts[font.get("ID", "")] = font.get("FontName", "")
        for medium in root.iterfind("MultiMedias/MultiMedia"):
            self._media[medium.get("ID", "")] = beside(folder, _text(medium, "MediaFile"))

    def _items(self, content: etree._Element, name: str) -> Iterator[Item]:
        for layer in content.iterfind("Content/Layer"):
            yield from self._block(layer, name)

    def _block(self, block: etree._Element, name: str) -> Iterator[Item]:
        for one in block:
            self._left -= 1
            if self._left < 0:
                raise OfdError(OfdFault.HOSTILE, "too many objects")
            match one.tag:
                case "TextObject":
                    yield from self._glyphs(one)
                case "PathObject":
                    yield _outline(one)
                case "ImageObject":
                    yield self._picture(one)
                case "PageBlock":
                    yield from self._block(one, name)
                case str():
                    raise OfdError(OfdFault.UNSUPPORTED, f"a {one.tag}")

    def _glyphs(self, text: etree._Element) -> Iterator[Glyphs]:
        left, top, _, _ = numbers(text.get("Boundary", ""), 4)
        a, b, c, d, e, f = _matrix(text)
        if b or c or a <= 0 or d <= 0 or text.get("ReadDirection", "0") != "0":
            raise OfdError(OfdFault.UNSUPPORTED, "turned text")
        size = numbers(text.get("Size", ""), 1)[0]
        font = self._fonts.get(text.get("Font", ""), "")
        bold = int(text.get("Weight", "400")) >= _BOLD
        colour = _colour(text, "FillColor") or "#000000"
        for code in text.iterfind("TextCode"):
            placed = tuple(
                (letter, left + a * x + e, top + d * y + f) for letter, x, y in _placed(code, size)
            )
            yield Glyphs(placed, size * d, colour, font, bold)

    def _picture(self, picture: etree._Element) -> Picture:
        left, top, wide, high = numbers(picture.get("Boundary", ""), 4)
        box = (left, top, wide, high)
        if picture.get("CTM"):
            a, b, c, d, e, f = _matrix(picture)
            if b or c:
                raise OfdError(OfdFault.UNSUPPORTED, "a turned picture")
            box = (left + e, top + f, a, d)
        name = self._media.get(picture.get("ResourceID", ""), "")
        return Picture(as_png(self._package.file(name)), box)


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


def _placed(code: etree._Element, size: float) -> Iterator[tuple[str, float, float]]:
    x, y = numbers(code.get("X", "0"), 1)[0], numbers(code.get("Y", "0"), 1)[0]
    across, down = _deltas(code.get("DeltaX", "")), _deltas(code.get("DeltaY", ""))
    usual = 0.0 if down else size
    steps = iter([*across, *repeat(usual, len(code.text or ""))])
    falls = iter([*down, *repeat(0.0, len(code.text or ""))])
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


def _outline(path: etree._Element) -> Outline:
    left, top, _, _ = numbers(path.get("Boundary", ""), 4)
    a, b, c, d, e, f = _matrix(path)
    tokens = iter(_text(path, "AbbreviatedData").split())
    segments = []
    for letter in tokens:
        if letter not in _CURVES:
            raise OfdError(OfdFault.UNSUPPORTED, "an arc")
        given = numbers(" ".join(next(tokens, "") for _ in range(_CURVES[letter])), _CURVES[letter])
        pairs = zip(given[::2], given[1::2], strict=True)
        moved = [(left + a * x + c * y + e, top + b * x + d * y + f) for x, y in pairs]
        segments.append((letter, tuple(number for point in moved for number in point)))
    stroke = _colour(path, "StrokeColor") or "#000000"
    fill = _colour(path, "FillColor") or "#000000"
    return Outline(
        tuple(segments),
        numbers(path.get("LineWidth", "0.353"), 1)[0],
        stroke if path.get("Stroke", "true") == "true" else "",
        fill if path.get("Fill", "false") == "true" else "",
    )


def _matrix(element: etree._Element) -> list[float]:
    told = element.get("CTM")
    return numbers(told, 6) if told else _PLAIN


def _colour(element: etree._Element, name: str) -> str:
    value = element.find(name)
    if value is None or not value.get("Value"):
        return ""
    levels = [min(max(int(level), 0), 255) for level in numbers(value.get("Value", ""))]
    red, green, blue = levels if len(levels) == 3 else levels[:1] * 3  # noqa: PLR2004 — RGB or grey
    return f"#{red:02x}{green:02x}{blue:02x}"


def _text(element: etree._Element, path: str) -> str:
    found = element.findtext(path)
    if not found:
        raise OfdError(OfdFault.NOT_OFD, "something is missing")
    return found
