"""Entity lists as forms choose from them: what the exchange told, with what was changed here."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Final

from kiosk.flow.station import Station
from offline.forms.form import Compiled
from offline.store.entity import Entity
from offline.store.port import Store
from offline.sync.changes import heard
from offline.sync.lists import NotAListError, listed_here, rows

HEAD: Final = ("name", "label", "__version", "__trunkVersion", "__branchId")


def list_instances(
    station: Station, form: Compiled, media: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Secondary instances of a form that are entity lists, by name, as CSV.

    A list that the exchange keeps is as the store has it. One that only came with the form is as
    it came, with what was made and changed here since.
    """
    found = {}
    for name, file in form.definition.external.items():
        if not file.endswith(".csv"):
            continue
        entities = _entities(station.store, PurePath(file).stem, media.get(file, b""))
        if entities is not None:
            found[name] = as_csv(entities)
    return found


def _entities(store: Store, dataset: str, came: bytes) -> Iterable[Entity] | None:
    """None where the file is no entity list."""
    here = store.entities.of(dataset)
    if listed_here(store, dataset):
        return here
    if not any(entity.branch for entity in here):
        return None
    return {**came_with(dataset, came), **{one.id: one for one in here if one.branch}}.values()


def came_with(dataset: str, came: bytes) -> dict[str, Entity]:
    """The entities of a list that came with a form, by id; none of a file that is no list."""
    try:
        return {one.id: heard(one, "") for one in rows(dataset, came)} if came else {}
    except NotAListError:
        return {}


def as_csv(entities: Iterable[Entity]) -> bytes:
    """As ODK servers write a list, with what an update made offline has to carry."""
    listed = list(entities)
    names = dict.fromkeys(name for entity in listed for name in entity.properties)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((*HEAD, *names))
    writer.writerows(
        (
            *(entity.id, entity.label, entity.version, entity.trunk or "", entity.branch),
            *(entity.properties.get(name, "") for name in names),
        )
        for entity in listed
    )
    return text.getvalue().encode()
