"""Every text of every paper lies inside its page, by the boxes that pdftotext measures."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from printers.application import Application, application_pdf
from printers.papers import Certificate
from printers.qr import qr_modules
from printers.samples import samples
from printers.typeset import pdf, typesetter
from printers.wording import AnyPaper
from tests.printers.paper_samples import LONG_NAME
from ui.signedsamples import application

LONG_CODE = "LWAN-K01-20260318-000042-7F3A91BC"
LONG_WAY = "ipp://printers.liuwan.yunxi.zean.example/queues/certificates-second-floor"
MEMBERS = 30
_AS_THEY_ARE = {"code", "terminal", "help_phone", "check_code", "copy", "dots", "width", "kind"}
_CODES = {"receipt", "number"}
PAPERS: dict[str, AnyPaper] = samples()
ROLLS = [name for name, paper in PAPERS.items() if not isinstance(paper, Certificate)]
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
_WORD = re.compile(
    r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>'
)


def stretched(value: Any, name: str = "") -> Any:
    """Enterprise names of 40 characters everywhere, 30 of whatever there are several of."""
    if name in _AS_THEY_ARE or isinstance(value, Enum) or not value:
        return value
    if name == "destination":
        return LONG_WAY
    if isinstance(value, str):
        return LONG_CODE if name in _CODES else LONG_NAME
    if name in {"paragraphs", "signatures", "promise"}:
        return tuple(stretched(one) for one in value)
    if isinstance(value, tuple):
        return tuple(stretched(value[0]) for _ in range(MEMBERS))
    if is_dataclass(value):
        return _each(value, stretched)
    return value


def emptied(value: Any, name: str = "") -> Any:
    """Nothing where nothing may be."""
    if name in {"receipt", "number", "title", "kind", "name", "code"} or isinstance(value, Enum):
        return value
    if isinstance(value, str | tuple):
        return type(value)()
    return _each(value, emptied) if is_dataclass(value) else value


def _each(value: Any, change: Any) -> Any:
    return replace(value, **{f.name: change(getattr(value, f.name), f.name) for f in fields(value)})


VARIANTS: dict[str, Callable[[Any], Any]] = {
    "as it is": lambda paper: paper,
    "long": stretched,
    "empty": emptied,
}


def words_inside(document: bytes, folder: Path, margin: float) -> int:
    """How many words there are; each must keep ``margin`` (points) from the page's edges."""
    source = folder / "paper.pdf"
    source.write_bytes(document)
    told = subprocess.run(["pdftotext", "-bbox", source, "-"], capture_output=True, check=True)
    count = 0
    for width, height, inner in _PAGE.findall(told.stdout.decode()):
        for left, top, right, bottom, word in _WORD.findall(inner):
            count += 1
            assert float(left) >= margin - 0.1, word
            assert float(right) <= float(width) - margin + 0.1, word
            assert float(top) >= -0.1, word
            assert float(bottom) <= float(height) + 0.1, word
    return count


def roll(paper: AnyPaper, dots: int, *, elder: bool) -> bytes:
    """A roll paper as PDF in any width and size: the template's own boxes."""
    code = qr_modules(paper.qr) if paper.qr else None
    return typesetter()._set(paper, dots, elder, "pdf", code)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", ROLLS)
def test_every_text_of_a_roll_lies_inside_the_paper(
    name: str, variant: str, tmp_path: Path
) -> None:
    paper = VARIANTS[variant](PAPERS[name])
    for dots in (576, 384):
        for elder in (False, True):
            made = roll(paper, dots, elder=elder)
            assert words_inside(made, tmp_path, margin=2.0) >= 5, (dots, elder)


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_text_of_an_a4_page_lies_inside_it(variant: str, tmp_path: Path) -> None:
    change = VARIANTS[variant]
    certificate = change(PAPERS["certificate"])
    form = change(application())
    assert isinstance(form, Application)
    assert words_inside(pdf(certificate), tmp_path, margin=28.0) >= 5
    assert words_inside(application_pdf(form), tmp_path, margin=28.0) >= 5
    proof = replace(change(PAPERS["test"]), dots=0, width=210)
    assert words_inside(pdf(proof), tmp_path, margin=2.0) >= 5
