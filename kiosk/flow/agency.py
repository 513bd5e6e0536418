"""A case done for another (代办): who acts, for whom, by what authority.

The submission itself is the record: the catalogue's forms have an agent block (代办人 + 授权), and
its bytes never change. Slips, lists and the log read it from there.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from lxml import etree

from kiosk.flow.station import Station
from offline.identity import mask_name
from offline.records import Person
from printers.papers import AcceptanceReceipt, DeliveryReceipt, Paper, Slip, masked

FOR_WHOM, ONESELF = "for_whom", "self"


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


def record(station: Station, instance_id: str, xml: bytes) -> None:
    """Both identities into the log, as pseudonyms."""
    found = read(xml)
    if found is not None:
        told = f"{found.relation} {found.authority} agent={_pseudonym(found.agent_id)}"
        station.audit("agent", instance_id, f"{told} for={_pseudonym(found.principal_id)}")


def named(paper: Paper, xml: bytes) -> Paper:
    """The paper with principal and agent as the submission tells them, masked."""
    found = read(xml)
    if found is None or not isinstance(paper, Slip | DeliveryReceipt | AcceptanceReceipt):
        return paper
    number = found.principal_id
    principal = masked(Person("", found.principal, number[-4:], id_number=number))
    applicant = replace(principal, phone=paper.applicant.phone)
    return replace(paper, applicant=applicant, agent=mask_name(found.agent))


def _pseudonym(number: str) -> str:
    return f"id:{hashlib.sha256(number.upper().encode()).hexdigest()}" if number else "-"


def _text(root: etree._Element, tail: str) -> str:
    found = root.find(f".//{{*}}{tail}")
    return (found.text or "").strip() if found is not None else ""
