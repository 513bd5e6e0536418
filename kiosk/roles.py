"""PURE: who may do what. Checked in ``flow``; ``ui`` asks only to say beforehand why not."""

from __future__ import annotations

from enum import StrEnum

from offline.records import Operator


class Act(StrEnum):
    """What a use case does, as far as permission goes."""

    FILL = "fill"
    SUBMIT = "submit"
    PRINT = "print"
    REPRINT = "reprint"
    """Decide a doubtful print of another. A second copy from one's own case is plain PRINT."""
    VIEW_PERSON = "view-person"
    RESEND = "resend"
    CORRECT = "correct"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    DECIDE_PRINT = "decide-print"
    RESOLVE = "resolve"
    READ_LOG = "read-log"
    ACCOUNTS = "accounts"
    SETTINGS = "settings"
    ENTER_WINDOW = "enter-window"
    ENTER_GRID = "enter-grid"
    ENTER_KIOSK = "enter-kiosk"


_ALL = frozenset(Act)
_FIELD = frozenset({Act.FILL, Act.SUBMIT, Act.PRINT, Act.VIEW_PERSON, Act.WITHDRAW})

_MAY: dict[str, frozenset[Act]] = {
    "station": frozenset({Act.FILL, Act.SUBMIT, Act.PRINT, Act.WITHDRAW}),
    "window": _FIELD | {Act.REPRINT, Act.DECIDE_PRINT, Act.ENTER_WINDOW},
    "grid": _FIELD | {Act.DECIDE_PRINT, Act.ENTER_GRID},
    "supervisor": _ALL - {Act.SETTINGS},
    "it": _ALL,
}
STAFF = tuple(role for role in _MAY if role != "station")
"""Roles that people have; the station itself is none."""


class NotAllowedError(Exception):
    """An operator's role does not include the act."""

    def __init__(self, operator: Operator, act: Act) -> None:
        super().__init__(f"{operator.role}: {act.value}")
        self.operator, self.act = operator, act


def may(operator: Operator, act: Act) -> bool:
    """Whether the operator's role includes the act; an unknown role includes nothing."""
    return act in _MAY.get(operator.role, frozenset())


def require(operator: Operator, act: Act) -> None:
    """Refuse an act the operator's role does not include (NotAllowedError)."""
    if not may(operator, act):
        raise NotAllowedError(operator, act)
