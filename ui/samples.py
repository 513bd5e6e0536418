"""Sample data of every page, for gallery and tests: people and numbers that are nobody's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from kiosk.scanning.hints import Hint
from kiosk.scanning.words import hint_sentence
from offline.i18n import tr
from ui.components.choice import ChoiceCard
from ui.components.item import ItemWords
from ui.components.licences import LicenceCard
from ui.components.summary import PageProblem
from ui.components.timeline import TimelineStep, When
from ui.countersamples import COUNTER
from ui.pages.base import Page
from ui.pages.busy import BusyData, BusyPage, NoticeData, NoticePage
from ui.pages.check import CheckData, CheckPage, CheckRow
from ui.pages.closed import ClosedData, ClosedPage
from ui.pages.done import (
    DoneOfflineData,
    DoneOfflinePage,
    DoneOnlineData,
    DoneOnlinePage,
    NextLine,
)
from ui.pages.guide import Fact, GuideData, GuidePage, Material, Sentence
from ui.pages.help import HelpData, HelpPage
from ui.pages.home import DoorData, HomeData, HomePage
from ui.pages.idle import IdleData, IdlePage
from ui.pages.my import CaseLine, MyData, MyPage, Offer, Quick
from ui.pages.paper_out import Option, PaperOutData, PaperOutPage
from ui.pages.problem import GuideStep, ScanProblemData, ScanProblemPage
from ui.pages.progress import ProgressData, ProgressPage
from ui.pages.question import QuestionData, QuestionPage
from ui.pages.rating import RatingData, RatingPage
from ui.pages.repeat import RepeatData, RepeatPage, RepeatRow
from ui.pages.scan import ScanData, ScanPage
from ui.pages.services import GroupTab, ServicesData, ServicesPage
from ui.pages.typed_id import TypeIdData, TypeIdPage
from ui.proofsamples import PROOFS
from ui.theme import Theme

HOME = HomeData(
    doors=(
        DoorData("elder", "老人", "高龄津贴 · 优待证", "elder"),
        DoorData("medical", "看病医保", "参保 · 缴费查询", "medical"),
        DoorData("relief", "困难帮助", "临时救助 · 低保", "care"),
        DoorData("disabled", "残疾人", "两项补贴", "wheelchair"),
        DoorData("birth", "生孩子", "新生儿一件事", "baby"),
        DoorData("work", "找工作", "灵活就业登记", "job"),
        DoorData("home", "住房居住", "居住证明", "house"),
        DoorData("voice", "反映问题", "12345 诉求", "call"),
    ),
    total=20,
)

EXPIRED = ScanProblemData(
    title="这个码过期了",
    text="服务码每 5 分钟换一次，这个是 <b>10:12</b> 的。\n您没有做错，换一个新码就行。",
    symbol="clock",
    guide_title="怎样换新码",
    guide=(
        GuideStep("down", "在手机上<b>往下拉</b>"),
        GuideStep("sync", "等码<b>变成新的</b>"),
        GuideStep("hold", "再放到<b>扫描口</b>"),
    ),
    note="<b>手机不方便？</b>刷身份证也一样能办，按下面的“刷身份证”。",
    number="M-103",
)

UNASKED = ScanProblemData(
    title="这个码先记下了",
    text="现在没有网，核对不了这个码。请输身份证号先办，有网时核对好了再上报。",
    symbol="clock",
    number="M-103",
    type_id=True,
)

TAMPERED = ScanProblemData(
    title="这个码认不出来",
    text="码可能被改过，或者没有显示全。\n请在手机上重新打开服务码。",
    symbol="alert",
    state="err",
    note="<b>手机不方便？</b>刷身份证也一样能办，按下面的“刷身份证”。",
    number="M-105",
)

MY = MyData(
    name="王*明",
    id_number="3210**********1234",
    offer=Offer("3", "您可能可以领：高龄津贴", "您今年 82 岁，年满 80 岁就可以申请"),
    cases=(
        CaseLine(
            "c1", "临时救助", "等您补一张照片，3 月 25 日前", "warn", "alert", "去补", "camera"
        ),
        CaseLine("c2", "居住证明", "办好了，可以打印", "ok", "check-circle", "打印", "printer"),
    ),
    licences=(
        LicenceCard("居民身份证", "id-card", number="3210**********1234", id="l1"),
        LicenceCard("户口簿", "people", id="l2"),
        LicenceCard("社会保障卡", "medical", id="l3"),
        LicenceCard("老年优待证", "seal", id="l4"),
    ),
    quick=(
        Quick("2", "待遇认证", "person"),
        Quick("8", "医保缴费", "medical"),
        Quick("3", "高龄津贴", "elder"),
        Quick("10", "居住证明", "house"),
        Quick("5", "临时救助", "care"),
        Quick("1", "参保证明", "document"),
    ),
)

MY_OFFLINE = MyData(
    name="王*明",
    id_number="3210**********1234",
    verified=False,
    online=False,
    quick=(
        Quick("3", "高龄津贴", "elder"),
        Quick("2", "待遇认证", "person"),
        Quick("5", "临时救助", "care"),
        Quick("10", "居住证明", "house"),
        Quick("4", "两项补贴", "wheelchair"),
        Quick("20", "12345 诉求", "call"),
    ),
)

SERVICES = ServicesData(
    items=(
        ItemWords("10", "居住证明", "JZZM", "村（社区）开具"),
        ItemWords("21", "居住证签注", "JZZQZ", "公安", offline=False),
        ItemWords("22", "家政服务补贴", "JZFWBT", "人社", offline=False),
        ItemWords("5", "临时救助", "LSJZ", "民政"),
        ItemWords("23", "低保家庭救助金查询", "DBJTJZJCX", "民政", offline=False),
    ),
    groups=(
        GroupTab("elder", "老人", "elder"),
        GroupTab("medical", "医保", "medical"),
        GroupTab("relief", "困难", "care"),
        GroupTab("birth", "生育", "baby"),
        GroupTab("work", "就业", "job"),
        GroupTab("home", "住房", "house"),
        GroupTab("shop", "开店", "shop"),
        GroupTab("voice", "诉求", "call"),
    ),
    query="JZ",
)

GUIDE = GuideData(
    item_id="3",
    title="高龄津贴申领",
    office="云溪镇民政办",
    eligibility=Sentence(
        "满 80 岁（您 82 岁）；户口在云溪镇（柳湾村）", "check-circle", "ok", "您符合条件，可以办"
    ),
    facts=(
        Fact("现在要花", "约 3 分钟", "6 个问题", "clock"),
        Fact("多久办好", "15 个工作日", "短信通知您", "calendar"),
        Fact("费用", "不收钱", "", "yuan"),
    ),
    materials=(
        Material("居民身份证", "电子证照，公安，2035 年到期", "id-card", "不用带", "ok", "check"),
        Material("户口簿", "电子证照，公安", "people", "不用带", "ok", "check"),
        Material("社会保障卡", "看一下卡号，津贴发到卡里", "medical", "要看卡号", "warn", "eye"),
        Material("近期照片一张", "没有也行，这台机器可以拍", "camera", "现场拍", "info", "camera"),
    ),
    consent="“不用带”的材料，您同意后由系统调取，只用于这件事。",
    notes=(
        Sentence("<b>替老人来办？</b>第一个问题会问到。要带老人的身份证和您自己的。", "people"),
        Sentence("<b>没有网也能先登记。</b>有网后自动上传，不用再跑一趟。", "offline"),
    ),
)

QUESTION = QuestionData(
    item="高龄津贴申领",
    step=1,
    total=6,
    title="这次是给谁办？",
    hint="选一个",
    why="替别人办要多登记代办人，津贴还是发给本人。",
)

REPEAT = RepeatData(
    item="临时救助",
    step=4,
    total=8,
    title="家里一起生活的有谁？",
    hint="同吃同住的都算，您自己已经算上了",
    rows=(
        RepeatRow("/data/m[1]", "王*明", "本人", "82 岁 · 来自身份证", removable=False),
        RepeatRow("/data/m[2]", "李*兰", "妻子", "79 岁 · 来自户口簿"),
        RepeatRow("/data/m[3]", "王*", "儿子", "51 岁 · 来自户口簿"),
        RepeatRow("/data/m[4]", "欧*娜", "孙女", missing="每月收入"),
    ),
    sum_left="一共 <b>4</b> 人，<b>1</b> 人没填完",
    sum_right="全家每月收入合计：填完后算出",
    note="在外打工、半年没回来住的，也要填，备注里写“在外务工”。",
    next_words="接着填欧*娜",
)

CHECK = CheckData(
    item="高龄津贴申领",
    step=6,
    total=6,
    rows=(
        CheckRow("/data/who", "给谁办", "给我自己办"),
        CheckRow("/data/name", "姓名", "王*明", "来自身份证"),
        CheckRow("/data/id", "身份证号", "3210**********1234", "来自身份证"),
        CheckRow("/data/phone", "手机号", "138****1234", "来自上次填写"),
        CheckRow("/data/address", "住址", "云溪镇柳湾村柳湾三组 18 号", "来自户口簿"),
        CheckRow("/data/account", "收款账户", "社会保障卡　尾号 6217", "来自社保卡"),
    ),
    materials=("身份证 已调取", "户口簿 已调取"),
    promise_hint="告知承诺书第 3 版，提交时一并存档",
    promised=True,
)

DONE_OFFLINE = DoneOfflineData(
    item="高龄津贴申领",
    number="LW-0318-0042",
    code="KR1:LW-0318-0042",
    lines=("高龄津贴申领", "王*明　82 岁", "3月18日 10:31"),
    help_phone="0515-5550123",
)

DONE_ONLINE = DoneOnlineData(
    item="高龄津贴申请",
    number="2026 0318 0000 42",
    code="KR1:2026031800000042",
    facts=(("申请人", "王*明"), ("受理时间", "3月18日 10:31"), ("办好时间", "4月9日 以前")),
    next=(
        NextLine("clock", "镇民政办审核，一般 <b>15 个工作日</b>"),
        NextLine("call", "有结果发短信到 <b>138****1234</b>"),
        NextLine("yuan", "通过后，每月打到社保卡，尾号 <b>6217</b>"),
    ),
)

PROGRESS = ProgressData(
    title="临时救助",
    number="LW-0311-0017",
    person="王*明",
    steps=(
        TimelineStep(When.DONE, "在柳湾村登记", "没有网，先存在机器里", "3月11日 9:40"),
        TimelineStep(When.DONE, "上传成功，已受理", "受理号 2026 0311 0000 17", "3月11日 15:02"),
        TimelineStep(When.DONE, "村里入户核实", "网格员 陈*", "3月14日"),
        TimelineStep(
            When.NOW, "请补一张照片", "病历照片看不清，请重新拍。3月25日前补好就不影响", "今天"
        ),
        TimelineStep(When.LATER, "镇民政办审核", "补好后约 5 个工作日"),
        TimelineStep(When.LATER, "结果发短信，救助金打到社保卡"),
    ),
    tag="等您补材料",
    tag_state="warn",
    tag_symbol="alert",
    source="刚才 10:20 从县里查到的。没有网时，显示上一次查到的。",
    action="photo",
    action_words="去补照片",
    action_symbol="camera",
)

PAPER_OUT = PaperOutData(
    options=(
        Option("none", "先办，不要纸单", "登记号发短信到 138****1234，也能拍屏幕"),
        Option("later", "先办，以后来补打", "30 天内，在任何一台机器上都能补打"),
        Option("wait", "等工作人员加纸", "已经通知值班的人，一般 5 分钟"),
    ),
    note="A4 打印机正常，居住证明等证明可以打。",
)


def choices(theme: Theme) -> QWidget:
    """The answers of the sample question."""
    holder = QWidget()
    holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
    holder.setMaximumHeight(theme.px(4 * 188 + 3 * 26))
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(26 if theme.portrait else 20))
    group = QButtonGroup(holder)
    for index, (title, hint) in enumerate(
        (
            ("给我自己办", "用您刚才核验的身份"),
            ("替父母、配偶或子女办", "要带本人的身份证"),
            ("替邻居、亲戚办", "要带本人身份证和委托书"),
            ("我是村干部、代办员", "要登记代办编号"),
        )
    ):
        card = ChoiceCard(theme, title, hint)
        card.setMaximumHeight(theme.px(188))
        card.setChecked(index == 0)
        group.addButton(card)
        column.addWidget(card)
    return holder


def _wrong(theme: Theme) -> QuestionPage:
    page = QuestionPage(theme, QUESTION, choices(theme))
    page.show_problems((PageProblem("/data/who", tr("请选一个：这次是给谁办")),))
    return page


def _aiming(theme: Theme) -> ScanPage:
    """A camera sees a bright phone before a dark room."""
    page = ScanPage(theme, ScanData(camera=True))
    seen = np.full((360, 640), 70, np.uint8)
    seen[60:310, 250:390] = 225
    page.show_picture(seen)
    page.show_status(hint_sentence(Hint.CLOSER))
    return page


PAGES: dict[str, Callable[[Theme], Page]] = {
    "01-home": lambda theme: HomePage(theme, HOME),
    "02-scan": lambda theme: ScanPage(theme, ScanData()),
    "02-scan-camera": _aiming,
    "02-scan-slip": lambda theme: ScanPage(theme, ScanData(slip=True)),
    "03-scan-expired": lambda theme: ScanProblemPage(theme, EXPIRED),
    "03-scan-tampered": lambda theme: ScanProblemPage(theme, TAMPERED),
    "03-scan-unasked": lambda theme: ScanProblemPage(theme, UNASKED),
    "04-my": lambda theme: MyPage(theme, MY),
    "04-my-offline": lambda theme: MyPage(theme, MY_OFFLINE),
    "04-my-unasked": lambda theme: MyPage(theme, replace(MY, licences=None, licences_offered=True)),
    "04-my-without-licences": lambda theme: MyPage(theme, replace(MY, licences=None)),
    "05-services": lambda theme: ServicesPage(theme, SERVICES),
    "06-guide": lambda theme: GuidePage(theme, GUIDE),
    "06-guide-booking": lambda theme: GuidePage(
        theme, replace(GUIDE, book=True, notes=GUIDE.notes[:1])
    ),
    "07-choice": lambda theme: QuestionPage(theme, QUESTION, choices(theme)),
    "07-choice-wrong": _wrong,
    "08-typed-id": lambda theme: TypeIdPage(theme, TypeIdData("3210231944010112")),
    "10-repeat": lambda theme: RepeatPage(theme, REPEAT),
    "12-check": lambda theme: CheckPage(theme, CHECK),
    "13-done-offline": lambda theme: DoneOfflinePage(theme, DONE_OFFLINE),
    "14-done-online": lambda theme: DoneOnlinePage(theme, DONE_ONLINE),
    "15-rating": lambda theme: RatingPage(
        theme, RatingData("高龄津贴申领", "2026 0318 0000 42", 4)
    ),
    "16-idle": lambda theme: IdlePage(theme, IdleData(38)),
    "17-paper-out": lambda theme: PaperOutPage(theme, PAPER_OUT),
    "18-progress": lambda theme: ProgressPage(theme, PROGRESS),
    "19-help": lambda theme: HelpPage(
        theme, HelpData("李站长", "0515-5550123", told=True, terminal="LW-K01")
    ),
    "20-busy": lambda theme: BusyPage(
        theme, BusyData("正在保存，请等一等", "马上就好，填的都在。", 0.6)
    ),
    "21-notice": lambda theme: NoticePage(
        theme,
        NoticeData("这件事要联网才能办", "现在没有网。等有网了再来，或按“叫人帮忙”。", "offline"),
    ),
    "24-closed": lambda theme: ClosedPage(theme, ClosedData("0515-5550123", "LW-K01")),
    "24-closed-by-centre": lambda theme: ClosedPage(
        theme, ClosedData("0515-5550123", "LW-K01", "设备检修，下午两点后再来。")
    ),
    **COUNTER,
    **PROOFS,
}
"""Every page by the name of its picture."""

WITHOUT_AIDS = {"24-closed"}
"""The pages that nothing leads on from."""

OFFLINE = {"04-my-offline", "13-done-offline", "21-notice", "22-ticket-offline"}
"""The pages whose sample has no network."""
