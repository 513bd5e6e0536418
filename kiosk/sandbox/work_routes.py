"""Tasks and archive packages over HTTP."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, HTTPException, Path, Request
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from kiosk.sandbox import counter_models as models
from kiosk.sandbox.access import Here, Terminal
from kiosk.sandbox.models import Done, Identifier
from kiosk.sandbox.service import FAULTS, Cursor
from offline.archive import ArchiveError
from offline.exchange.counter import ZIP

LARGEST: Final = 100_000_000
NO_TASK: Final = "There is no such task."

router = APIRouter(responses=FAULTS)
Id = Annotated[str, Path(min_length=1, max_length=200)]


@router.post("/v1/terminals/{terminal_id}/tasks", status_code=201, tags=["Training"])
def hand_out(terminal_id: Identifier, asked: models.TaskRequest, here: Here) -> Done:
    """Hand out work to a terminal."""
    here.work.hand_out(terminal_id, asked)
    return Done()


@router.delete("/v1/tasks/{task_id}", tags=["Training"])
def withdraw(task_id: Id, here: Here) -> Done:
    """Take work back."""
    if not here.work.withdraw(task_id):
        raise HTTPException(404, NO_TASK)
    return Done()


@router.get("/v1/tasks", tags=["Tasks"])
def tasks(here: Here, terminal: Terminal, cursor: Cursor = 0) -> models.Tasks:
    """Tasks of this terminal by delta."""
    return models.Tasks.model_validate(here.work.page(terminal, cursor))


@router.put("/v1/tasks/{task_id}/acceptance", tags=["Tasks"])
def accept(task_id: Id, here: Here, terminal: Terminal) -> models.TaskEntry:
    """Somebody at this terminal does it."""
    found = here.work.move(terminal, task_id, "accepted")
    if found is None:
        raise HTTPException(404, NO_TASK)
    return models.TaskEntry.model_validate(found)


@router.put("/v1/tasks/{task_id}/submission", tags=["Tasks"])
def finish(
    task_id: Id, asked: models.TaskSubmission, here: Here, terminal: Terminal
) -> models.TaskEntry:
    """It is done, by this submission."""
    found = here.work.move(terminal, task_id, "done", asked.instance_id)
    if found is None:
        raise HTTPException(404, NO_TASK)
    return models.TaskEntry.model_validate(found)


@router.put("/v1/archives/{instance_id}", tags=["Archives"])
async def archive(
    instance_id: Id, request: Request, here: Here, terminal: Terminal
) -> models.ArchiveReceipt:
    """Take an archive package (application/zip) whose manifest proves every file in it."""
    if request.headers.get("Content-Type", "") != ZIP:
        raise HTTPException(415, f"A package is {ZIP}.")
    package = bytearray()
    try:
        async for chunk in request.stream():
            package += chunk
            if len(package) > LARGEST:
                raise HTTPException(413, "The package is too large.")
        found = await run_in_threadpool(here.archives.keep, terminal, instance_id, bytes(package))
    except ClientDisconnect as error:
        raise HTTPException(400, "The package was cut.") from error
    except ArchiveError as error:
        raise HTTPException(422, f"The package does not prove itself: {error}") from error
    return models.ArchiveReceipt.model_validate(found)
