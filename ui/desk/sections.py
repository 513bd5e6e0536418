"""A form's pages laid out as one dense page: numbered sections of questions and repeats. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from offline.forms.view import Group, Item, Page, Question, Repeat

Entry = Question | Repeat


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it. ``key`` stays the same while answers change."""

    key: str
    title: str
    entries: tuple[Entry, ...]


def sections(pages: Sequence[Page]) -> tuple[Section, ...]:
    """The sections of a form, by the groups that questions and repeats lie in."""
    found: list[tuple[str, str, list[Entry]]] = []
    repeats: list[str] = []
    for page in pages:
        if any(page.path.startswith(f"{path}[") for path in repeats):
            continue
        for item in page.items:
            if isinstance(item, Repeat):
                repeats.append(item.path)
            for title, entry in _entries(item, page.trail[-1] if page.trail else ""):
                _put(found, title, entry)
    return tuple(Section(key, title, tuple(entries)) for key, title, entries in found)


def _put(found: list[tuple[str, str, list[Entry]]], title: str, entry: Entry) -> None:
    if not found or (title and found[-1][1] != title):
        found.append((entry.path, title, []))
    found[-1][2].append(entry)


def _entries(item: Item, title: str) -> Iterator[tuple[str, Entry]]:
    if isinstance(item, Question):
        yield title, item
    elif isinstance(item, Repeat):
        yield title or item.label, item
    else:
        for child in item.children:
            yield from _entries(child, item.label or title)


def questions(items: Iterable[Item]) -> Iterator[Question]:
    """Every question below some items, in order, repeats and groups opened."""
    for item in items:
        if isinstance(item, Question):
            yield item
        elif isinstance(item, Group):
            yield from questions(item.children)
        else:
            yield from questions(item.instances)


def entries_of(instance: Group) -> tuple[Entry, ...]:
    """What stands in the card of a repeat instance, groups inside it opened."""
    return tuple(entry for child in instance.children for _title, entry in _entries(child, ""))
