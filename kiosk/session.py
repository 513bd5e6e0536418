"""PURE: one resident's visit as a state machine, and when a silent visit ends.

The chart is DESIGN's, drawn in docs/architecture.md. ``step`` is a plain function: it gives the
next visit or raises NotDrawnError, and it never looks at a clock, a store or a window.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from offline.records import NotDrawnError, Person


class Stage(StrEnum):
    """Where a visit stands."""

    IDLE = "idle"
    IDENTIFIED = "identified"
    CHOOSING = "choosing"
    FILLING = "filling"
    CHECKING = "checking"
    SUBMITTED = "submitted"
    PAPERS = "papers"
    RATING = "rating"
    PROGRESS = "progress"


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit. ``instance_id`` is the form being filled or handed in, ``item_id`` its item.

    While the visit is idle ``item_id`` may hold the item a person chose before scanning.
    """

    stage: Stage = Stage.IDLE
    person: Person | None = None
    item_id: str = ""
    instance_id: str = ""
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An item was chosen before anybody was identified."""

    item_id: str


@dataclass(frozen=True, slots=True)
class Identified:
    """A code was verified, or an ID typed."""

    person: Person


@dataclass(frozen=True, slots=True)
class Choose:
    """To the list of services."""


@dataclass(frozen=True, slots=True)
class Begin:
    """A form is opened, new or resumed."""

    item_id: str
    instance_id: str


@dataclass(frozen=True, slots=True)
class Check:
    """All questions are answered: to the check page."""


@dataclass(frozen=True, slots=True)
class Change:
    """Back from the check page to a question."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """Finalised: durable in the store under this 登记号."""

    receipt: str


@dataclass(frozen=True, slots=True)
class Papers:
    """To the papers of what was submitted."""


@dataclass(frozen=True, slots=True)
class Rate:
    """To the rating."""


@dataclass(frozen=True, slots=True)
class LookUp:
    """Progress of an earlier submission, by its 登记号."""

    receipt: str


@dataclass(frozen=True, slots=True)
class Leave:
    """The person leaves, or the idle time is over; a draft stays in the store."""


Event = (
    Wanted
    | Identified
    | Choose
    | Begin
    | Check
    | Change
    | Submitted
    | Papers
    | Rate
    | LookUp
    | Leave
)

# Which stages an event may come from; Leave may come from anywhere.
_FROM: dict[type[Event], frozenset[Stage]] = {
    Wanted: frozenset({Stage.IDLE}),
    Identified: frozenset({Stage.IDLE}),
    Choose: frozenset({Stage.IDENTIFIED, Stage.PAPERS, Stage.FILLING, Stage.PROGRESS}),
    Begin: frozenset({Stage.IDENTIFIED, Stage.CHOOSING}),
    Check: frozenset({Stage.FILLING}),
    Change: frozenset({Stage.CHECKING}),
    Submitted: frozenset({Stage.CHECKING}),
    Papers: frozenset({Stage.SUBMITTED}),
    Rate: frozenset({Stage.PAPERS}),
    LookUp: frozenset({Stage.IDLE, Stage.IDENTIFIED}),
    Leave: frozenset(Stage),
}


def step(visit: Visit, event: Event) -> Visit:
    """The visit after an event (NotDrawnError if the chart has no such arrow)."""
    target = _target(event)
    if visit.stage not in _FROM[type(event)]:
        raise NotDrawnError(visit.stage, target)
    if isinstance(event, Choose) and visit.person is None:
        raise NotDrawnError(visit.stage, target)
    return _moved(visit, event)


def _target(event: Event) -> Stage:
    match event:
        case Wanted() | Leave():
            return Stage.IDLE
        case Identified():
            return Stage.IDENTIFIED
        case Choose():
            return Stage.CHOOSING
        case Begin() | Change():
            return Stage.FILLING
        case Check():
            return Stage.CHECKING
        case Submitted():
            return Stage.SUBMITTED
        case Papers():
            return Stage.PAPERS
        case Rate():
            return Stage.RATING
        case LookUp():
            return Stage.PROGRESS
        case _:
            assert_never(event)


def _moved(visit: Visit, event: Event) -> Visit:
    stage = _target(event)
    match event:
        case Leave():
            return Visit()
        case Wanted(item_id=item_id):
            return Visit(item_id=item_id)
        case Identified(person=person):
            return replace(visit, stage=stage, person=person)
        case Choose():
            return Visit(stage=stage, person=visit.person)
        case Begin(item_id=item_id, instance_id=instance_id):
            return replace(visit, stage=stage, item_id=item_id, instance_id=instance_id)
        case Submitted(receipt=receipt) | LookUp(receipt=receipt):
            return replace(visit, stage=stage, receipt=receipt)
        case _:
            return replace(visit, stage=stage)


class Silence(StrEnum):
    """How a visit stands with the clock."""

    ACTIVE = "active"
    WARN = "warn"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class IdlePolicy:
    """Warn after ``warn_after``, end after ``grace`` more; any touch starts anew, without limit.

    WCAG 2.2.1 asks for at least 20 s to extend by one simple action, at least ten times.
    """

    warn_after: timedelta = timedelta(seconds=90)
    grace: timedelta = timedelta(seconds=30)

    def judge(self, last_touch: datetime, now: datetime) -> Silence:
        """Active, warn or over; a clock set back counts as a touch."""
        silent = now - last_touch
        if silent < self.warn_after:
            return Silence.ACTIVE
        return Silence.WARN if silent < self.warn_after + self.grace else Silence.OVER

    def left(self, last_touch: datetime, now: datetime) -> int:
        """Whole seconds until the visit ends."""
        rest = self.warn_after + self.grace - (now - last_touch)
        return max(0, round(rest.total_seconds()))
