"""Local accounts: the first one, unlocking, forgotten passphrases, and who may manage them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

from kiosk.flow.station import Station
from kiosk.guard import AccountError, Flaw
from kiosk.roles import STAFF, Act, NotAllowedError, may, require
from offline.records import Operator
from offline.store.account import Account
from offline.store.port import UnknownRecordError, Unlocked, UnlockOutcome

SHORTEST = 8
"""Characters a passphrase has at least."""
PASSPHRASE_DAYS = 90
"""A passphrase works offline for so long after it was set."""
RESERVED = frozenset({"cli", "station", "system", "exchange", "window", "grid"})
"""Names under which the program itself acts in the log."""
_STAFF_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,31}")


class Recovery(Protocol):
    """The recovery code of the store, which also helps a forgotten passphrase."""

    def renew(self) -> str:
        """A new code in place of the one before; shown once, kept nowhere."""
        ...

    def opens(self, code: str) -> bool:
        """Whether this is the code."""
        ...


def who(station: Station, entrance: Act) -> Sequence[Account]:
    """The accounts with a passphrase that may enter here, by staff number."""
    accounts = station.store.operators.accounts()
    return [each for each in accounts if each.expires and may(each.operator, entrance)]


def is_new(station: Station) -> bool:
    """Whether nobody can manage this terminal yet: the first start."""
    return not _managers(station)


def begin(station: Station, operator: Operator, passphrase: str, recovery: Recovery) -> str:
    """The first account, who manages the others; the recovery code, to be written down."""
    if not is_new(station):
        raise NotAllowedError(station.operator, Act.ACCOUNTS)
    _check(operator, passphrase)
    if not may(operator, Act.ACCOUNTS):
        raise AccountError(Flaw.ROLE)
    _put(station, operator, passphrase, by="system")
    return recovery.renew()


def unlock(station: Station, operator_id: str, passphrase: str, entrance: Act) -> UnlockOutcome:
    """Try a passphrase (NotAllowedError for one who may not work here)."""
    outcome = station.store.operators.unlock(operator_id, passphrase, station.clock())
    if isinstance(outcome, Unlocked):
        require(outcome.operator, entrance)
    return outcome


def recover(
    station: Station, operator_id: str, code: str, passphrase: str, recovery: Recovery
) -> Operator:
    """A new passphrase by the recovery code (AccountError); failures are forgotten."""
    operator = _get(station, operator_id)
    _check(operator, passphrase)
    if not recovery.opens(code):
        station.store.audit.record(operator_id, "unlock failed", operator_id, "recovery")
        raise AccountError(Flaw.RECOVERY)
    station.store.audit.record(operator_id, "recovered", operator_id)
    _renew(station, operator_id, passphrase)
    return operator


def add(station: Station, operator: Operator, passphrase: str) -> None:
    """A new account; its number must be free (AccountError, NotAllowedError)."""
    _require_over(station, operator)
    _check(operator, passphrase)
    if any(each.id == operator.id for each in station.store.operators.all()):
        raise AccountError(Flaw.TAKEN)
    _put(station, operator, passphrase, by=station.operator.id)


def give_role(station: Station, operator_id: str, role: str) -> None:
    """Another role for an account; somebody who manages the accounts must remain."""
    operator = _get(station, operator_id)
    changed = Operator(operator.id, operator.name, role)
    _require_over(station, operator, changed)
    if role not in STAFF:
        raise AccountError(Flaw.ROLE)
    if not may(changed, Act.ACCOUNTS):
        _keep_a_manager(station, operator_id)
    with station.store.transaction():
        station.store.operators.put(changed)
        station.audit("operator put", operator_id, role)


def give_passphrase(station: Station, operator_id: str, passphrase: str) -> None:
    """A new passphrase for another, which also unlocks; for oneself whatever the role."""
    operator = _get(station, operator_id)
    if operator_id != station.operator.id:
        _require_over(station, operator)
    _check(operator, passphrase)
    _renew(station, operator_id, passphrase)
    station.audit("passphrase given", operator_id)


def release(station: Station, operator_id: str) -> None:
    """Forget the failures of an account that locked."""
    _require_over(station, _get(station, operator_id))
    station.store.operators.clear_failures(operator_id)
    station.audit("operator released", operator_id)


def remove(station: Station, operator_id: str) -> None:
    """The account goes, what it did stays in the log; one who manages the others must remain."""
    _require_over(station, _get(station, operator_id))
    _keep_a_manager(station, operator_id)
    with station.store.transaction():
        station.store.operators.remove(operator_id)
        station.audit("operator removed", operator_id)


def _require_over(station: Station, *operators: Operator) -> None:
    """Nobody gives, changes or takes away more than they may themselves."""
    require(station.operator, Act.ACCOUNTS)
    for operator in operators:
        if may(operator, Act.SETTINGS):
            require(station.operator, Act.SETTINGS)


def _check(operator: Operator, passphrase: str) -> None:
    if not _STAFF_NUMBER.fullmatch(operator.id) or operator.id.lower() in RESERVED:
        raise AccountError(Flaw.NUMBER)
    if not operator.name.strip():
        raise AccountError(Flaw.NAME)
    if operator.role not in STAFF:
        raise AccountError(Flaw.ROLE)
    if len(passphrase) < SHORTEST:
        raise AccountError(Flaw.SHORT)


def _put(station: Station, operator: Operator, passphrase: str, *, by: str) -> None:
    with station.store.transaction():
        station.store.operators.put(operator)
        station.store.audit.record(by, "operator put", operator.id, operator.role)
        _renew(station, operator.id, passphrase)


def _renew(station: Station, operator_id: str, passphrase: str) -> None:
    expires = station.clock() + timedelta(days=PASSPHRASE_DAYS)
    station.store.operators.set_passphrase(operator_id, passphrase, expires)


def _get(station: Station, operator_id: str) -> Operator:
    for operator in station.store.operators.all():
        if operator.id == operator_id:
            return operator
    raise UnknownRecordError(operator_id)


def _managers(station: Station) -> list[str]:
    accounts = station.store.operators.accounts()
    return [a.operator.id for a in accounts if a.expires and may(a.operator, Act.ACCOUNTS)]


def _keep_a_manager(station: Station, operator_id: str) -> None:
    if set(_managers(station)) <= {operator_id}:
        raise AccountError(Flaw.LAST)
