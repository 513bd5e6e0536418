"""pyxform's findings told in Chinese, each with its place."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from pyxform.errors import ErrorCode, PyXFormError

from offline.compilerwords import explained, findings
from offline.forms.api import FormError
from offline.xlsform import compile_xlsform

_PLACE = re.compile(r"\{(\w+)\}")
_OURS = ("ENTITY", "HEADER", "LABEL", "NAMES", "PYREF", "RANGE", "SURVEY")


@pytest.mark.parametrize("code", [c for c in ErrorCode if c.name.startswith(_OURS)], ids=str)
def test_every_code_is_told_in_chinese_with_its_facts(code: ErrorCode) -> None:
    facts = {place: f"<{place}>" for place in _PLACE.findall(code.value.msg)} | {"row": 7}
    told = explained(str(PyXFormError(code=code, context=facts)))
    assert re.search(r"[\u4e00-\u9fff]", told)
    assert ("第 7 行" in told) == ("{row}" in code.value.msg)
    assert "{" not in told.replace("${", "")


def test_a_sentence_that_nobody_knows_keeps_its_words_and_its_row() -> None:
    assert explained("[row : 3] Too blue.") == "工作表 survey 第 3 行：表单编译器说：“Too blue.”"


def test_each_line_is_a_finding() -> None:
    lines = (ErrorCode.NAMES_007.value.format(row=row) for row in (3, 5))
    assert [(f.sheet, f.row) for f in findings("\n".join(lines))] == [
        ("choices", 3),
        ("choices", 5),
    ]


def test_a_spreadsheet_says_where(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    for row in (("type", "name", "label", "save_to"), ("text", "a", "A", "tall")):
        survey.append(row)
    book.save(tmp_path / "f.xlsx")
    with pytest.raises(FormError, match="工作表 survey 第 2 行“save_to”列：用了 save_to"):
        compile_xlsform(tmp_path / "f.xlsx")
