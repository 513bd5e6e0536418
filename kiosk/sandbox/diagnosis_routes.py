"""What terminals send for support, kept as files beside the attachments."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, HTTPException, Path, Request
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from kiosk.sandbox.access import Here, Terminal
from kiosk.sandbox.models import Done
from kiosk.sandbox.service import FAULTS

LARGEST: Final = 5_000_000

router = APIRouter(tags=["Terminal"], responses=FAULTS)


@router.put("/v1/diagnoses/{number}")
async def diagnosis(
    number: Annotated[int, Path(ge=0, le=2**62)], request: Request, here: Here, terminal: Terminal
) -> Done:
    """Take the diagnosis (application/zip) that a command asked for; once is as twice."""
    packed = bytearray()
    try:
        async for chunk in request.stream():
            packed += chunk
            if len(packed) > LARGEST:
                raise HTTPException(413, "The diagnosis is too large.")
    except ClientDisconnect as error:
        raise HTTPException(400, "The diagnosis was cut.") from error
    await run_in_threadpool(here.fleet.keep_diagnosis, terminal, number, bytes(packed))
    return Done()
