"""Entities in memory: the same promises without a database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from offline.store.entity import Entity, EntityLink
from offline.store.port import UnknownRecordError
from offline.store.searchkeys import of_entity, ranges

Ranges = list[list[list[tuple[str, str]]]]


def fits(keys: set[str], wanted: Ranges) -> bool:
    """Whether these keys fulfil every word."""
    return all(any(_all_in(keys, choice) for choice in choices) for choices in wanted)


def _all_in(keys: set[str], bounds: list[tuple[str, str]]) -> bool:
    return all(any(first <= key <= last for key in keys) for first, last in bounds)


class Kept(Protocol):
    """Where they are remembered: ``tests.fakes.store.Memory``."""

    entities: dict[str, Entity]
    links: list[EntityLink]


class FakeEntities:
    def __init__(self, memory: Kept) -> None:
        self._m = memory

    def put(self, entity: Entity) -> None:
        self._m.entities[entity.id] = entity

    def get(self, entity_id: str) -> Entity:
        if entity_id not in self._m.entities:
            raise UnknownRecordError(entity_id)
        return self._m.entities[entity_id]

    def known(self, entity_id: str) -> Entity | None:
        return self._m.entities.get(entity_id)

    def of(self, dataset: str) -> Sequence[Entity]:
        return [each for each in self._m.entities.values() if each.dataset == dataset]

    def remove(self, entity_id: str) -> None:
        self._m.entities.pop(entity_id, None)
        for link in self.links(entity_id):
            self._m.links.remove(link)

    def find(
        self, words: str = "", *, dataset: str | None = None, limit: int = 20
    ) -> Sequence[Entity]:
        wanted = [found for word in words.split() if (found := ranges(word))]
        if words.strip() and not wanted:
            return []
        fitting = [
            each
            for each in self._m.entities.values()
            if dataset in (None, each.dataset) and fits(of_entity(each), wanted)
        ]
        return fitting[:limit]

    def link(self, link: EntityLink) -> None:
        if link not in self._m.links:
            self._m.links.append(link)

    def unlink(self, link: EntityLink) -> None:
        if link in self._m.links:
            self._m.links.remove(link)

    def links(self, entity_id: str) -> Sequence[EntityLink]:
        return [each for each in self._m.links if entity_id in (each.source, each.target)]
