"""The sandbox as a process: loopback only, ready when it says so, gone when its parent is."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import uvicorn
from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response

from kiosk.sandbox import (
    counter_routes,
    diagnosis_routes,
    enrolment_routes,
    entity_routes,
    hall_routes,
    openrosa,
    page,
    page_cases,
    page_fleet,
    service,
    tus,
    work_routes,
)
from kiosk.sandbox.likecentral import LikeCentral
from kiosk.sandbox.peers import PeerProtocol, tls_settings
from kiosk.sandbox.state import Sandbox, open_sandbox

HOST: Final = "127.0.0.1"
PAGES: Final[Mapping[str, Callable[[Sandbox], str]]] = {
    "/": page.page,
    "/cases": page_cases.page,
    "/fleet": page_fleet.page,
}
LOOPBACK: Final = (HOST, "::1")
DESCRIPTION: Final = (
    "What a service point asks of its centre beyond OpenRosa. This one is for practice: it accepts"
    " every case at once, takes the enrolment code SANDBOX and signs with a test root."
)


def application(sandbox: Sandbox) -> FastAPI:
    """The ASGI application over an open sandbox, which it closes at shutdown."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.sandbox = sandbox
        yield
        sandbox.ledger.close()

    app = FastAPI(
        title="Kiosk exchange, service API",
        version="1",
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.add_middleware(LikeCentral)
    app.include_router(openrosa.router)
    app.include_router(service.router)
    app.include_router(tus.router)
    for routes in (
        *(enrolment_routes, entity_routes, counter_routes),
        *(hall_routes, work_routes, diagnosis_routes),
    ):
        app.include_router(routes.router)
    for path, made in PAGES.items():
        app.add_api_route(
            path, _showing(made), response_class=HTMLResponse, include_in_schema=False
        )
    app.add_exception_handler(HTTPException, _fault)
    app.add_exception_handler(RequestValidationError, _fault)
    return app


def _showing(made: Callable[[Sandbox], str]) -> Callable[[Request], HTMLResponse]:
    def shown(request: Request) -> HTMLResponse:
        return HTMLResponse(made(request.app.state.sandbox))

    return shown


def _fault(request: Request, error: Exception) -> Response:
    """Faults in the layer's own form; what was sent is not repeated."""
    status = error.status_code if isinstance(error, HTTPException) else 422
    if isinstance(error, RequestValidationError):
        places = sorted({".".join(map(str, problem["loc"])) for problem in error.errors()})
        message = "not as the API says: " + ", ".join(places)
    else:
        message = str(getattr(error, "detail", ""))
    if request.url.path.endswith(("/submission", "/formList", "/manifest")):
        told = openrosa.envelope(status, message)
        told.headers.update(getattr(error, "headers", None) or {})
        return told
    headers = error.headers if isinstance(error, HTTPException) else None
    return JSONResponse({"message": message}, status, headers)


def bound_socket(port: int, host: str = HOST) -> socket.socket:
    """A listening socket on loopback, ``127.0.0.1`` or ``::1``; port 0 lets the system choose.

    OSError if it is taken, ValueError for an address that others could reach.
    """
    if host not in LOOPBACK:
        raise ValueError(f"not a loopback address: {host}")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
    except OSError:
        sock.close()
        raise
    sock.listen(128)
    return sock


def url_of(sock: socket.socket, scheme: str = "http") -> str:
    """The address of a listening socket, an IPv6 one in brackets (RFC 3986 § 3.2.2)."""
    host, port = sock.getsockname()[:2]
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def server_for(sandbox: Sandbox, *, tls: bool = False) -> uvicorn.Server:
    """A server that logs nothing of what passes; over TLS it asks for client certificates."""
    secured: dict[str, Any] = {}
    if tls:
        secured = {"http": PeerProtocol, **tls_settings(sandbox.registry)}
    return uvicorn.Server(
        uvicorn.Config(
            application(sandbox),
            **secured,
            log_config=None,
            log_level="critical",
            access_log=False,
            timeout_graceful_shutdown=3,
            server_header=False,
        )
    )


def serve(
    data: Path,
    *,
    port: int = 0,
    host: str = HOST,
    forms: Sequence[Path] = (),
    with_parent: bool = False,
    tls: bool = False,
    report: Callable[[Mapping[str, Any], Mapping[str, Exception]], None],
) -> int:
    """Run until told to stop.

    ``report`` is called when ready, with ``{"url", "data", "forms"}`` (over TLS ``ca_file``, the
    authority that a terminal pins) and the forms that could not be published by file name.
    """
    sock = bound_socket(port, host)
    with sock:
        sandbox = open_sandbox(data, forms)
        server = server_for(sandbox, tls=tls)
        if with_parent:
            threading.Thread(target=_watch_parent, args=(server,), daemon=True).start()
        pinned = {"ca_file": str(sandbox.registry.ca)} if tls else {}
        report(
            {
                "url": url_of(sock, "https" if tls else "http"),
                **pinned,
                "data": str(data),
                "forms": sorted(sandbox.shelf.forms),
            },
            sandbox.shelf.problems,
        )
        server.run(sockets=[sock])
    return 0


def _watch_parent(server: uvicorn.Server) -> None:
    """End when the parent's end of our standard input closes, however the parent died."""
    while sys.stdin.buffer.read(4096):
        pass
    server.should_exit = True
