"""A gate before the windows: alone on a staff screen, behind 暂停服务 on a kiosk."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from kiosk.settings import Profile, Settings

if TYPE_CHECKING:
    from kiosk.cli.stage import Stage
    from ui.staff.gatework import MakeWork


def passes(stage: Stage, settings: Settings, make: MakeWork, why: str = "") -> bool:
    """Show the gate until somebody is through (True) or the window is closed.

    ``why`` tells residents at a kiosk the reason for the wait.
    """
    from ui.staff.gatework import GateDesk  # noqa: PLC0415 — Qt, only with a window
    from ui.staff.outofservice import OutOfService  # noqa: PLC0415

    kiosk = settings.profile is Profile.KIOSK
    qt, screen = stage.qt, stage.screen(settings)
    place = (
        OutOfService(qt, settings, screen, make, why, stage.keyboard_folder)
        if kiosk
        else GateDesk(qt, screen, make)
    )
    with closing(place):
        place.done.connect(qt.quit)
        stage.live(place.window, whole=kiosk)
    return place.opened
