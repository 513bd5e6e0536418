"""Is it a scanner or a person? Told from keystrokes and their times alone; no Qt, no clock.

A scanner that plays a keyboard strikes a key every 1 to 20 ms, a person hardly two within 35 and
never six in a row. So a keystroke is held until the next one could have come, and then all that is
held is either a scan, or handed back in its order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

K = TypeVar("K")

TERMINATORS = "\r\n\t"
_TWO = 2


@dataclass(frozen=True, slots=True)
class Rule:
    """How a scanner is told from a person; times in seconds.

    ``gap`` is the longest time between a scanner's keys, ``shortest`` the fewest characters of a
    scan told by speed; once told, it may falter for ``falter`` (a busy machine makes it).
    ``sentinel`` is the character that a scanner is set to send first, if it is: from there to the
    terminator everything is the scan's, for ``patience`` and for as long as keys keep coming with
    less than a third of it between them: a busy machine is slow. ``beginnings`` are prefixes of
    our codes: what a person typed just before is told apart.
    """

    gap: float = 0.035
    falter: float = 0.2
    shortest: int = 6
    sentinel: str = ""
    patience: float = 3.0
    beginnings: Sequence[str] = ("GSC1:", "GSR1:")


@dataclass(frozen=True, slots=True)
class Pass:
    """Nobody's business but the field's."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Kept: unless more comes, ``settle`` after ``Burst.wait``."""


@dataclass(frozen=True, slots=True)
class Replay(Generic[K]):
    """A person's keys, to be handed on in their order."""

    keys: tuple[K, ...]


@dataclass(frozen=True, slots=True)
class Scanned(Generic[K]):
    """A scan; ``before`` are a person's keys caught with it, ``dropped`` the scan's own."""

    text: str
    before: tuple[K, ...] = ()
    dropped: tuple[K, ...] = ()


@dataclass
class Burst(Generic[K]):
    """The keys being held, each with a token ``K`` to hand back."""

    rule: Rule = field(default_factory=Rule)
    _keys: list[tuple[str, K]] = field(default_factory=list)
    _text: str = ""
    _begun: float = 0.0
    _last: float = 0.0
    _ended: float = float("-inf")

    @property
    def holding(self) -> bool:
        return bool(self._keys)

    def since(self, at: float) -> float:
        """Seconds since the last key that is held; endless if none is."""
        return at - self._last if self._keys else float("inf")

    @property
    def wait(self) -> float:
        """Seconds after the last key when nothing more of a scan can come."""
        if self._by_sentinel:
            return self.rule.patience
        return self.rule.falter if self._sure else self.rule.gap

    def settle(self, at: float) -> Replay[K] | Scanned[K] | None:
        """Decide what is held if its time is over; to be asked before each key and after a wait."""
        since = self._begun if self._by_sentinel else self._last
        if not self._keys or at - since <= self.wait:
            return None
        if self._by_sentinel and at - self._last <= self.rule.patience / 3:
            return None
        return self._decide()

    def key(self, text: str, at: float, token: K) -> Pass | Hold | Replay[K] | Scanned[K]:
        """A key was struck: one printable character, a terminator, or "" for any other key."""
        if text and text in TERMINATORS:
            return self._terminated(at, token)
        if not text:
            return self._foreign(token)
        if not self._keys:
            self._begun = at
        self._last = at
        self._text += text
        self._keys.append((text, token))
        return Hold()

    def aside(self, at: float, token: K) -> Pass | Hold:
        """A release or Shift: goes with its neighbours and says nothing by itself."""
        if not self._keys:
            return Pass()
        del at  # a release comes late and must not stretch the burst
        self._keys.append(("", token))
        return Hold()

    def shift(self, at: float, token: K) -> Hold:
        """Shift goes down: perhaps the begin of a scan's capital letter, so it is held as well."""
        if not self._keys:
            self._begun = self._last = at
        self._keys.append(("", token))
        return Hold()

    @property
    def _sure(self) -> bool:
        """Enough letters at a scanner's speed, or the first two of one of our codes."""
        text = self._text
        return len(text) >= self.rule.shortest or (
            len(text) >= _TWO and any(begin.startswith(text) for begin in self.rule.beginnings)
        )

    @property
    def _by_sentinel(self) -> bool:
        return bool(self.rule.sentinel) and self._text[:1] == self.rule.sentinel

    def _terminated(self, at: float, token: K) -> Pass | Hold | Replay[K] | Scanned[K]:
        if not self._keys:
            echo = abs(at - self._ended) <= self.rule.gap  # LF after CR, Tab after LF
            return Scanned("", (), (token,)) if echo else Pass()
        self._keys.append(("", token))
        outcome = self._decide()
        if isinstance(outcome, Scanned):
            self._ended = at
        return outcome

    def _foreign(self, token: K) -> Pass | Hold | Replay[K]:
        """An arrow, a shortcut: no scanner's, so all that is held was a person's."""
        if not self._keys:
            return Pass()
        if self._by_sentinel:
            return self.aside(self._last, token)
        self._keys.append(("", token))
        return Replay(self._release())

    def _decide(self) -> Replay[K] | Scanned[K]:
        text = self._text
        if self._by_sentinel:
            return Scanned(text[1:], (), self._release())
        if len(text) < self.rule.shortest:
            return Replay(self._release())
        return self._split(text)

    def _split(self, text: str) -> Scanned[K]:
        """The scan from its beginning on; what was typed before it goes back to the person."""
        start = max((text.find(beginning) for beginning in self.rule.beginnings), default=0)
        place, typed = 0, max(start, 0)
        while typed:
            typed -= len(self._keys[place][0])
            place += 1
        tokens = self._release()
        return Scanned(text[max(start, 0) :], tokens[:place], tokens[place:])

    def _release(self) -> tuple[K, ...]:
        tokens = tuple(token for _, token in self._keys)
        self._keys.clear()
        self._text = ""
        return tokens
