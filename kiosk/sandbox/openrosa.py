"""The OpenRosa layer of the sandbox, at the root and below ``/key/TOKEN`` as ODK Central has it."""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import quote
from xml.sax.saxutils import escape

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from kiosk.sandbox.access import Caller, Here
from kiosk.sandbox.conditional import unless_known
from kiosk.sandbox.intake import Upload
from kiosk.sandbox.likecentral import ROOT
from kiosk.sandbox.shelf import ShelfForm, md5
from offline.exchange.answers import RESPONSE_NAMESPACE
from offline.exchange.multipart import INCOMPLETE_PART, XML_PART
from offline.exchange.proof import RECEIPT, receipt_of

ACCEPTED_LENGTH: Final = 10_000_000
HEADERS: Final = {
    "X-OpenRosa-Version": "1.0",
    "X-OpenRosa-Accept-Content-Length": str(ACCEPTED_LENGTH),
}
XML_TYPE: Final = "text/xml; charset=utf-8"


def speaks_openrosa(request: Request) -> None:
    """Central's first question: 400 without ``X-OpenRosa-Version: 1.0``."""
    if request.headers.get("X-OpenRosa-Version") != "1.0":
        raise HTTPException(400, "The header X-OpenRosa-Version: 1.0 is missing.")


router = APIRouter(tags=["OpenRosa"])
Spoken = Annotated[None, Depends(speaks_openrosa)]
HIDDEN: Final = False  # the second address of a route is not told twice in the document


@router.get("/formList", response_class=Response)
@router.get("/key/{token}/formList", response_class=Response, include_in_schema=HIDDEN)
def form_list(request: Request, here: Here, caller: Caller, spoken: Spoken) -> Response:
    """The forms that take submissions, with version, hash and where to get them."""
    del caller, spoken
    base = _base(request)
    entries = "".join(
        _list_entry(form, base)
        for form in here.shelf.forms.values()
        if here.intake.form_state(form.form_id) == "open"
    )
    listed = _xml(f'<xforms xmlns="http://openrosa.org/xforms/xformsList">{entries}</xforms>')
    return unless_known(request, listed)


@router.get("/forms/{form_id}.xml", response_class=Response)
@router.get("/key/{token}/forms/{form_id}.xml", response_class=Response, include_in_schema=HIDDEN)
def form_xml(form_id: str, here: Here, caller: Caller) -> Response:
    """The XForm."""
    del caller
    return Response(_form(here, form_id).xml, media_type=XML_TYPE)


@router.get("/forms/{form_id}/manifest", response_class=Response)
@router.get(
    "/key/{token}/forms/{form_id}/manifest", response_class=Response, include_in_schema=HIDDEN
)
def manifest(
    form_id: str, request: Request, here: Here, caller: Caller, spoken: Spoken
) -> Response:
    """The form's media with their hashes."""
    del caller, spoken
    base = f"{_base(request)}/forms/{quote(form_id)}/media"
    entries = "".join(
        f"<mediaFile><filename>{escape(name)}</filename><hash>{md5(path.read_bytes())}</hash>"
        f"<downloadUrl>{base}/{quote(name)}</downloadUrl></mediaFile>"
        for name, path in _form(here, form_id).media.items()
    ) + "".join(_list_file(here, name, base, _base(request)) for name in _form(here, form_id).lists)
    return _xml(f'<manifest xmlns="http://openrosa.org/xforms/xformsManifest">{entries}</manifest>')


@router.get("/forms/{form_id}/media/{name}", response_class=Response)
@router.get(
    "/key/{token}/forms/{form_id}/media/{name}", response_class=Response, include_in_schema=HIDDEN
)
def media(form_id: str, name: str, here: Here, caller: Caller) -> Response:
    """One of the form's media, whole: ``Range`` is ignored, as Central ignores it."""
    del caller
    form = _form(here, form_id)
    if name in form.lists:
        return Response(here.entities.sheet(name.removesuffix(".csv"))[0], media_type="text/csv")
    path = form.media.get(name)
    if path is None:
        raise HTTPException(404, "There is no such file.")
    return Response(path.read_bytes(), media_type="application/octet-stream")


@router.head("/submission", status_code=204)
@router.head("/key/{token}/submission", status_code=204, include_in_schema=HIDDEN)
def handshake(caller: Caller, spoken: Spoken) -> Response:
    """204 with the longest request that is taken."""
    del caller, spoken
    return Response(status_code=204, headers=dict(HEADERS))


@router.post("/submission", status_code=201, response_class=Response)
@router.post(
    "/key/{token}/submission", status_code=201, response_class=Response, include_in_schema=HIDDEN
)
async def submission(request: Request, here: Here, caller: Caller, spoken: Spoken) -> Response:
    """Take a submission: multipart with the XML, its attachments and perhaps ``*isIncomplete*``."""
    del spoken
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise HTTPException(400, "A compressed body is not taken.")
    if not request.headers.get("Content-Type", "").startswith("multipart/form-data"):
        raise HTTPException(400, "A submission is multipart/form-data.")
    async with request.form(max_files=2000) as parts:
        xml = await _xml_part(parts)
        uploads = [
            Upload(part.filename or "", part.content_type or "", part.file)
            for name, part in parts.multi_items()
            if isinstance(part, UploadFile) and name != XML_PART
        ]
        incomplete = parts.get(INCOMPLETE_PART) == "yes"
        reply = await run_in_threadpool(
            here.intake.take, xml, uploads, caller, incomplete=incomplete
        )
    answer = envelope(reply.status, reply.message)
    if reply.status == 201:  # noqa: PLR2004 — HTTP's Created
        answer.headers[RECEIPT] = receipt_of(xml)
    return answer


async def _xml_part(parts: FormData) -> bytes:
    part = parts.get(XML_PART)
    if part is None:
        raise HTTPException(400, f"The part {XML_PART} is missing.")
    return part.encode() if isinstance(part, str) else await part.read()


def envelope(status: int, message: str) -> Response:
    """An OpenRosaResponse."""
    nature = "" if status < 400 else "error"  # noqa: PLR2004 — HTTP's client errors begin there
    return _xml(
        f'<OpenRosaResponse xmlns="{RESPONSE_NAMESPACE}" items="0">'
        f'<message nature="{nature}">{escape(message)}</message></OpenRosaResponse>',
        status,
    )


def _xml(inner: str, status: int = 200) -> Response:
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n{inner}'
    return Response(text, status, dict(HEADERS), XML_TYPE)


def _list_entry(form: ShelfForm, base: str) -> str:
    place = f"{base}/forms/{quote(form.form_id)}"
    manifest_url = (
        f"<manifestUrl>{place}/manifest</manifestUrl>" if form.media or form.lists else ""
    )
    return (
        f"<xform><formID>{escape(form.form_id)}</formID><name>{escape(form.title)}</name>"
        f"<version>{escape(form.version)}</version><hash>{form.hash}</hash>"
        f"<downloadUrl>{place}.xml</downloadUrl>{manifest_url}</xform>"
    )


def _list_file(here: Here, name: str, base: str, root: str) -> str:
    """An entity list in a manifest: its hash is an ETag, and its integrity can be asked."""
    dataset = name.removesuffix(".csv")
    integrity = f"{root}/datasets/{quote(dataset)}/integrity"
    return (
        f'<mediaFile type="entityList"><filename>{escape(name)}</filename>'
        f"<hash>md5:{here.entities.sheet(dataset)[1]}</hash>"
        f"<downloadUrl>{base}/{quote(name)}</downloadUrl>"
        f"<integrityUrl>{integrity}</integrityUrl></mediaFile>"
    )


def _form(here: Here, form_id: str) -> ShelfForm:
    form = here.shelf.forms.get(form_id)
    if form is None:
        raise HTTPException(404, "There is no such form.")
    return form


def _base(request: Request) -> str:
    """The root as the caller reached it, with the token if there is one in the path."""
    root = str(request.base_url).rstrip("/")
    if ROOT in request.scope:
        return f"{root}{request.scope[ROOT]}"
    token = request.path_params.get("token")
    return f"{root}/key/{token}" if token else root
