"""Papers beside slips and receipts: what officials hand out and residents take at the door.

Pure data like ``printers.papers``; names are given as they may be shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from offline.records import Case, CaseState
from printers.papers import RECEIPT_PREFIX, RollPaper, StationPaper


@dataclass(frozen=True, slots=True)
class Part:
    """One item of a 一件事 and what is known of its case, if anything."""

    item: str
    case: Case | None = None

    @property
    def accepted(self) -> bool:
        """Whether this part is accepted and has its number."""
        case = self.case
        return (
            case is not None
            and case.state in {CaseState.ACCEPTED, CaseState.DONE}
            and bool(case.number.strip())
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CombinedReceipt(RollPaper):
    """The paper of a 一件事: every part with its own state, no more accepted than are."""

    template: ClassVar[str] = "notice"
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Hazard:
    """A danger found, and how grave it was graded."""

    name: str
    grade: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RectificationNotice(StationPaper):
    """整改通知单: what was found where, and by when it must be mended."""

    template: ClassVar[str] = "notice"
    receipt: str
    place: str
    inspector: str
    inspected: datetime
    hazards: tuple[Hazard, ...]
    deadline: date | None = None
    at_once: bool = False

    @property
    def qr(self) -> str:
        """The 登记号 of the inspection."""
        return RECEIPT_PREFIX + self.receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueNumber(StationPaper):
    """取号单. ``offline`` numbers are the station's own and must be reconciled at the desk."""

    template: ClassVar[str] = "notice"
    number: str
    service: str
    taken: datetime
    ahead: int | None = None
    window: str = ""
    offline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentSlip(StationPaper):
    """预约单: when to come, what for, and the number to say at the window."""

    template: ClassVar[str] = "notice"
    number: str
    code: str
    service: str
    begins: datetime
    ends: datetime

    @property
    def qr(self) -> str:
        """The appointment, for the window's scanner."""
        return self.code


class Shift(StrEnum):
    """The two rounds of 一日双巡."""

    MORNING = "morning"
    EVENING = "evening"


@dataclass(frozen=True, slots=True)
class Check:
    """A point of the patrol's list and what was found there."""

    point: str
    finding: str
    abnormal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PatrolSheet(StationPaper):
    """巡查记录单 of one round of a grid; ``registered`` is when it was handed in."""

    template: ClassVar[str] = "notice"
    receipt: str
    worker: str
    grid: str = ""
    place: str = ""
    shift: Shift | None = None
    began: datetime | None = None
    ended: datetime | None = None
    registered: datetime | None = None
    checks: tuple[Check, ...] = ()

    @property
    def qr(self) -> str:
        """The 登记号 of the round."""
        return RECEIPT_PREFIX + self.receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingSlip(StationPaper):
    """评价单: how to rate later, never asked twice and never forced (GB/T 39735-2020)."""

    template: ClassVar[str] = "notice"
    receipt: str
    item: str

    @property
    def qr(self) -> str:
        """The 登记号 of what is rated."""
        return RECEIPT_PREFIX + self.receipt


TEST_PREFIX = "GST1:"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofPage(StationPaper):
    """打印测试页 for whoever sets a printer up; ``width`` is the paper's in mm, 210 for A4."""

    template: ClassVar[str] = "test"
    destination: str
    width: int
    dots: int = 0

    @property
    def qr(self) -> str:
        """The terminal, behind a prefix that is no paper's."""
        return TEST_PREFIX + self.site.terminal


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoverySheet(StationPaper):
    """恢复码, to be locked away. It opens the store: never kept, in the ledger or anywhere."""

    template: ClassVar[str] = "notice"
    code: str = field(repr=False)


Notice = (
    CombinedReceipt
    | RectificationNotice
    | QueueNumber
    | AppointmentSlip
    | PatrolSheet
    | RatingSlip
    | ProofPage
    | RecoverySheet
)
