"""What stands on a paper in words, ready for a template: plain JSON, nothing of it markup.

Templates place; they say nothing themselves. A promise (a date, a message) stands here only if
the exchange made it, so it comes from the case.
"""

from __future__ import annotations

from datetime import date
from typing import assert_never

from offline.i18n import tr
from offline.records import Case
from printers.dues import due_words
from printers.notices import Notice
from printers.papers import (
    AcceptanceReceipt,
    Certificate,
    DeliveryReceipt,
    Material,
    Paper,
    RollPaper,
    Slip,
    Standing,
)
from printers.phrases import Data, Row, heading, help_steps, minute, rows
from printers.wording_notices import worded_notice

AnyPaper = Paper | Notice


def worded(paper: AnyPaper) -> Data:
    """The texts of a paper by their place in its template, rows without a value left out."""
    if isinstance(paper, Notice):
        return worded_notice(paper)
    match paper:
        case Slip():
            return _slip(paper)
        case DeliveryReceipt():
            return _delivery(paper)
        case AcceptanceReceipt():
            return _acceptance(paper)
        case Certificate():
            return _certificate(paper)
        case _:
            assert_never(paper)


def _slip(paper: Slip) -> Data:
    tag, lead, first = _standing(paper.standing)
    return heading(paper) | {
        "title": tr("登记单"),
        "tag": tag,
        "lead": [lead, tr("不是受理回执")],
        "rows": rows(*_who(paper), (tr("登记时间"), minute(paper.registered)), _due(paper)),
        "beside": _beside_number(paper),
        "steps_title": tr("接下来"),
        "steps": _slip_steps(paper, first),
    }


def _standing(standing: Standing) -> tuple[str, str, str]:
    match standing:
        case Standing.WAITING:
            return tr("待上传"), tr("还没有上传，"), tr("有网后自动上传，不用再跑一趟")
        case Standing.HALTED:
            return tr("待处理"), tr("还没传上去，"), tr("上传时遇到问题，工作人员会来处理")
        case Standing.HELD:
            return tr("已上传"), tr("已经上传，"), tr("已经上传，不用再跑一趟")
        case _:
            assert_never(standing)


def _slip_steps(paper: Slip, first: str) -> list[Row]:
    later = tr("上传后还要等受理，想知道办到哪一步，拿这张单子来扫码")
    return [[first], [later], *help_steps(paper.site.help_phone)]


def _delivery(paper: DeliveryReceipt) -> Data:
    held = minute(paper.held) if paper.held else ""
    return heading(paper) | {
        "title": tr("收件凭条"),
        "tag": tr("已收件"),
        "lead": [tr("材料已经收到，还没有受理，"), tr("不是受理回执")],
        "rows": rows(
            *_who(paper),
            (tr("登记时间"), minute(paper.registered)),
            (tr("收件时间"), held),
            _due(paper),
        ),
        "materials_title": tr("交了哪些材料"),
        "materials": _materials(paper.materials),
        "beside": _beside_number(paper),
        "steps_title": tr("接下来"),
        "steps": [
            [tr("受理了才算数，受理后可以打受理回执")],
            *help_steps(paper.site.help_phone),
        ],
    }


def _acceptance(paper: AcceptanceReceipt) -> Data:
    return heading(paper) | {
        "title": tr("受理回执"),
        "number_label": tr("受理号"),
        "number": _grouped(paper.case.number.strip()),
        "rows": rows(
            *_who(paper), *_decided(paper.case), (tr("登记号"), paper.receipt), _due(paper)
        ),
        "materials_title": tr("交了哪些材料"),
        "materials": _materials(paper.materials),
        "beside": [
            ["small", tr("扫码查进度")],
            ["small", tr("校验码")],
            ["big", paper.check_code],
            *_phone_beside(paper.site.help_phone),
        ],
        "notes": [tr("要申诉或补材料，带这张回执来。")],
    }


def _decided(case: Case) -> tuple[tuple[str, str], ...]:
    deadline = tr("{day} 以前", day=case.deadline.isoformat()) if case.deadline else ""
    return (
        (tr("受理单位"), case.department),
        (tr("受理时间"), minute(case.accepted) if case.accepted else ""),
        (tr("办好时间"), deadline),
    )


def _certificate(paper: Certificate) -> Data:
    """A certificate speaks its issuer's language whatever the visit's: nothing is translated."""
    return {
        "title": paper.title,
        "issuer": paper.issuer,
        "number": f"编号 {paper.number}",
        "paragraphs": [
            [{"text": run.text, "kind": run.kind.value} for run in runs]
            for runs in paper.paragraphs
        ],
        "closing": "特此证明。",
        "issued": chinese_date(paper.issued),
        "proof_title": "怎样验真伪",
        "proof": _proof(paper),
    }


def _proof(paper: Certificate) -> list[str]:
    lines = ["在任一便民服务站扫左边的码。"]
    if paper.help_phone:
        lines = [f"在任一便民服务站扫左边的码，或打 {paper.help_phone} 报编号。"]
    if paper.check_code:
        lines.append(f"校验码 {paper.check_code}")
    if paper.made_by:
        lines.append(f"开具：{paper.made_by}")
    return lines


def _who(paper: RollPaper) -> tuple[tuple[str, str], ...]:
    return (
        (tr("事项"), paper.item),
        (tr("申请人"), paper.applicant.name),
        (tr("身份证号"), paper.applicant.id_number),
        (tr("手机号"), paper.applicant.phone),
        (tr("代办人"), paper.agent),
    )


def _due(paper: RollPaper) -> tuple[str, str]:
    accepted = isinstance(paper, AcceptanceReceipt)
    return tr("费用"), due_words(paper.due, accepted=accepted) if paper.due else ""


def _materials(materials: tuple[Material, ...]) -> list[Row]:
    return [[material.name, material.source] for material in materials]


def _beside_number(paper: RollPaper) -> list[Row]:
    return [
        ["small", tr("登记号")],
        ["big", paper.receipt],
        ["small", tr("扫这个码，查办到哪一步")],
    ]


def _phone_beside(phone: str) -> list[Row]:
    return [["small", tr("咨询电话")], ["strong", phone]] if phone else []


def _grouped(number: str) -> list[str]:
    """A long number of digits in fours, for the eye only: no space enters the text."""
    if not number.isdecimal() or len(number) <= 8:  # noqa: PLR2004 — eight digits read well whole
        return [number]
    return [number[start : start + 4] for start in range(0, len(number), 4)]


def chinese_date(day: date) -> str:
    """A date as certificates write it: 2026年3月18日."""
    return f"{day.year}年{day.month}月{day.day}日"
