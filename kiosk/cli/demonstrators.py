"""Who works at a demonstration's windows, with a passphrase that everybody knows."""

from __future__ import annotations

from pathlib import Path

from kiosk import app
from kiosk.settings import Profile, Settings
from offline.records import Operator
from offline.store.port import Store
from offline.store.unlocking import Unlock

PASSPHRASE = "yanxia-demo"  # noqa: S105 — shown on the demonstration's own lock screen
AT_WORK = {
    Profile.WINDOW: Operator(id="1001", name="李秀英", role="window"),
    Profile.GRID: Operator(id="2001", name="陈建国", role="grid"),
}
BEHIND = (
    Operator(id="3001", name="周敏", role="supervisor"),
    Operator(id="9001", name="高志强", role="it"),
)


def put(folder: Path, settings: Settings, unlock: Unlock | None = None) -> tuple[str, str]:
    """Make their accounts; who is let in at once, nobody at a kiosk, and the passphrase."""
    from kiosk.flow import accounts  # noqa: PLC0415 — only with a window

    store = app.open_store(folder, unlock=unlock)
    try:
        made = app.station(store, settings)
        _forget(store)
        for operator in (*AT_WORK.values(), *BEHIND):
            accounts.add(made, operator, PASSPHRASE)
    finally:
        store.close()
    first = AT_WORK.get(settings.profile)
    return (first.id if first else "", PASSPHRASE)


def _forget(store: Store) -> None:
    """Their passphrase is known to everybody: nobody real works beside them."""
    known = store.operators.all()
    for operator in (*AT_WORK.values(), *BEHIND):
        if operator in known:
            store.operators.remove(operator.id)
