"""pyxform's findings told in Chinese, each with its place."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from pyxform.errors import ErrorCode, PyXFormError

from offline.compilerwords import explained
from offline.forms.api import FormError
from offline.xlsform import compile_xlsform

_PLACE = re.compile(r"\{(\w+)\}")
_OURS = ("ENTITY", "HEADER", "LABEL", "NAMES", "PYREF", "SURVEY")


@pytest.mark.parametrize("code", [c for c in ErrorCode if c.name.startswith(_OURS)], ids=str)
def test_every_code_is_told_in_chinese_with_its_facts(code: ErrorCode) -> None:
    facts = {place: f"<{place}>" for place in _PLACE.findall(code.value.msg)} | {"row": 7}
    told = explained(PyXFormError(code=code, context=facts))
    assert re.search(r"[\u4e00-\u9fff]", told)
    assert ("第 7 行" in told) == ("{row}" in code.value.msg)
    assert "{" not in told.replace("${", "")


def test_what_has_no_code_keeps_its_words_and_its_row() -> None:
    assert (
        explained(PyXFormError("[row : 3] Missing calculation.")) == "第 3 行 Missing calculation."
    )


def test_a_spreadsheet_says_where(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    for row in (("type", "name", "label", "save_to"), ("text", "a", "A", "tall")):
        survey.append(row)
    book.save(tmp_path / "f.xlsx")
    with pytest.raises(FormError, match="survey 工作表 第 2 行 save_to 列：用了 save_to"):
        compile_xlsform(tmp_path / "f.xlsx")
