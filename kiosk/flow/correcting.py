"""A refused or returned submission is done once more: a new draft that names the old one.

It begins with the old answers and files. The old one's bytes never change (DESIGN decision 5); a
refused one is closed once the new one is handed in, a returned one (退回补正) stays as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from kiosk.flow import agency
from kiosk.flow.forms import Work, begin, resume, save
from kiosk.flow.station import Station
from kiosk.roles import Act, NotAllowedError, may, require
from offline.forms.api import AnswerError
from offline.forms.session import Session
from offline.records import CaseState, NotDrawnError, Person, Submission, SubmissionState

_LOG = "text/csv"
_TWICE = 2
"""An answer may bring questions whose answers stood before it."""


def correct(station: Station, instance_id: str) -> Work:
    """Begin the correction (NotDrawnError unless the submission was refused)."""
    require(station.operator, Act.CORRECT)
    old = station.store.submissions.get(instance_id)
    if old.state is not SubmissionState.QUARANTINED:
        raise NotDrawnError(old.state, SubmissionState.CLOSED)
    for draft in station.store.drafts.all():
        if draft.replaces == instance_id:
            station.store.drafts.discard(draft.instance_id)
    return _once_more(station, old, "correct")


def supplement(station: Station, instance_id: str, person: Person | None = None) -> Work:
    """What the centre returned (退回补正), for its person to mend: the draft begun for it, or a new
    one (NotDrawnError unless it was returned, NotAllowedError for somebody else's at a kiosk).
    """
    require(station.operator, Act.FILL)
    old = station.store.submissions.get(instance_id)
    case = station.store.cases.get(instance_id)
    if case is None or case.state is not CaseState.RETURNED:
        raise NotDrawnError(old.state, CaseState.RETURNED)
    theirs = person is not None and old.person is not None and person.subject == old.person.subject
    if not (theirs or may(station.operator, Act.VIEW_PERSON)):
        raise NotAllowedError(station.operator, Act.VIEW_PERSON)
    begun = [one for one in station.store.drafts.all() if one.replaces == instance_id]
    if begun:
        return resume(station, begun[0].instance_id, old.person)
    return _once_more(station, old, "supplement")


def _once_more(station: Station, old: Submission, act: str) -> Work:
    with station.store.transaction():
        work = begin(station, old.form_id, old.person, replaces=old.instance_id)
        _copy_files(station, old.instance_id, work.instance_id)
        refill(work.session, station.store.submissions.xml(old.instance_id))
        save(station, work)
        agency.audit(station, act, old.instance_id, work.instance_id)
    return work


def refill(session: Session, xml: bytes) -> None:
    """Give a fresh session the answers of a submission, as far as its form still takes them."""
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    for _ in range(_TWICE):
        for path, value in _leaves(root, ""):
            try:
                _ensure(session, path)
                session.answer(path, value)
            except AnswerError:
                continue


def _leaves(element: etree._Element, above: str) -> Iterator[tuple[str, str]]:
    path = above or f"/{etree.QName(element).localname}"
    seen: Counter[str] = Counter()
    children = list(element.iterchildren(etree.Element))
    for child in children:
        name = etree.QName(child).localname
        seen[name] += 1
        if name != "meta":
            place = f"[{seen[name]}]" if seen[name] > 1 else ""
            yield from _leaves(child, f"{path}/{name}{place}")
    if not children and above and element.text:
        yield path, element.text


def _ensure(session: Session, path: str) -> None:
    """Add the instances of repeats that a path goes through."""
    steps = path.strip("/").split("/")
    for depth in range(2, len(steps)):
        if "[" in steps[depth - 1]:
            here = "/" + "/".join(steps[:depth])
            try:
                session.node(here)
            except AnswerError:
                session.add_repeat(here.rpartition("[")[0])


def _copy_files(station: Station, old: str, new: str) -> None:
    room = station.store.attachments
    for one in room.of(old):
        if one.media_type != _LOG:
            with room.open(old, one.name) as source:
                room.add(new, one.name, one.media_type, source)
