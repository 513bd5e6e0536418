"""The service API of the sandbox (``/v1``), described by ``/openapi.json``."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, HTTPException, Query, Request, Response

from kiosk.codes.testissuer import issuer_key
from kiosk.sandbox import models
from kiosk.sandbox.access import Here, Terminal
from kiosk.sandbox.conditional import signed_list
from kiosk.sandbox.ledger import stamp
from kiosk.sandbox.tokens import KEY as TOKENS
from offline.exchange.port import Capability

NAME: Final = "练习用交换平台"
ASKS: Final = ("mac",)
FAULTS: Final[dict[int | str, dict[str, Any]]] = {
    401: {"model": models.Fault, "description": "No token, or a bad one"},
    403: {"model": models.Fault, "description": "Not allowed"},
    404: {"model": models.Fault, "description": "Not there"},
}

Cursor = Annotated[int, Query(ge=0, le=2**62, description="As the last answer gave it")]

router = APIRouter(responses=FAULTS)


@router.get("/.well-known/kiosk-exchange", tags=["About"])
def capabilities() -> models.Capabilities:
    """What this exchange offers."""
    return models.Capabilities(
        name=NAME,
        version="1",
        openrosa="/",
        openapi="/openapi.json",
        capabilities=[capability.value for capability in Capability],
        asks=list(ASKS),
        time=datetime.now(UTC),
    )


@router.get("/v1/health", tags=["About"])
def health(here: Here) -> models.HealthAnswer:
    """That it is up."""
    return models.HealthAnswer(
        ok=True, time=datetime.now(UTC), submissions=len(here.ledger.received())
    )


@router.get("/v1/received", tags=["About"])
def received(here: Here) -> list[models.ReceivedEntry]:
    """Every submission that arrived, in order, with its attachments and their digests."""
    return [models.ReceivedEntry.model_validate(entry) for entry in here.ledger.received()]


@router.delete("/v1/received/{instance_id}", tags=["Training"])
def delete(instance_id: models.Identifier, here: Here) -> models.Done:
    """Delete a submission, as an official may at the centre; sent again, it is answered 409."""
    if instance_id not in {entry["instance_id"] for entry in here.ledger.received()}:
        raise HTTPException(404, "There is no such submission.")
    here.ledger.run("UPDATE submissions SET deleted = 1 WHERE instance_id = ?", instance_id)
    return models.Done()


@router.put("/v1/forms/{form_id}/state", tags=["Training"])
def set_form_state(form_id: models.Identifier, state: models.FormState, here: Here) -> models.Done:
    """Open or close a form, as an official may at the centre."""
    if form_id not in here.shelf.forms:
        raise HTTPException(404, "There is no such form.")
    here.ledger.run("INSERT OR REPLACE INTO forms VALUES (?, ?)", form_id, state.state)
    return models.Done()


@router.get("/v1/issuer-keys", tags=["Codes"], response_model=models.IssuerKeys)
def issuer_keys(request: Request, here: Here) -> Response:
    """The public keys of those who issue service codes, signed."""
    listed = [models.IssuerKeyEntry.model_validate(key) for key in (issuer_key(), TOKENS)]
    keys = models.IssuerKeys(keys=listed)
    return signed_list(request, here, keys)


@router.get("/v1/catalogue", tags=["Catalogue"], response_model=models.CatalogueAnswer)
def catalogue(request: Request, here: Here) -> Response:
    """The service items whose forms are here, signed."""
    entries = [asdict(item) for item in here.items]
    for entry in entries:
        entry["guide"], entry["materials"] = list(entry["guide"]), list(entry["materials"])
    items = [models.ServiceItemEntry.model_validate(entry) for entry in entries]
    return signed_list(request, here, models.CatalogueAnswer(items=items))


@router.get("/v1/catalogue/changes", tags=["Catalogue"], response_model=models.CatalogueChanges)
def catalogue_changes(request: Request, here: Here, cursor: Cursor = 0) -> Response:
    """Service items by delta, signed."""
    found = models.CatalogueChanges.model_validate(here.fleet.changed_items(cursor))
    return signed_list(request, here, found)


@router.get("/v1/revocations", tags=["Codes"], response_model=models.Revocations)
def revocations(request: Request, here: Here, cursor: Cursor = 0) -> Response:
    """What issuers took back, by delta, signed."""
    found = models.Revocations.model_validate(here.fleet.revoked(cursor))
    return signed_list(request, here, found)


@router.post("/v1/revocations", status_code=201, tags=["Training"])
def revoke(request: models.RevocationRequest, here: Here) -> models.Done:
    """Take back a key, a subject or a code, as an issuer may."""
    here.fleet.revoke(request.issuer, request.what)
    return models.Done()


@router.post("/v1/terminals/{terminal_id}/commands", status_code=201, tags=["Training"])
def command(
    terminal_id: models.Identifier, request: models.CommandRequest, here: Here
) -> models.Done:
    """Want something of a terminal; it hears it with its next heartbeat."""
    here.fleet.command(terminal_id, request)
    return models.Done()


@router.get("/v1/cases", tags=["Cases"])
def cases(here: Here, terminal: Terminal, cursor: Cursor = 0) -> models.Cases:
    """Cases of this terminal's submissions that changed since the cursor."""
    return models.Cases.model_validate(here.centre.page(terminal, cursor))


@router.put("/v1/cases/{instance_id}/state", tags=["Training"])
def decide(instance_id: models.Identifier, asked: models.CaseDecision, here: Here) -> models.Done:
    """Move a case on, as an official does at the centre."""
    if not here.centre.move(instance_id, asked.state, asked.reason):
        raise HTTPException(404, "There is no such case.")
    return models.Done()


@router.post("/v1/held", tags=["Cases"])
def held(question: models.HeldQuestion, here: Here, terminal: Terminal) -> models.HeldAnswer:
    """Which of these submissions are here whole: a restored terminal asks before it sends."""
    del terminal
    return models.HeldAnswer(held=here.ledger.held(question.instance_ids))


@router.get(
    "/v1/certificates/{instance_id}",
    tags=["Cases"],
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}, "description": "The signed PDF"}},
)
def certificate(instance_id: models.Identifier, here: Here, terminal: Terminal) -> Response:
    """The signed certificate of a finished case of this terminal."""
    document = here.certificate(instance_id, terminal)
    if document is None:
        raise HTTPException(404, "There is no certificate for this submission.")
    return Response(document, media_type="application/pdf")


@router.get("/v1/trust/roots", tags=["Cases"], response_class=Response)
def roots(here: Here) -> Response:
    """The root certificate (PEM) under which certificates are signed."""
    return Response(here.authority.root, media_type="application/x-pem-file")


@router.put("/v1/ratings/{instance_id}", tags=["Terminal"])
def rate(
    instance_id: models.Identifier, rating: models.RatingRequest, here: Here, terminal: Terminal
) -> models.Done:
    """The rating (好差评) of a case. One a case: the first stays."""
    here.ledger.run(
        "INSERT OR IGNORE INTO ratings VALUES (?, ?, ?, ?)",
        instance_id,
        rating.level,
        stamp(rating.at),
        terminal,
    )
    return models.Done()


@router.post("/v1/help-calls", status_code=201, tags=["Terminal"])
def call_help(call: models.HelpCall, here: Here, terminal: Terminal) -> models.Done:
    """A person at the terminal asks for help."""
    here.ledger.run(
        "INSERT INTO help_calls (terminal, page, at) VALUES (?, ?, ?)", terminal, call.page, stamp()
    )
    return models.Done()


@router.post("/v1/heartbeats", tags=["Terminal"])
def heartbeat(beat: models.Heartbeat, here: Here, terminal: Terminal) -> models.Commands:
    """A terminal reports itself; the answer carries what the centre wants of it."""
    return models.Commands.model_validate({"commands": here.fleet.beat(terminal, beat)})
