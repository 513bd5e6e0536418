"""Entity lists over the service API, and the integrity question of OpenRosa."""

from __future__ import annotations

from typing import Annotated, Final
from xml.sax.saxutils import quoteattr

from fastapi import APIRouter, HTTPException, Path, Query, Response

from kiosk.sandbox import entity_models, models
from kiosk.sandbox.access import Caller, Here, Terminal
from kiosk.sandbox.entities import Change
from kiosk.sandbox.service import FAULTS, Cursor

router = APIRouter(tags=["Entities"], responses=FAULTS)

Uuid = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
EntityId = Annotated[str, Path(pattern=f"^{Uuid}$")]
Dataset = Annotated[str, Path(min_length=1, max_length=100)]
Ids = Annotated[str, Query(alias="id", max_length=2000)]
HIDDEN: Final = False


@router.get("/v1/entities/{dataset}/changes")
def changes(
    dataset: Dataset, here: Here, terminal: Terminal, cursor: Cursor = 0
) -> entity_models.EntityChanges:
    """A list by delta."""
    del terminal
    return entity_models.EntityChanges.model_validate(here.entities.changes(dataset, cursor))


@router.put("/v1/entities/{dataset}/{entity_id}", tags=["Training"])
def write(
    dataset: Dataset, entity_id: EntityId, request: entity_models.EntityRequest, here: Here
) -> models.Done:
    """Make or change an entity, as an official may at the centre."""
    version = here.entities.version(entity_id)
    change = Change(dataset, entity_id, request.label, request.properties, version)
    with here.ledger.transaction():
        here.entities.apply(change)
    return models.Done()


@router.delete("/v1/entities/{dataset}/{entity_id}", tags=["Training"])
def forget(dataset: Dataset, entity_id: EntityId, here: Here) -> models.Done:
    """Delete an entity, as an official may at the centre."""
    if not here.entities.forget(dataset, entity_id):
        raise HTTPException(404, "There is no such entity.")
    return models.Done()


@router.delete("/v1/entities/{dataset}/{entity_id}/conflict", tags=["Training"])
def settle(dataset: Dataset, entity_id: EntityId, here: Here) -> models.Done:
    """Say that a person looked at the conflict and the entity is right as it is."""
    del dataset
    if not here.entities.settle(entity_id):
        raise HTTPException(404, "There is no such conflict.")
    return models.Done()


@router.get("/datasets/{dataset}/integrity", response_class=Response, tags=["OpenRosa"])
@router.get(
    "/key/{token}/datasets/{dataset}/integrity", response_class=Response, include_in_schema=HIDDEN
)
def integrity(dataset: Dataset, here: Here, caller: Caller, ids: Ids = "") -> Response:
    """Which of these ids (comma-separated) are deleted (ODK, OpenRosa integrity)."""
    del dataset, caller
    told = here.entities.gone([one for one in ids.split(",") if one])
    entries = "".join(
        f"<entity id={quoteattr(one)}><deleted>{str(gone).lower()}</deleted></entity>"
        for one, gone in told.items()
    )
    text = f'<?xml version="1.0" encoding="UTF-8"?><data><entities>{entries}</entities></data>'
    return Response(text, media_type="text/xml; charset=utf-8")
