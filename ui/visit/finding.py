"""Finding an item among thousands: by a part of its name, by pinyin, by initials."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from kiosk.flow import catalogue
from kiosk.flow.station import Station
from offline.i18n import tr
from offline.records import ServiceItem
from ui.components.item import ItemWords
from ui.pages.services import GroupTab, ServicesData
from ui.visit.present import GROUP_ICONS, GROUP_SHORT, for_residents, item_name

SHOWN = 24
"""Rows on the page at most; a person who sees more narrows the search."""


@lru_cache(maxsize=20_000)
def initials(name: str) -> str:
    """GLJTSL for 高龄津贴申领."""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).upper()


@lru_cache(maxsize=20_000)
def spelt(name: str) -> str:
    """gaolingjintieshenling, in capitals."""
    return "".join(lazy_pinyin(name)).upper()


def read_items(station: Station) -> Sequence[ServiceItem]:
    """The catalogue as it lies in the store, ready to be searched."""
    items = catalogue.items(station)
    prepare(items)
    return items


def prepare(items: Sequence[ServiceItem]) -> None:
    """Spell the names once, off the window's thread: a province's take a second and a half, which
    the first letter typed must not wait for.
    """
    for item in items:
        _keys(item.name, item.english)


@lru_cache(maxsize=20_000)
def _keys(name: str, english: str) -> tuple[str, str, str, str]:
    """What may be typed of an item, in capitals: name, English, initials, pinyin; and all of them
    in one, which most items fail at once.
    """
    names = f"{name}\0{english}".upper()
    letters, spelling = initials(name), spelt(name)
    return names, letters, spelling, f"{names}\0{letters}\0{spelling}"


def rank(item: ServiceItem, wanted: str) -> int | None:
    """How well an item answers a query (0 best), None if not at all; ``wanted`` is in capitals."""
    names, letters, spelling, everything = _keys(item.name, item.english)
    if wanted not in everything:
        return None
    tests = (
        letters.startswith(wanted),
        wanted in names,
        wanted in letters,
        spelling.startswith(wanted),
        wanted in spelling,
    )
    return next((place for place, hit in enumerate(tests) if hit), None)


def found(items: Sequence[ServiceItem], group: str, query: str) -> list[ServiceItem]:
    """The items of a group that answer a query, best first; all of them for an empty one."""
    offered = [item for item in for_residents(items) if group in {"", item.group}]
    wanted = query.strip().upper()
    if not wanted:
        return offered
    ranked = [(place, item) for item in offered if (place := rank(item, wanted)) is not None]
    return [item for _, item in sorted(ranked, key=lambda pair: pair[0])]


def services_data(items: Sequence[ServiceItem], group: str, query: str) -> ServicesData:
    """What the services page shows."""
    groups = dict.fromkeys(item.group for item in for_residents(items))
    tabs = [
        GroupTab(name, tr(GROUP_SHORT.get(name, name)), GROUP_ICONS.get(name, "document"))
        for name in groups
    ]
    return ServicesData(
        items=tuple(_words(item) for item in found(items, group, query)[:SHOWN]),
        groups=tuple(tabs),
        group=group,
        query=query,
    )


def _words(item: ServiceItem) -> ItemWords:
    return ItemWords(
        id=item.id,
        title=item_name(item),
        initials=initials(item.name),
        department=item.department,
        offline=item.offline in {"yes", "queue"},
    )
