"""What a person can be found by: pieces of the name, its pinyin and initials, last fours.

Two characters of a name suffice (王小), which trigram indexes miss: every pair of neighbours is a
key, and the last character alone. Kinds of key are told apart by their first letter.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import import_module
from typing import Any

from offline.identity import is_phone, last_four, tidy
from offline.records import Person
from offline.store.entity import Entity

NAME, PINYIN, INITIALS, LAST_FOUR = "n", "p", "i", "d"
_END = "\U0010ffff"
_FOUR = 4
_SYLLABLES = 12
"""So many syllables from any one on are enough to look for a long address."""
_ID_SHAPE = re.compile(r"[0-9]{17}[0-9X]")

_SURNAMES = {
    "单": "shan", "仇": "qiu", "解": "xie", "查": "zha", "曾": "zeng", "朴": "piao", "区": "ou",
    "盖": "ge", "华": "hua", "任": "ren", "翟": "zhai", "缪": "miao", "宓": "mi", "冼": "xian",
    "覃": "qin", "员": "yun", "折": "she", "种": "chong", "繁": "po", "秘": "bi", "逄": "pang",
    "乐": "yue", "黑": "he", "召": "shao", "晟": "cheng", "尉迟": "yu chi", "万俟": "mo qi",
    "长孙": "zhang sun", "令狐": "ling hu", "澹台": "tan tai", "单于": "chan yu",
}  # fmt: skip
"""Surnames whose reading differs from the character's usual one (pypinyin gets them wrong)."""


def of_person(person: Person, phone: str) -> set[str]:
    """Every key under which this person is filed."""
    fours = {text[-_FOUR:].upper() for text in (person.id4, person.id_number, phone) if text}
    return of_name(person.name) | {f"{LAST_FOUR}{four}" for four in fours}


def of_entity(entity: Entity) -> set[str]:
    """Every key under which a record is filed: a place is asked for by any part of its name.

    Read as a name and as plain words, for a list does not tell whether a label begins with a
    surname (解 is xie as one, and jie in 解放路).
    """
    plain = plain_name(entity.label)
    keys = _pairs(plain)
    for syllables in (_syllables(plain), _read(plain)):
        for at in range(len(syllables)):
            part = syllables[at : at + _SYLLABLES]
            keys |= {f"{PINYIN}{''.join(part)}", f"{INITIALS}{''.join(each[0] for each in part)}"}
    numbers = filter(_is_number, entity.properties.values())
    return keys | {f"{LAST_FOUR}{last_four(number)}" for number in numbers}


def of_name(name: str) -> set[str]:
    """The keys of a name alone."""
    plain = plain_name(name)
    pairs = _pairs(plain)
    syllables = _syllables(plain)
    if not syllables:
        return pairs
    initials = "".join(syllable[0] for syllable in syllables)
    return pairs | {f"{PINYIN}{''.join(syllables)}", f"{INITIALS}{initials}"}


def plain_name(name: str) -> str:
    """Letters and digits alone, in lower case: no blanks, no ·."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(point for point in folded if point.isalnum())


def ranges(word: str) -> list[list[tuple[str, str]]]:
    """Key ranges of one word typed: all of an inner list, any inner list (or of ands)."""
    plain = plain_name(word)
    if not plain:
        return []
    pairs = [plain[at : at + 2] for at in range(max(1, len(plain) - 1))]
    found = [[_exact(NAME, pair) if len(pair) > 1 else _prefix(NAME, pair) for pair in pairs]]
    if plain.isascii() and plain.isalpha():
        found += [[_prefix(PINYIN, plain)], [_prefix(INITIALS, plain)]]
    if plain.isascii() and len(plain) == _FOUR:
        found.append([_exact(LAST_FOUR, plain.upper())])
    return found


def _pairs(plain: str) -> set[str]:
    return {f"{NAME}{plain[at : at + 2]}" for at in range(len(plain))}


def _is_number(value: str) -> bool:
    """Whether it is meant as a resident ID or a mobile number."""
    return is_phone(value) or _ID_SHAPE.fullmatch(tidy(value)) is not None


def _exact(kind: str, text: str) -> tuple[str, str]:
    return f"{kind}{text}", f"{kind}{text}"


def _prefix(kind: str, text: str) -> tuple[str, str]:
    return f"{kind}{text}", f"{kind}{text}{_END}"


def _syllables(plain: str) -> list[str]:
    for length in (2, 1):
        reading = _SURNAMES.get(plain[:length])
        if reading and len(plain) > length:
            return [*reading.split(), *_read(plain[length:])]
    return _read(plain)


def _read(plain: str) -> list[str]:
    if not plain or plain.isascii():
        return []
    found = _pinyin().lazy_pinyin(plain, errors=list)
    return [syllable.replace("ü", "v") for syllable in found if syllable.isascii()]


@cache
def _pinyin() -> Any:
    """The pinyin dictionary takes a tenth of a second to load: only who files a name pays."""
    return import_module("pypinyin")
