"""An OFD on its way to paper: its pages as PDF, 仅供参考 where its seal is not proved."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from offline.i18n import tr
from printers.ofd.geometry import Affine, shifted
from printers.ofd.package import OfdError, OfdFault, Package
from printers.ofd.pages import Box, Glyphs, Item, OfdPage, Outline, Picture, pages_of
from printers.ofd.seals import stamps_of, verify_ofd
from printers.typeset import Typesetter
from printers.verdicts import Refused, Verdict

_MAGIC = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class OfdPaper:
    """The PDF to print, and what is known of the seal."""

    pdf: bytes
    verdict: Verdict


def is_ofd(document: bytes) -> bool:
    """Whether bytes claim to be an OFD: a zip, which no PDF is."""
    return document.startswith(_MAGIC)


def as_pdf(
    document: bytes, roots: Sequence[bytes], now: datetime, setter: Typesetter, mark: str = ""
) -> OfdPaper:
    """The pages of an OFD as PDF (OfdError, TemplateError).

    One whose seal is not proved says 仅供参考 on every page; ``mark`` says 补打.
    """
    package = Package(document)
    pages = pages_of(package)
    for stamp in stamps_of(package):
        for page in pages:
            if page.id == stamp.page:
                left, top, wide, high = stamp.box
                page.items.append(Picture(stamp.png, Affine(wide, 0, 0, high, left, top)))
    verdict = verify_ofd(package, roots, now)
    warning = tr("仅供参考，印章没有核对通过") if isinstance(verdict, Refused) else ""
    pictures: dict[str, bytes] = {}
    data = {"pages": [_page(page, pictures) for page in pages], "warning": warning, "mark": mark}
    files = {"paper.json": json.dumps(data, ensure_ascii=False).encode()} | pictures
    return OfdPaper(setter.pages("ofd", files, int(now.timestamp())), verdict)


def _page(page: OfdPage, pictures: dict[str, bytes]) -> dict[str, Any]:
    items = [_item(item, pictures) for item in page.items]
    return {"width": page.width, "height": page.height, "items": items}


def _item(item: Item, pictures: dict[str, bytes]) -> dict[str, Any]:
    clip = {"clip": list(item.clip) if item.clip else None}
    match item:
        case Glyphs():
            return clip | {
                "kind": "text",
                "letters": [[letter, x, y] for letter, x, y in item.letters if letter.strip()],
                "size": item.size,
                "shape": _shape(item.shape),
                "colour": item.colour,
                "sans": any(name in item.font for name in ("黑", "Hei", "Sans", "Arial")),
                "bold": item.bold,
            }
        case Outline():
            return clip | {
                "kind": "path",
                "segments": [[letter, *given] for letter, given in item.segments],
                "width": item.width,
                "stroke": item.stroke,
                "fill": item.fill,
                "rule": "even-odd" if item.even_odd else "non-zero",
            }
        case Picture():
            name = f"ofd-{len(pictures)}.svg"
            box = _around(item.place)
            pictures[name] = _as_text(item, box)
            return clip | {"kind": "picture", "name": name, "box": list(box)}


def _shape(shape: Affine) -> list[float] | None:
    """Turn, shear, scale across and down for the template; none for letters as they are."""
    if (shape.a, shape.b, shape.c, shape.d) == (1, 0, 0, 1):
        return None
    try:
        return list(shape.parts())
    except ZeroDivisionError as error:
        raise OfdError(OfdFault.NOT_OFD, "letters without width") from error


def _around(place: Affine) -> Box:
    """The box round a laid unit square."""
    corners = [place.at(x, y) for x in (0, 1) for y in (0, 1)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def _as_text(picture: Picture, box: Box) -> bytes:
    """The picture, laid, within an SVG: files in memory are text to the compiler."""
    left, top, wide, high = box
    laid = shifted(-left, -top).after(picture.place)
    numbers = " ".join(f"{n:.6f}" for n in (laid.a, laid.b, laid.c, laid.d, laid.e, laid.f))
    data = base64.b64encode(picture.png).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}">'
        f'<image width="1" height="1" preserveAspectRatio="none" transform="matrix({numbers})" '
        f'href="data:image/png;base64,{data}"/></svg>'
    ).encode()
