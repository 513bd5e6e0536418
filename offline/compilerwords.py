"""What pyxform finds wrong in a spreadsheet, in plain words, with sheet, row and column.

Its messages are English templates, some under a code (``pyxform.errors.ErrorCode``). What a later
version adds is told in its own words, in quotation marks, with its place.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from pyxform.errors import ErrorCode

from offline.compilertexts import ERRORS, WARNINGS
from offline.forms.inspection import Finding
from offline.i18n import mark, tr

_ROW = re.compile(r"\[row\s*:?\s*(\d+)\]", re.IGNORECASE)
_SHEET = re.compile(r"On the '(\w+)' sheet")
_VALUES = {"row": r"\d+", "cells": "(?s:.*)", "more": "(?s:.*)"}
"""What may stand for a value; any stretch of one line where nothing is said."""
_COLUMN = re.compile(r"the '([\w:]+)' (?:value|column)")

_WORDS = {
    "ENTITY_001": mark("用了 save_to，但没有 entities 工作表。请加上它并写一行实体"),
    "ENTITY_002": mark("属性“{saveto}”在第 {other_row} 行已经存过。请改掉或删掉一个"),
    "ENTITY_003": mark("分组和循环不能存成实体的属性。请把 save_to 移到题目上"),
    "ENTITY_004": mark("entities 工作表里没有实体列表“{dataset}”。请核对名称"),
    "ENTITY_005": mark("新建实体要有 label。请给列表“{dataset}”写上 label"),
    "ENTITY_006": mark("列表“{dataset}”既新建又更新，还缺 update_if"),
    "ENTITY_007": mark("更新实体要有 entity_id。请给列表“{dataset}”写上"),
    "ENTITY_008": mark("有几个实体列表时，save_to 要写成“列表#属性”"),
    "ENTITY_009": mark("一个分组或循环里只能有一个实体，和第 {other_row} 行冲突"),
    "ENTITY_011": mark("列表“{dataset}”的属性分在两处循环里。请放到同一处"),
    "ENTITY_012": mark("列表“{dataset}”引用的“{question}”在另一处循环里。请放到同一处"),
    "ENTITY_013": mark("save_to 里最多一个 #"),
    "HEADER_001": mark("“{sheet_name}”工作表的表头不对。请看第一行是不是列名"),
    "HEADER_002": mark("“{sheet_name}”工作表里，“{other}”和“{header}”是同一列。请删掉一个"),
    "HEADER_003": mark("“{sheet_name}”工作表缺少必需的列：{missing}"),
    "HEADER_004": mark("列名不能为空，也不能有空格"),
    "HEADER_005": mark("不认识这些列：{columns}。请核对列名"),
    "LABEL_001": mark("这个选项没有显示的文字"),
    "NAMES_001": mark("名称“{value}”在同一层重复了"),
    "NAMES_002": mark("名称“{value}”和另一个只差大小写"),
    "NAMES_003": mark("循环不能和整张表同名：“{value}”"),
    "NAMES_004": mark("循环的名称“{value}”重复了"),
    "NAMES_005": mark("名称 meta 是保留的，请换一个"),
    "NAMES_006": mark("这个选项没有填写值"),
    "NAMES_007": mark("同一个选项表里，选项的值重复了"),
    "NAMES_008": mark("名称要以字母或下划线开头，后面只能用字母、数字、下划线、横线和点"),
    "NAMES_009": mark("“{name}”不行：要以字母或下划线开头，后面只能用字母、数字、下划线、横线和点"),
    "NAMES_010": mark("名称不能以两个下划线开头"),
    "NAMES_011": mark("这里的名称不能有点"),
    "NAMES_012": mark("这里的名称不能是 name 或 label"),
    "NAMES_013": mark("没有“{sheet}”工作表，只有相近的：{candidates}"),
    "NAMES_014": mark("实体列表的名称重复了"),
    "NAMES_015": mark("实体列表没有名称"),
    "PYREF_001": mark("引用题目要写成 ${{名称}}，两边的括号都不能少"),
    "PYREF_002": mark("几个引用之间要用逗号隔开"),
    "PYREF_003": mark("引用了不存在的题目“{q}”"),
    "PYREF_004": mark("引用的“{q}”不止一个，请改成不同的名称"),
    "RANGE_001": mark("参数“{name}”要填数字"),
    "RANGE_002": mark("参数“{name}”不能是 0"),
    "RANGE_003": mark("参数“{name}”比起点到终点的距离还大"),
    "RANGE_004": mark("参数“{name}”要是 step 的整数倍"),
    "RANGE_005": mark("参数“{name}”要在起点和终点之间"),
    "RANGE_006": mark("tick_labelset 要写 choices 工作表里的选项表"),
    "RANGE_007": mark("no-ticks 的 tick_labelset 只能有两个选项"),
    "RANGE_008": mark("tick_interval、placeholder、tick_labelset 只能和 vertical、no-ticks 一起用"),
    "RANGE_009": mark("“{tick_labelset}”的选项值要都是数字"),
    "RANGE_010": mark("tick_labelset 的选项值要在起点和终点之间"),
    "RANGE_011": mark("tick_labelset 的选项值要是起点加上“{name}”的整数倍"),
    "RANGE_012": mark("no-ticks 的 tick_labelset 的选项值只能是起点和终点"),
    "SURVEY_001": mark("end_{type} 没有对应的 begin_{type}：“{name}”"),
    "SURVEY_002": mark("begin_{type} 没有对应的 end_{type}：“{name}”"),
    "SURVEY_003": mark("incremental 只能写 true，或者不写"),
    "SURVEY_004": mark("参数要写成“名=值”，几个参数用空格隔开"),
    "SURVEY_005": mark("不认识参数“{rejected}”，这种题型能用的是：{accepted}"),
    "SURVEY_006": mark("reference-geometry 要写选项表、实体列表、附件的名称，或引用一个循环"),
    "SURVEY_007": mark("capture-accuracy 要填数字"),
    "SURVEY_008": mark("warning-accuracy 要填数字"),
    "SURVEY_009": mark("allow-mock-accuracy 只能写 true 或 false"),
}


def explained(text: str) -> str:
    """One sentence a finding: where, and what to correct."""
    return "；".join(finding.sentence() for finding in findings(text))


def findings(text: str) -> list[Finding]:
    """What a message of the compiler says; several where it has a line for each."""
    template, facts = _recognised(text)
    if not template and "\n" in text.strip():
        return [finding for line in text.splitlines() if line for finding in findings(line)]
    place = _place(text, facts)
    if not template:
        own = _ROW.sub("", text).strip()
        return [Finding(tr("表单编译器说：“{text}”", text=own), *place)]
    if facts["more"]:
        facts["more"] = "；".join(one.message for one in findings(facts["more"].strip()))
    return [Finding(tr(template).format_map(facts), *place, node=facts["name"])]


def _recognised(text: str) -> tuple[str, defaultdict[str, str]]:
    """The sentence for a message and its facts; empty for one that is not known."""
    for plain in (text.strip(), _ROW.sub("", text, count=1).strip()):
        for words, pattern in _patterns():
            if hit := pattern.fullmatch(plain):
                return words, defaultdict(str, hit.groupdict(default=""))
    return "", defaultdict(str)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    coded = {code.value.msg: _WORDS[code.name] for code in ErrorCode if code.name in _WORDS}
    return tuple((words, _pattern(own)) for own, words in (ERRORS | WARNINGS | coded).items())


def _pattern(template: str) -> re.Pattern[str]:
    pieces = re.split(r"\{(\w+)\}", template)
    fixed = [re.escape(piece.replace("{{", "{").replace("}}", "}")) for piece in pieces[::2]]
    seen: set[str] = set()
    made = fixed[0]
    for name, after in zip(pieces[1::2], fixed[1:], strict=True):
        value = _VALUES.get(name, ".*?")
        made += (value if name in seen else f"(?P<{name}>{value})") + after
        seen.add(name)
    return re.compile(made)


def _place(text: str, facts: defaultdict[str, str]) -> tuple[str, int, str]:
    """Sheet, row and column; a row alone is one of the survey sheet."""
    found = {"sheet": _SHEET.search(text), "column": _COLUMN.search(text)}
    named = {key: facts[key] or (hit[1] if hit else "") for key, hit in found.items()}
    row = _ROW.search(text)
    number = int(facts["row"] or (row[1] if row else 0))
    return named["sheet"] or ("survey" if number else ""), number, named["column"]
