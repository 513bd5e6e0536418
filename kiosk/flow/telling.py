"""After a conflict was decided: what the exchange still has to be told, and the form that does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from kiosk.flow.papers import item_name
from kiosk.flow.station import Station
from offline.sync.conflicts import Decided


@dataclass(frozen=True, slots=True)
class Telling:
    """Fields that no submission of ours carries; the form that changes such records, "" for none
    on this terminal.
    """

    values: Mapping[str, str] = field(default_factory=dict, repr=False)
    form_id: str = ""
    form: str = ""


def telling(station: Station, decided: Decided) -> Telling:
    """What is still to be told about a decided record, and by which form."""
    if decided.entity is None or not decided.to_tell:
        return Telling()
    for form_id in sorted({form_id for form_id, _version in station.store.forms.hashes()}):
        form = station.store.forms.get(form_id)
        if _changes(form.xml, decided.entity.dataset):
            return Telling(decided.to_tell, form_id, item_name(station, form_id, form.title))
    return Telling(decided.to_tell)


def _changes(xml: bytes, dataset: str) -> bool:
    """Whether a form's template has an entity of this list that it may update."""
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    return any(
        entity.get("dataset") == dataset and entity.get("update") is not None
        for entity in root.iter("{*}entity")
    )
