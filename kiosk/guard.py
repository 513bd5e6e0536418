"""PURE: who sits at a staff window: closed, open under an operator, or locked over their work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from offline.records import NotDrawnError, Operator


class Flaw(StrEnum):
    """Why an account cannot be as asked."""

    NUMBER = "number"
    TAKEN = "taken"
    NAME = "name"
    ROLE = "role"
    SHORT = "short"
    LAST = "last"
    RECOVERY = "recovery"


class AccountError(ValueError):
    """An account cannot be as asked; ``flaw`` says why."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


class Standing(StrEnum):
    """What a staff window shows."""

    CLOSED = "closed"
    OPEN = "open"
    LOCKED = "locked"


_S = Standing
GUARD_MOVES: Mapping[Standing, frozenset[Standing]] = MappingProxyType(
    {
        _S.CLOSED: frozenset({_S.OPEN}),
        _S.OPEN: frozenset({_S.LOCKED, _S.CLOSED}),
        _S.LOCKED: frozenset({_S.OPEN, _S.CLOSED}),
    }
)


@dataclass(frozen=True, slots=True)
class Guard:
    """``operator`` is whose work lies behind the lock, None while closed."""

    standing: Standing = Standing.CLOSED
    operator: Operator | None = None
    unlocked: datetime | None = None

    def unlock(self, operator: Operator, now: datetime) -> Guard:
        """The passphrase was right (NotDrawnError if nothing was locked)."""
        self._check(_S.OPEN)
        return Guard(_S.OPEN, operator, now)

    def lock(self) -> Guard:
        """Cover the work; it stays this operator's."""
        self._check(_S.LOCKED)
        return replace(self, standing=_S.LOCKED)

    def leave(self) -> Guard:
        """The operator goes; nothing of theirs is behind the lock any more."""
        self._check(_S.CLOSED)
        return Guard()

    def hands_over_to(self, operator: Operator) -> bool:
        """Whether somebody else's work has to be put aside before this one begins."""
        return self.operator is not None and self.operator.id != operator.id

    def is_over(self, hours: timedelta, now: datetime) -> bool:
        """Whether an open window was unlocked so long ago that it must be unlocked anew."""
        opened = self.unlocked if self.standing is _S.OPEN else None
        return opened is not None and now - opened >= hours

    def _check(self, then: Standing) -> None:
        if then not in GUARD_MOVES[self.standing]:
            raise NotDrawnError(self.standing, then)
