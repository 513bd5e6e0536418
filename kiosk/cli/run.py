"""``kiosk run``: the app, for a resident's kiosk, a window or a grid worker's laptop."""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk import app
from kiosk.cli import OK, Commands, demonstrators
from kiosk.cli.spawn import SandboxProcess, command
from kiosk.cli.stage import Stage
from kiosk.codes import testissuer
from kiosk.settings import Profile, Settings
from offline.i18n import tr
from offline.store.port import KeyUnavailableError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from offline.store.unlocking import Unlock
    from ui.services import Services
    from ui.visit.kiosk import Kiosk

SANDBOX_CODE = "SANDBOX"
DEMO_NAME, DEMO_ID4 = "王小明", "1235"
NONCE_BYTES = 16
AGAIN = 75
"""As ``ui.syncing.AGAIN``: importing it would bring Qt."""


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Register the command."""
    parser = commands.add_parser("run", help="the app")
    parser.add_argument("--profile", choices=[profile.value for profile in Profile])
    parser.add_argument("--sandbox", action="store_true", help="with the embedded exchange")
    parser.set_defaults(run=run)


@dataclass(slots=True)
class Start:
    """One start of the program: what it is for, and what was made on the way to its window."""

    folder: Path
    settings: Settings
    unlock: Unlock | None = None
    stage: Stage | None = None


def run(args: argparse.Namespace) -> int:
    """Open the window and stay until it closes."""
    folder = app.data_folder(args)
    settings = app.load_settings(folder)
    if args.profile:
        settings = settings.model_copy(update={"profile": Profile(args.profile)})
    start = Start(folder, settings)
    begin(start)
    if args.sandbox:
        return with_sandbox(start, folder / "sandbox")
    return restarted(show(start)) if enrolled(start) else OK


def begin(start: Start) -> None:
    """Open the store for the first time; a person does where the machine's key does not."""
    try:
        app.obey(start.folder)
    except KeyUnavailableError:
        from kiosk.cli.unsealing import way_in  # noqa: PLC0415 — only then

        start.stage = Stage(start.settings)
        start.unlock = way_in(start.folder, start.settings, start.stage)
        app.obey(start.folder, start.unlock)


def enrolled(start: Start) -> bool:
    """Whether there is an exchange to work with; else a person gives one, or closes the window."""
    from kiosk.cli import joining  # noqa: PLC0415 — only here

    if joining.belongs(start.folder, start.unlock):
        return True
    start.stage = start.stage or Stage(start.settings)
    return joining.join(start.folder, start.settings, start.stage, start.unlock)


def restarted(code: int) -> int:
    """Begin anew in this process's place where the window ended for that; else its exit code."""
    if code == AGAIN:
        words = command(*sys.argv[1:])
        os.execv(words[0], words)  # noqa: S606 — our own command line
    return code


def guided(folder: Path, sandbox_data: Path) -> int:
    """The windowed demo: a kiosk on throw-away data, its exchange, and a coach beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("KIOSK_KEYS", str(folder / "keys"))
    return with_sandbox(Start(folder, app.load_settings(folder)), sandbox_data)


def with_sandbox(start: Start, sandbox_data: Path) -> int:
    """The app enrolled at the embedded exchange, with a coach who hands out codes."""
    print(tr("正在启动演示用的交换平台，第一次要等十几秒……"), flush=True)
    settings = start.settings
    with SandboxProcess(sandbox_data) as sandbox:
        print(tr("正在取表单和事项……"), flush=True)
        enrol(start, sandbox.url)
        papers = start.folder / "papers"
        papers.mkdir(exist_ok=True)
        defaults = {
            "receipt_printer": settings.receipt_printer or f"file:{papers / 'roll.bin'}",
            "document_printer": settings.document_printer or f"pdf:{papers / 'page.pdf'}",
        }
        return show(replace(start, settings=settings.model_copy(update=defaults)), sandbox)


def enrol(start: Start, url: str) -> None:
    """Enrol at an exchange that takes the sandbox's code, and fetch what it has."""
    store = app.open_store(start.folder, unlock=start.unlock)
    try:
        app.enrol_at(store, url, SANDBOX_CODE, start.settings)
        app.synchronise_once(store, start.settings)
    finally:
        store.close()


def show(start: Start, sandbox: SandboxProcess | None = None) -> int:
    """Build the window of the profile and run it until it is closed."""
    from kiosk.scanning.choose import open_scanners  # noqa: PLC0415 — only with a window

    settings = start.settings
    stage = start.stage or Stage(settings)
    with ExitStack() as leaving:
        ready = demonstrators.put(start.folder, settings, start.unlock) if sandbox else ("", "")
        scanners = open_scanners(settings.scanners)
        services = app.services(start.folder, settings, scanners, ready, start.unlock)
        window, close = build(stage, services, sandbox)
        leaving.callback(close)
        return stage.live(window, whole=settings.profile is Profile.KIOSK and sandbox is None)


def build(
    stage: Stage, services: Services, sandbox: SandboxProcess | None
) -> tuple[QWidget, Callable[[], None]]:
    """The window of a profile, opened, and what closes it in order."""
    from ui.staff.desk import Desk  # noqa: PLC0415 — Qt, only with a window
    from ui.staff.grid import Grid  # noqa: PLC0415
    from ui.visit.kiosk import Kiosk  # noqa: PLC0415

    beside = sandbox is not None and services.settings.profile is Profile.KIOSK
    qt, screen = stage.qt, stage.screen(services.settings, beside=beside)
    match services.settings.profile:
        case Profile.KIOSK:
            kiosk = Kiosk(qt, services, screen, stage.keyboard_folder)
            kiosk.open()
            if sandbox is not None:
                coach(kiosk, sandbox)
            return kiosk.shell, kiosk.close
        case Profile.WINDOW:
            desk = Desk(qt, services, screen)
            desk.open()
            return desk.frame, desk.close
        case Profile.GRID:
            grid = Grid(qt, services, screen)
            grid.open()
            return grid.frame, grid.close


def coach(kiosk: Kiosk, sandbox: SandboxProcess) -> None:
    """The coach beside a demonstration's kiosk."""
    from ui.visit.coach import Coach  # noqa: PLC0415 — Qt, only with a window

    def new_code() -> str:
        return testissuer.code(
            DEMO_NAME, DEMO_ID4, app.now(), nonce=secrets.token_bytes(NONCE_BYTES)
        )

    Coach(kiosk, new_code, sandbox.switch).show()
