"""Everything one running sandbox holds, put together from its data folder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kiosk.sandbox.authority import Authority, authority_in
from kiosk.sandbox.centre import Centre
from kiosk.sandbox.documents import certificate_document
from kiosk.sandbox.entities import EntityRoom
from kiosk.sandbox.fleet import Fleet
from kiosk.sandbox.hall import Hall
from kiosk.sandbox.intake import Intake
from kiosk.sandbox.ledger import Ledger
from kiosk.sandbox.licences import LicenceRoom
from kiosk.sandbox.models import CaseEntry, ServiceItemEntry
from kiosk.sandbox.payments import PaymentRoom
from kiosk.sandbox.registry import Registry, registry_in
from kiosk.sandbox.shelf import Shelf, load_shelf
from kiosk.sandbox.terminals import Terminals
from kiosk.sandbox.tokens import TokenRoom
from kiosk.sandbox.uploads import Uploads
from kiosk.sandbox.work import ArchiveRoom, Work
from offline.records import Case, ServiceItem

CATALOGUE: Final = Path(__file__).resolve().parents[2] / "resources" / "catalogue"


@dataclass(frozen=True, slots=True)
class Sandbox:
    """The parts that the routes work with."""

    shelf: Shelf
    items: Sequence[ServiceItem]
    ledger: Ledger
    centre: Centre
    intake: Intake
    authority: Authority
    files: Path
    uploads: Uploads
    fleet: Fleet
    entities: EntityRoom
    registry: Registry
    terminals: Terminals
    tokens: TokenRoom
    licences: LicenceRoom
    payments: PaymentRoom
    hall: Hall
    work: Work
    archives: ArchiveRoom

    def item_name(self, form_id: str) -> str:
        """What people call the service behind a form."""
        named = next((item.name for item in self.items if item.form_id == form_id), "")
        form = self.shelf.forms.get(form_id)
        return named or (form.title if form is not None else form_id)

    def certificate(self, instance_id: str, terminal: str) -> bytes | None:
        """The signed document of a finished case of this terminal; made once, then kept."""
        row = self.ledger.row(
            "SELECT * FROM cases JOIN submissions USING (instance_id)"
            " WHERE instance_id = ? AND terminal = ? AND has_certificate = 1",
            instance_id,
            terminal,
        )
        if row is None:
            return None
        kept = self.ledger.row(
            "SELECT document FROM certificates WHERE instance_id = ?", instance_id
        )
        if kept is not None:
            return bytes(kept["document"])
        entry = CaseEntry.model_validate({name: row[name] for name in CaseEntry.model_fields})
        case = Case(**entry.model_dump())
        title = self.item_name(row["form_id"])
        document = certificate_document(title, row["xml"], case, self.authority)
        self.ledger.run("INSERT OR IGNORE INTO certificates VALUES (?, ?)", instance_id, document)
        return document


def open_sandbox(data: Path, forms: Sequence[Path] = (), *, catalogue: Path = CATALOGUE) -> Sandbox:
    """The sandbox of a data folder, with the catalogue's forms and those of more folders."""
    data.mkdir(parents=True, exist_ok=True)
    shelf = load_shelf([catalogue, *forms], data / "forms")
    items = [i for i in catalogue_items(catalogue) if i.form_id in shelf.forms]
    ledger = Ledger(data / "received.sqlite3")
    centre = Centre(ledger, {item.form_id: item for item in items})
    files = data / "attachments"
    authority, registry = authority_in(data / "authority"), registry_in(data / "authority")
    entities = EntityRoom(ledger, shelf.forms)
    intake = Intake(ledger, dict(shelf.forms), files, centre, entities)
    return Sandbox(
        shelf,
        items,
        ledger,
        centre,
        intake,
        authority,
        files,
        Uploads(ledger, files),
        Fleet(ledger, items),
        entities,
        registry,
        Terminals(ledger, registry),
        TokenRoom(ledger),
        LicenceRoom(ledger, authority),
        PaymentRoom(ledger),
        Hall(ledger),
        Work(ledger),
        ArchiveRoom(ledger, data / "archives"),
    )


def catalogue_items(folder: Path) -> list[ServiceItem]:
    """The items that ``catalogue.json`` beside the forms lists; none if there is no such file."""
    path = folder / "catalogue.json"
    if not path.is_file():
        return []
    listed = json.loads(path.read_text(encoding="utf-8"))
    entries = listed["items"] if isinstance(listed, dict) else listed
    return [_service_item(entry) for entry in entries]


def _service_item(entry: dict[str, Any]) -> ServiceItem:
    known: dict[str, Any] = {
        name: value for name, value in entry.items() if name in ServiceItemEntry.model_fields
    }
    lists: dict[str, Any] = {name: tuple(known.pop(name, ())) for name in ("guide", "materials")}
    return ServiceItem(**known, **lists)
