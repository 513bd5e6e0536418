"""A refused submission is corrected: a new draft of its answers and files, which names the old one.

The old one's bytes never change (DESIGN decision 5); it is closed once the new one is handed in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from kiosk.flow import agency
from kiosk.flow.forms import Work, begin, save
from kiosk.flow.station import Station
from kiosk.roles import Act, require
from offline.forms.api import AnswerError
from offline.forms.session import Session
from offline.records import NotDrawnError, SubmissionState

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
    with station.store.transaction():
        work = begin(station, old.form_id, old.person, replaces=instance_id)
        _copy_files(station, instance_id, work.instance_id)
        refill(work.session, station.store.submissions.xml(instance_id))
        save(station, work)
        agency.audit(station, "correct", instance_id, work.instance_id)
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
