"""What an accepted case still owes, for every page that shows it. Plain functions."""

from __future__ import annotations

from kiosk.flow.progress import Progress
from offline.records import CaseState
from printers.dues import DueState, due_words

_ACCEPTED = frozenset({CaseState.ACCEPTED, CaseState.DONE})


def accepted(progress: Progress) -> bool:
    """Whether the case is accepted and has its number: only then is there a 受理回执."""
    case = progress.case
    return case is not None and case.state in _ACCEPTED and bool(case.number.strip())


def to_pay(progress: Progress) -> bool:
    """Whether an accepted case is still to be paid, as far as is known here."""
    due = progress.due
    return accepted(progress) and due is not None and due.state is not DueState.PAID


def fee_of(progress: Progress) -> str:
    """What it costs and whether it is paid; "" for nothing."""
    return due_words(progress.due, accepted=accepted(progress)) if progress.due else ""
