"""Enrolment over HTTP: by a one-time code, renewed by the same key, revoked by an official."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import Final

from fastapi import APIRouter, HTTPException, Request

from kiosk.sandbox import models
from kiosk.sandbox.access import Here, bearer_of, known_terminal
from kiosk.sandbox.ledger import digest, stamp
from kiosk.sandbox.registry import BadRequestError
from kiosk.sandbox.service import FAULTS
from kiosk.sandbox.state import Sandbox
from kiosk.sandbox.terminals import GRACE, Given

CODE: Final = "SANDBOX"
GOOD_FOR: Final = timedelta(days=1)

router = APIRouter(tags=["Terminal"], responses=FAULTS)


@router.post("/v1/enrolment-codes", status_code=201, tags=["Training"])
def make_code(asked: models.CodeRequest, here: Here) -> models.CodeAnswer:
    """A one-time code, as an official gives it to who installs a terminal."""
    code = secrets.token_hex(5).upper()
    until = stamp(datetime.now(UTC) + GOOD_FOR)
    here.ledger.run("INSERT INTO codes VALUES (?, ?, ?, 0)", digest(code), asked.terminal, until)
    return models.CodeAnswer(code=code)


@router.post("/v1/enrolments", status_code=201)
def enrol(asked: models.EnrolmentRequest, here: Here) -> models.Enrolment:
    """Enrol a terminal by a code, which is used up; SANDBOX is taken any number of times."""
    terminal = asked.terminal or f"SB-{secrets.token_hex(4).upper()}"
    try:
        with here.ledger.transaction():
            name = terminal if asked.code == CODE else _used_up(here, asked.code) or terminal
            given = here.terminals.enrol(name, asked.request)
    except BadRequestError as error:
        raise HTTPException(422, f"The signing request is not taken: {error}") from error
    return _told(here, given)


@router.post("/v1/enrolments/renewal")
def renew(asked: models.RenewalRequest, request: Request, here: Here) -> models.Enrolment:
    """The same terminal for longer, by its token (even a month after its end) and its key."""
    token = bearer_of(request)
    if here.terminals.standing(token, grace=GRACE).reason:
        known_terminal(request)
    try:
        given = here.terminals.renew(token, asked.request)
    except BadRequestError as error:
        raise HTTPException(422, f"The signing request is not taken: {error}") from error
    if given is None:
        raise HTTPException(403, "This terminal was enrolled without a key.")
    return _told(here, given)


@router.post("/v1/terminals/{terminal_id}/revocation", tags=["Training"])
def revoke(terminal_id: models.Identifier, here: Here) -> models.Done:
    """Let a terminal speak no more."""
    if not here.terminals.revoke(terminal_id):
        raise HTTPException(404, "There is no such terminal.")
    return models.Done()


def _used_up(here: Sandbox, code: str) -> str:
    """The name that a code was made for; the code is good for nothing more (403)."""
    row = here.ledger.row(
        "SELECT * FROM codes WHERE code = ? AND used = 0 AND expires > ?", digest(code), stamp()
    )
    if row is None:
        raise HTTPException(403, "This code is not known, is too old, or was used before.")
    here.ledger.run("UPDATE codes SET used = 1 WHERE code = ?", digest(code))
    return str(row["terminal"])


def _told(here: Sandbox, given: Given) -> models.Enrolment:
    return models.Enrolment(
        terminal=given.terminal,
        token=given.token,
        openrosa="/",
        certificate=given.certificate,
        expires=given.expires,
        signer=here.registry.signer,
    )
