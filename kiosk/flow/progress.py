"""How an earlier submission stands: by its slip's code, by its number, or all of a person's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.codes.receipt import NotAReceiptError, parse
from kiosk.flow import agency, booking, payments
from kiosk.flow.booking import Booked
from kiosk.flow.papers import find, item_name
from kiosk.flow.station import Station
from offline.records import Case, CaseState, Draft, Person, Submission, SubmissionState
from printers.dues import Due


@dataclass(frozen=True, slots=True)
class Progress:
    """A submission, what the exchange said of its case, the item's name and what it costs.

    ``instead`` is the 登记号 of the one that mends it, "" for none.
    """

    submission: Submission
    case: Case | None
    item: str
    certificate: bool
    due: Due | None = None
    instead: str = ""

    @property
    def returned(self) -> bool:
        """Whether the centre waits for its person to mend it (退回补正), and nobody did yet."""
        case = self.case
        return case is not None and case.state is CaseState.RETURNED and not self.instead


@dataclass(frozen=True, slots=True)
class Mine:
    """What a person has here: drafts to go on with, submissions, and appointments to come."""

    drafts: Sequence[Draft]
    submissions: Sequence[Progress]
    bookings: Sequence[Booked] = ()


def look_up(station: Station, text: str) -> Progress:
    """Progress by the text of a slip's QR, a 登记号 or an instance id (UnknownRecordError)."""
    submission = find(station, _reference(text.strip()))
    agency.audit(station, "progress", submission.instance_id)
    return progress_of(station, submission)


def progress_of(station: Station, submission: Submission) -> Progress:
    """A submission with what is known of its case."""
    issued = station.store.cases.certificate(submission.instance_id)
    case = station.store.cases.get(submission.instance_id)
    return Progress(
        submission=submission,
        case=case,
        item=item_name(station, submission.form_id, submission.title),
        certificate=issued is not None,
        due=payments.due(station, submission),
        instead=_instead(station, submission, case),
    )


def _instead(station: Station, submission: Submission, case: Case | None) -> str:
    if case is None or case.state is not CaseState.RETURNED:
        return ""
    room, person = station.store.submissions, submission.person
    others = room.of(person.subject) if person else room.list()
    own = (one for one in others if one.replaces == submission.instance_id)
    return next((one.receipt for one in own if one.state is not SubmissionState.CLOSED), "")


def mine(station: Station, person: Person, case: str = "") -> Mine:
    """An identified person's own drafts and submissions, looked at while a ``case`` is open."""
    agency.audit_view(station, "view-person", person.subject, case)
    handed_in = station.store.submissions.of(person.subject)
    return Mine(
        drafts=station.store.drafts.of(person.subject),
        submissions=[progress_of(station, s) for s in handed_in],
        bookings=booking.mine(station, person.subject),
    )


def _reference(text: str) -> str:
    try:
        return parse(text)
    except NotAReceiptError:
        return text
