"""Records → the lines, cards and figures of the staff windows. Plain functions, masked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kiosk import words
from kiosk.flow import catalogue, tasks
from kiosk.flow.progress import Mine, Progress, mine, progress_of
from kiosk.flow.station import Station
from offline.exchange.online import Task
from offline.i18n import tr
from offline.identity import ResidentId, Sex, check_resident_id, mask_name
from offline.records import (
    CaseState,
    Draft,
    Person,
    ServiceItem,
    Submission,
    SubmissionState,
)
from offline.sync import Status
from offline.sync.memory import HELD_HERE
from printers.papers import local
from ui.desk.data import Line, Offer, PersonCard
from ui.grid.data import Waiting
from ui.visit.endings import moment
from ui.visit.present import STAFF_GROUPS, masked_id

DRAFT, SUBMISSION, PERSON = "draft", "submission", "person"
PENDING = frozenset({SubmissionState.FINALISED, SubmissionState.SENDING, SubmissionState.WAITING})
DAYS = 7


@dataclass(frozen=True, slots=True)
class Shelf:
    """What lies at this service point, read from the store in one go."""

    drafts: Sequence[Draft]
    submissions: Sequence[Progress]
    items: Sequence[ServiceItem]
    now: datetime
    tasks: Sequence[Task] = ()

    @property
    def pending(self) -> list[Submission]:
        """What the exchange is not known to hold."""
        return [p.submission for p in self.submissions if p.submission.state in PENDING]


def read_shelf(station: Station) -> Shelf:
    """The drafts, submissions and catalogue as they are now; newest first."""
    handed_in = sorted(station.store.submissions.list(), key=lambda s: s.finalised, reverse=True)
    return Shelf(
        drafts=station.store.drafts.all(),
        submissions=[progress_of(station, one) for one in handed_in],
        items=catalogue.items(station),
        now=station.clock(),
        tasks=tasks.tasks(station),
    )


def read_person(station: Station, person: Person, case: str = "") -> PersonCard:
    """The resident's card, with what they have here; ``case`` is open meanwhile."""
    return person_card(person, mine(station, person, case), station.wall_clock().date())


def person_card(person: Person, has: Mine, today: date) -> PersonCard:
    """Name and number masked; sex and age as far as the ID tells them."""
    tag = (tr("服务码已核验"), "ok") if person.verified else (tr("待核验"), "warn")
    lines = (*map(draft_line, has.drafts), *map(submission_line, has.submissions))
    return PersonCard(
        name=mask_name(person.name) if person.name else tr("没有姓名"),
        number=masked_id(person),
        facts=_facts(person, today),
        tags=(tag,),
        cases=lines,
    )


def _facts(person: Person, today: date) -> str:
    found = check_resident_id(person.id_number, today) if person.id_number else None
    if not isinstance(found, ResidentId):
        return ""
    sex = tr("男") if found.sex is Sex.MALE else tr("女")
    return tr("{sex} · {age} 岁", sex=sex, age=found.age_at(today))


def draft_line(draft: Draft) -> Line:
    """A draft to go on with."""
    name = mask_name(draft.person.name) if draft.person and draft.person.name else ""
    return Line(
        kind=DRAFT,
        id=draft.instance_id,
        title=draft.title,
        person=name,
        state=tr("没填完"),
        tone="warn",
        when=moment(draft.saved),
        icon="edit",
        action=tr("接着填"),
    )


def submission_line(progress: Progress) -> Line:
    """A submission with its state, or its case's."""
    submission, case = progress.submission, progress.case
    state = words.case_state(case.state) if case else words.submission_state(submission.state)
    return Line(
        kind=SUBMISSION,
        id=submission.instance_id,
        title=progress.item,
        person=mask_name(submission.person.name)
        if submission.person and submission.person.name
        else "",
        state=state,
        tone=_tone(progress),
        when=moment(submission.finalised),
        icon="document",
        action=tr("看"),
    )


def _tone(progress: Progress) -> str:
    if progress.case is not None:
        good = progress.case.state in {CaseState.ACCEPTED, CaseState.DONE}
        return "ok" if good else "warn"
    quarantined = progress.submission.state is SubmissionState.QUARANTINED
    return "err" if quarantined else "warn" if progress.submission.state in PENDING else ""


def desk_lines(shelf: Shelf) -> list[Line]:
    """Drafts first, then today's submissions and those still waiting, under headings."""
    today = local(shelf.now).date()
    recent = [
        p
        for p in shelf.submissions
        if local(p.submission.finalised).date() == today or p.submission.state in PENDING
    ]
    lines = [Line("", "", tr("没填完"))] if shelf.drafts else []
    lines += [draft_line(draft) for draft in shelf.drafts]
    lines += [Line("", "", tr("今天提交"))] if recent else []
    return lines + [submission_line(p) for p in recent]


def offers(items: Sequence[ServiceItem]) -> list[Offer]:
    """What can be begun."""
    return [
        Offer(i.id, i.name, i.department, i.group, i.icon, i.offline in {"yes", "queue"})
        for i in items
    ]


def grid_offers(items: Sequence[ServiceItem]) -> list[Offer]:
    """What a grid worker records comes first."""
    return offers(sorted(items, key=lambda item: item.group not in STAFF_GROUPS))


def person_line(person: Person) -> Line:
    """A resident met before."""
    name = mask_name(person.name) if person.name else tr("没有姓名")
    state, tone = (tr("服务码已核验"), "ok") if person.verified else (tr("待核验"), "warn")
    return Line(PERSON, person.subject, name, "", state, tone, "", "person", "", masked_id(person))


def tally(shelf: Shelf) -> str:
    """What was handed in today, and what still waits."""
    today = local(shelf.now).date()
    count = sum(local(p.submission.finalised).date() == today for p in shelf.submissions)
    return tr("今天提交 {count}　待上传 {left}", count=count, left=len(shelf.pending))


def waiting(shelf: Shelf, status: Status | None) -> Waiting:
    """How much is not uploaded and since when, by item and by day, and how long it may take."""
    due, contact = (status.next_due, status.last_contact) if status else (None, None)
    pending = shelf.pending
    oldest = min((s.finalised for s in pending), default=None)
    titles = {p.submission.instance_id: p.item for p in shelf.submissions}
    kinds = Counter(titles[s.instance_id] for s in pending)
    return Waiting(
        count=len(pending),
        oldest=age(shelf.now - oldest) if oldest else "",
        oldest_at=moment(oldest) if oldest else "",
        last_contact=moment(contact) if contact else tr("还没连上过"),
        next_try=moment(due) if due else "",
        size=_size(status),
        pause=words.pause(status.paused) if status else "",
        held=status is not None and status.paused == HELD_HERE,
        kinds=tuple(kinds.most_common()),
        days=_days(shelf),
    )


def _size(status: Status | None) -> str:
    """How much is left, and how long that takes on this link where it was measured."""
    if status is None or not status.bytes_left:
        return ""
    size = tr("{number} MB", number=f"{max(status.bytes_left / 1e6, 0.1):.1f}")
    if status.seconds_left is None:
        return size
    minutes = max(round(status.seconds_left / 60), 1)
    return tr("{size}，约 {minutes} 分钟", size=size, minutes=minutes)


def _days(shelf: Shelf) -> tuple[tuple[str, int, int], ...]:
    today = local(shelf.now).date()
    told: list[tuple[str, int, int]] = []
    for back in range(DAYS - 1, -1, -1):
        day = today - timedelta(days=back)
        those = [
            p.submission for p in shelf.submissions if local(p.submission.finalised).date() == day
        ]
        left = sum(s.state in PENDING for s in those)
        told.append((f"{day.month}/{day.day}", len(those) - left, left))
    return tuple(told)


def age(span: timedelta) -> str:
    """2 天 2 小时, 5 小时, 12 分钟."""
    hours, minutes = span.seconds // 3600, span.seconds // 60 % 60
    if span.days:
        return tr("{days} 天 {hours} 小时", days=span.days, hours=hours)
    if hours:
        return tr("{hours} 小时", hours=hours)
    return tr("{minutes} 分钟", minutes=max(0, minutes))
