"""Submissions, cases and print jobs → what the last pages of a visit show. Plain functions."""

from __future__ import annotations

from datetime import datetime

from kiosk import words
from kiosk.codes.receipt import encode
from kiosk.flow.progress import Progress
from offline.i18n import tr
from offline.identity import mask_name
from offline.records import CaseState, PrintJob, PrintState, SubmissionState
from printers.dues import DueState, yuan
from printers.papers import Site, local
from ui.components.timeline import TimelineStep, When
from ui.pages.done import DoneOfflineData, DoneOnlineData, NextLine, Printing
from ui.pages.progress import ProgressData
from ui.visit.days import day
from ui.visit.owing import accepted, fee_of, to_pay
from ui.visit.present import masked_id

PRINT_RECEIPT, PRINT_CERTIFICATE, PAY = "receipt", "certificate", "pay"
SUPPLEMENT = "supplement"
_SYMBOLS = {PAY: "yuan", SUPPLEMENT: "edit"}


def printing_of(job: PrintJob | None) -> Printing:
    """How a print job looks to the person at the slot."""
    if job is None or job.state in {PrintState.QUEUED, PrintState.CANCELLED}:
        return Printing.NONE
    if job.state is PrintState.CONFIRMED:
        return Printing.PRINTED
    return Printing.DOUBTFUL if job.state is PrintState.DOUBTFUL else Printing.PRINTING


def moment(when: datetime) -> str:
    """3月18日 10:31, by the country's wall clock."""
    here = local(when)
    return tr("{month}月{day}日 {time}", month=here.month, day=here.day, time=f"{here:%H:%M}")


def done_offline(
    progress: Progress, site: Site, printing: Printing, *, online: bool
) -> DoneOfflineData:
    """登记好了: kept here, not yet uploaded."""
    submission = progress.submission
    person = submission.person
    name = mask_name(person.name) if person and person.name else ""
    lines = (progress.item, name, moment(submission.finalised))
    return DoneOfflineData(
        item=progress.item,
        number=submission.receipt,
        code=encode(submission.receipt),
        lines=tuple(line for line in lines if line),
        help_phone=site.help_phone,
        printing=printing,
        online=online,
        rate_next=True,
        fee=yuan(progress.due.amount) if progress.due else "",
    )


def done_online(progress: Progress, printing: Printing) -> DoneOnlineData:
    """已经受理: with what the exchange promised and nothing more."""
    submission, case = progress.submission, progress.case
    person = submission.person
    facts = [(tr("申请人"), mask_name(person.name) if person and person.name else "")]
    following: list[NextLine] = []
    if case is not None:
        facts.append((tr("受理单位"), case.department))
        facts.append((tr("受理时间"), moment(case.accepted) if case.accepted else ""))
        if case.deadline:
            facts.append((tr("办好时间"), tr("{day}以前", day=day(case.deadline))))
    facts.append((tr("费用"), fee_of(progress)))
    if to_pay(progress):
        following.append(NextLine("yuan", tr("费用到窗口缴，或在这台机器扫回执上的码缴")))
    if progress.certificate:
        following.append(NextLine("document", tr("证明开好了，可以现在打印")))
    following.append(NextLine("slip", tr("拿好受理回执，扫上面的码查进度")))
    return DoneOnlineData(
        item=progress.item,
        number=case.number if case else "",
        code=encode(submission.receipt),
        facts=tuple((label, value) for label, value in facts if value),
        next=tuple(following),
        printing=printing,
    )


def progress_page(progress: Progress, *, online: bool, printed: frozenset[str]) -> ProgressData:
    """A case in steps; the one thing to do is to take the strongest paper not taken yet."""
    submission, person = progress.submission, progress.submission.person
    action, action_words = _action(progress, printed)
    case = progress.case
    return ProgressData(
        title=progress.item,
        number=submission.receipt,
        person=mask_name(person.name) if person and person.name else _nobody(progress),
        steps=_steps(progress),
        tag=words.case_state(case.state) if case else words.submission_state(submission.state),
        tag_state="ok" if accepted(progress) else "warn",
        source=tr("刚刚从县里查到") if online else tr("没有网，这是上次查到的"),
        can_refresh=True,
        action=action,
        action_words=action_words,
        action_symbol=_SYMBOLS.get(action, "printer"),
    )


def _nobody(progress: Progress) -> str:
    person = progress.submission.person
    return masked_id(person) if person else ""


def _action(progress: Progress, printed: frozenset[str]) -> tuple[str, str]:
    if progress.returned:
        return SUPPLEMENT, tr("去补正")
    if to_pay(progress):
        return PAY, tr("去缴费")
    if accepted(progress) and PRINT_RECEIPT not in printed:
        return PRINT_RECEIPT, tr("打印受理回执")
    if progress.certificate and PRINT_CERTIFICATE not in printed:
        return PRINT_CERTIFICATE, tr("打印证明")
    return "", ""


def _steps(progress: Progress) -> tuple[TimelineStep, ...]:
    submission, case = progress.submission, progress.case
    registered = TimelineStep(
        When.DONE, tr("在服务站登记"), submission.receipt, moment(submission.finalised)
    )
    if submission.state is SubmissionState.QUARANTINED:
        halted = TimelineStep(When.NOW, tr("要人看一下"), tr("请找工作人员，带上登记单"))
        return (registered, halted)
    held = submission.state is SubmissionState.ACCEPTED
    sent = TimelineStep(
        When.DONE if held else When.WAITING,
        tr("送到县里") if held else tr("等着上传，有网后自动送"),
        day=moment(submission.settled) if held and submission.settled else "",
    )
    paying = _paying(progress)
    return (registered, sent, _judged(progress), *paying, _finished(case.state if case else None))


def _paying(progress: Progress) -> tuple[TimelineStep, ...]:
    """A step of its own where something is to be paid."""
    due = progress.due
    if due is None:
        return ()
    paid, title = due.state is DueState.PAID, tr("缴费")
    if paid:
        return (TimelineStep(When.DONE, tr("缴好了"), fee_of(progress)),)
    return (TimelineStep(When.NOW if to_pay(progress) else When.LATER, title, fee_of(progress)),)


def _judged(progress: Progress) -> TimelineStep:
    case = progress.case
    if case is None or case.state in {CaseState.RECEIVED, CaseState.COLLECTING}:
        told = words.case_state(case.state) if case else ""
        return TimelineStep(When.WAITING if case else When.LATER, tr("县里受理"), told)
    if case.state is CaseState.RETURNED and progress.instead:
        told = tr("登记号 {number}", number=progress.instead)
        return TimelineStep(When.DONE, tr("补正过了，已经另交一份"), told)
    if case.state in {CaseState.RETURNED, CaseState.REFUSED}:
        return TimelineStep(When.NOW, words.case_state(case.state), case.reason)
    when = moment(case.accepted) if case.accepted else ""
    return TimelineStep(When.DONE, tr("县里受理了"), case.number, when)


def _finished(state: CaseState | None) -> TimelineStep:
    done = state is CaseState.DONE
    return TimelineStep(When.DONE if done else When.LATER, tr("办好了") if done else tr("办结"))
