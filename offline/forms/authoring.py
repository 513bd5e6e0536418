"""What is wrong in an XLSForm's sheets: every problem with its sheet, row and column.

Works on plain rows (``offline.xlsform.sheets`` reads them), so that an author sees all problems at
once; pyxform stops at its first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from offline.forms.checking import Finding
from offline.forms.xpath.compiler import Compiler
from offline.forms.xpath.parser import parse
from offline.forms.xpath.syntax import XPathSyntaxError
from offline.forms.xpath.values import JAVAROSA
from offline.i18n import tr


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the sheet (from 1) and its cells by column name."""

    number: int
    cells: Mapping[str, str]

    def get(self, *names: str) -> str:
        """The first cell there is of several spellings."""
        return next((self.cells[name] for name in names if self.cells.get(name)), "")


Sheets = Mapping[str, list[Row]]
TYPES = frozenset(
    {
        "text",
        "integer",
        "int",
        "decimal",
        "date",
        "time",
        "datetime",
        "dateTime",
        "note",
        "calculate",
        "acknowledge",
        "trigger",
        "barcode",
        "image",
        "photo",
        "audio",
        "video",
        "file",
        "geopoint",
        "geotrace",
        "geoshape",
        "hidden",
        "range",
        "rank",
        "start",
        "end",
        "today",
        "deviceid",
        "subscriberid",
        "simserial",
        "phonenumber",
        "username",
        "email",
        "audit",
        "start-geopoint",
        "background-audio",
        "background-geopoint",
        "csv-external",
        "xml-external",
        "string",
        "select_one",
        "select_multiple",
        "begin",
        "begin_group",
        "end_group",
        "begin_repeat",
        "end_repeat",
        "group",
        "repeat",
        "loop",
        "osm",
        "uri",
        "select_one_external",
        "xml_external",
        "csv_external",
        "select_one_from_file",
        "select_multiple_from_file",
    }
)
"""The first words of a question's type (xlsform.org)."""
_LISTED = frozenset({"select_one", "select_multiple", "rank", "select_one_external"})
_EXPRESSIONS = {
    "relevant": ("relevant", "bind::relevant", "relevance"),
    "constraint": ("constraint", "bind::constraint"),
    "calculation": ("calculation", "calculate", "bind::calculate"),
    "required": ("required", "bind::required"),
    "readonly": ("readonly", "read_only", "bind::readonly"),
    "repeat_count": ("repeat_count", "control::jr:count", "jr:count"),
    "choice_filter": ("choice_filter",),
}
_YES = frozenset({"yes", "no", "true", "false", "true()", "false()", "1", "0", "y", "n"})
_NAME = re.compile(r"[^\W\d][\w.\-]*")
_REFERENCE = re.compile(r"\$\{\s*(?:last-saved#)?([^}]*?)\s*\}")
_COMPILER = Compiler(JAVAROSA)


def problems(sheets: Sheets) -> list[Finding]:
    """Every problem of a form's sheets, in the order of the sheets and rows."""
    survey = sheets.get("survey")
    if survey is None:
        return [Finding(tr("缺少名为 survey 的工作表。"))]
    checker = _Checker(sheets)
    found = [*checker.survey(survey), *checker.choices(), *checker.settings()]
    return sorted(found, key=lambda f: (f.sheet != "survey", f.sheet, f.row))


class _Checker:
    def __init__(self, sheets: Sheets) -> None:
        self._sheets = sheets
        self._lists = {row.get("list_name", "list name") for row in sheets.get("choices", [])} | {
            row.get("list_name", "list name") for row in sheets.get("external_choices", [])
        }
        self._names = {row.get("name"): row.number for row in reversed(sheets.get("survey", []))}

    def survey(self, rows: list[Row]) -> Iterator[Finding]:
        open_rows: list[tuple[Row, str, dict[str, int]]] = []
        names: dict[str, int] = {}
        for row in rows:
            kind = " ".join(row.get("type").replace("_", " ", 1).split()[:2])
            if row.get("type") == "":
                yield self._at(row, "type", tr("没有填写题型。"))
                continue
            if kind.startswith("end ") and kind.split()[1] in {"group", "repeat", "loop"}:
                yield from self._end(row, kind, open_rows)
                names = open_rows.pop()[2] if open_rows else names
                continue
            yield from self._question(row, names)
            if kind in {"begin group", "begin repeat", "begin loop"}:
                open_rows.append((row, kind.split()[1], names))
                names = {}
        for row, word, _names in open_rows:
            text = tr("begin {word} 没有对应的 end {word}。", word=word)
            yield self._at(row, "type", text)

    def _end(
        self, row: Row, kind: str, open_rows: list[tuple[Row, str, dict[str, int]]]
    ) -> Iterator[Finding]:
        word = kind.split()[1]
        if not open_rows:
            yield self._at(row, "type", tr("end {word} 之前没有 begin {word}。", word=word))
        elif open_rows[-1][1] != word:
            begun = open_rows[-1][0].number
            text = tr("这里应结束第 {row} 行开始的 {word}。", row=begun, word=open_rows[-1][1])
            yield self._at(row, "type", text)

    def _question(self, row: Row, names: dict[str, int]) -> Iterator[Finding]:
        yield from self._type(row)
        name = row.get("name")
        if not name and row.get("type").split()[0] != "note":
            yield self._at(row, "name", tr("没有填写名称。"))
        elif name and not _NAME.fullmatch(name):
            text = tr("名称“{name}”只能用字母、数字、下划线，且不能以数字开头。", name=name)
            yield self._at(row, "name", text)
        elif name in names:
            text = tr("名称“{name}”与第 {row} 行重复。", name=name, row=names[name])
            yield self._at(row, "name", text)
        if name:
            names.setdefault(name, row.number)
        yield from self._expressions(row)
        yield from self._references(row)

    def _type(self, row: Row) -> Iterator[Finding]:
        words = row.get("type").split()
        if words[0] not in TYPES and not row.get("type").startswith("select"):
            yield self._at(row, "type", tr("没有“{type}”这种题型。", type=row.get("type")))
            return
        listed = words[0] in _LISTED or words[:2] in (["select", "one"], ["select", "multiple"])
        if not listed:
            return
        name = words[-1] if words[-1] != "or_other" else words[-2]
        if len(words) < 2:  # noqa: PLR2004 — the type and its list
            yield self._at(row, "type", tr("没有写明用哪个选项表。"))
        elif "${" not in name and name not in self._lists:
            yield self._at(row, "type", tr("choices 工作表里没有选项表“{name}”。", name=name))

    def _expressions(self, row: Row) -> Iterator[Finding]:
        for column, spellings in _EXPRESSIONS.items():
            text = row.get(*spellings)
            if not text or text.lower() in _YES:
                continue
            fault = _fault(text)
            if fault:
                yield self._at(
                    row, column, tr("表达式“{text}”有误：{fault}", text=text, fault=fault)
                )

    def _references(self, row: Row) -> Iterator[Finding]:
        for column, text in row.cells.items():
            for name in dict.fromkeys(_REFERENCE.findall(text)):
                if name not in self._names:
                    unknown = tr("引用了不存在的题目 ${{{name}}}。", name=name)
                    yield self._at(row, column, unknown)

    def choices(self) -> Iterator[Finding]:
        seen: dict[tuple[str, str], int] = {}
        for row in self._sheets.get("choices", []):
            listed, name = row.get("list_name", "list name"), row.get("name", "value")
            if not listed:
                yield Finding(tr("没有填写选项表的名称。"), "choices", row.number, "list_name")
            if not name:
                yield Finding(tr("没有填写选项的值。"), "choices", row.number, "name")
            elif " " in name:
                text = tr("选项的值“{name}”不能含空格。", name=name)
                yield Finding(text, "choices", row.number, "name")
            elif (listed, name) in seen and not self._may_repeat():
                text = tr("选项“{name}”与第 {row} 行重复。", name=name, row=seen[listed, name])
                yield Finding(text, "choices", row.number, "name")
            seen.setdefault((listed, name), row.number)

    def _may_repeat(self) -> bool:
        rows = self._sheets.get("settings", [])
        return any(row.get("allow_choice_duplicates").lower() in {"yes", "true"} for row in rows)

    def settings(self) -> Iterator[Finding]:
        for row in self._sheets.get("settings", []):
            text = row.get("instance_name")
            fault = _fault(text) if text else ""
            if fault:
                text = tr("表达式“{text}”有误：{fault}", text=text, fault=fault)
                yield Finding(text, "settings", row.number, "instance_name")

    def _at(self, row: Row, column: str, text: str) -> Finding:
        return Finding(text, "survey", row.number, column)

    def row_of(self, name: str) -> int:
        """The row of a question by name; 0 if there is none."""
        return self._names.get(name, 0)


def _fault(text: str) -> str:
    """Why an expression cannot be used; empty if it can."""
    try:
        _COMPILER.value(parse(_REFERENCE.sub("/data/x", text)))
    except XPathSyntaxError as error:
        return str(error)
    return ""


def row_of(sheets: Sheets, name: str) -> int:
    """The row of the survey sheet that has a name; 0 if there is none."""
    rows = sheets.get("survey", [])
    return next((row.number for row in rows if row.get("name") == name), 0)
