"""Issuer keys in a JSON file: a list, in the shape in which the service API gives them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from offline.records import IssuerKey

_ALWAYS = ("2000-01-01T00:00:00Z", "2999-12-31T00:00:00Z")


class KeyFileError(ValueError):
    """No list of issuer keys; the message says what is missing or wrong."""


def read_keys(path: Path) -> tuple[IssuerKey, ...]:
    """The keys of a file (KeyFileError, FileNotFoundError).

    Each has ``issuer``, ``key_id`` and ``public`` (PEM), and may have ``issuer_name``,
    ``algorithm`` (ES256), ``not_before``, ``not_after`` (ISO 8601) and ``max_age`` (seconds).
    """
    try:
        told = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise KeyFileError("JSON") from error
    keys = told.get("keys") if isinstance(told, dict) else told
    if not isinstance(keys, list):
        raise KeyFileError("keys")
    return tuple(_key(entry) for entry in keys)


def _key(entry: Any) -> IssuerKey:
    try:
        return IssuerKey(
            issuer=str(entry["issuer"]),
            issuer_name=str(entry.get("issuer_name") or entry["issuer"]),
            key_id=str(entry["key_id"]),
            algorithm=str(entry.get("algorithm", "ES256")),
            public=str(entry["public"]),
            not_before=_moment(entry.get("not_before", _ALWAYS[0])),
            not_after=_moment(entry.get("not_after", _ALWAYS[1])),
            max_age=int(entry.get("max_age", 0)),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise KeyFileError(str(error)) from error


def _moment(text: Any) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
