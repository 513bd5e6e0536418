"""What a number field takes, key by key, and what it says while a number is half typed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from offline.i18n import tr

PHONE_PLACES = 11
ID_PLACES = 18
ID_GROUPS = (6, 8, 4)


@dataclass(frozen=True, slots=True)
class Rule:
    """Which characters a field takes and how many. ``places`` 0 means no fixed number."""

    marks: str = ""
    limit: int = 18
    places: int = 0

    def takes(self, text: str, key: str) -> bool:
        """Whether the key may follow the text."""
        if len(text) >= self.limit:
            return False
        if key.isascii() and key.isdecimal():
            return True
        if key not in self.marks:
            return False
        if key == "-":
            return text == ""
        if key == "X":
            return len(text) == self.limit - 1
        return key not in text and text not in {"", "-"}

    def filtered(self, text: str) -> str:
        """What is left of a pasted or scanned text when every character had to pass."""
        kept = ""
        for key in text.strip().upper():
            if self.takes(kept, key):
                kept += key
        return kept

    def missing(self, text: str) -> int:
        """How many places are still to come; 0 where their number is not fixed."""
        return max(self.places - len(text), 0)


INTEGER = Rule(marks="-", limit=10)
DECIMAL = Rule(marks="-.", limit=15)
DIGITS = Rule(marks="", limit=40)
PHONE = Rule(limit=PHONE_PLACES, places=PHONE_PLACES)
RESIDENT_ID = Rule(marks="X", limit=ID_PLACES, places=ID_PLACES)


def count_words(rule: Rule, text: str) -> str:
    """The live count in words: how much is there and how much is missing."""
    missing = rule.missing(text)
    if not rule.places:
        return ""
    if not text:
        return tr("一共 {places} 位", places=rule.places)
    if missing:
        return tr("还差 {missing} 位（已输 {typed} 位）", missing=missing, typed=len(text))
    return tr("{places} 位都输好了", places=rule.places)


def groups(text: str) -> tuple[str, ...]:
    """An ID number cut into its three groups, as far as it is typed."""
    cut, parts = 0, []
    for size in ID_GROUPS:
        parts.append(text[cut : cut + size])
        cut += size
    return tuple(parts)


def group_typed(text: str) -> int:
    """Which of the three groups (0 to 2) the next character belongs to; the last when full."""
    edge = 0
    for at, size in enumerate(ID_GROUPS):
        edge += size
        if len(text) < edge:
            return at
    return len(ID_GROUPS) - 1


def veiled(text: str, *, open_group: int | None) -> str:
    """An ID number with all hidden but its first four, its last four and the group being typed."""
    shown = []
    for at, character in enumerate(text):
        in_open = open_group is not None and group_of(at) == open_group
        plain = at < 4 or at >= ID_PLACES - 4 or in_open  # noqa: PLR2004 — 4 and 4: DOMAIN, Masking
        shown.append(character if plain else "*")
    return "".join(shown)


def group_of(place: int) -> int:
    """The group that a place (0 to 17) lies in."""
    return 0 if place < ID_GROUPS[0] else 1 if place < ID_GROUPS[0] + ID_GROUPS[1] else 2


def thousands(text: str) -> str:
    """A number with its digits in threes, for reading: ``12500.5`` is ``12,500.5``."""
    whole, dot, rest = text.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(digits):,}{dot}{rest}" if digits.isdecimal() else text


@dataclass(frozen=True, slots=True)
class Scale:
    """The steps of a range question (XForms ``range``: start, end, step), end included."""

    start: Decimal
    end: Decimal
    step: Decimal

    @classmethod
    def of(cls, span: tuple[str, str, str] | None) -> Scale:
        """From a question's ``span``; 1 to 10 by 1 where it says nothing usable."""
        try:
            start, end, step = (Decimal(part) for part in span or ("1", "10", "1"))
        except InvalidOperation:
            start, end, step = Decimal(1), Decimal(10), Decimal(1)
        step = abs(step) or Decimal(1)
        return cls(start, end, step if end >= start else -step)

    @property
    def last(self) -> int:
        """The position of the last step."""
        return int((self.end - self.start) / self.step)

    def value(self, position: int) -> str:
        """The value at a position, serialised."""
        number = self.start + self.step * min(max(position, 0), self.last)
        return f"{number.normalize():f}"

    def position(self, value: str) -> int | None:
        """The position nearest to a value; None if there is no value."""
        try:
            steps = (Decimal(value) - self.start) / self.step
        except InvalidOperation:
            return None
        return min(max(int(steps.to_integral_value()), 0), self.last)
