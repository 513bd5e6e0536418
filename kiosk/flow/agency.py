"""A case done for another (代办): who acts, for whom, by what authority.

The submission itself is the record: the catalogue's forms have an agent block (代办人 + 授权), and
its bytes never change. Slips and lists read it from there; the log says both in every entry about
the case, also where the submission lies encrypted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml import etree

from kiosk.flow.station import Station
from offline.identity import mask_name
from offline.records import NOBODY, Parties, Person, Submission
from offline.store.port import UnknownRecordError
from printers.papers import AcceptanceReceipt, DeliveryReceipt, Paper, Slip, masked

FOR_WHOM, ONESELF = "for_whom", "self"
UNKNOWN = "-"
"""In the log: somebody, but nobody was identified."""


@dataclass(frozen=True, slots=True)
class Agency:
    """As the submission says: names and IDs in full, so never shown or logged as they are."""

    principal: str
    principal_id: str
    agent: str
    agent_id: str
    relation: str
    authority: str


def read(xml: bytes) -> Agency | None:
    """The agent block of a submission, if somebody acted for another; encrypted ones tell none."""
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    relation = _text(root, FOR_WHOM)
    agent = _text(root, "agent_name")
    if relation in {"", ONESELF} or not agent:
        return None
    return Agency(
        principal=_text(root, "applicant/{*}name"),
        principal_id=_text(root, "applicant/{*}id_number"),
        agent=agent,
        agent_id=_text(root, "agent_id"),
        relation=relation,
        authority=_text(root, "agent_authority"),
    )


def submitted(station: Station, submission: Submission, xml: bytes) -> None:
    """A submission into the log, with both identities as its answers ``xml`` tell them."""
    instance_id, found = submission.instance_id, read(xml)
    parties = _parties(station, submission, found)
    station.audit("submit", instance_id, submission.form_id, parties)
    if found is not None:
        station.audit("agent", instance_id, f"{found.relation} {found.authority}", parties)


def audit_view(station: Station, act: str, subject: str, case: str = "") -> None:
    """A look at a person into the log; while a ``case`` is open, with who acts for whom in it."""
    station.audit(act, subject, "", parties_of(station, case) if case else NOBODY)


def audit(station: Station, act: str, instance_id: str, detail: str = "") -> None:
    """An act on a case into the log, with who acts for whom in it."""
    station.audit(act, instance_id, detail, parties_of(station, instance_id))


def parties_of(station: Station, instance_id: str) -> Parties:
    """As the log says of this case; of one that is older than that, as its submission does."""
    store = station.store
    known = store.audit.parties(instance_id)
    if known is not None:
        return known
    try:
        submission = store.submissions.get(instance_id)
    except UnknownRecordError:
        return NOBODY
    return _parties(station, submission, read(store.submissions.xml(instance_id)))


def named(paper: Paper, xml: bytes) -> Paper:
    """The paper with principal and agent as the submission tells them, masked."""
    found = read(xml)
    if found is None or not isinstance(paper, Slip | DeliveryReceipt | AcceptanceReceipt):
        return paper
    number = found.principal_id
    principal = masked(Person("", found.principal, number[-4:], id_number=number))
    applicant = replace(principal, phone=paper.applicant.phone)
    return replace(paper, applicant=applicant, agent=mask_name(found.agent))


def _parties(station: Station, submission: Submission, found: Agency | None) -> Parties:
    """Each by the reference that the log has for them already, where they were identified."""
    if found is None:
        return NOBODY
    store, known = station.store, [submission.person] if submission.person else []
    before = store.audit.parties(submission.instance_id) or NOBODY
    for name, reference in ((found.principal, before.principal), (found.agent, before.agent)):
        known += [one for one in store.people.find(name) if one.subject == reference]
    return Parties(
        principal=_reference(found.principal, found.principal_id, known),
        agent=_reference(found.agent, found.agent_id, known),
    )


def reference(person: Person | None) -> str:
    """How the log names somebody: as it has them already, by their number, or not at all."""
    if person is None:
        return UNKNOWN
    return person.subject or _pseudonym(person.id_number)


def _reference(name: str, number: str, known: Sequence[Person]) -> str:
    tail = number.upper()[-4:]
    same = (one.subject for one in known if one.name == name and tail in {"", one.id4.upper()})
    return next(same, _pseudonym(number))


def _pseudonym(number: str) -> str:
    return f"id:{hashlib.sha256(number.upper().encode()).hexdigest()}" if number else UNKNOWN


def _text(root: etree._Element, tail: str) -> str:
    found = root.find(f".//{{*}}{tail}")
    return (found.text or "").strip() if found is not None else ""
