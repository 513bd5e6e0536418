"""The secondary instance ``visit`` that forms prefill from (DESIGN decision 14)."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from kiosk.flow.station import Station
from offline.records import Person


def visit_instance(station: Station, person: Person | None) -> bytes:
    """``visit.xml``: person, site, operator, today, and what the person told us before."""
    known = person or Person(subject="", name="", id4="")
    remembered = station.store.people.remembered(known.subject) if known.subject else {}
    root = etree.Element("root")
    _add(root, "person", _person(known, remembered))
    site = station.site
    _add(root, "site", {"town": site.town, "name": site.name, "code": site.code})
    actor = station.operator
    _add(root, "operator", {"id": actor.id, "name": actor.name, "role": actor.role})
    etree.SubElement(root, "today").text = station.wall_clock().date().isoformat()
    return etree.tostring(root, encoding="utf-8")


def _person(person: Person, remembered: Mapping[str, str]) -> dict[str, str]:
    return {
        "name": person.name,
        "id": person.id_number or remembered.get("id", ""),
        "id4": person.id4,
        "kind": person.kind,
        "phone": remembered.get("phone", ""),
        "address": remembered.get("address", ""),
    }


def _add(root: etree._Element, name: str, values: Mapping[str, str]) -> None:
    parent = etree.SubElement(root, name)
    for key, value in values.items():
        etree.SubElement(parent, key).text = value
