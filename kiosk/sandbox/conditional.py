"""Entity tags for lists that seldom change: an idle day must cost little (RFC 9110 § 8.8.3)."""

from __future__ import annotations

import hashlib

from fastapi import Request, Response
from pydantic import BaseModel


def unless_known(request: Request, answer: Response) -> Response:
    """The answer with its tag, or 304 without a body if the caller has it already."""
    tag = f'"{hashlib.sha256(bytes(answer.body)).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    answer.headers["ETag"] = tag
    return answer


def message_unless_known(request: Request, message: BaseModel) -> Response:
    """The same for a message of the service API."""
    answer = Response(message.model_dump_json(), media_type="application/json")
    return unless_known(request, answer)
