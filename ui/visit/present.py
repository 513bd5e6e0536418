"""Records → what the pages of the entrance show. Plain functions; personal data leaves masked."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kiosk import words
from kiosk.codes.result import CodeResult, Verdict
from kiosk.flow.booking import Booked
from kiosk.flow.licences import Wallet, not_to_bring
from kiosk.flow.progress import Mine, Progress
from kiosk.flow.station import Station
from kiosk.settings import Settings
from offline.i18n import language, mark, tr
from offline.identity import mask_id, mask_name
from offline.records import CaseState, Draft, Person, ServiceItem
from printers.papers import local
from ui.components.licences import LicenceCard
from ui.pages.busy import BusyData
from ui.pages.closed import ClosedData
from ui.pages.guide import Fact, GuideData, Material, Sentence
from ui.pages.home import DoorData, HomeData
from ui.pages.my import CaseLine, MyData, Quick
from ui.pages.problem import GuideStep, ScanProblemData
from ui.visit.days import hours, weekday
from ui.visit.owing import fee_of, to_pay

STAFF_GROUPS = frozenset({"网格"})
GROUP_ICONS = {
    mark("老人"): "elder",
    mark("看病医保"): "medical",
    mark("困难帮助"): "care",
    mark("残疾人"): "wheelchair",
    mark("生孩子"): "baby",
    mark("找工作"): "job",
    mark("住房居住"): "house",
    mark("开店"): "shop",
    mark("反映问题"): "call",
}
# Where a group's name stands in a narrow column.
GROUP_SHORT = {
    "看病医保": mark("医保"),
    "困难帮助": mark("困难"),
    "残疾人": mark("残疾"),
    "生孩子": mark("生育"),
    "找工作": mark("就业"),
    "住房居住": mark("住房"),
    "反映问题": mark("诉求"),
}
QUICK = 4


def for_residents(items: Sequence[ServiceItem]) -> tuple[ServiceItem, ...]:
    """The items a resident's kiosk offers: those of grid workers are not."""
    return tuple(item for item in items if item.group not in STAFF_GROUPS)


def item_name(item: ServiceItem) -> str:
    """An item's name in the language in use."""
    return item.english if language() == "en" and item.english else item.name


def closed(settings: Settings, why: str) -> ClosedData:
    """A terminal that the centre keeps shut, in its words."""
    return ClosedData(settings.help_phone, settings.terminal, why)


def home(items: Sequence[ServiceItem], *, card_reader: bool = False) -> HomeData:
    """Doors in the order of the catalogue, each with the first two items it leads to."""
    offered = for_residents(items)
    groups = dict.fromkeys(item.group for item in offered)
    doors = tuple(_door(group, offered) for group in groups)
    return HomeData(doors=doors, total=len(offered), card_reader=card_reader)


def _door(group: str, items: Sequence[ServiceItem]) -> DoorData:
    names = [item_name(item) for item in items if item.group == group]
    hint = " · ".join(names[:2]) if language() != "en" else ""
    return DoorData(group, tr(group), hint, GROUP_ICONS.get(group, "document"))


def scan_problem(result: CodeResult, number: str, *, card_reader: bool = False) -> ScanProblemData:
    """What a code that opens no visit tells the person, and what to do."""
    fresh = result.verdict in {Verdict.EXPIRED, Verdict.REPLAYED, Verdict.NOT_YET_VALID}
    state = "err" if result.verdict in {Verdict.TAMPERED, Verdict.REVOKED} else "warn"
    return ScanProblemData(
        title=words.verdict_title(result),
        text=words.verdict_advice(result),
        symbol="clock" if fresh or result.instead == "token" else "alert",
        state=state,
        guide_title=tr("换一个新码") if fresh else "",
        guide=_fresh_code() if fresh else (),
        number=number,
        card_reader=card_reader,
        type_id=result.instead == "token",
    )


def card_problem(told: str) -> ScanProblemData:
    """An ID card that gave no number: lay it down again, or scan a code."""
    return ScanProblemData(title=tr("没有读到身份证"), text=told, symbol="id-card")


def laying_card() -> BusyData:
    """While the reader waits for a card."""
    return BusyData(tr("请把身份证放在读卡的地方"), tr("放平，别动，听到“嘀”一声再拿走。"), 1.0)


def _fresh_code() -> tuple[GuideStep, ...]:
    return (
        GuideStep("phone-code", tr("打开手机上的服务码")),
        GuideStep("sync", tr("点一下码，换新的")),
        GuideStep("hold", tr("对准扫描口")),
    )


def guide(
    item: ServiceItem,
    *,
    online: bool,
    unprinted: str = "",
    spared: Collection[str] = (),
    book: bool = False,
) -> GuideData:
    """What a person wants to know before beginning; without a start if it can't be begun now.

    ``unprinted`` says why no paper would come out at the end; ``spared`` are the materials that
    the person's licences stand for; ``book`` offers an appointment at the window.
    """
    notes = [_offline_note(item)] if not online else []
    notes += [Sentence(unprinted, "paper-out", "warn")] if unprinted else []
    pairs = [text.partition("：") for text in item.guide]
    facts = tuple(
        Fact(label, value or label, symbol=symbol)
        for (label, _, value), symbol in zip(pairs, _FACT_ICONS, strict=False)
    )
    return GuideData(
        item_id=item.id,
        title=item_name(item),
        office=item.department,
        eligibility=Sentence(item.summary, "info") if item.summary else None,
        facts=facts,
        materials=tuple(_material(text, spared) for text in item.materials),
        notes=(*notes, *(Sentence(text) for text in item.guide[len(_FACT_ICONS) :])),
        start=tr("开始办理") if online or item.offline in {"yes", "queue"} else "",
        book=book,
    )


_FACT_ICONS = ("write", "clock", "yuan")


def _offline_note(item: ServiceItem) -> Sentence:
    text = {
        "yes": tr("没有网，照样能办。登记好了，有网后自动上传。"),
        "queue": tr("没有网也能先填好，有网后由县里办。"),
    }.get(item.offline, tr("这一项要有网才能办，等网络好了再来。"))
    return Sentence(text, "offline", "warn")


def _material(text: str, spared: Collection[str]) -> Material:
    title, _, where = text.partition("：")
    held = title in spared
    if not held and "不用带" not in where:
        return Material(title, where)
    told = tr("有电子证照") if held else where
    return Material(title, told, tag=tr("不用带"), tag_state="ok", tag_symbol="check")


# Which licence stands for a material, by the name it has in the catalogue.
KINDS = {
    "居民身份证": "id-card",
    "身份证": "id-card",
    "户口簿": "household-register",
    "社会保障卡": "social-security-card",
    "残疾人证": "disability",
}
KIND_ICONS = {
    "id-card": "id-card",
    "household-register": "people",
    "social-security-card": "medical",
    "disability": "wheelchair",
}


def spared(station: Station, wallet: Wallet | None, item: ServiceItem) -> frozenset[str]:
    """The materials of an item that need not be brought: a licence valid today stands for them."""
    if wallet is None:
        return frozenset()
    titles = {text.partition("：")[0] for text in item.materials}
    held = {one.kind for one in not_to_bring(station, wallet, tuple(KIND_ICONS))}
    return frozenset(title for title in titles if KINDS.get(title) in held)


def cards(station: Station, wallet: Wallet | None) -> tuple[LicenceCard, ...] | None:
    """The licences on one's own page, numbers masked as they came; None before they were asked."""
    if wallet is None:
        return None
    today = station.wall_clock().date()
    return tuple(
        LicenceCard(
            one.name,
            KIND_ICONS.get(one.kind, "seal"),
            one.valid_on(today),
            one.number,
            one.id if one.has_document else "",
        )
        for one in wallet.licences
    )


def my_page(person: Person, mine: Mine, items: Sequence[ServiceItem], *, online: bool) -> MyData:
    """Who is here, masked; drafts to go on with first, then what was handed in."""
    drafts = tuple(_draft(draft) for draft in mine.drafts)
    cases = tuple(_case(progress) for progress in mine.submissions)
    quick = tuple(
        Quick(item.id, item_name(item), item.icon) for item in for_residents(items)[:QUICK]
    )
    return MyData(
        name=mask_name(person.name) if person.name else tr("您"),
        id_number=masked_id(person),
        verified=person.verified and online,
        online=online,
        cases=(*drafts, *map(_booking, mine.bookings), *cases),
        quick=quick,
        can_reveal=bool(person.id_number),
    )


def masked_id(person: Person) -> str:
    """The ID as far as it is known, masked; of a scanned code only the last four are."""
    if person.id_number:
        return mask_id(person.id_number)
    return f"{'*' * 14}{person.id4}" if person.id4 else ""


def _booking(one: Booked) -> CaseLine:
    when = f"{weekday(local(one.begins).date())} {hours(one.begins, one.ends)}"
    told = (
        tr("约没约上正在核实：{when}", when=when) if one.doubtful else tr("约在 {when}", when=when)
    )
    return CaseLine(
        id=one.id,
        title=one.item,
        text=told,
        state="warn" if one.doubtful else "ok",
        symbol="calendar",
        action=tr("看预约"),
        booking=True,
    )


def _draft(draft: Draft) -> CaseLine:
    return CaseLine(
        id=draft.instance_id,
        title=draft.title,
        text=tr("没填完，上次存到这里"),
        state="warn",
        symbol="edit",
        action=tr("接着填"),
        draft=True,
    )


def _case(progress: Progress) -> CaseLine:
    state = progress.case.state if progress.case else None
    told = words.case_state(state) if state else words.submission_state(progress.submission.state)
    owes = to_pay(progress)
    done = state in {CaseState.ACCEPTED, CaseState.DONE} and not owes
    text, symbol, action = told, "document", tr("看进度")
    if owes:
        text = tr("{state}，费用 {fee}", state=told, fee=fee_of(progress))
        symbol, action = "yuan", tr("去缴费")
    elif progress.returned:
        symbol, action = "alert", tr("去补正")
    elif progress.instead:
        text = tr("补正过了，已经另交一份")
    return CaseLine(
        id=progress.submission.instance_id,
        title=progress.item,
        text=text,
        state="ok" if done else "warn" if progress.returned or owes else "",
        symbol=symbol,
        action=action,
    )
