"""A roll paper put together from pieces is the paper set whole, and no piece knows of another."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from printers.notices import QueueNumber
from printers.papers import AcceptanceReceipt, Certificate, Masked, Slip
from printers.parts import plan
from printers.samples import samples
from printers.typeset import Typesetter, typesetter
from printers.wording import AnyPaper, worded

ROLLS = [name for name, paper in samples().items() if not isinstance(paper, Certificate)]
LONG = "云溪镇柳湾村供销合作社农业生产资料连锁经营有限责任公司第二便民服务部代理登记处"
LOOKS = [(576, False), (576, True), (384, False), (384, True)]


def slip() -> Slip:
    paper = samples()["slip"]
    assert isinstance(paper, Slip)
    return paper


@pytest.mark.parametrize(("width", "elder"), LOOKS)
@pytest.mark.parametrize("name", ROLLS)
@pytest.mark.parametrize("copy", [1, 2])
def test_pieces_are_the_whole_dot_for_dot(name: str, width: int, copy: int, *, elder: bool) -> None:
    paper = samples()[name]
    assert not isinstance(paper, Certificate)
    paper = replace(paper, copy=copy)
    setter = typesetter()
    whole = setter.whole(paper, width, elder=elder)
    assert setter.raster(paper, width, elder=elder) == whole
    assert setter.raster(paper, width, elder=elder) == whole, "and again from what was kept"


@pytest.mark.parametrize(("width", "elder"), LOOKS)
@pytest.mark.parametrize(
    "applicant",
    [
        Masked(name=LONG, id_number="3210**********1234", phone="138****1234"),
        Masked(name="𠮷*𬭎·*"),
        Masked(name="#set[*]_$", phone="-" * 40),
        Masked(),
    ],
    ids=["long", "rare", "markup", "nobody"],
)
def test_new_words_are_broken_as_in_the_whole(
    applicant: Masked, width: int, *, elder: bool
) -> None:
    paper = replace(slip(), applicant=applicant, receipt="LW-" + "W8" * 14, item=LONG)
    setter = typesetter()
    assert setter.raster(paper, width, elder=elder) == setter.whole(paper, width, elder=elder)


@pytest.mark.parametrize("number", ["Q7", "gÅ", "（j）"])
def test_the_tail_of_a_large_letter_is_not_cut_off(number: str) -> None:
    paper, setter = samples()["queue"], typesetter()
    assert isinstance(paper, QueueNumber)
    paper = replace(paper, number=number)
    assert setter.raster(paper, elder=True) == setter.whole(paper, elder=True)


def test_one_record_after_another_keeps_nothing_of_the_one_before() -> None:
    first = samples()["acceptance"]
    assert isinstance(first, AcceptanceReceipt)
    setter = Typesetter()
    for number in range(6):
        paper = replace(
            first,
            receipt=f"LW-0318-{number:04d}",
            check_code=f"{number:04d} 7F3A",
            applicant=replace(first.applicant, name="张王李赵钱孙"[number] + "*"),
            printed=first.printed + timedelta(hours=number),
            materials=first.materials[: number % 3],
            case=replace(first.case, number=f"20260318{number:04d}"),
        )
        assert setter.raster(paper) == setter.whole(paper)


@pytest.mark.parametrize("name", [name for name in ROLLS if name != "test"])
def test_every_word_of_a_paper_is_in_its_plan(name: str) -> None:
    paper: AnyPaper = samples()[name]
    data = worded(paper) | {"qr": {"side": 33} if paper.qr else None}
    layers = plan(paper.template, data)
    assert layers is not None
    planned = str([dict(piece.words) for layer in layers for piece in layer])
    lines = [text for value in data.values() for text in words(value)]
    assert lines
    assert [text for text in lines if repr(text) not in planned] == []


def words(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for one in value.values() for text in words(one)]
    return [text for one in value for text in words(one)] if isinstance(value, list) else []


def test_when_too_many_pieces_are_kept_they_are_set_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("printers.parts.KEPT", 40)
    setter = Typesetter()
    for number in range(12):
        paper = replace(slip(), item=f"事项{number}")
        assert setter.raster(paper) == setter.whole(paper)
        assert len(setter._parts._made) <= 40
