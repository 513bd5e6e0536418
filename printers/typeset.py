"""One typesetter for every paper: typed data and a Typst template become raster, PDF or picture.

Words enter as JSON and are never read as markup. The compiler is kept warm between papers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal, cast

import typst
import zxingcpp

from printers.bitmap import Bitmap, from_png
from printers.drawing import Strip, drawn, strips
from printers.leaves import MARK, SEAM
from printers.outlines import UnsupportedError
from printers.papers import Certificate
from printers.parts import BLEED, Layer, Parts, Piece, plan
from printers.phrases import Data
from printers.port import Medium
from printers.qr import QrModules, qr_modules
from printers.samples import samples
from printers.wording import AnyPaper, worded
from resources import fonts

TEMPLATES = Path(__file__).resolve().parent.parent / "resources" / "papers"
DOTS = {Medium.ROLL_80: 576, Medium.ROLL_58: 384}
ROLL_DPI = 203.2
"""Eight dots a millimetre, so that 72 mm are the head's 576 dots and no fewer."""
A4_PREVIEW_DPI = 110.0
Project = dict[str, bytes]
DATA = "paper.json"
"""The file in which a template finds its words. Given as ``sys.inputs`` instead, the compiler
would set everything anew: only what it sees in files does it compare (11 ms a receipt)."""
PIECES = "pieces.json"
"""Apart from the paper's look, so that the shared templates are not run anew for new words."""
_FORBIDDEN = re.compile(rb'"@|\beval\b')
Form = Literal["png", "pdf", "svg"]
_KINDS = frozenset({".typ", ".svg"})
"""What a region brings: text, as the compiler takes no other bytes than from a disk."""


class TemplateError(Exception):
    """A template that can't be set; ``detail`` is the compiler's own message."""


class Typesetter:
    """Sets papers with one warm compiler; ``overrides`` holds a region's own templates."""

    def __init__(self, templates: Path = TEMPLATES, overrides: Path | None = None) -> None:
        self._own, self._theirs = templates, _read(overrides) if overrides else {}
        self._lock, self._parts = Lock(), Parts()
        found = typst.Fonts(
            font_paths=[str(folder) for folder in fonts.folders()],
            include_system_fonts=False,
            include_embedded_fonts=False,
        )
        self._compiler = typst.Compiler(
            input=self._project("slip", {}), root=str(templates), font_paths=found
        )

    def check(self) -> None:
        """Set one sample of every paper in every width (TemplateError names the one that fails).

        Whatever a region changes, a paper's code must still be read.
        """
        for paper in samples().values():
            self.pdf(paper)
            if isinstance(paper, Certificate):
                continue
            for dots in DOTS.values():
                burnt = self.raster(paper, dots).image().convert("L")
                if paper.qr and paper.qr not in {one.text for one in zxingcpp.read_barcodes(burnt)}:
                    raise TemplateError(f"{paper.template}.typ: the code can't be read at {dots}")

    def raster(self, paper: AnyPaper, width_dots: int = 576, *, elder: bool = False) -> Bitmap:
        """One bit a dot at the head's real width; height as long as the words need."""
        code = _code(paper)
        try:
            if not self._theirs and (layers := plan(paper.template, _data(paper, code))):
                return self._joined(layers, width_dots, code, elder=elder)
            return self.whole(paper, width_dots, elder=elder)
        except UnsupportedError:  # a region's template with pictures or gradients
            return from_png(self._set(paper, width_dots, elder, "png", code, ppi=ROLL_DPI))

    def whole(self, paper: AnyPaper, width_dots: int = 576, *, elder: bool = False) -> Bitmap:
        """The same set anew in one (UnsupportedError where it can't be drawn)."""
        code = _code(paper)
        return drawn(self._set(paper, width_dots, elder, "svg", code), ROLL_DPI, code)

    def _joined(
        self, layers: list[Layer], dots: int, code: QrModules | None, *, elder: bool
    ) -> Bitmap:
        def setting(pieces: Sequence[Piece]) -> list[Strip]:
            look = {"dots": dots, "elder": elder, "seam": SEAM, "bleed": BLEED}
            told = [piece.told() for piece in pieces]
            data = {DATA: _json(look), PIECES: _json(told)}
            return strips(self._compile("parts", data, "svg"), ROLL_DPI, BLEED, code)

        return self._parts.joined(layers, dots, setting, elder=elder)

    def picture(self, paper: AnyPaper, medium: Medium, *, elder: bool = False) -> bytes:
        """A PNG for the eye: on a roll dot for dot what is burnt, on A4 the page in colour."""
        if medium in DOTS and not isinstance(paper, Certificate):
            return self.raster(paper, DOTS[medium], elder=elder).png()
        wide = DOTS[Medium.ROLL_80]
        return self._set(paper, wide, elder, "png", _code(paper), ppi=A4_PREVIEW_DPI)

    def pdf(self, paper: AnyPaper) -> bytes:
        """PDF/A-2b with embedded subsets; the same data gives the same bytes."""
        how = {"pdf_standards": ["a-2b"], "timestamp": _made(paper)}
        return self._set(paper, DOTS[Medium.ROLL_80], False, "pdf", _code(paper), **how)

    def compose(self, template: str, inputs: Mapping[str, str], made: int) -> bytes:
        """A PDF 2.0 of a template with inputs of its own; ``made`` is its date in Unix seconds.

        No PDF/A: it may show pages of another PDF, and a sealed one is of version 2.0.
        """
        return self._compile(
            template, {}, "pdf", sys_inputs=dict(inputs), pdf_standards=["2.0"], timestamp=made
        )

    def pages(self, template: str, files: Project, made: int) -> bytes:
        """A PDF/A-2b of a template with files of its own beside it (TemplateError)."""
        return self._compile(template, files, "pdf", pdf_standards=["a-2b"], timestamp=made)

    def _set(
        self,
        paper: AnyPaper,
        dots: int,
        elder: bool,
        form: Form,
        code: QrModules | None,
        **options: Any,
    ) -> bytes:
        data = _data(paper, code, form) | {"dots": dots, "elder": elder}
        return self._compile(paper.template, {DATA: _json(data)}, form, **options)

    def _compile(self, template: str, data: Project, form: Form, **options: Any) -> bytes:
        project = self._project(template, data)
        try:
            with self._lock:
                pages = self._compiler.compile(input=project, format=form, **options)
        except RuntimeError as error:  # typst.TypstError, or a file that is no text
            raise TemplateError(f"{template}: {error}") from error
        return pages[0] if isinstance(pages, list) else pages or b""

    def _project(self, template: str, data: Project) -> bytes:
        """The main file and a region's files; the compiler takes this, its type stub forgot it.

        Our own templates it finds in its root: a file there is parsed once, one given here is
        parsed for every paper (2 ms). A region's files win over ours.
        """
        main = f'#include "{template}.typ"'.encode()
        return cast("bytes", self._theirs | data | {"main": main})


def _read(folder: Path) -> Project:
    """A region's files (TemplateError for one that would fetch packages or run its data)."""
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in _KINDS}
    for name, text in files.items():
        if name.endswith(".typ") and _FORBIDDEN.search(text):
            raise TemplateError(f"{name}: neither packages (@…) nor eval may be used")
    return files


def _code(paper: AnyPaper) -> QrModules | None:
    return qr_modules(paper.qr) if paper.qr else None


def _data(paper: AnyPaper, code: QrModules | None, form: Form = "svg") -> Data:
    return worded(paper) | {"qr": _qr(code, form) if code else None}


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()


def _qr(code: QrModules, form: Form) -> dict[str, object]:
    """The code for a template; for a drawing only its place, marked."""
    if form == "svg":
        return {"side": code.side, "runs": [], "mark": MARK}
    return {"side": code.side, "runs": code.runs(), "mark": None}


def _made(paper: AnyPaper) -> int:
    if isinstance(paper, Certificate):
        return int(datetime.combine(paper.issued, time(), UTC).timestamp())
    return int(paper.printed.timestamp())


_adopted: list[Typesetter] = []


def use(setter: Typesetter) -> None:
    """Set this process's papers with another typesetter from now on: a region's, once proved."""
    _adopted[:] = [setter]


def typesetter() -> Typesetter:
    """The warm typesetter of this process: a region's if one was adopted, else ours."""
    return _adopted[0] if _adopted else _ours()


@cache
def _ours() -> Typesetter:
    return Typesetter()


def picture(paper: AnyPaper, medium: Medium, *, elder: bool = False) -> bytes:
    """A PNG preview of a paper on a medium."""
    return typesetter().picture(paper, medium, elder=elder)


def raster(paper: AnyPaper, width_dots: int = 576, *, elder: bool = False) -> Bitmap:
    """A slip or receipt as the dots of a roll printer's head."""
    return typesetter().raster(paper, width_dots, elder=elder)


def pdf(paper: AnyPaper) -> bytes:
    """A paper as PDF/A-2b."""
    return typesetter().pdf(paper)


def certificate_pdf(data: Certificate) -> bytes:
    """The page of a certificate as PDF/A-2b, not yet signed: its issuer signs it."""
    return typesetter().pdf(data)
