"""HTTP over TLS that tells the application which client certificate was shown."""

from __future__ import annotations

import asyncio
import ssl
from typing import Any

from uvicorn._types import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, Scope
from uvicorn.protocols.http.h11_impl import H11Protocol

from kiosk.sandbox.access import PEER
from kiosk.sandbox.registry import Registry


class PeerProtocol(H11Protocol):
    """One connection: its verified client certificate (DER) stands in every scope."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        line = transport.get_extra_info("ssl_object")
        shown = line.getpeercert(binary_form=True) if isinstance(line, ssl.SSLObject) else None
        self.app = _telling(self.app, shown)


def _telling(app: Any, shown: bytes | None) -> ASGI3Application:
    async def told(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        await app({**scope, PEER: shown}, receive, send)

    return told


def tls_settings(registry: Registry) -> dict[str, Any]:
    """Uvicorn's settings: a certificate of the client is verified where it is shown."""
    return {
        "ssl_certfile": str(registry.server),
        "ssl_keyfile": str(registry.server_key),
        "ssl_ca_certs": str(registry.ca),
        "ssl_cert_reqs": ssl.CERT_OPTIONAL,
    }
