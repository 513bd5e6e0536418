"""The window before the windows: asks for passphrase or recovery code where no key opens the store.

A kiosk says meanwhile that it is out of service, with the staff's door to the same gate.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk import app
from kiosk.cli.gates import passes
from kiosk.settings import Settings
from offline.i18n import tr
from offline.store.port import KeyUnavailableError

if TYPE_CHECKING:
    from kiosk.background import Lane
    from kiosk.cli.stage import Stage
    from offline.store.unlocking import Unlock
    from ui.staff.unsealing import Unsealing
    from ui.theme import Theme


def way_in(folder: Path, settings: Settings, stage: Stage) -> Unlock:
    """What a person opened the store with (KeyUnavailableError if nobody did)."""
    from ui.desk.sealgate import SealGate  # noqa: PLC0415 — Qt, only with a window
    from ui.staff.unsealing import Unsealing  # noqa: PLC0415

    sealed = app.sealed_store(folder)
    if sealed is None:
        raise KeyUnavailableError("nothing on this machine takes a key")

    def work(theme: Theme, away: str, lane: Lane) -> Unsealing:
        return Unsealing(SealGate(theme, away), sealed, lane, settings)

    print(tr("打不开本机的数据，等人在窗口里输口令或恢复码。"), file=sys.stderr)
    if not passes(stage, settings, work):
        raise KeyUnavailableError("nobody opened the store")
    return sealed.unlock
