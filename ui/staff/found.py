"""What a search found → lines in groups, and one opened matter. Plain functions, masked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kiosk import staffwords, words
from kiosk.flow.payments import Order, PayState
from kiosk.flow.progress import Progress
from kiosk.flow.search import Found
from kiosk.roles import Act, may
from offline.i18n import tr
from offline.identity import is_phone, mask_id, mask_name, mask_phone
from offline.records import Case, Operator, SubmissionState
from offline.store.entity import HOUSEHOLDS, PERSONS, PLACES, Entity
from printers.dues import yuan
from ui.components.buttons import Kind
from ui.desk.data import Line, PersonCard
from ui.desk.dossier import Deed, Matter
from ui.desk.search import Group, Results
from ui.staff import lines, till
from ui.staff.lines import PERSON
from ui.visit.endings import moment
from ui.visit.owing import fee_of, to_pay

ENTITY, CASE = "entity", "case"
_ID_LENGTH = 18


def results(typed: str, found: Found, seconds: float) -> Results:
    """Groups in the order of the design."""
    mark = typed.strip()
    groups = (
        Group("people", tr("居民"), "people", tuple(map(lines.person_line, found.people))),
        Group("entities", tr("家庭和地点"), "house", tuple(map(entity_line, found.entities))),
        Group("drafts", tr("没填完"), "edit", tuple(map(lines.draft_line, found.drafts))),
        Group("cases", tr("办件"), "document", _cases(found)),
    )
    marked = (
        replace(group, lines=tuple(replace(line, mark=mark) for line in group.lines))
        for group in groups
    )
    return Results(mark, tuple(marked), seconds)


def _cases(found: Found) -> tuple[Line, ...]:
    here = [numbered_line(progress) for progress in found.submissions]
    return (*here, *map(_case_line, found.cases))


def numbered_line(progress: Progress) -> Line:
    """A submission with its 登记号 in a column of its own."""
    return replace(lines.submission_line(progress), number=progress.submission.receipt, action="")


def _case_line(case: Case) -> Line:
    return Line(
        CASE,
        case.instance_id,
        case.department or tr("办件"),
        state=words.case_state(case.state),
        when=moment(case.updated) if case.updated else "",
        number=case.number or "—",
    )


def entity_line(entity: Entity) -> Line:
    """A household, a place or a listed person."""
    icon = {PERSONS: "person", HOUSEHOLDS: "house", PLACES: "place"}.get(entity.dataset, "list")
    return Line(ENTITY, entity.id, label_of(entity), person=dataset(entity.dataset), icon=icon)


def dataset(name: str) -> str:
    """What a list is called."""
    named = {PERSONS: tr("人员"), HOUSEHOLDS: tr("家庭"), PLACES: tr("地点")}
    return named.get(name, name)


def label_of(entity: Entity) -> str:
    """A person's name masked; a place as it is."""
    return mask_name(entity.label) if entity.dataset == PERSONS else entity.label


def entity_matter(entity: Entity, near: tuple[Entity, ...]) -> Matter:
    """A record opened: its properties and what it is linked to, numbers masked."""
    facts = properties(entity.properties)
    linked = tuple((dataset(each.dataset), label_of(each)) for each in near)
    return Matter(
        ENTITY,
        entity.id,
        label_of(entity),
        tags=((dataset(entity.dataset), ""),),
        facts=(*facts, *linked, (tr("第几版"), str(entity.version))),
    )


def properties(found: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Labels and values; an ID or a phone among them is masked by its shape, a name by its name."""
    return tuple((name, masked(name, value)) for name, value in found.items() if value)


def masked(name: str, value: str) -> str:
    """A value by its shape: an ID, a phone, or a name by its field."""
    if len(value) == _ID_LENGTH and value[:-1].isdigit():
        return mask_id(value)
    if is_phone(value):
        return mask_phone(value)
    return mask_name(value) if name.endswith(("name", "姓名")) else value


def submission_matter(
    progress: Progress,
    operator: Operator,
    who: str,
    agent: str = "",
    order: Order | None = None,
    notices: tuple[str, ...] = (),
) -> Matter:
    """A submission opened: how it stands, what may be printed, paid, and withdrawing while unsent.

    ``agent`` is who acted for the applicant, masked; ``order`` the one it is being paid by.
    ``notices`` are the papers that its answers give, by the ledger's names.
    """
    submission, case = progress.submission, progress.case
    line = lines.submission_line(progress)
    facts = [
        (tr("登记号"), submission.receipt),
        (tr("申请人"), line.person or "—"),
        (tr("提交"), moment(submission.finalised)),
        (tr("经手"), who),
        (tr("材料"), tr("{count} 件", count=len(submission.attachments))),
    ]
    if agent:
        facts.append((tr("代办人"), agent))
    if case is not None:
        facts += [(tr("受理号"), case.number or "—"), (tr("部门"), case.department or "—")]
        facts += [(tr("交换平台的话"), case.reason)] if case.reason else []
    facts += [(tr("费用"), fee_of(progress))] if progress.due else []
    scanned = order.qr_text if order is not None and order.state is PayState.PENDING else ""
    return Matter(
        lines.SUBMISSION,
        submission.instance_id,
        progress.item,
        tags=((line.state, line.tone),),
        facts=tuple(facts),
        quote=(tr("交换平台退回时说"), submission.reason) if _refused(progress) else ("", ""),
        deeds=_deeds(progress, operator, order, notices),
        code=(scanned, tr("请居民用手机扫这个码")),
    )


def _refused(progress: Progress) -> bool:
    return progress.submission.state is SubmissionState.QUARANTINED


def _money(progress: Progress, order: Order | None) -> tuple[Deed, ...]:
    """Collect what is due, ask whether it came, or call it off."""
    if progress.due is None or not to_pay(progress):
        return ()
    if order is None or not order.qr_text:
        words = tr("收费 {amount}", amount=yuan(progress.due.amount))
        return (Deed(till.PAY, words, kind=Kind.PRIMARY),)
    return (Deed(till.ASK, tr("核对缴费"), kind=Kind.PRIMARY), Deed(till.DROP, tr("先不收了")))


def _deeds(
    progress: Progress, operator: Operator, order: Order | None, notices: tuple[str, ...]
) -> tuple[Deed, ...]:
    state, money = progress.submission.state, _money(progress, order)
    if state is SubmissionState.CLOSED:
        return ()
    printing = [Deed("print", tr("打印单子"), "P", Kind.SECONDARY if money else Kind.PRIMARY)]
    printing += [Deed(kind, tr("打印{paper}", paper=staffwords.paper(kind))) for kind in notices]
    if progress.certificate:
        printing.append(Deed("certificate", tr("打印证明")))
    printing.append(Deed("application", tr("打印申请表")))
    if state is SubmissionState.QUARANTINED:
        return (*printing, Deed("office", tr("去“要处理”里定")))
    if state is not SubmissionState.FINALISED:
        mending = (Deed("supplement", tr("补正，再交一次")),) if progress.returned else ()
        return (*mending, *money, *printing)
    refused = "" if may(operator, Act.WITHDRAW) else tr("您的岗位不能办这一步")
    return (*printing, Deed("withdraw", tr("本人撤回"), kind=Kind.DANGER, refused=refused))


def person_matter(subject: str, card: PersonCard) -> Matter:
    """A resident as a matter, where there is no column for who is at the window."""
    facts = [(tr("身份证号"), card.number), (tr("性别年龄"), card.facts)]
    facts += [(line.when, f"{line.title} · {line.state}") for line in card.cases]
    return Matter(
        PERSON,
        subject,
        card.name,
        tags=card.tags,
        facts=tuple((label, value) for label, value in facts if value),
    )
