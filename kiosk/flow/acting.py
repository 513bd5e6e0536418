"""Somebody acts for another at the window: the open form is told who, and both go on record."""

from __future__ import annotations

from kiosk.flow import agency
from kiosk.flow.agency import FOR_WHOM
from kiosk.flow.forms import Work, save
from kiosk.flow.station import Station
from kiosk.roles import Act, require
from offline.forms.api import AnswerError
from offline.identity import IdFault, check_resident_id
from offline.records import Parties, Person

FAMILY = "family"
_AGENT = "agent/agent_name agent/agent_id"
_APPLICANT = "applicant/name applicant/id_number"


def act_for(station: Station, work: Work, agent: Person, relation: str = FAMILY) -> None:
    """Somebody else stands at the window for the person of this case."""
    _tell(station, work, work.draft.person, agent, relation)


def act_for_typed(
    station: Station, work: Work, name: str, number: str, relation: str = FAMILY
) -> Person:
    """The person of this case acts for one who is not here and has no code (AnswerError).

    The number is a resident ID with its check digit; who it is, as far as it was typed.
    """
    found = check_resident_id(number, station.wall_clock().date())
    if isinstance(found, IdFault) or not name.strip():
        raise AnswerError("name" if not isinstance(found, IdFault) else found.value)
    agent = work.draft.person
    if agent is not None and agent.id_number == found.number:
        raise AnswerError("agent and principal are the same person")
    known = (each for each in station.store.people.find(name) if each.id_number == found.number)
    typed = Person("", name.strip(), found.number[-4:], id_number=found.number)
    principal = next(known, typed)
    _tell(station, work, principal, agent, relation)
    return principal


def _tell(
    station: Station, work: Work, principal: Person | None, agent: Person | None, relation: str
) -> None:
    require(station.operator, Act.FILL)
    answers = [(FOR_WHOM, relation)]
    for block, person in ((_AGENT, agent), (_APPLICANT, principal)):
        if person is not None:
            answers += zip(block.split(), (person.name, person.id_number), strict=True)
    paths = list(work.session.nodes())
    for tail, value in answers:
        path = next((one for one in paths if one.endswith(f"/{tail}")), "")
        if path and value:
            _answer(work, path, value)
    save(station, work)
    parties = Parties(agency.reference(principal), agency.reference(agent))
    station.audit("agent", work.instance_id, relation, parties)


def _answer(work: Work, path: str, value: str) -> None:
    """A form may refuse: then its own question asks the person."""
    try:
        work.session.answer(path, value)
    except AnswerError:
        return
