"""Resumable uploads of the sandbox: tus 1.0 core and creation, with a SHA-256 receipt at the end.

The header ``Upload-Receipt: sha-256=HEX`` of the last answer, and of HEAD afterwards, says that
the exchange holds the whole, durably. Creating the same upload again gives the same place.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from typing import Annotated, Final

from fastapi import APIRouter, Header, HTTPException, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from kiosk.sandbox.access import Here, Terminal
from kiosk.sandbox.ledger import ReceivedFile
from kiosk.sandbox.service import FAULTS
from kiosk.sandbox.uploads import (
    UnknownUploadError,
    Upload,
    WrongOffsetError,
    WrongSumError,
)
from offline.exchange.pieces import RECEIPT, VERSION

LARGEST: Final = 100_000_000
WRONG_SUM: Final = 460  # tus, checksum extension
PIECE_TYPE: Final = "application/offset+octet-stream"
DIGEST: Final = re.compile("[0-9a-f]{64}")

router = APIRouter(tags=["Uploads"], responses=FAULTS)
Resumable = Annotated[str, Header()]


@router.options("/v1/uploads", status_code=204)
def about() -> Response:
    """What is offered of tus."""
    more = {"Tus-Version": VERSION, "Tus-Extension": "creation", "Tus-Max-Size": str(LARGEST)}
    return _answer(204, more)


@router.post("/v1/uploads", status_code=201, response_class=Response)
def begin(
    here: Here,
    terminal: Terminal,
    upload_length: Annotated[int, Header(ge=0, le=LARGEST)],
    upload_metadata: Annotated[str, Header(max_length=4000)],
    tus_resumable: Resumable = "",
) -> Response:
    """Announce an attachment of a submission whose answers are here."""
    _same_version(tus_resumable)
    told = _metadata(upload_metadata)
    file = ReceivedFile(
        told.get("filename", ""), told.get("sha256", ""), upload_length, told.get("filetype", "")
    )
    if not file.name or DIGEST.fullmatch(file.sha256) is None:
        raise HTTPException(400, "Upload-Metadata needs filename and sha256.")
    try:
        upload = here.uploads.begin(terminal, told.get("instance_id", ""), file)
    except UnknownUploadError as error:
        raise HTTPException(404, "There is no such submission.") from error
    return _answer(201, {"Location": f"/v1/uploads/{upload.id}", **_progress(upload)})


@router.head("/v1/uploads/{upload_id}", response_class=Response)
def stand(
    upload_id: str, here: Here, terminal: Terminal, tus_resumable: Resumable = ""
) -> Response:
    """How much of it is here, and the receipt if it is whole."""
    _same_version(tus_resumable)
    try:
        upload = here.uploads.settle(terminal, upload_id)
    except UnknownUploadError as error:
        raise HTTPException(404, "There is no such upload.") from error
    except WrongSumError as error:
        raise HTTPException(WRONG_SUM, "Not the bytes that were announced.") from error
    return _answer(200, {"Upload-Length": str(upload.size), **_progress(upload)})


@router.patch("/v1/uploads/{upload_id}", status_code=204, response_class=Response)
async def piece(
    upload_id: str,
    request: Request,
    here: Here,
    terminal: Terminal,
    upload_offset: Annotated[int, Header(ge=0, le=LARGEST)],
    tus_resumable: Resumable = "",
) -> Response:
    """Take a piece; what came of one that was cut is kept."""
    _same_version(tus_resumable)
    if request.headers.get("Content-Type") != PIECE_TYPE:
        raise HTTPException(415, f"A piece is {PIECE_TYPE}.")
    try:
        upload = here.uploads.get(terminal, upload_id)
        here.uploads.begins_at(upload, upload_offset)
        await _write(request, here, upload)
        after = await run_in_threadpool(here.uploads.settle, terminal, upload_id)
    except UnknownUploadError as error:
        raise HTTPException(404, "There is no such upload.") from error
    except WrongOffsetError as error:
        raise HTTPException(409, "Not where the last piece ended.") from error
    except WrongSumError as error:
        raise HTTPException(WRONG_SUM, "Not the bytes that were announced.") from error
    return _answer(204, _progress(after))


async def _write(request: Request, here: Here, upload: Upload) -> None:
    place = upload.offset
    try:
        async for chunk in request.stream():
            await run_in_threadpool(here.uploads.append, upload, place, chunk)
            place += len(chunk)
    except ClientDisconnect:
        return  # nobody is left to be told; what came counts


def _same_version(told: str) -> None:
    if told != VERSION:
        raise HTTPException(412, f"Tus-Resumable: {VERSION} is spoken here.")


def _metadata(text: str) -> dict[str, str]:
    """Keys and base64 values, comma-separated (400)."""
    pairs = [part.strip().partition(" ") for part in text.split(",")]
    try:
        return {key: b64decode(value, validate=True).decode() for key, _, value in pairs}
    except (binascii.Error, ValueError) as error:
        raise HTTPException(400, "Upload-Metadata is not readable.") from error


def _progress(upload: Upload) -> dict[str, str]:
    receipt = {RECEIPT: f"sha-256={upload.sha256}"} if upload.done else {}
    return {"Upload-Offset": str(upload.offset), "Cache-Control": "no-store", **receipt}


def _answer(status: int, headers: dict[str, str]) -> Response:
    return Response(status_code=status, headers={"Tus-Resumable": VERSION, **headers})
