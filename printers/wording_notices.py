"""The words of the papers of ``printers.notices``."""

from __future__ import annotations

from typing import assert_never

from offline.i18n import tr
from offline.records import CaseState
from printers.dues import due_words
from printers.notices import (
    AppointmentSlip,
    CombinedReceipt,
    Notice,
    Part,
    PatrolSheet,
    ProofPage,
    QueueNumber,
    RatingSlip,
    RecoverySheet,
    RectificationNotice,
    Shift,
)
from printers.papers import local
from printers.phrases import Data, Row, heading, help_steps, minute, rows


def worded_notice(paper: Notice) -> Data:
    """The texts of a notice by their place in ``notice.typ``."""
    match paper:
        case CombinedReceipt():
            words = _combined(paper)
        case RectificationNotice():
            words = _rectification(paper)
        case AppointmentSlip():
            words = _appointment(paper)
        case QueueNumber():
            words = _queue(paper)
        case PatrolSheet():
            words = _patrol(paper)
        case RatingSlip():
            words = _rating(paper)
        case ProofPage():
            words = _test(paper)
        case RecoverySheet():
            words = _recovery(paper)
        case _:
            assert_never(paper)
    return heading(paper) | words


def _combined(paper: CombinedReceipt) -> Data:
    done = sum(part.accepted for part in paper.parts)
    return {
        "title": tr("一件事回单"),
        "tag": tr("共 {count} 项", count=len(paper.parts)),
        "lead": [tr("已经受理 {done} 项，", done=done), tr("没受理的以后再看")],
        "rows": rows(
            (tr("一件事"), paper.item),
            (tr("申请人"), paper.applicant.name),
            (tr("身份证号"), paper.applicant.id_number),
            (tr("代办人"), paper.agent),
            (tr("登记时间"), minute(paper.registered)),
            (tr("费用"), due_words(paper.due, accepted=done > 0) if paper.due else ""),
        ),
        "materials_title": tr("每一项办到哪"),
        "materials": [[part.item, _standing(part)] for part in paper.parts],
        "beside": _look_up(paper.receipt),
    }


def _standing(part: Part) -> str:
    if part.case is None:
        return tr("还没有消息")
    if part.accepted:
        return tr("已受理 {number}", number=part.case.number.strip())
    if part.case.state is CaseState.ACCEPTED:
        return tr("正在受理")
    return tr(part.case.state.value)


def _rectification(paper: RectificationNotice) -> Data:
    deadline = paper.deadline.isoformat() if paper.deadline else ""
    return {
        "title": tr("整改通知单"),
        "tag": tr("马上整改") if paper.at_once else tr("限期整改"),
        "rows": rows(
            (tr("场所"), paper.place),
            (tr("检查人"), paper.inspector),
            (tr("检查时间"), minute(paper.inspected)),
            (tr("改好期限"), tr("{day} 以前", day=deadline) if deadline else ""),
        ),
        "materials_title": tr("要改的地方"),
        "materials": [[hazard.name, hazard.grade] for hazard in paper.hazards],
        "beside": _look_up(paper.receipt),
        "steps_title": tr("接下来"),
        "steps": [
            [tr("改好以后留好照片，等人来复查")],
            *help_steps(paper.site.help_phone),
        ],
    }


def _queue(paper: QueueNumber) -> Data:
    ahead = "" if paper.ahead is None else tr("{count} 人", count=paper.ahead)
    notes = [tr("没有网时取的号，以窗口叫号为准。")] if paper.offline else []
    return {
        "title": tr("取号单"),
        "number_label": tr("您的号"),
        "number": [paper.number],
        "rows": rows(
            (tr("办什么"), paper.service),
            (tr("窗口"), paper.window),
            (tr("前面还有"), ahead),
            (tr("取号时间"), minute(paper.taken)),
        ),
        "notes": [*notes, tr("听到叫号再过去，过号了跟工作人员说一声。")],
    }


def _appointment(paper: AppointmentSlip) -> Data:
    begins, ends = local(paper.begins), local(paper.ends)
    return {
        "title": tr("预约单"),
        "rows": rows(
            (tr("办什么"), paper.service),
            (tr("哪一天"), begins.strftime("%Y-%m-%d")),
            (tr("几点"), f"{begins:%H:%M}–{ends:%H:%M}"),
            (tr("在哪里"), paper.site.town + paper.site.name),
        ),
        "beside": [["small", tr("预约号")], ["big", paper.number]],
        "notes": [tr("那天带上这张单子和身份证。来不了，请先取消，让给别人。")],
    }


def _patrol(paper: PatrolSheet) -> Data:
    abnormal = sum(check.abnormal for check in paper.checks)
    shifts = {Shift.MORNING: tr("早巡"), Shift.EVENING: tr("晚巡")}
    return {
        "title": tr("巡查记录单"),
        **({"tag": shifts[paper.shift]} if paper.shift else {}),
        "rows": rows(
            (tr("网格"), paper.grid),
            (tr("巡查人"), paper.worker),
            (tr("地点"), paper.place),
            (tr("开始"), minute(paper.began) if paper.began else ""),
            (tr("结束"), minute(paper.ended) if paper.ended else ""),
            (tr("登记时间"), minute(paper.registered) if paper.registered else ""),
            (tr("发现问题"), tr("{count} 处", count=abnormal)),
        ),
        "materials_title": tr("看了哪些地方"),
        "materials": [
            [
                check.point,
                tr("要处理：{what}", what=check.finding) if check.abnormal else check.finding,
            ]
            for check in paper.checks
        ],
        "beside": _look_up(paper.receipt),
    }


def _rating(paper: RatingSlip) -> Data:
    return {
        "title": tr("评价单"),
        "tag": tr("自愿"),
        "rows": rows((tr("事项"), paper.item)),
        "beside": [
            ["small", tr("扫这个码，说说办得怎么样")],
            ["strong", tr("非常满意、满意、基本满意")],
            ["strong", tr("不满意、非常不满意")],
        ],
        "notes": [tr("不评也没关系，不影响您办事。")],
    }


_RARE = "𠮷 𬭎 𪚥 㐂 ·"
"""Characters beyond the Basic Multilingual Plane, and the dot of many names."""


def _test(paper: ProofPage) -> Data:
    """What to look at stands on the page itself, for whoever stands before the printer."""
    rolls = tr("{width} 毫米，一行 {dots} 点", width=paper.width, dots=paper.dots)
    return {
        "a4": not paper.dots,
        "title": tr("打印测试页"),
        "rows": rows(
            (tr("机器"), paper.site.terminal),
            (tr("打印机"), paper.destination),
            (tr("纸"), rolls if paper.dots else "A4"),
            (tr("时间"), minute(paper.printed)),
            (tr("汉字"), "云溪镇便民服务站，高龄津贴"),
            (tr("生僻字"), _RARE),
        ),
        "beside": [["small", tr("扫得出这个码，码就印得清楚")]],
        "notes": [
            tr("最上面的尺子两头都看得见，纸就没有放偏。"),
            tr("细线没有断、黑条没有白道，打印头就是好的。"),
        ],
    }


def _look_up(receipt: str) -> list[Row]:
    return [
        ["small", tr("登记号")],
        ["big", receipt],
        ["small", tr("扫这个码，查办到哪一步")],
    ]


def _recovery(paper: RecoverySheet) -> Data:
    """Two groups a line, so that nobody loses the place while typing it."""
    groups = paper.code.split("-")
    pairs = enumerate(zip(groups[::2], groups[1::2], strict=True), 1)
    lines = [(tr("第 {number} 行", number=at), "   ".join(pair)) for at, pair in pairs]
    return {
        "title": tr("恢复码"),
        "tag": tr("只有这一张"),
        "rows": rows(*lines),
        "notes": [
            tr("忘了口令，或者这台机器的钥匙坏了，用它打开数据。"),
            tr("锁进柜子，不要拍照。有了新的恢复码，这一张就作废。"),
        ],
    }
