from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from offline.forms import load
from offline.forms.api import FormError
from offline.xlsform import compile_xlsform

BOOK = """| survey |
| | type | name | label |
| | {type} | a | A |
| settings |
| | form_title | form_id | version |
| | T | f | 7 |
"""


def written(folder: Path, kind: str = "text") -> Path:
    path = folder / "f.md"
    path.write_text(BOOK.format(type=kind), encoding="utf-8")
    return path


def test_a_spreadsheet_becomes_a_form(tmp_path: Path) -> None:
    xml, warnings = compile_xlsform(written(tmp_path))
    form = load(xml, {})
    assert (form.form_id, form.version, form.title) == ("f", "7", "T")
    assert warnings == []


def test_the_root_may_be_named(tmp_path: Path) -> None:
    xml, _warnings = compile_xlsform(written(tmp_path), "visit")
    assert b"<visit id=" in xml


def test_a_fault_of_the_sheet_names_its_row(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    work = Workbook()
    sheet = work[work.sheetnames[0]]
    sheet.title = "survey"
    for cells in (["type", "name", "label"], ["text", "a", "A"], ["nonsense", "b", "B"]):
        sheet.append(cells)
    work.save(path)
    with pytest.raises(FormError, match=r"survey.*3.*nonsense"):
        compile_xlsform(path)
    with pytest.raises(FormError, match="nonsense"):
        compile_xlsform(written(tmp_path, "nonsense"))


def test_a_missing_or_broken_file_is_told_by_name(tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a book")
    for path in (tmp_path / "none.xlsx", broken):
        with pytest.raises(FormError, match=path.name):
            compile_xlsform(path)
