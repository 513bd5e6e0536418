"""Messages about entity lists."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from kiosk.sandbox.models import Message, ShortText


class EntityEntry(Message):
    """An entity (对象) of a list; ``trunk`` and ``branch`` of its last change made offline.

    ``conflict`` is ``soft``, ``hard`` or empty.
    """

    id: str
    label: str
    version: int
    trunk: int
    branch: str
    conflict: str
    properties: dict[str, str]


class EntityChanges(Message):
    """Entities new or changed since the cursor, and the ids of those that are no more."""

    entities: list[EntityEntry]
    gone: list[str]
    cursor: str
    more: bool


class EntityRequest(Message):
    """An entity as an official writes it at the centre; other properties stay."""

    label: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    properties: dict[ShortText, ShortText] = Field(default_factory=dict, max_length=100)
