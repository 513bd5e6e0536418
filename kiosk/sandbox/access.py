"""Who asks: a terminal by its token (and over TLS its certificate), or nobody in particular."""

from __future__ import annotations

from typing import Annotated, Final, cast

from fastapi import Depends, HTTPException, Request

from kiosk.sandbox.state import Sandbox
from kiosk.sandbox.terminals import Standing, shows

PEER: Final = "client_certificate"
WORDS: Final = {
    "unknown": "This needs the token of an enrolled terminal.",
    "revoked": "This terminal was revoked.",
    "expired": "The enrolment of this terminal has expired.",
    "certificate": "This terminal has to show its certificate.",
}


def sandbox_of(request: Request) -> Sandbox:
    """The sandbox behind a request."""
    return cast("Sandbox", request.app.state.sandbox)


def bearer_of(request: Request) -> str:
    """The bearer token of a request; empty without one."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme == "Bearer" else ""


def known_terminal(request: Request) -> str:
    """The terminal of the bearer token (401 without a good one, with the reason)."""
    return _let_in(request, bearer_of(request), 401)


def openrosa_caller(request: Request) -> str:
    """The terminal of a token in the path or header; "" for the anonymous (it is a sandbox).

    A bad token gets 403; a password 401 without a challenge, as Central answers over plain HTTP.
    """
    if request.headers.get("Authorization", "").startswith("Basic "):
        raise HTTPException(401, "Basic is for https only.")
    token = str(request.path_params.get("token", "")) or bearer_of(request)
    return _let_in(request, token, 403) if token else ""


def _let_in(request: Request, token: str, status: int) -> str:
    standing = sandbox_of(request).terminals.standing(token)
    reason = standing.reason or _unshown(request, standing)
    if not reason:
        return standing.terminal
    told = {"WWW-Authenticate": f'Bearer error="invalid_token", reason="{reason}"'}
    raise HTTPException(status, WORDS[reason], told)


def _unshown(request: Request, standing: Standing) -> str:
    """Over TLS a token alone is not enough: it goes with the key that it was given for."""
    if request.url.scheme != "https" or not standing.key:
        return ""
    return "" if shows(request.scope.get(PEER), standing.key) else "certificate"


Here = Annotated[Sandbox, Depends(sandbox_of)]
Terminal = Annotated[str, Depends(known_terminal)]
Caller = Annotated[str, Depends(openrosa_caller)]
