"""XLSForm → XForm by pyxform, with faults named by sheet and row."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from offline import compilerwords
from offline.forms import authoring, checking, sheetgraph
from offline.forms.api import FormError
from offline.forms.authoring import Row
from offline.forms.checking import Finding, Findings
from offline.i18n import tr

LARGEST = 20 * 1024 * 1024
"""Bytes of one spreadsheet."""
MOST_TOLD = 3
"""Problems named in one sentence; ``check_xlsform`` tells them all."""


def compile_xlsform(path: Path, name: str = "") -> tuple[bytes, list[str]]:
    """The XForm of a spreadsheet (.xlsx, .xls, .csv, .md) and the compiler's warnings.

    ``name`` is the name of the instance's root element (``data`` if empty). FormError says what is
    wrong and in which row.
    """
    try:
        xml, warnings = _compiled(path, name)
    except PyXFormError as error:
        raise FormError(tr("表单有误：{error}", error=_explained(path, str(error)))) from error
    return xml, [compilerwords.explained(text) for text in warnings]


def _compiled(path: Path, name: str = "") -> tuple[bytes, list[str]]:
    """The XForm and the warnings, as the compiler has them (FormError, PyXFormError)."""
    _readable(path)
    try:
        result = convert(xlsform=str(path), form_name=name or None, validate=False)
    except PyXFormError:
        raise
    except Exception as error:  # pyxform lets openpyxl's, zipfile's and others' errors through
        raise FormError(
            tr("{path} 不是可用的表单表格，请用表格软件另存为 .xlsx 再试。", path=path.name)
        ) from error
    return result.xform.encode(), list(result.warnings)


def _explained(path: Path, error: str) -> str:
    """Our own findings in the sheets, which name places, or else the compiler's."""
    found = authoring.problems(sheets(path)) if path.suffix.lower() == ".xlsx" else []
    return "；".join(f.sentence() for f in found[:MOST_TOLD]) or compilerwords.explained(error)


def _readable(path: Path) -> None:
    if not path.is_file():
        raise FormError(tr("找不到文件：{path}", path=path.name))
    if path.stat().st_size > LARGEST:
        raise FormError(tr("{path} 太大，上限 20 MB。", path=path.name))
    if path.suffix.lower() == ".xlsx" and not zipfile.is_zipfile(path):
        raise FormError(tr("{path} 不是可用的表单表格。", path=path.name))


def check_xlsform(path: Path, media: Mapping[str, bytes]) -> Findings:
    """All problems of a spreadsheet: its rows, then what the compiler and the engine find."""
    try:
        read = sheets(path)
    except FormError as error:
        return Findings([Finding(str(error))])
    findings = Findings(authoring.problems(read) if read else [])
    try:
        xml, warnings = _compiled(path)
    except (FormError, PyXFormError) as error:
        if not findings.problems:
            findings.problems = _told(str(error), read, own=isinstance(error, FormError))
        findings.problems += sheetgraph.problems(read, media)
        return findings
    findings.oddities = [finding for text in warnings for finding in _told(text, read)]
    known = {(finding.row, finding.column) for finding in findings.problems}
    found = checking.check_xform(xml, media)
    for finding in found.problems:
        placed = _in_survey(finding, read)
        if not findings.problems or (placed.row, placed.column) not in known:
            findings.problems.append(placed)
    findings.oddities += [_in_survey(finding, read) for finding in found.oddities]
    return findings


def _in_survey(finding: Finding, read: authoring.Sheets) -> Finding:
    row = authoring.row_of(read, finding.node)
    return Finding(finding.message, "survey" if row else "", row, finding.column)


def _told(text: str, read: authoring.Sheets, *, own: bool = False) -> list[Finding]:
    """What the compiler says, at the row of the question that it names; our words as they are."""
    if own:
        return [Finding(text)]
    found = compilerwords.findings(text)
    return [f if f.row or not f.node else _in_survey(f, read) for f in found]


def sheets(path: Path) -> dict[str, list[Row]]:
    """The rows of an .xlsx by sheet; empty for other formats (FormError)."""
    _readable(path)
    if path.suffix.lower() != ".xlsx":
        return {}
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise FormError(tr("{path} 不是可用的表单表格。", path=path.name)) from error
    try:
        return {sheet.title.lower(): _rows(sheet) for sheet in book.worksheets}
    finally:
        book.close()


def _rows(sheet: openpyxl.worksheet.worksheet.Worksheet) -> list[Row]:
    header: list[str] = []
    found: list[Row] = []
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        cells = ["" if value is None else str(value).strip() for value in values]
        if not any(cells):
            continue
        if not header:
            header = [cell.lower() if "::" not in cell else cell for cell in cells]
            continue
        named = {name: cell for name, cell in zip(header, cells, strict=False) if name and cell}
        if named:
            found.append(Row(number, named))
    return found
