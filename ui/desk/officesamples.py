"""The supervisor's window on each of its pages, for the gallery. Nobody is real."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from ui.components.buttons import Kind
from ui.desk.data import Line
from ui.desk.dossier import Ask, Deed, Matter
from ui.desk.logpage import LogData
from ui.desk.merging import Pick
from ui.desk.office import OfficeWindow, Page
from ui.desk.samples import STATION
from ui.theme import Theme

_NO = "您的岗位不能办这一步，请找主管"


def _line(kind: str, one: str, title: str, person: str, state: str, number: str, when: str) -> Line:
    tone = "err" if kind == "refused" else "warn"
    return Line(kind, one, title, person, state, tone, when, number=number)


_FACTS = (
    ("登记号", "LW-260318-7K3M"),
    ("申请人", "王*明"),
    ("提交", "3月18日 10:24"),
    ("经手", "李*英 1001"),
    ("材料", "2 件"),
    ("试过", "3 次"),
)
_REFUSED = Matter(
    "refused",
    "s1",
    "高龄津贴申领",
    facts=_FACTS,
    quote=("交换平台退回时说", "社保卡号与持卡人姓名不一致（422）"),
    deeds=(
        Deed("correct", "更正", kind=Kind.PRIMARY),
        Deed("resend", "原样再送一次"),
        Deed("close", "不办了，关掉", kind=Kind.DANGER, asks=(Ask("为什么关掉"),)),
    ),
)
_UNSENT = Matter(
    "unsent",
    "s5",
    "临时救助",
    facts=_FACTS[:5],
    deeds=(Deed("withdraw", "本人撤回", kind=Kind.DANGER),),
)
_PRINT = Matter(
    "print",
    "j1",
    "登记单",
    facts=(
        ("事项", "高龄津贴申领"),
        ("登记号", "LW-260318-7K3M"),
        ("第几份", "1"),
        ("什么时候", "3月18日 10:24"),
        ("谁打的", "李*英 1001"),
        ("打印机", "tcp://10.2.0.8:9100"),
    ),
    quote=("请先看一眼出纸口", "字送到打印机了，打印机没有说打好没有。"),
    tone="warn",
    deeds=(
        Deed("out", "打出来了", kind=Kind.PRIMARY),
        Deed("again", "没打出来，补打", refused=_NO),
    ),
)
_PRINTER = Matter(
    "printer",
    "receipt",
    "打单子的打印机",
    tags=(("没纸了", "err"),),
    facts=(
        ("接在哪", "tcp://10.2.0.8:9100"),
        ("纸", "80 mm"),
        ("10:24", "登记单，第 1 份"),
        ("10:02", "打印测试页"),
    ),
    quote=("打印机现在", "小票纸用完了。事情照样能办，只是现在打不出单子。"),
    deeds=(Deed("test", "打印测试页", kind=Kind.PRIMARY),),
)
_OWED = Matter(
    "payment",
    "o1",
    "老年优待证",
    tags=(("待核实", "warn"),),
    facts=(*_FACTS[:2], ("要缴", "5 元"), ("缴费单", "5f3c1a2b9d8e")),
    quote=(
        "请先不要再收",
        "县里连不上，付没付还不知道。有网后自动核对，请先不要再收。",
    ),
    tone="warn",
    deeds=(Deed("ask", "现在核对", kind=Kind.PRIMARY), Deed("drop", "没人付，关掉")),
)
_WORDS = "3 月 25 日 17:30 后系统升级，晚上不受理，登记照常。"
_SAID = Line("message", "12", _WORDS, state="没看过", tone="info", icon="bell")
_MESSAGE = Matter(
    "message",
    "12",
    "县里的通知",
    quote=("县里的通知", _WORDS),
    tone="info",
    deeds=(Deed("confirm", "看过了", kind=Kind.PRIMARY),),
)
_CONFLICT = Matter(
    "conflict",
    "e1",
    "柳湾村三组 18 号",
    tags=(("家庭", ""), ("2 处不一样", "warn")),
    facts=(("什么时候", "3月17日 16:05"),),
    sides=("本机的", "县里的"),
    picks=(
        Pick("label", "名称", "柳湾村三组 18 号", "柳湾村三组 18 号"),
        Pick("count", "人数", "4", "3", "mine"),
        Pick("phone", "电话", "138****1234", "139****5678"),
        Pick("house", "房屋", "自有", "自有"),
    ),
    deeds=(
        Deed("merge", "就按选的", kind=Kind.PRIMARY, picking=True),
        Deed("theirs", "全用县里的"),
        Deed("mine", "全用本机的"),
    ),
)
_ACCOUNT = Matter(
    "account",
    "1002",
    "吴*",
    tags=(("锁住了", "err"),),
    facts=(("工号", "1002"), ("岗位", "综窗"), ("口令用到", "6月16日"), ("输错", "5 次")),
    deeds=(
        Deed("release", "解锁", kind=Kind.PRIMARY),
        Deed("passphrase", "设新口令", asks=(Ask("新口令（至少 8 个字符）", secret=True),)),
        Deed("remove", "停用这个账号", kind=Kind.DANGER),
    ),
)
_LOG = LogData(
    lines=(
        Line(
            "entry",
            "9",
            "提交",
            "李*英 1001",
            "代办",
            "info",
            "10:24",
            "",
            number="elderly_allowance",
        ),
        Line("entry", "8", "打印", "李*英 1001", "代办", "info", "10:24", "", number="slip 1 sent"),
        Line("entry", "7", "核验身份", "李*英 1001", "", "", "10:18", "", number="verified"),
        Line("entry", "6", "登录", "李*英 1001", "", "", "8:55", "", number="—"),
        Line("entry", "5", "口令输错", "吴* 1002", "", "", "8:51", "", number="—"),
    ),
    operators=(("1001", "李*英 1001"), ("1002", "吴* 1002"), ("system", "本机自动")),
    acts=(("submit", "提交"), ("print", "打印"), ("unlock", "登录"), ("purged", "到期删除")),
    state=("日志完整：1284 条，一条接一条都对得上。", "ok"),
)
_WHEN = (_FACTS[0][1], "10:24")
_R1 = _line("refused", "s1", "高龄津贴申领", "王*明", "要人看一下", _FACTS[0][1], "10:24")
_R2 = _line("refused", "s2", "居住证明", "李*兰", "要人看一下", "LW-260317-9QXA", "3月17日")
_Q1 = _line("unsent", "s5", "临时救助", "孙*", "待上传", "LW-260318-2TDF", "9:52")
_P1 = _line("print", "j1", "登记单", "", "打印存疑", _FACTS[0][1], "10:24")
_M1 = Line("printer", "receipt", "打单子的打印机", "", "没纸了", "err", "", "printer")
_M2 = Line("printer", "document", "打 A4 的打印机", "", "能打印", "ok", "", "printer")
_C1 = Line("conflict", "e1", "柳湾村三组 18 号", "", "2 处不一样", "warn", "3月17日")
_A1 = Line("account", "+", "加一个账号", icon="plus")
_A2 = Line("account", "1002", "吴*", "", "锁住了", "err", "6月16日", "person", "", "1002")
_QUEUE = "1 件没上传，照片和文件 3 MB，最早一件等了 32 分钟。都存好了，有网自动上传。"
_ENDING = Matter(
    "machine",
    "machine",
    "重新启动和退出",
    quote=("先看看有没有人在等", "存好的都在。退出以后，居民就不能在这台机器上办事了。"),
    tone="warn",
    deeds=(
        Deed("restart", "重新启动程序", kind=Kind.PRIMARY),
        Deed("quit", "退出程序", kind=Kind.DANGER),
    ),
)
_MACHINE = (
    (Line("machine", "machine", "重新启动和退出", icon="exit"), _ENDING),
    *(
        (Line("setting", name, label, number=value), Matter("setting", name, label))
        for name, label, value in (
            ("town", "乡镇", "云溪镇"),
            ("site_name", "服务点", "柳湾村便民服务站"),
            ("terminal", "本机编号", "LW-K01"),
            ("receipt_printer", "小票打印机", "tcp://10.2.0.8:9100"),
            ("scanners", "扫码器", "wedge，camera"),
            ("idle_warn_after", "没人按多久就问（秒）", "90"),
        )
    ),
)
_PAGES = (
    Page("refused", ((_R1, _REFUSED), (_R2, _REFUSED))),
    Page("queue", ((_Q1, _UNSENT),), (_QUEUE, "warn")),
    Page("prints", ((_P1, _PRINT),)),
    Page("printers", ((_M1, _PRINTER), (_M2, Matter("printer", "document", "打 A4 的打印机")))),
    Page("messages", ((_SAID, _MESSAGE),)),
    Page("payments", ((_line("payment", "o1", "老年优待证", "王*明", "待核实", *_WHEN), _OWED),)),
    Page("conflicts", ((_C1, _CONFLICT),)),
    Page("accounts", ((_A1, Matter("new-account", "+", "加一个账号")), (_A2, _ACCOUNT))),
    Page("machine", _MACHINE, ("这里只能看。要改就改 settings.toml，重新启动以后生效。", "")),
    Page("kept", (), ("最后一次改动后保存：已送达的 30 天，居民没填完的 7 天。", "")),
)


def office_samples() -> Mapping[str, Callable[[Theme], QWidget]]:
    """Widget factories by name."""
    return {f"office-{page.name}": _on(page.name) for page in _PAGES} | {"office-log": _on("log")}


def door_samples() -> Mapping[str, Callable[[Theme], QWidget]]:
    """The window behind a kiosk's hidden door."""
    names = ("refused", "machine", "log")
    return {f"door-{name}": _on(name, at_kiosk=True) for name in names}


def _on(name: str, *, at_kiosk: bool = False) -> Callable[[Theme], QWidget]:
    def made(theme: Theme) -> QWidget:
        window = OfficeWindow(theme, at_kiosk=at_kiosk)
        window.show_station(STATION)
        window.show_pages(_PAGES)
        window.log.show_log(_LOG)
        window.open_page(name)
        if name == "accounts":
            window.lists[name].choose("1002")
        return window

    return made
