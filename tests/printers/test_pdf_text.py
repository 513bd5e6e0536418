"""Every word of every paper's PDF comes out of pdftotext as it went in, character for character."""

from __future__ import annotations

import subprocess
from dataclasses import fields, replace
from random import Random

import pytest

from printers.papers import Certificate, Masked, Run, RunKind
from printers.samples import samples
from printers.typeset import pdf
from printers.wording import AnyPaper, worded

KINDS = {"small", "big", "strong", *RunKind}
LIKE_RADICALS = "人力大小口日月木水火金土門馬魚鳥黃黑"
RARE = "𠮷𬭎𪚥㐂𠀀𫝆鿏〇䶮㙓𣗋"
BLOCKS = ((0x4E00, 0x9FA5), (0x4E00, 0x9FA5), (0x3400, 0x4DB5), (0x20000, 0x2A6D6))


@pytest.mark.parametrize("name", samples())
def test_what_goes_into_a_pdf_comes_out(name: str) -> None:
    paper = renamed(samples()[name], Random(name))  # noqa: S311 — names, no secrets
    told = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", "-", "-"],
        input=pdf(paper),
        capture_output=True,
        check=True,
    )
    text = "".join(told.stdout.decode().split())
    lines = ["".join(line.split()) for line in texts(worded(paper))]
    assert len(lines) > 3
    assert [line for line in lines if line not in text] == []


def renamed(paper: AnyPaper, draw: Random) -> AnyPaper:
    """The paper with random characters wherever a person's or a thing's name may stand."""
    if isinstance(paper, Certificate):
        body = Run("兹证明"), Run(hanzi(draw, 4), RunKind.FIELD), Run(hanzi(draw, 40))
        return replace(paper, name=hanzi(draw, 3), paragraphs=(body,))
    known = {field.name for field in fields(paper)}
    changes: dict[str, object] = {
        name: hanzi(draw, 12) for name in ("item", "place", "service", "grid") if name in known
    }
    if "applicant" in known:
        changes["applicant"] = Masked(name=hanzi(draw, 3) + "·" + hanzi(draw, 2))
    changed: AnyPaper = replace(paper, **changes)  # type: ignore[arg-type]  # names it has
    return changed


def hanzi(draw: Random, count: int) -> str:
    """Usual characters, those that radicals look like, rare ones, some beyond 16 bits."""
    pools = [*(chr(draw.randint(*block)) for block in BLOCKS), *LIKE_RADICALS, *RARE]
    return "".join(draw.choices(pools, k=count - 1)) + draw.choice(RARE)


def texts(words: object) -> list[str]:
    match words:
        case str():
            return [] if words in KINDS else [words]
        case dict():
            return [text for value in words.values() for text in texts(value)]
        case list() | tuple():
            return [text for value in words for text in texts(value)]
        case _:
            return []
