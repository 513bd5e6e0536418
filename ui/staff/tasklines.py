"""Tasks of the centre → lines of the grid worker's first page. Plain functions, masked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from offline.exchange.online import Task
from offline.i18n import tr
from offline.identity import mask_id, mask_name, mask_phone
from offline.records import ServiceItem
from printers.papers import local
from ui.desk.data import Line
from ui.visit.endings import moment

TASK = "task"
_NAMES = ("name", "姓名")
_ID = re.compile(r"\d{17}[\dXx]")
_PHONE = re.compile(r"(?<!\d)1\d{10}(?!\d)")


def task_lines(found: Sequence[Task], items: Sequence[ServiceItem], now: datetime) -> list[Line]:
    """Who, where, what, by when; the most urgent first, as they come."""
    by_form = {item.form_id: item for item in items}
    return [_line(task, by_form.get(task.form_id), now) for task in found]


def masked(task: Task, text: str) -> str:
    """The centre's words without what tells who: names that its facts give, IDs, phones."""
    for name, value in task.facts.items():
        if name.endswith(_NAMES) and value:
            text = text.replace(value, mask_name(value))
    text = _ID.sub(lambda found: mask_id(found[0].upper()), text)
    return _PHONE.sub(lambda found: mask_phone(found[0]), text)


def _line(task: Task, item: ServiceItem | None, now: datetime) -> Line:
    state, tone = _state(task, now)
    return Line(
        TASK,
        task.id,
        masked(task, task.title),
        masked(task, task.place) or (item.name if item else ""),
        state,
        tone,
        tr("{when}前", when=moment(task.due)) if task.due else "",
        item.icon if item else "document",
        tr("打开"),
    )


def _state(task: Task, now: datetime) -> tuple[str, str]:
    if task.due is not None:
        days = (local(now).date() - local(task.due).date()).days
        if task.due < now:
            told = tr("过期 {days} 天", days=days) if days else tr("今天过期了")
            return told, "err"
        if days == 0:
            return tr("今天到期"), "warn"
    return (tr("处理中"), "warn") if task.state == "accepted" else (tr("新任务"), "info")
