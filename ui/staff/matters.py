"""What waits for a supervisor → lines and matters of their window. Plain functions, masked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from kiosk import centrewords, staffwords, words
from kiosk.flow.office import Doubt, Log, Waiting
from kiosk.flow.progress import Progress
from kiosk.flow.telling import Telling
from kiosk.roles import STAFF, Act, may
from offline.i18n import tr
from offline.identity import mask_name
from offline.records import NOBODY, AuditEntry, Operator, PrintJob, SubmissionState
from offline.store.account import Account
from offline.sync.changes import LABEL
from offline.sync.conflicts import Conflict, Field
from printers.ledger import trouble_of
from printers.port import Trouble
from ui.desk.data import Line
from ui.desk.dossier import Ask, Deed, Matter
from ui.desk.logpage import LogData
from ui.desk.merging import MINE, THEIRS, Pick
from ui.desk.office import Page
from ui.staff import deeds, found, lines, messages, owing
from ui.visit.endings import moment

Names = Mapping[str, str]
"""Staff number → name, masked."""


def names_of(accounts: list[Operator]) -> Names:
    """Who is who in the lists."""
    return {each.id: f"{mask_name(each.name)} {each.id}" for each in accounts}


def pages(waiting: Waiting, operator: Operator, names: Names, now: datetime) -> list[Page]:
    """Everything that waits, page by page."""
    return [
        Page("refused", tuple(_refused(one, operator, names) for one in waiting.refused)),
        Page(
            "queue",
            tuple(_unsent(one, operator, names) for one in waiting.unsent),
            _queue_note(waiting, now),
        ),
        Page("prints", tuple(_doubt(one, operator, names) for one in waiting.doubts)),
        Page("messages", messages.entries(waiting.messages)),
        Page("payments", tuple(owing.entry(one) for one in waiting.owed)),
        Page("conflicts", tuple(_conflict(one, operator) for one in waiting.conflicts)),
        Page("accounts", _accounts(waiting, operator)),
    ]


def _queue_note(waiting: Waiting, now: datetime) -> tuple[str, str]:
    lost = centrewords.losses(waiting.lost) if waiting.lost else ""
    if not waiting.unsent:
        return lost, "err" if lost else ""
    oldest = min(one.submission.finalised for one in waiting.unsent)
    size = sum(file.size for one in waiting.unsent for file in one.submission.attachments)
    told = tr(
        "{count} 件没上传，照片和文件 {size}，最早一件等了 {age}。都存好了，有网自动上传。",
        count=len(waiting.unsent),
        size=bytes_in_words(size),
        age=lines.age(now - oldest),
    )
    return lost + told, "err" if lost else "warn"


def bytes_in_words(size: int) -> str:
    """31 MB, 4 KB."""
    units = ("B", "KB", "MB", "GB")
    value, at = float(size), 0
    while value >= 1000 and at < len(units) - 1:  # noqa: PLR2004 — as people read sizes
        value, at = value / 1000, at + 1
    return f"{value:.0f} {units[at]}"


def _refused(progress: Progress, operator: Operator, names: Names) -> tuple[Line, Matter]:
    submission = progress.submission
    facts = (*_facts(progress, names), (tr("试过"), tr("{count} 次", count=submission.attempts)))
    said = submission.reason or tr("交换平台没有说原因")
    return found.numbered_line(progress), Matter(
        deeds.REFUSED,
        submission.instance_id,
        progress.item,
        facts=facts,
        quote=(tr("交换平台退回时说"), said),
        deeds=deeds.of_refused(operator),
    )


def _unsent(progress: Progress, operator: Operator, names: Names) -> tuple[Line, Matter]:
    submission = progress.submission
    facts = [*_facts(progress, names), (tr("试过"), tr("{count} 次", count=submission.attempts))]
    if submission.due is not None and submission.attempts:
        facts.append((tr("下次自动试"), moment(submission.due)))
    if submission.reason:
        facts.append((tr("上次没成"), submission.reason))
    never_sent = submission.state is SubmissionState.FINALISED
    return found.numbered_line(progress), Matter(
        deeds.UNSENT,
        submission.instance_id,
        progress.item,
        facts=tuple(facts),
        deeds=deeds.of_unsent(operator, never_sent=never_sent),
    )


def _facts(progress: Progress, names: Names) -> tuple[tuple[str, str], ...]:
    submission = progress.submission
    person = submission.person
    who = names.get(submission.operator, staffwords.role(submission.operator))
    return (
        (tr("登记号"), submission.receipt),
        (tr("申请人"), mask_name(person.name) if person and person.name else "—"),
        (tr("提交"), moment(submission.finalised)),
        (tr("经手"), who),
        (tr("材料"), tr("{count} 件", count=len(submission.attachments))),
    )


def _doubt(doubt: Doubt, operator: Operator, names: Names) -> tuple[Line, Matter]:
    job, progress = doubt.job, doubt.progress
    title = staffwords.paper(job.kind)
    facts = [
        (tr("事项"), progress.item if progress else tr("已经到期删除")),
        (tr("登记号"), progress.submission.receipt if progress else "—"),
        (tr("第几份"), str(job.copy)),
        (tr("什么时候"), moment(job.created)),
        (tr("谁打的"), names.get(job.operator, staffwords.role(job.operator))),
        (tr("打印机"), job.destination),
    ]
    line = Line(
        "print",
        job.id,
        title,
        progress.item if progress else "",
        tr("打印存疑"),
        "warn",
        moment(job.created),
        "printer",
        "",
        progress.submission.receipt if progress else "—",
    )
    said = _known(job)
    quote = (tr("请先看一眼出纸口"), said)
    return line, Matter(
        deeds.PRINT,
        job.id,
        title,
        facts=tuple(facts),
        quote=quote,
        tone="warn",
        deeds=deeds.of_print(operator, job, gone=progress is None),
    )


def _known(job: PrintJob) -> str:
    """What the printer said, if it said anything."""
    known = {trouble.value: trouble for trouble in Trouble}
    trouble = known.get(trouble_of(job))
    told = words.trouble(trouble) + " " if trouble else ""
    return told + staffwords.doubt()


def _conflict(conflict: Conflict, operator: Operator) -> tuple[Line, Matter]:
    entity = conflict.entity
    clashes = sum(field.clash for field in conflict.fields)
    state = tr("县里删了") if conflict.deleted else tr("{count} 处不一样", count=clashes)
    title = found.label_of(entity)
    kind = found.dataset(entity.dataset)
    line = Line("conflict", entity.id, title, kind, state, "warn", moment(conflict.since), "sync")
    picks = () if conflict.deleted else tuple(_pick(field) for field in conflict.fields)
    unsent = tr("本机还有 {count} 件没上传的会照样上传。", count=len(conflict.unsent))
    return line, Matter(
        deeds.CONFLICT,
        entity.id,
        title,
        tags=((kind, ""), (state, "warn")),
        facts=((tr("什么时候"), moment(conflict.since)),),
        quote=(tr("县里的和本机的不一样"), unsent) if conflict.unsent else ("", ""),
        tone="warn",
        sides=(tr("本机的"), tr("县里的")),
        picks=picks,
        deeds=deeds.of_conflict(operator, deleted=conflict.deleted),
    )


def _pick(field: Field) -> Pick:
    """Where only one side changed it, that side is chosen already; a clash is for the person."""
    chosen = THEIRS if field.mine == field.before else MINE
    return Pick(
        field.name,
        tr("名称") if field.name == LABEL else field.name,
        found.masked(field.name, field.mine),
        found.masked(field.name, field.theirs),
        "" if field.clash else chosen,
    )


def told_of(telling: Telling) -> str:
    """A conflict is decided: what the exchange does not know yet, and what to do about it."""
    if not telling.values:
        return tr("定好了")
    what = "，".join(
        f"{tr('名称') if name == LABEL else name} {found.masked(name, value) or '—'}"
        for name, value in telling.values.items()
    )
    if telling.form:
        return tr(
            "定好了，县里还不知道：{what}。请填一张{form}告诉县里。", what=what, form=telling.form
        )
    return tr("定好了，县里还不知道：{what}。本机没有能改它的表，请打电话告诉县里。", what=what)


def _accounts(waiting: Waiting, operator: Operator) -> tuple[tuple[Line, Matter], ...]:
    if not may(operator, Act.ACCOUNTS):
        return ()
    told = [_account(account, operator) for account in waiting.accounts]
    return (_new_account(operator), *told)


def _new_account(operator: Operator) -> tuple[Line, Matter]:
    line = Line("account", "+", tr("加一个账号"), icon="plus")
    asks = (Ask(tr("工号")), Ask(tr("姓名")), Ask(tr("口令（至少 8 个字符）"), secret=True))
    roles = [r for r in STAFF if r != "it" or may(operator, Act.SETTINGS)]
    made = tuple(
        Deed(role, tr("建{role}账号", role=staffwords.role(role)), asks=asks) for role in roles
    )
    return line, Matter(deeds.NEW_ACCOUNT, "+", tr("加一个账号"), deeds=made)


def _account(account: Account, operator: Operator) -> tuple[Line, Matter]:
    own = account.operator
    state, tone = (tr("锁住了"), "err") if account.locked else (staffwords.role(own.role), "")
    until = moment(account.expires) if account.expires else tr("没有口令，不能登录")
    line = Line(
        "account", own.id, mask_name(own.name), "", state, tone, until, "person", "", own.id
    )
    facts = (
        (tr("工号"), own.id),
        (tr("岗位"), staffwords.role(own.role)),
        (tr("口令用到"), until),
        (tr("输错"), tr("{count} 次", count=account.failures)),
    )
    tags = ((tr("锁住了"), "err"),) if account.locked else ()
    return line, Matter(
        deeds.ACCOUNT,
        own.id,
        mask_name(own.name),
        tags=tags,
        facts=facts,
        deeds=deeds.of_account(account, operator),
    )


def kept_page(rules: Mapping[str, int], purges: list[AuditEntry]) -> Page:
    """How long what is kept, and what was forgotten when."""
    days = "，".join(
        tr("{what} {days} 天", what=staffwords.kept(name), days=count)
        for name, count in rules.items()
    )
    entries = tuple(_purge(entry) for entry in purges)
    return Page("kept", entries, (tr("最后一次改动后保存：{days}。", days=days), ""))


def _purge(entry: AuditEntry) -> tuple[Line, Matter]:
    pairs = [part.partition("=") for part in entry.detail.split()]
    facts = tuple(
        (staffwords.kept(name), tr("{count} 条", count=count)) for name, _, count in pairs
    )
    title = tr("到期删除")
    line = Line(
        "purge",
        str(entry.number),
        title,
        "，".join(f"{name} {count}" for name, count in facts),
        when=moment(entry.at),
        icon="trash",
    )
    return line, Matter("purge", str(entry.number), title, facts=facts)


def log_data(log: Log, names: Names) -> LogData:
    """Entries as lines, and the word on the chain."""
    if log.broken is None:
        state = (tr("日志完整：{count} 条，一条接一条都对得上。", count=log.count), "ok")
    else:
        told = tr("日志从第 {number} 条起对不上，请马上告诉运维人员。", number=log.broken)
        state = (told, "err")
    return LogData(
        lines=tuple(_entry(entry, names) for entry in log.entries),
        operators=tuple((name, names.get(name) or staffwords.role(name)) for name in log.operators),
        acts=tuple((act, staffwords.act(act)) for act in log.acts),
        state=state,
    )


def _entry(entry: AuditEntry, names: Names) -> Line:
    return Line(
        "entry",
        str(entry.number),
        staffwords.act(entry.act),
        names.get(entry.operator) or staffwords.role(entry.operator),
        tr("代办") if entry.parties != NOBODY else "",
        "info",
        when=moment(entry.at),
        icon="",
        number=entry.detail or entry.subject[:18] or "—",
    )
