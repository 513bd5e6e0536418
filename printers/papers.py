"""What a paper says, as typed data. A paper that would not be true cannot be made.

Slips and receipts are masked here, at the source; a certificate carries name and ID in full.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import ClassVar, TypeVar

from offline.identity import mask_id, mask_name, mask_phone
from offline.records import Case, CaseState, Person, Submission, SubmissionState
from printers.dues import Due

CHINA = timezone(timedelta(hours=8), "UTC+8")
"""The one time zone of the country; papers show its wall clock."""

RECEIPT_PREFIX = "GSR1:"
CERTIFICATE_PREFIX = "GSD1:"
_ID_LENGTH = 18  # GB 11643-1999


class PaperError(Exception):
    """A paper was asked for that would say what is not so."""


class NotFinalisedError(PaperError):
    """A draft or a withdrawn submission has no paper."""


class NotHeldError(PaperError):
    """The exchange is not known to hold the submission: only a slip is possible."""


class NotAcceptedError(PaperError):
    """The case is not accepted or has no acceptance number yet."""


class NotOfThisFormError(PaperError):
    """The answers hold nothing that this kind of paper would say."""


class UnverifiedSealError(PaperError):
    """A certificate's seal was not recognised; the text is a ``seals.Reason``."""


class Standing(StrEnum):
    """How far a registered submission has come on its way to the exchange."""

    WAITING = "waiting"
    HALTED = "halted"
    HELD = "held"


_STANDING = {
    SubmissionState.FINALISED: Standing.WAITING,
    SubmissionState.SENDING: Standing.WAITING,
    SubmissionState.WAITING: Standing.WAITING,
    SubmissionState.QUARANTINED: Standing.HALTED,
    SubmissionState.ACCEPTED: Standing.HELD,
}
_ACCEPTED_CASES = frozenset({CaseState.ACCEPTED, CaseState.DONE})


@dataclass(frozen=True, slots=True)
class Site:
    """The service point whose name stands on its papers; ``terminal`` is the machine's number."""

    town: str
    name: str
    code: str
    terminal: str
    help_phone: str


@dataclass(frozen=True, slots=True)
class Material:
    """A material handed in and where it came from (现场拍, 电子证照 …), as shown."""

    name: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Masked:
    """Whose paper it is, in the form that may be read by whoever finds it."""

    name: str = ""
    id_number: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StationPaper:
    """What every paper of a roll shares. ``copy`` counts from 1; above 1 it is a 补打."""

    site: Site
    printed: datetime
    copy: int = 1

    @property
    def qr(self) -> str:
        """The text of the paper's QR; empty for a paper without one."""
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RollPaper(StationPaper):
    """What slips and receipts of a submission share. ``agent`` is who did it for the applicant,
    masked, "" for nobody else; ``due`` what it costs, None for nothing.
    """

    item: str
    receipt: str
    applicant: Masked
    registered: datetime
    agent: str = ""
    due: Due | None = None

    @property
    def qr(self) -> str:
        """The 登记号 behind a prefix that tells it is one."""
        return RECEIPT_PREFIX + self.receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip(RollPaper):
    """登记单: registered at this service point. Never says that the case is accepted."""

    template: ClassVar[str] = "slip"
    standing: Standing = Standing.WAITING


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReceipt(RollPaper):
    """收件凭条: the exchange holds the submission and has not accepted the case yet."""

    template: ClassVar[str] = "delivery"
    held: datetime | None = None
    materials: tuple[Material, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptanceReceipt(RollPaper):
    """受理回执: only of a case that is accepted or done and has its number (NotAcceptedError)."""

    template: ClassVar[str] = "acceptance"
    case: Case
    check_code: str
    materials: tuple[Material, ...] = ()

    def __post_init__(self) -> None:
        if self.case.state not in _ACCEPTED_CASES or not self.case.number.strip():
            raise NotAcceptedError(self.case.state.value)


class RunKind(StrEnum):
    """How a run of a certificate's text stands on the page."""

    PLAIN = "plain"
    FIELD = "field"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a certificate's paragraph; ``FIELD`` is filled in and underlined."""

    text: str
    kind: RunKind = RunKind.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate (证明), name and ID in full. ``number`` is the issuer's own 编号.

    ``check_code`` and ``help_phone`` may be empty: then the page does not mention them.
    """

    template: ClassVar[str] = "certificate"
    title: str
    issuer: str
    number: str
    name: str
    id_number: str
    paragraphs: tuple[tuple[Run, ...], ...]
    issued: date
    check_code: str = ""
    help_phone: str = ""
    made_by: str = ""
    qr_text: str = ""

    @property
    def qr(self) -> str:
        """What the page's QR says: the verification text given, else the number."""
        return self.qr_text or CERTIFICATE_PREFIX + self.number


Paper = Slip | DeliveryReceipt | AcceptanceReceipt | Certificate
Receipt = DeliveryReceipt | AcceptanceReceipt
R = TypeVar("R", bound=StationPaper)


def masked(person: Person | None, phone: str = "") -> Masked:
    """Name, ID and phone as a slip may show them; of an ID known by its end only, the end."""
    if person is None:
        return Masked(phone=mask_phone(phone) if phone else "")
    return Masked(
        name=mask_name(person.name) if person.name else "",
        id_number=_masked_id(person),
        phone=mask_phone(phone) if phone else "",
    )


def slip(
    submission: Submission, item: str, site: Site, *, printed: datetime, phone: str = ""
) -> Slip:
    """The slip of what was registered (NotFinalisedError for a draft or a closed one)."""
    standing = _STANDING.get(submission.state)
    if standing is None:
        raise NotFinalisedError(submission.state.value)
    return Slip(
        site=site,
        item=item,
        receipt=submission.receipt,
        applicant=masked(submission.person, phone),
        registered=submission.finalised,
        printed=printed,
        standing=standing,
    )


def delivery_receipt(
    submission: Submission,
    item: str,
    site: Site,
    *,
    printed: datetime,
    phone: str = "",
    materials: tuple[Material, ...] = (),
) -> DeliveryReceipt:
    """The receipt of delivery (NotHeldError unless the exchange holds the submission)."""
    if submission.state is not SubmissionState.ACCEPTED:
        raise NotHeldError(submission.state.value)
    return DeliveryReceipt(
        site=site,
        item=item,
        receipt=submission.receipt,
        applicant=masked(submission.person, phone),
        registered=submission.finalised,
        held=submission.settled,
        printed=printed,
        materials=materials,
    )


def acceptance_receipt(
    submission: Submission,
    case: Case,
    item: str,
    site: Site,
    *,
    printed: datetime,
    phone: str = "",
    materials: tuple[Material, ...] = (),
) -> AcceptanceReceipt:
    """The acceptance receipt (NotAcceptedError unless the case is accepted with its number)."""
    if case.instance_id != submission.instance_id:
        raise NotAcceptedError("the case is of another submission")
    return AcceptanceReceipt(
        site=site,
        item=item,
        receipt=submission.receipt,
        applicant=masked(submission.person, phone),
        registered=submission.finalised,
        printed=printed,
        case=case,
        check_code=check_code(submission.instance_id, submission.receipt, case.number),
        materials=materials,
    )


def receipt(
    submission: Submission,
    case: Case | None,
    item: str,
    site: Site,
    *,
    printed: datetime,
    phone: str = "",
    materials: tuple[Material, ...] = (),
) -> Receipt:
    """The strongest receipt that is true now (NotHeldError where only a slip is)."""
    if case is not None and case.state in _ACCEPTED_CASES and case.number.strip():
        return acceptance_receipt(
            submission, case, item, site, printed=printed, phone=phone, materials=materials
        )
    return delivery_receipt(
        submission, item, site, printed=printed, phone=phone, materials=materials
    )


def as_copy(paper: R, copy: int, printed: datetime) -> R:
    """The same paper as its ``copy``-th print (from 1), made at ``printed``."""
    return replace(paper, copy=copy, printed=printed)


def check_code(*facts: str) -> str:
    """Eight digits in two groups that only who holds the record can work out again."""
    digest = hashlib.sha256("\x1f".join(facts).encode()).hexdigest().upper()
    return f"{digest[:4]} {digest[4:8]}"


def local(moment: datetime) -> datetime:
    """A moment by the wall clock of the country."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(CHINA)


def _masked_id(person: Person) -> str:
    if person.id_number:
        return mask_id(person.id_number)
    return "*" * (_ID_LENGTH - len(person.id4)) + person.id4 if person.id4 else ""
