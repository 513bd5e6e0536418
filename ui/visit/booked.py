"""Slots and appointments → what the pages of 预约 show. Plain functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from kiosk.flow.booking import PREFIX, Booked
from offline.exchange.online import Slot
from offline.i18n import tr
from printers.papers import local
from ui.pages.code import CodeData
from ui.pages.guide import Sentence
from ui.pages.pick import PickData, PickOption
from ui.visit.days import WEEK, day, hours, weekday

NOON = 12


def days_data(item: str, slots: Sequence[Slot]) -> PickData:
    """The days with a place left, each with when on it."""
    days: dict[date, list[Slot]] = {}
    for slot in slots:
        days.setdefault(local(slot.begins).date(), []).append(slot)
    options = tuple(
        PickOption(found.isoformat(), weekday(found), _when(own)) for found, own in days.items()
    )
    return PickData(tr("约哪一天？"), item, options, note=tr("到了约的时间再来，不用排队等。"))


def hours_data(slots: Sequence[Slot], chosen: str) -> PickData:
    """The hours of one day."""
    own = [one for one in slots if local(one.begins).date().isoformat() == chosen]
    options = tuple(
        PickOption(one.id, hours(one.begins, one.ends), tr("还有 {count} 个", count=one.left))
        for one in own
    )
    return PickData(tr("约几点？"), weekday(date.fromisoformat(chosen)), options, symbol="clock")


def check_data(item: str, slot: Slot, site: str) -> CodeData:
    """Everything once more, before it is booked."""
    return CodeData(
        title=tr("请核对，没错就约"),
        text=tr("约好以后会打一张预约单。"),
        label=_weekday(slot.begins),
        value=day(local(slot.begins).date()),
        facts=((tr("几点"), hours(slot.begins, slot.ends)), *_facts(item, site)),
        go=tr("确定预约"),
        back=tr("重新选"),
    )


def booked_data(made: Booked, site: str, *, printed: bool) -> CodeData:
    """约好了, or not known yet."""
    facts = (
        (tr("几点"), hours(made.begins, made.ends)),
        *_facts(made.item, site),
        (tr("预约号"), made.number),
    )
    text = (
        tr("预约单从下面出纸口取，那天带上它和身份证。")
        if printed
        else tr("那天带上身份证，到窗口说预约号就行。")
    )
    note = None
    if made.doubtful:
        text = tr("网断了，约上没有还不知道。")
        words = tr("有网后自动核对，再来看“我的办件”。不会约两次。")
        note = Sentence(words, "clock", "warn")
    return CodeData(
        title=tr("正在核实") if made.doubtful else tr("约好了"),
        text=text,
        label=_weekday(made.begins),
        value=day(local(made.begins).date()),
        facts=facts,
        code="" if made.doubtful else PREFIX + made.id,
        caption=tr("窗口扫这个码"),
        note=note,
        go=tr("知道了"),
        back=tr("取消预约"),
    )


def cancel_data(made: Booked) -> CodeData:
    """取消? once more."""
    return CodeData(
        title=tr("要取消这个预约吗？"),
        text=tr("取消以后，这个时间会让给别人。"),
        label=_weekday(made.begins),
        value=day(local(made.begins).date()),
        facts=((tr("几点"), hours(made.begins, made.ends)), (tr("办什么"), made.item)),
        go=tr("不取消，留着"),
        back=tr("取消预约"),
    )


def _weekday(begins: datetime) -> str:
    return tr("约在{weekday}", weekday=tr(WEEK[local(begins).weekday()]))


def _facts(item: str, site: str) -> tuple[tuple[str, str], ...]:
    return ((tr("办什么"), item), (tr("在哪里"), site))


def _when(slots: Sequence[Slot]) -> str:
    early = any(local(one.begins).hour < NOON for one in slots)
    late = any(local(one.begins).hour >= NOON for one in slots)
    if early and late:
        return tr("上午下午都有")
    return tr("只有上午") if early else tr("只有下午")
