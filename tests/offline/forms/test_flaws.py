"""Well-formed and still wrong: every case is told by ``form check``, naming bind or control.

What JavaRosa refuses is refused when it is opened too; what it fills is filled (docs/forms.md).
"""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

import offline.forms
from offline.forms.api import FormError
from offline.forms.checking import check_xform
from offline.xlsform import check_xlsform
from tests.offline.forms.flawed import ENTITY, ITEM, ODD, REFUSED, WRONG, entity, form, listed, span


def test_a_form_without_a_flaw_is_told_none() -> None:
    for good in (form(), listed(ITEM), span('start="10" end="0" step="2"'), entity(ENTITY)):
        found = check_xform(good, {})
        assert found.sentences() == []
        assert found.oddities == []


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_reference_refuses_is_refused_with_its_place(name: str) -> None:
    source, words = REFUSED[name]
    with pytest.raises(FormError, match=words):
        offline.forms.load(source, {})
    assert re.search(words, " ".join(check_xform(source, {}).sentences()))


@pytest.mark.parametrize("name", WRONG)
def test_what_collect_refuses_is_a_problem_and_is_filled_without_it(name: str) -> None:
    source, words = WRONG[name]
    told = " ".join(check_xform(source, {}).sentences())
    assert re.search(words, told)
    offline.forms.begin(offline.forms.load(source, {})).finish()


@pytest.mark.parametrize("name", ODD)
def test_what_is_filled_otherwise_than_meant_is_a_warning(name: str) -> None:
    source, words = ODD[name]
    found = check_xform(source, {})
    assert found.sentences() == []
    assert found.oddities
    assert re.search(words, " ".join(oddity.sentence() for oddity in found.oddities))
    offline.forms.begin(offline.forms.load(source, {})).finish()


def test_a_warning_names_the_row_of_the_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, openpyxl.worksheet.worksheet.Worksheet)
    sheet.title = "survey"
    for line in (("type", "name", "label", "parameters"), ("text", "a", "a"), ("range", "n", "n")):
        sheet.append(line)
    sheet["D3"] = "start=0 end=10 step=4"
    book.save(tmp_path / "f.xlsx")
    found = check_xlsform(tmp_path / "f.xlsx", {})
    assert found.sentences() == []
    assert [(o.sheet, o.row, o.column) for o in found.oddities] == [("survey", 3, "parameters")]
    assert found.oddities[0].sentence() in found.as_json()["warnings"]
