"""The window before the windows: asks for passphrase or recovery code where no key opens the store.

A kiosk says meanwhile that it is out of service, with the staff's door to the same gate.
"""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk import app
from kiosk.settings import Profile, Settings
from offline.i18n import tr
from offline.store.port import KeyUnavailableError

if TYPE_CHECKING:
    from kiosk.cli.stage import Stage
    from offline.store.unlocking import Unlock


def way_in(folder: Path, settings: Settings, stage: Stage) -> Unlock:
    """What a person opened the store with (KeyUnavailableError if nobody did)."""
    from ui.staff.outofservice import OutOfService  # noqa: PLC0415 — Qt, only with a window
    from ui.staff.unsealing import SealedDesk  # noqa: PLC0415

    sealed = app.sealed_store(folder)
    if sealed is None:
        raise KeyUnavailableError("nothing on this machine takes a key")
    print(tr("打不开本机的数据，等人在窗口里输口令或恢复码。"), file=sys.stderr)
    kiosk = settings.profile is Profile.KIOSK
    qt, screen = stage.qt, stage.screen(settings)
    place = (
        OutOfService(qt, settings, sealed, screen, stage.keyboard_folder)
        if kiosk
        else SealedDesk(qt, settings, sealed, screen)
    )
    with closing(place):
        place.done.connect(stage.qt.quit)
        stage.live(place.window, whole=kiosk)
    if not place.opened:
        raise KeyUnavailableError("nobody opened the store")
    return sealed.unlock
