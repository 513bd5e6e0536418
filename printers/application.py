"""申请表: what was handed in, on A4, with the handwriting of who signed it.

It carries name and ID in full, as certificates do: it is the applicant's own, signed statement.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import datetime

from offline.handwriting import HEIGHT, PEN, WIDTH, Stroke
from offline.i18n import tr
from printers.papers import Masked, Material, StationPaper
from printers.phrases import Data, heading, minute, rows
from printers.qr import qr_modules
from printers.typeset import DATA, Project, typesetter

_KINDS = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg"}


@dataclass(frozen=True, slots=True)
class Signature:
    """Whose handwriting, and when: its strokes, else a picture (PNG or JPEG) of it."""

    who: str
    signed: datetime
    strokes: tuple[Stroke, ...] = ()
    picture: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Application(StationPaper):
    """``applicant`` in full. ``promise`` is what was promised with the signature, a line each."""

    item: str
    receipt: str
    applicant: Masked
    registered: datetime
    agent: str = ""
    materials: tuple[Material, ...] = ()
    promise: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()

    @property
    def qr(self) -> str:
        """The 登记号, as on the slip."""
        return f"GSR1:{self.receipt}"


def application_pdf(paper: Application) -> bytes:
    """PDF/A-2b, A4 (TemplateError)."""
    signatures, files = _drawn(paper.signatures)
    data = worded(paper) | {"signatures": signatures}
    files[DATA] = json.dumps(data, ensure_ascii=False).encode()
    return typesetter().pages("application", files, int(paper.printed.timestamp()))


def worded(paper: Application) -> Data:
    """The texts of the form by their place in its template."""
    code = qr_modules(paper.qr)
    return heading(paper) | {
        "title": tr("办事申请表"),
        "rows": rows(
            (tr("事项"), paper.item),
            (tr("申请人"), paper.applicant.name),
            (tr("身份证号"), paper.applicant.id_number),
            (tr("手机号"), paper.applicant.phone),
            (tr("代办人"), paper.agent),
            (tr("登记号"), paper.receipt),
            (tr("登记时间"), minute(paper.registered)),
        ),
        "materials_title": tr("材料"),
        "materials": [[one.name, one.source] for one in paper.materials],
        "promise_title": tr("告知承诺"),
        "promise": list(paper.promise),
        "scan": tr("扫这个码，查办到哪一步"),
        "qr": {"side": code.side, "runs": code.runs(), "mark": None},
    }


def _drawn(signatures: tuple[Signature, ...]) -> tuple[list[Data], Project]:
    """The signatures for the template, and the pictures of those without strokes."""
    told: list[Data] = []
    files: Project = {}
    for number, one in enumerate(signatures):
        picture = "" if one.strokes else _as_svg(one.picture)
        name = f"signature-{number}.svg" if picture else ""
        if name:
            files[name] = picture.encode()
        if name or one.strokes:
            told.append(
                {
                    "who": one.who,
                    "signed": minute(one.signed),
                    "strokes": one.strokes,
                    "sheet": [WIDTH, HEIGHT, PEN],
                    "picture": name,
                }
            )
    return told, files


def _as_svg(picture: bytes) -> str:
    """The compiler takes files as text only, so a picture comes within an SVG."""
    kind = next((k for head, k in _KINDS.items() if picture.startswith(head)), "")
    data = base64.b64encode(picture).decode()
    return kind and (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<image width="{WIDTH}" height="{HEIGHT}" href="data:image/{kind};base64,{data}"/></svg>'
    )
