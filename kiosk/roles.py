"""PURE: who may do what. Checked in ``flow``, never in ``ui``."""

from __future__ import annotations

from enum import StrEnum

from offline.records import Operator


class Act(StrEnum):
    """What a use case does, as far as permission goes."""

    FILL = "fill"
    SUBMIT = "submit"
    PRINT = "print"
    REPRINT = "reprint"
    VIEW_PERSON = "view-person"
    RESEND = "resend"
    WITHDRAW = "withdraw"
    SETTINGS = "settings"


_ALL = frozenset(Act)
_DESK = _ALL - {Act.SETTINGS, Act.RESEND}

_MAY: dict[str, frozenset[Act]] = {
    "station": frozenset({Act.FILL, Act.SUBMIT, Act.PRINT, Act.WITHDRAW}),
    "window": _DESK,
    "grid": _DESK - {Act.REPRINT},
    "supervisor": _ALL - {Act.SETTINGS},
    "it": _ALL,
}


class NotAllowedError(Exception):
    """An operator's role does not include the act."""

    def __init__(self, operator: Operator, act: Act) -> None:
        super().__init__(f"{operator.role}: {act.value}")
        self.operator, self.act = operator, act


def require(operator: Operator, act: Act) -> None:
    """Refuse an act the operator's role does not include (NotAllowedError)."""
    if act not in _MAY.get(operator.role, frozenset()):
        raise NotAllowedError(operator, act)
