"""One box that finds residents, places, drafts, submissions and cases by what is known of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType

from kiosk import words as say
from kiosk.flow.progress import Progress, progress_of
from kiosk.flow.station import Station
from kiosk.roles import Act, require
from offline.records import Case, CaseState, Draft, Person, Submission, SubmissionState
from offline.store.entity import Entity
from printers.papers import local

MOST = 50
"""Lines of one group at most."""
SHORTEST = 2
"""Characters that are looked for."""

_S, _C = SubmissionState, CaseState
STATES: Mapping[str, tuple[SubmissionState | CaseState, ...]] = MappingProxyType(
    {
        "pending": (_S.FINALISED, _S.SENDING, _S.WAITING),
        "refused": (_S.QUARANTINED,),
        "delivered": (_S.ACCEPTED,),
        "accepted": (_C.ACCEPTED,),
        "returned": (_C.RETURNED, _C.COLLECTING),
        "done": (_C.DONE,),
    }
)
"""Names of states to choose from → the states they stand for."""

_DAY = re.compile(r"(?:(\d{4})[-年/.])?(\d{1,2})[-月/.](\d{1,2})日?")


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for; ``since`` and ``until`` bound when it was handed in or heard of."""

    words: str = ""
    states: tuple[SubmissionState | CaseState, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What fits, newest first; ``cases`` are those whose submission is here no more."""

    people: Sequence[Person] = ()
    entities: Sequence[Entity] = ()
    drafts: Sequence[Draft] = ()
    submissions: Sequence[Progress] = ()
    cases: Sequence[Case] = ()


def read(text: str, today: date) -> Query:
    """The words typed: a day (3月18日, 2026-03-18, 今天) and a state (待上传) bound the rest."""
    query, rest = Query(), []
    for word in text.split():
        day, states = _day(word, today), _states(word)
        if day is not None:
            query = replace(query, since=midnight(day), until=midnight(day + timedelta(days=1)))
        elif states:
            query = replace(query, states=states)
        else:
            rest.append(word)
    return replace(query, words=" ".join(rest))


def find(station: Station, query: Query) -> Found:
    """Everything that fits, for lines that mask it; only opening one is a view on record."""
    require(station.operator, Act.VIEW_PERSON)
    bounded = bool(query.states or query.since or query.until)
    if len(query.words) < SHORTEST and not bounded:
        return Found()
    store = station.store
    submissions, orphans = _handed_in(station, query)
    if bounded or not query.words:
        return Found(submissions=submissions, cases=orphans)
    people = store.people.find(query.words)
    return Found(
        people=people,
        entities=store.entities.find(query.words),
        drafts=_drafts(station, query.words, people),
        submissions=submissions,
        cases=orphans,
    )


def open_entity(station: Station, entity_id: str) -> tuple[Entity, Sequence[Entity]]:
    """A record with those it is linked to; a view on record (UnknownRecordError)."""
    require(station.operator, Act.VIEW_PERSON)
    room = station.store.entities
    entity = room.get(entity_id)
    station.audit("view-entity", entity_id, entity.dataset)
    others = {end for link in room.links(entity_id) for end in (link.source, link.target)}
    return entity, [room.get(other) for other in sorted(others - {entity_id})]


def _handed_in(station: Station, query: Query) -> tuple[list[Progress], list[Case]]:
    """Submissions with their cases, then the cases whose submission was purged already."""
    found = [progress_of(station, one) for one in _submissions(station, query)]
    here = {one.submission.instance_id for one in found}
    cases = [case for case in _cases(station, query) if case.instance_id not in here]
    return found, [case for case in cases if not _joined(station, case, found)]


def _submissions(station: Station, query: Query) -> list[Submission]:
    states = [state for state in query.states if isinstance(state, SubmissionState)]
    wanted: list[SubmissionState | None] = [*states] if query.states else [None]
    found: list[Submission] = []
    for state in wanted:
        found += station.store.submissions.find(
            query.words, state=state, since=query.since, until=query.until, limit=MOST
        )
    return sorted(found, key=lambda one: one.finalised, reverse=True)[:MOST]


def _cases(station: Station, query: Query) -> list[Case]:
    states = [state for state in query.states if isinstance(state, CaseState)]
    wanted: list[CaseState | None] = [*states] if query.states else [None]
    found: list[Case] = []
    for state in wanted:
        found += station.store.cases.find(
            query.words, state=state, since=query.since, until=query.until, limit=MOST
        )
    return found


def _joined(station: Station, case: Case, submissions: list[Progress]) -> bool:
    """A case whose submission is still here is shown as that submission."""
    try:
        submission = station.store.submissions.get(case.instance_id)
    except LookupError:
        return False
    submissions.append(progress_of(station, submission))
    return True


def _drafts(station: Station, words: str, people: Sequence[Person]) -> list[Draft]:
    subjects = {person.subject for person in people}
    return [
        draft
        for draft in station.store.drafts.all()
        if words in draft.title or (draft.person and draft.person.subject in subjects)
    ][:MOST]


def _day(word: str, today: date) -> date | None:
    named = {"今天": today, "昨天": today - timedelta(days=1)}
    shape = _DAY.fullmatch(word)
    if shape is None:
        return named.get(word)
    year, month, day = (int(part) if part else today.year for part in shape.groups())
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if shape.group(1) or found <= today else found.replace(year=today.year - 1)


def midnight(day: date) -> datetime:
    """The day's first moment by the country's wall clock, in UTC."""
    noon = datetime.combine(day, time(12), UTC)
    return datetime.combine(day, time(0), local(noon).tzinfo).astimezone(UTC)


def _states(word: str) -> tuple[SubmissionState | CaseState, ...]:
    submissions = tuple(state for state in SubmissionState if say.submission_state(state) == word)
    cases = tuple(state for state in CaseState if word in {state.value, say.case_state(state)})
    return submissions or cases
