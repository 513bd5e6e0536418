"""The sandbox under the addresses of ODK Central: ``/v1/key/TOKEN/projects/N/…``.

So that what is enrolled by an app user's link is tried here word for word.
"""

from __future__ import annotations

import re
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

ROOT: Final = "openrosa_root"
_CENTRALS: Final = re.compile(r"(/v1/key/([^/]+)/projects/\d+)(/.+)")


class LikeCentral:
    """An application whose OpenRosa layer stands at Central's addresses too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = _CENTRALS.fullmatch(scope["path"]) if scope["type"] == "http" else None
        if found is not None:
            root, token, rest = found.groups()
            scope = {**scope, "path": f"/key/{token}{rest}", ROOT: root}
        await self._app(scope, receive, send)
