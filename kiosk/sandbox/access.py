"""Who asks: a terminal by its token, or nobody in particular."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, HTTPException, Request

from kiosk.sandbox.state import Sandbox


def sandbox_of(request: Request) -> Sandbox:
    """The sandbox behind a request."""
    return cast("Sandbox", request.app.state.sandbox)


def known_terminal(request: Request) -> str:
    """The terminal of the bearer token (401 without a good one)."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    terminal = sandbox_of(request).ledger.terminal_of(token) if scheme == "Bearer" else None
    if terminal is None:
        raise HTTPException(401, "This needs the token of an enrolled terminal.")
    return terminal


def openrosa_caller(request: Request) -> str:
    """The terminal of a token in the path or header; "" for the anonymous (it is a sandbox).

    A bad token gets 403; a password 401 without a challenge, as Central answers over plain HTTP.
    """
    token = str(request.path_params.get("token", ""))
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme == "Basic":
        raise HTTPException(401, "Basic is for https only.")
    token = token or (given if scheme == "Bearer" else "")
    if not token:
        return ""
    terminal = sandbox_of(request).ledger.terminal_of(token)
    if terminal is None:
        raise HTTPException(403, "The authentication you provided does not have rights here.")
    return terminal


Here = Annotated[Sandbox, Depends(sandbox_of)]
Terminal = Annotated[str, Depends(known_terminal)]
Caller = Annotated[str, Depends(openrosa_caller)]
