"""Made-up data in every state of the grid worker's window. Nobody is real."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from ui.desk.data import CaseHead, Line, Offer, Station
from ui.desk.samples import HELPERS, session_of
from ui.grid.data import Waiting
from ui.grid.window import GridWindow
from ui.theme import Theme

STATION = Station(
    site="柳湾村第三网格",
    place="网格员 陈*",
    operator="陈*",
    clock="10:24",
    offline_for="2 天 2 小时",
    pending=38,
)

WAITING = Waiting(
    count=38,
    oldest="2 天 2 小时",
    oldest_at="3月16日 8:12",
    size="31 MB，约 4 分钟",
    last_contact="3月16日 8:10",
    next_try="10:26（2 分钟后）",
    kinds=(("隐患", 21), ("走访", 8), ("巡查", 5), ("纠纷", 3), ("表格", 1)),
    days=(
        ("12", 7, 0),
        ("13", 9, 0),
        ("14", 8, 0),
        ("15", 10, 0),
        ("16", 5, 0),
        ("17", 0, 8),
        ("18", 0, 6),
    ),
)

TASKS = (
    Line(
        "task",
        "t1",
        "渡口街配电房复查",
        "渡口街",
        "今天到期",
        "warn",
        "3月18日 18:00前",
        "hazard",
        "打开",
    ),
    Line(
        "task",
        "t2",
        "王*明 高龄走访",
        "柳湾三组 18 号",
        "过期 1 天",
        "err",
        "3月17日 18:00前",
        "elder",
        "打开",
    ),
    Line(
        "task",
        "t3",
        "租客登记",
        "柳湾三组 22 号",
        "新任务",
        "info",
        "3月20日 18:00前",
        "house",
        "打开",
    ),
    Line("task", "t4", "北山防火点 2 号", "北山", "处理中", "warn", "", "forest", "打开"),
)

DRAFTS = (
    Line(
        "draft",
        "d1",
        "安全隐患排查",
        "渡口街配电房",
        "还差 2 项",
        "warn",
        "今天 8:41",
        "hazard",
        "接着填",
    ),
    Line("draft", "d2", "居住证明", "李*兰", "还差 4 项", "warn", "3月16日", "document", "接着填"),
    Line("draft", "d3", "重点人群走访", "赵*梅", "还差 1 项", "warn", "3月16日", "elder", "接着填"),
)

QUEUE = (
    Line(
        "submission",
        "s1",
        "安全隐患",
        "柳湾三组 18 号",
        "被退回：缺照片",
        "err",
        "今天 8:41",
        "hazard",
        "处理",
    ),
    Line("submission", "s2", "日常巡查", "14 张照片", "等网络", "", "今天 8:55", "patrol"),
    Line("submission", "s3", "出租屋登记", "东圩路 11 号", "等网络", "", "3月17日", "house"),
    Line(
        "submission", "s4", "居住证明", "李*兰", "传到一半，接着传", "info", "3月16日", "document"
    ),
    Line("submission", "s5", "森林防火", "正常", "等网络", "", "3月16日", "forest"),
)

OFFERS = (
    Offer("14", "网格日常巡查", "网格", "网格", "patrol"),
    Offer("16", "安全隐患排查", "应急", "网格", "hazard"),
    Offer("15", "矛盾纠纷上报", "政法委", "网格", "dispute"),
    Offer("17", "出租屋登记", "公安", "网格", "house"),
    Offer("18", "重点人群走访", "民政", "网格", "elder"),
    Offer("19", "森林防火巡护", "林业", "网格", "forest"),
)


def grid_samples() -> Mapping[str, Callable[[Theme], QWidget]]:
    """Widget factories by name."""
    return {
        "grid-today": lambda theme: _on(theme, "today"),
        "grid-new": lambda theme: _on(theme, "new"),
        "grid-sync": lambda theme: _on(theme, "sync"),
        "grid-form": _form,
        "grid-done": _done,
    }


def _on(theme: Theme, page: str) -> GridWindow:
    window = GridWindow(theme, HELPERS)
    window.show_station(STATION)
    window.show_waiting(WAITING)
    window.show_drafts(DRAFTS, tasks=TASKS)
    window.show_queue(QUEUE)
    window.show_offers(OFFERS)
    window.open_page(page)
    return window


def _form(theme: Theme) -> QWidget:
    window = _on(theme, "today")
    head = CaseHead("安全隐患排查", "应急", "自动保存 10:24:08", (("没网也能报", "ok"),))
    window.open_case(head, session_of("hazard_check"))
    return window


def _done(theme: Theme) -> QWidget:
    window = _on(theme, "sync")
    window.show_waiting(Waiting(last_contact="刚才"))
    window.show_queue(())
    window.notify("都上传好了。", "ok")
    return window
