"""Papers of a submission: what may truthfully be printed now, and printing it by the ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from kiosk.flow import agency, formpapers, materials, payments, signing
from kiosk.flow.station import Station
from kiosk.roles import Act, require
from kiosk.words import trouble
from offline.i18n import tr
from offline.records import PrintJob, Submission
from offline.store.port import UnknownRecordError
from printers import ledger
from printers.application import Application, application_pdf
from printers.certificates import printable
from printers.documents import document
from printers.notices import CombinedReceipt
from printers.papers import (
    AcceptanceReceipt,
    Certificate,
    DeliveryReceipt,
    NotOfThisFormError,
    PaperError,
    Receipt,
    Slip,
    as_copy,
    delivery_receipt,
    slip,
)
from printers.papers import receipt as strongest_receipt
from printers.port import HARMLESS, Medium, Printer, Trouble
from printers.sheets import Sheet, on
from printers.typeset import picture
from printers.wording import AnyPaper

COPIES = 5
"""Prints of one paper at most; a person who needs more asks at the window."""


class PaperKind(StrEnum):
    """The ledger's kinds."""

    SLIP = "slip"
    DELIVERY = "delivery"
    ACCEPTANCE = "acceptance"
    CERTIFICATE = "certificate"
    APPLICATION = "application"
    COMBINED = "combined"
    RECTIFICATION = "rectification"
    PATROL = "patrol"


class NoPrinterError(OSError):
    """No printer is set up for this medium."""


class NoCertificateError(PaperError):
    """The exchange has issued no certificate document for this case (yet)."""


def find(station: Station, reference: str) -> Submission:
    """A submission by instance id or 登记号 (UnknownRecordError)."""
    room = station.store.submissions
    try:
        return room.get(reference)
    except UnknownRecordError:
        return room.by_receipt(reference)


def item_name(station: Station, form_id: str, title: str) -> str:
    """The item's name in the catalogue, else the form's title."""
    item = station.store.catalogue.of_form(form_id)
    return (item.name if item else "") or title


def paper(station: Station, kind: PaperKind, submission: Submission) -> AnyPaper:
    """The typed data of a roll's paper (PaperError if it would not be true).

    The receipt of a 一件事 is the combined one, whichever receipt is asked for.
    """
    if kind is PaperKind.RECTIFICATION:
        return formpapers.rectification(station, submission)
    if kind is PaperKind.PATROL:
        return formpapers.patrol(station, submission)
    plain = replace(_plain(station, kind, submission), due=payments.due(station, submission))
    made = agency.named(plain, station.store.submissions.xml(submission.instance_id))
    if not isinstance(made, DeliveryReceipt | AcceptanceReceipt):
        return made
    together = formpapers.combined(station, submission, made)
    if together is None and kind is PaperKind.COMBINED:
        raise NotOfThisFormError(submission.form_id)
    return together or made


def _plain(station: Station, kind: PaperKind, submission: Submission) -> Slip | Receipt:
    item = item_name(station, submission.form_id, submission.title)
    phone = _phone(station, submission)
    printed = station.clock()
    if kind is PaperKind.SLIP:
        return slip(submission, item, station.site, printed=printed, phone=phone)
    xml = station.store.submissions.xml(submission.instance_id)
    given = materials.attached(station, submission, xml)
    if kind is PaperKind.DELIVERY:
        return delivery_receipt(
            submission, item, station.site, printed=printed, phone=phone, materials=given
        )
    case = station.store.cases.get(submission.instance_id)
    return strongest_receipt(
        submission, case, item, station.site, printed=printed, phone=phone, materials=given
    )


def preview(station: Station, kind: PaperKind, reference: str) -> bytes:
    """A paper as a PNG for the screen."""
    made = paper(station, kind, find(station, reference))
    return picture(made, Medium.ROLL_80)


def unprintable(station: Station) -> str:
    """Why no slip would come out now, as a sentence with the way round it; empty if one would.

    Asks the printer, within its adapter's limits. One that never answers counts as well.
    """
    printer = station.receipt_printer
    if printer is None:
        return tr("这台机器不打单子。办完以后可以用手机拍屏幕上的码。")
    status = printer.status()
    blocking = status.troubles - HARMLESS
    if status.reachable and not blocking:
        return ""
    worst = min(blocking, default=Trouble.OFFLINE)
    told = trouble(worst if status.reachable else Trouble.OFFLINE)
    return tr("{trouble}办完以后可以用手机拍屏幕上的码。", trouble=told)


@dataclass(frozen=True, slots=True)
class Plan:
    """A paper to be printed: which, whose, where, and its bytes by the number of the copy."""

    kind: PaperKind
    submission: Submission
    printer: Printer
    render: Callable[[int], bytes]


def plan(station: Station, wanted: PaperKind, reference: str, *, elder: bool = False) -> Plan:
    """What printing would do, nothing printed yet; any receipt means the strongest true now.

    NoPrinterError, PaperError, and what is told of each kind by its own ``print_…``.
    """
    submission = find(station, reference)
    match wanted:
        case PaperKind.DELIVERY | PaperKind.ACCEPTANCE:
            made = paper(station, PaperKind.ACCEPTANCE, submission)
            return _roll(station, _named(made), submission, elder=elder)
        case PaperKind.CERTIFICATE:
            return _certificate(station, submission)
        case PaperKind.APPLICATION:
            return _application(station, submission)
        case _:
            paper(station, wanted, submission)  # refused before anything is asked of a printer
            return _roll(station, wanted, submission, elder=elder)


def _named(receipt: AnyPaper) -> PaperKind:
    names = {AcceptanceReceipt: PaperKind.ACCEPTANCE, CombinedReceipt: PaperKind.COMBINED}
    return names.get(type(receipt), PaperKind.DELIVERY)


def order(station: Station, planned: Plan) -> ledger.Order:
    """The plan as the ledger takes it (NotAllowedError)."""
    require(station.operator, Act.PRINT)
    return ledger.Order(
        kind=planned.kind.value,
        reference=planned.submission.instance_id,
        destination=planned.printer.destination,
        operator=station.operator.id,
        now=station.clock(),
        limit=COPIES,
    )


def carry_out(station: Station, planned: Plan) -> PrintJob:
    """Print by the ledger, into the log (NotAllowedError, InFlightError, TooManyCopiesError)."""
    asked = order(station, planned)
    job = ledger.print_paper(station.store.prints, planned.printer, asked, planned.render)
    told = f"{planned.kind.value} {job.copy} {job.state.value}"
    agency.audit(station, "print", planned.submission.instance_id, told)
    return job


def print_slip(station: Station, reference: str, *, elder: bool = False) -> PrintJob:
    """登记单: what was registered here, never that it is accepted."""
    return carry_out(station, plan(station, PaperKind.SLIP, reference, elder=elder))


def print_receipt(station: Station, reference: str, *, elder: bool = False) -> PrintJob:
    """The strongest receipt that is true now: 受理回执, else 收件凭条 (PaperError)."""
    return carry_out(station, plan(station, PaperKind.ACCEPTANCE, reference, elder=elder))


def print_notice(station: Station, kind: PaperKind, reference: str) -> PrintJob:
    """一件事回单, 整改通知单, 巡查记录单 (NotOfThisFormError where the form tells none)."""
    return carry_out(station, plan(station, kind, reference))


def application(station: Station, reference: str) -> Application:
    """申请表 with the handwriting of who signed (NotFinalisedError)."""
    submission = find(station, reference)
    made = paper(station, PaperKind.SLIP, submission)
    if not isinstance(made, Slip):
        raise NoCertificateError(submission.receipt)
    return signing.application(station, submission, made)


def print_application(station: Station, reference: str) -> PrintJob:
    """The 申请表 on A4."""
    return carry_out(station, plan(station, PaperKind.APPLICATION, reference))


def print_certificate(station: Station, reference: str) -> PrintJob:
    """The exchange's document, its seal verified (NoCertificateError, UnverifiedSealError)."""
    return carry_out(station, plan(station, PaperKind.CERTIFICATE, reference))


def decide(station: Station, job_id: str, *, came_out: bool) -> PrintJob:
    """A person looked at the printer: the paper is there, or it is not."""
    settle = ledger.confirm if came_out else ledger.doubt
    job = settle(station.store.prints, job_id)
    agency.audit(station, "print-decided", job.reference, f"{job.kind} {job.state.value}")
    return job


def recover_prints(station: Station) -> int:
    """At start: jobs a dead process was sending become doubtful; how many."""
    return len(ledger.recover(station.store.prints))


def _roll(station: Station, kind: PaperKind, submission: Submission, *, elder: bool) -> Plan:
    printer = _require_printer(station.receipt_printer)

    def render(copy: int) -> bytes:
        made = paper(station, kind, submission)
        if isinstance(made, Certificate):
            raise NoCertificateError(kind.value)
        again = as_copy(made, copy, station.clock())
        return document(again, printer.medium, elder=elder, text=station.receipt_text)

    return Plan(kind, submission, printer, render)


def _application(station: Station, submission: Submission) -> Plan:
    printer = _laid(station, PaperKind.APPLICATION)

    def render(copy: int) -> bytes:
        made = application(station, submission.instance_id)
        return application_pdf(as_copy(made, copy, station.clock()))

    return Plan(PaperKind.APPLICATION, submission, printer, render)


def _certificate(station: Station, submission: Submission) -> Plan:
    issued = station.store.cases.certificate(submission.instance_id)
    if issued is None:
        raise NoCertificateError(submission.receipt)
    printer = _laid(station, PaperKind.CERTIFICATE)

    def render(copy: int) -> bytes:
        return printable(
            issued,
            station.roots,
            copy=copy,
            printed=station.clock(),
            site=station.site,
            for_reference=station.for_reference,
        )

    return Plan(PaperKind.CERTIFICATE, submission, printer, render)


def _laid(station: Station, kind: PaperKind) -> Printer:
    """The A4 printer, told how this kind of document lies on its paper."""
    return on(_require_printer(station.document_printer), station.sheets.get(kind.value, Sheet()))


def _require_printer(printer: Printer | None) -> Printer:
    if printer is None:
        raise NoPrinterError
    return printer


def _phone(station: Station, submission: Submission) -> str:
    if submission.person is None:
        return ""
    return station.store.people.remembered(submission.person.subject).get("phone", "")
