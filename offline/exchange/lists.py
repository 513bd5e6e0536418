"""Entity lists (对象) as the exchange has them: whole over OpenRosa, by delta over the service API.

OpenRosa (manifest and integrity specifications of ODK): a form's manifest names its lists, the
hash there is the list's ETag, and ``integrityUrl`` tells which of some ids are no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from lxml import etree

from offline.exchange.outcomes import ExchangeError, Unreachable
from offline.store.entity import Entity

LONGEST_URL: Final = 2000
UUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass(frozen=True, slots=True)
class EntityListing:
    """An entity list that forms need. ``hash`` is new when the list is; addresses of OpenRosa."""

    dataset: str
    hash: str
    download_url: str
    integrity_url: str = ""


@dataclass(frozen=True, slots=True)
class HeardEntity:
    """An entity as the exchange has it now. ``entity.version`` is the exchange's count.

    ``entity.trunk`` and ``entity.branch`` are those of the last change, if it was made offline.
    ``conflict`` is ``soft`` (changes of other properties met) or ``hard`` (of the same), else
    empty; a person at the centre ends it.
    """

    entity: Entity
    conflict: str = ""


@dataclass(frozen=True, slots=True)
class EntityPage:
    """Entities of a list new or changed since a cursor, and the ids of those that are no more."""

    entities: tuple[HeardEntity, ...]
    gone: tuple[str, ...]
    cursor: str
    more: bool = False


def integrity_questions(url: str, ids: Sequence[str]) -> Iterator[str]:
    """Addresses below 2,000 characters that ask about all of these ids; only UUIDs can be asked."""
    mark = "&" if "?" in url else "?"
    asked: list[str] = []
    for one in (*(i for i in ids if UUID.fullmatch(i)), ""):
        longer = url + mark + urlencode({"id": ",".join([*asked, one])}, safe=",")
        if asked and (not one or len(longer) > LONGEST_URL):
            yield url + mark + urlencode({"id": ",".join(asked)}, safe=",")
            asked = []
        asked.append(one)


def deleted_ids(document: etree._Element) -> frozenset[str]:
    """Which of the ids asked about are no more (ExchangeError for what is no such document)."""
    found = document.findall("{*}entities/{*}entity")
    if any(entity.findtext("{*}deleted") not in ("true", "false") for entity in found):
        raise ExchangeError(Unreachable("no integrity"))
    return frozenset(e.get("id", "") for e in found if e.findtext("{*}deleted") == "true")
