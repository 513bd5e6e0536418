"""The printers of this terminal → lines and matters of the supervisor's window."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk import staffwords, words
from kiosk.flow.machines import TEST, Machine
from offline.i18n import tr
from offline.records import AuditEntry, Operator
from printers.port import (
    HARMLESS,
    Doubtful,
    Medium,
    NotPrinted,
    PrinterStatus,
    PrintOutcome,
    Sent,
    Trouble,
)
from ui.desk.data import Line
from ui.desk.dossier import Matter
from ui.desk.office import Page
from ui.staff import deeds
from ui.visit.endings import moment


def page(found: Sequence[Machine], last: Sequence[AuditEntry], operator: Operator) -> Page:
    """A line a printer: which it is, how it is now, what was printed last."""
    return Page("printers", tuple(_machine(one, last, operator) for one in found))


def told(outcome: PrintOutcome) -> tuple[str, str]:
    """What came of a test page, and its tone."""
    if isinstance(outcome, NotPrinted | Doubtful):
        return words.trouble(outcome.trouble), "warn"
    if isinstance(outcome, Sent):
        return tr("测试页送到打印机了，请看出纸口。"), "ok"
    return tr("测试页打好了，请看出纸口。"), "ok"


def _machine(one: Machine, last: Sequence[AuditEntry], operator: Operator) -> tuple[Line, Matter]:
    title = tr("打单子的打印机") if one.name == "receipt" else tr("打 A4 的打印机")
    state, tone, sentence = _state(one.status)
    line = Line("printer", one.name, title, "", state, tone, "", "printer")
    facts = [
        (tr("接在哪"), one.destination),
        (tr("纸"), _PAPERS[one.medium]),
        *((moment(entry.at), _printed(entry)) for entry in last),
    ]
    return line, Matter(
        deeds.PRINTER,
        one.name,
        title,
        tags=((state, tone),),
        facts=tuple(facts),
        quote=(tr("打印机现在"), sentence) if sentence else ("", ""),
        tone=tone,
        deeds=deeds.of_printer(operator),
    )


_PAPERS = {Medium.ROLL_80: "80 mm", Medium.ROLL_58: "58 mm", Medium.A4: "A4"}


def _state(status: PrinterStatus) -> tuple[str, str, str]:
    """In two to four characters, its tone, and what to do."""
    short = {
        Trouble.PAPER_OUT: tr("没纸了"),
        Trouble.PAPER_LOW: tr("纸快用完"),
        Trouble.COVER_OPEN: tr("盖子没关"),
        Trouble.CUTTER: tr("切刀卡住"),
        Trouble.PAPER_SIZE: tr("纸张不对"),
        Trouble.NO_DUPLEX: tr("只打单面"),
        Trouble.OFFLINE: tr("没连上"),
        Trouble.UNKNOWN: tr("没有回应"),
    }
    if not status.reachable:
        return short[Trouble.OFFLINE], "err", words.trouble(Trouble.OFFLINE)
    worst = next((one for one in short if one in status.troubles), None)
    if worst is None:
        return tr("能打印"), "ok", ""
    tone = "warn" if worst in HARMLESS else "err"
    return short[worst], tone, words.trouble(worst)


def _printed(entry: AuditEntry) -> str:
    """``slip 1 confirmed`` and ``Printed`` of the log, in words."""
    if entry.act == TEST:
        return tr("打印测试页")
    kind, _, rest = entry.detail.partition(" ")
    copy = rest.partition(" ")[0]
    return tr("{paper}，第 {copy} 份", paper=staffwords.paper(kind), copy=copy)
