"""Entities (对象): persons, households, places and what else a region lists, as linked records.

The shape is that of ODK entities (getodk.github.io/xforms-spec/entities): a list's name, a label
and properties, all text. Who refers to one holds its id, so that it is edited once and seen anew
wherever it is referred to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

PERSONS, HOUSEHOLDS, PLACES = "persons", "households", "places"
"""Lists that every region has; others are a form's own."""


@dataclass(frozen=True, slots=True)
class Entity:
    """One record of a list. ``id`` is a UUID; ``version`` counts from 1.

    ``trunk`` is the exchange's version that changes made offline began from (0 for made here) and
    ``branch`` the UUID of that run of changes: entities specification, "offline entities".
    """

    id: str
    dataset: str
    label: str
    properties: Mapping[str, str] = field(default_factory=dict)
    version: int = 1
    trunk: int = 0
    branch: str = ""


@dataclass(frozen=True, slots=True)
class EntityLink:
    """``source`` has ``relation`` to ``target``, both ids: a person ``lives-in`` a household."""

    source: str
    relation: str
    target: str


class Entities(Protocol):
    """Linked records, found by what is known of them."""

    def put(self, entity: Entity) -> None:
        """Add it, or put it in place of the one with its id; its links stay."""
        ...

    def get(self, entity_id: str) -> Entity:
        """The record as it is now (UnknownRecordError)."""
        ...

    def known(self, entity_id: str) -> Entity | None:
        """The record as it is now; None if there is none."""
        ...

    def of(self, dataset: str) -> Sequence[Entity]:
        """A whole list, in the order in which its entities came."""
        ...

    def remove(self, entity_id: str) -> None:
        """Forget it with its links; nothing happens if it is not there."""
        ...

    def find(
        self, words: str = "", *, dataset: str | None = None, limit: int = 20
    ) -> Sequence[Entity]:
        """Whom all words fit: part of the label (two characters suffice), pinyin or initials from
        any syllable on, last four of an ID or phone among the properties. No words: all of a list.
        """
        ...

    def link(self, link: EntityLink) -> None:
        """Once is enough; what it names may come later."""
        ...

    def unlink(self, link: EntityLink) -> None: ...
    def links(self, entity_id: str) -> Sequence[EntityLink]:
        """From it and to it, in the order they were made."""
        ...
