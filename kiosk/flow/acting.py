"""Somebody acts for another at the window: the open form is told who."""

from __future__ import annotations

from kiosk.flow.agency import FOR_WHOM, UNKNOWN
from kiosk.flow.forms import Work, save
from kiosk.flow.station import Station
from kiosk.roles import Act, require
from offline.forms.api import AnswerError
from offline.records import Parties, Person

FAMILY = "family"


def act_for(station: Station, work: Work, agent: Person, relation: str = FAMILY) -> None:
    """Somebody else stands at the window for the person of this case; both go on record."""
    require(station.operator, Act.FILL)
    principal = work.draft.person
    answers = [(FOR_WHOM, relation), ("agent/agent_name", agent.name)]
    answers += [("agent/agent_id", agent.id_number)] if agent.id_number else []
    if principal is not None:
        answers += [("applicant/name", principal.name)]
        answers += [("applicant/id_number", principal.id_number)]
    paths = list(work.session.nodes())
    for tail, value in answers:
        path = next((one for one in paths if one.endswith(f"/{tail}")), "")
        if path and value:
            _answer(work, path, value)
    save(station, work)
    parties = Parties(principal.subject if principal else UNKNOWN, agent.subject)
    station.audit("agent", work.instance_id, relation, parties)


def _answer(work: Work, path: str, value: str) -> None:
    """A form may refuse: then its own question asks the person."""
    try:
        work.session.answer(path, value)
    except AnswerError:
        return
