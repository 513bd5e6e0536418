from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import zxingcpp

from offline.records import Case, CaseState
from printers import typeset
from printers.notices import CombinedReceipt, Part, PatrolSheet, QueueNumber, RectificationNotice
from printers.papers import Certificate, as_copy
from printers.regional import adopted
from printers.samples import samples
from printers.typeset import TEMPLATES, TemplateError, Typesetter, pdf, raster
from printers.wording import AnyPaper, worded

SAMPLES = samples()
ROLLS = [name for name, paper in SAMPLES.items() if not isinstance(paper, Certificate)]
NOW = datetime(2026, 3, 18, 2, 31, tzinfo=UTC)


def said(paper: AnyPaper) -> str:
    return json.dumps(worded(paper), ensure_ascii=False)


def combined() -> CombinedReceipt:
    made = SAMPLES["combined"]
    assert isinstance(made, CombinedReceipt)
    return made


def test_a_combined_receipt_says_accepted_of_those_parts_only_that_are() -> None:
    assert worded(combined())["materials"] == [
        ["户口登记", "已受理 20260318000042"],
        ["医保参保", "材料调取中"],
        ["社保卡申领", "还没有消息"],
    ]
    assert worded(combined())["lead"][0] == "已经受理 1 项，"


def test_a_part_without_its_number_is_not_accepted() -> None:
    part = Part("户口登记", Case("uuid:1", CaseState.ACCEPTED))
    words = worded(replace(combined(), parts=(part,)))
    assert not part.accepted
    assert words["materials"] == [["户口登记", "正在受理"]]
    assert words["lead"][0] == "已经受理 0 项，"


def test_a_notice_has_a_deadline_only_if_one_was_set() -> None:
    made = SAMPLES["rectification"]
    assert isinstance(made, RectificationNotice)
    assert "2026-03-25 以前" in said(made)
    assert "期限" not in said(replace(made, deadline=None))
    assert worded(replace(made, at_once=True))["tag"] == "马上整改"
    assert made.deadline == date(2026, 3, 25)


def test_a_number_taken_offline_says_that_the_desk_decides() -> None:
    made = SAMPLES["queue"]
    assert isinstance(made, QueueNumber)
    assert "以窗口叫号为准" not in said(made)
    assert "以窗口叫号为准" in said(replace(made, offline=True))
    assert "前面还有" not in said(replace(made, ahead=None))


@pytest.mark.parametrize("width", [576, 384])
@pytest.mark.parametrize("elder", [False, True])
@pytest.mark.parametrize("name", ROLLS)
def test_every_paper_stays_inside_the_page_and_its_code_is_read(
    name: str, elder: bool, width: int
) -> None:
    paper = SAMPLES[name]
    made = raster(paper, width, elder=elder)
    picture = made.image().convert("L")
    band = 300 if name == "acceptance" else 40
    below = picture.crop((0, band, width, made.height))
    assert below.crop((0, 0, 4, below.height)).getextrema() == (255, 255)
    assert below.crop((width - 4, 0, width, below.height)).getextrema() == (255, 255)
    codes = [code.text for code in zxingcpp.read_barcodes(picture)]
    assert codes == ([paper.qr] if paper.qr else [])


def test_a_second_print_of_a_notice_says_so() -> None:
    made = SAMPLES["patrol"]
    assert isinstance(made, PatrolSheet)
    assert worded(as_copy(made, 3, NOW))["reprint"]["words"].startswith("第 3 次")


def test_our_own_templates_pass_their_check() -> None:
    Typesetter().check()


def test_a_region_replaces_a_template_without_code(tmp_path: Path) -> None:
    theirs = (TEMPLATES / "slip.typ").read_text().replace("#drip()", "#rule()")
    (tmp_path / "slip.typ").write_text(theirs)
    setter = Typesetter(overrides=tmp_path)
    setter.check()
    assert setter.raster(SAMPLES["slip"]).rows != raster(SAMPLES["slip"]).rows
    assert setter.raster(SAMPLES["acceptance"]).rows == raster(SAMPLES["acceptance"]).rows


@pytest.mark.parametrize("broken", ["#let", "#paper.nothing", '#image("/etc/passwd")'])
def test_a_broken_template_of_a_region_is_found_when_it_is_checked(
    broken: str, tmp_path: Path
) -> None:
    (tmp_path / "slip.typ").write_text(f'#import "roll.typ": *\n{broken}')
    with pytest.raises(TemplateError, match="slip"):
        Typesetter(overrides=tmp_path).check()


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ('#import "@preview/tiaoma:0.3.0": *', "packages"),
        ('#eval(paper.title, mode: "markup")', "eval"),
        ("#show: sheet\n#paper.title", "code can't be read"),
    ],
)
def test_a_region_may_neither_fetch_nor_run_nor_drop_the_code(
    body: str, why: str, tmp_path: Path
) -> None:
    (tmp_path / "slip.typ").write_text(f'#import "roll.typ": *\n{body}', encoding="utf-8")
    with pytest.raises(TemplateError, match=why):
        Typesetter(overrides=tmp_path).check()


def test_a_bad_folder_is_told_in_a_sentence_and_ours_go_on(tmp_path: Path) -> None:
    (tmp_path / "slip.typ").write_text("#let", encoding="utf-8")
    before = raster(SAMPLES["slip"])
    assert "还用自带的" in adopted(str(tmp_path))
    assert "还用自带的" in adopted(str(tmp_path / "nowhere"))
    assert adopted("") == ""
    assert raster(SAMPLES["slip"]) == before


def test_a_good_folder_is_used_from_then_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typeset, "_adopted", [])
    theirs = (TEMPLATES / "slip.typ").read_text(encoding="utf-8").replace("#drip()", "#rule()")
    (tmp_path / "slip.typ").write_text(theirs, encoding="utf-8")
    before = raster(SAMPLES["slip"])
    assert adopted(str(tmp_path)) == ""
    assert raster(SAMPLES["slip"]) != before


def test_the_same_paper_is_set_to_the_same_pdf() -> None:
    assert pdf(SAMPLES["patrol"]) == pdf(SAMPLES["patrol"])
