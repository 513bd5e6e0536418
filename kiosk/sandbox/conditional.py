"""Entity tags for lists that seldom change: an idle day must cost little (RFC 9110 § 8.8.3)."""

from __future__ import annotations

import hashlib

from fastapi import Request, Response
from pydantic import BaseModel

from kiosk.sandbox.state import Sandbox
from offline.exchange.signed import SIGNATURE


def unless_known(request: Request, answer: Response) -> Response:
    """The answer with its tag, or 304 without a body if the caller has it already."""
    tag = f'"{hashlib.sha256(bytes(answer.body)).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    answer.headers["ETag"] = tag
    return answer


def signed_list(request: Request, sandbox: Sandbox, message: BaseModel) -> Response:
    """A list of the service API with a detached JWS over the bytes that are sent (RFC 7515)."""
    answer = Response(message.model_dump_json(), media_type="application/json")
    place = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    answer.headers[SIGNATURE] = sandbox.registry.sign(place, bytes(answer.body))
    return unless_known(request, answer)
