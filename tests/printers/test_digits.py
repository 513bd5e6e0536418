"""Digits are exchanged only where Typst has shown that nothing else changes with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random

import numpy as np
import pytest

from offline import i18n
from printers.digits import DIGITS, MOST, SETTINGS, parted, pattern, probes
from printers.drawing import Glyph, Strip
from printers.leaves import Laid
from printers.notices import CombinedReceipt
from printers.outlines import PLACES, Stamp
from printers.papers import AcceptanceReceipt, DeliveryReceipt, Masked, Slip
from printers.samples import samples
from printers.typeset import Form, Project, Typesetter

CODE = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NAMES = [
    "王*明",
    "𠮷*𬭎·*",
    "",
    "12号地块第3工区（2026）承建联合体",
    "云溪镇柳湾村供销合作社农业生产资料连锁经营有限责任公司第二便民服务部代理登记处",
]
Receipt = Slip | DeliveryReceipt | AcceptanceReceipt | CombinedReceipt


def drawn(digits: str, *, step: int = 4) -> Strip:
    """A line of digits, each a column of as many dots as it says, and a mark that stays."""
    dots = np.zeros((12, 48), np.bool_)
    dots[11, 0] = True
    glyphs = []
    for place, digit in enumerate(digits):
        column = Laid(Stamp(0, 0, np.ones((int(digit) + 1, 1), np.bool_)), "black")
        glyphs.append(Glyph(f"g{digit}", (place * step * PLACES, 0), (column,)))
        glyphs[-1].lay(dots)
    return Strip(12, np.packbits(dots, axis=1), tuple(glyphs))


def lines(count: int) -> list[str]:
    return [str(words["line"]) for words in probes({"line": "0" * count}, count)]


def test_a_pattern_gives_what_was_drawn() -> None:
    made = pattern([drawn(line) for line in lines(12)], 12)
    assert made is not None
    assert np.array_equal(made.filled("202603181031").ink, drawn("202603181031").ink)


def test_places_are_numbered_by_tens_and_units() -> None:
    shown = lines(MOST)
    assert len(shown) == SETTINGS
    assert len(set(zip(*shown[-2:], strict=True))) == MOST


def test_words_in_another_order_than_they_are_drawn_go_to_their_places() -> None:
    made = pattern([drawn(line[4:] + line[:4]) for line in lines(11)], 11)
    assert made is not None
    assert np.array_equal(made.filled("12345678901").ink, drawn("56789011234").ink)


@pytest.mark.parametrize(
    "other",
    [
        lambda line: drawn(line, step=3 if "1" in line else 4),
        lambda line: drawn(line + line[0]),
        lambda line: drawn(line[1:]),
        lambda line: drawn(line.replace("7", "1")),
        lambda line: replace(drawn(line), height=13 if "9" in line else 12),
        lambda line: replace(drawn(line), ink=drawn(line).ink | np.uint8(line[0] != line[1])),
        lambda line: Strip(12, drawn(line).ink),
    ],
    ids=["wider", "drawn twice", "not drawn", "one like another", "higher", "other ink", "hidden"],
)
def test_digits_that_are_not_free_are_left_to_typst(other: Callable[[str], Strip]) -> None:
    assert pattern([other(line) for line in lines(10)], 10) is None


def test_digits_are_parted_from_texts_only() -> None:
    words = {"row": ["第 3 次", "7-26"], "height": 14, "mark": None}
    assert parted(words) == ({"row": ["第 0 次", "0-00"], "height": 14, "mark": None}, "3726")
    assert probes(words, 4)[3] == {"row": ["第 3 次", "3-33"], "height": 14, "mark": None}
    assert len(DIGITS) + 2 == SETTINGS


def test_a_pattern_spares_typst_all_but_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    setter, told = Typesetter(), ""
    compiled = setter._compile

    def heard(template: str, data: Project, form: Form) -> bytes:
        nonlocal told
        told = data["pieces.json"].decode()
        return compiled(template, data, form)

    monkeypatch.setattr(setter, "_compile", heard)
    first = samples()["slip"]
    assert isinstance(first, Slip)
    for number in range(4):
        who = Masked(name="赵钱孙李"[number] + "*", phone=f"13{number}****{number:04d}")
        at = first.printed + timedelta(days=number)
        setter.raster(replace(first, applicant=who, printed=at, registered=at))
    assert "李*" in told
    assert "0003" not in told
    assert "2026-03-21" not in told


def varied(paper: Receipt, draw: Random) -> Receipt:
    """The paper of another person at another time."""
    code = "".join(draw.choices(CODE, k=10))
    if isinstance(paper, AcceptanceReceipt):
        number = str(draw.randrange(10 ** draw.choice([6, 14, 30])))
        paper = replace(paper, case=replace(paper.case, number=number), check_code=code[:8])
    return replace(
        paper,
        copy=draw.choice([1, 2, 10]),
        printed=paper.printed + timedelta(minutes=draw.randrange(10**6)),
        receipt=f"LW-26{draw.randrange(10**4):04d}-{code[:5]}-{code[5:]}",
        item=draw.choice([paper.item, NAMES[-1], NAMES[-2]]),
        applicant=Masked(
            name=draw.choice(NAMES),
            id_number=f"{draw.randrange(10**4):04d}**********{draw.randrange(10**3):03d}X",
            phone=draw.choice(["", f"1{draw.randrange(100):02d}****{draw.randrange(10**4):04d}"]),
        ),
    )


RECEIPTS = {name: paper for name, paper in samples().items() if isinstance(paper, Receipt)}


@pytest.fixture(scope="module")
def setter() -> Typesetter:
    return Typesetter()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("look", [(576, False), (576, True), (384, False), (384, True)])
@pytest.mark.parametrize("name", RECEIPTS)
def test_one_person_after_another_gets_the_paper_as_it_is_set_whole(
    setter: Typesetter, name: str, look: tuple[int, bool], language: str
) -> None:
    width, elder = look
    i18n.use(language)
    try:
        for number in range(6):
            paper = varied(RECEIPTS[name], Random(f"{name}{look}{number}"))  # noqa: S311 — papers, not secrets
            whole = setter.whole(paper, width, elder=elder)
            assert setter.raster(paper, width, elder=elder) == whole
    finally:
        i18n.use(i18n.SOURCE)
