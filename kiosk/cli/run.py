"""``kiosk run``: the app, for a resident's kiosk, a window or a grid worker's laptop."""

from __future__ import annotations

import argparse
import os
import secrets
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from kiosk import app
from kiosk.cli import Commands
from kiosk.cli.spawn import SandboxProcess, command
from kiosk.codes import testissuer
from kiosk.settings import Profile, Settings
from offline.i18n import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from ui.services import Services
    from ui.theme import Screen
    from ui.visit.kiosk import Kiosk

SANDBOX_CODE = "SANDBOX"
DEMO_NAME, DEMO_ID4 = "王小明", "1235"
NONCE_BYTES = 16
DESKTOP_BARS = 40
_BREATH_MS = 300
AGAIN = 75
"""As ``ui.syncing.AGAIN``: importing it would bring Qt."""


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Register the command."""
    parser = commands.add_parser("run", help="the app")
    parser.add_argument("--profile", choices=[profile.value for profile in Profile])
    parser.add_argument("--sandbox", action="store_true", help="with the embedded exchange")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Open the window and stay until it closes."""
    folder = app.data_folder(args)
    settings = app.load_settings(folder)
    if args.profile:
        settings = settings.model_copy(update={"profile": Profile(args.profile)})
    app.obey(folder)
    if not args.sandbox:
        return restarted(show(folder, settings))
    return with_sandbox(folder, folder / "sandbox", settings)


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
    return with_sandbox(folder, sandbox_data, app.load_settings(folder))


def with_sandbox(folder: Path, sandbox_data: Path, settings: Settings) -> int:
    """The app enrolled at the embedded exchange, with a coach who hands out codes."""
    print(tr("正在启动演示用的交换平台，第一次要等十几秒……"), flush=True)
    with SandboxProcess(sandbox_data) as sandbox:
        print(tr("正在取表单和事项……"), flush=True)
        enrol(folder, sandbox.url, settings)
        papers = folder / "papers"
        papers.mkdir(exist_ok=True)
        defaults = {
            "receipt_printer": settings.receipt_printer or f"file:{papers / 'roll.bin'}",
            "document_printer": settings.document_printer or f"pdf:{papers / 'page.pdf'}",
        }
        return show(folder, settings.model_copy(update=defaults), sandbox=sandbox)


def enrol(folder: Path, url: str, settings: Settings) -> None:
    """Enrol at an exchange that takes the sandbox's code, and fetch what it has."""
    store = app.open_store(folder)
    try:
        app.enrol_at(store, url, SANDBOX_CODE, settings)
        app.synchronise_once(store, settings)
    finally:
        store.close()


def show(folder: Path, settings: Settings, sandbox: SandboxProcess | None = None) -> int:
    """Build the window of the profile and run it until it is closed."""
    from PySide6.QtCore import QTimer  # noqa: PLC0415 — Qt, only with a window

    from kiosk.scanning.choose import open_scanners  # noqa: PLC0415
    from ui.theme import make_application  # noqa: PLC0415
    from ui.visit import keyboard  # noqa: PLC0415

    kiosk = settings.profile is Profile.KIOSK
    keyboard_folder = keyboard.prepare() if kiosk else None
    qt = make_application()
    with ExitStack() as leaving:
        ready = app.demonstration_account(folder, settings) if sandbox else ("", "")
        services = app.services(folder, settings, open_scanners(settings.scanners), ready)
        window, close = build(qt, services, sandbox, keyboard_folder)
        leaving.callback(close)
        told = listen_for_the_end()
        breathe = QTimer()  # lets Python see signals while Qt waits
        breathe.start(_BREATH_MS)
        # Not from the handler itself: it may run within an event filter, where quitting hangs.
        breathe.timeout.connect(lambda: qt.quit() if told.is_set() else None)
        if kiosk and sandbox is None:
            window.showFullScreen()
        else:
            window.show()
        return qt.exec()


def listen_for_the_end() -> Event:
    """Set when the system or a person at the console asks the program to end."""
    told = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    return told


def build(
    qt: QApplication,
    services: Services,
    sandbox: SandboxProcess | None,
    keyboard_folder: Path | None,
) -> tuple[QWidget, Callable[[], None]]:
    """The window of a profile, opened, and what closes it in order."""
    from ui.staff.desk import Desk  # noqa: PLC0415 — Qt, only with a window
    from ui.staff.grid import Grid  # noqa: PLC0415
    from ui.visit.kiosk import Kiosk  # noqa: PLC0415

    beside = sandbox is not None and services.settings.profile is Profile.KIOSK
    screen = screen_of(qt, services.settings, beside=beside)
    match services.settings.profile:
        case Profile.KIOSK:
            kiosk = Kiosk(qt, services, screen, keyboard_folder)
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


def screen_of(qt: QApplication, settings: Settings, *, beside: bool = False) -> Screen:
    """The whole screen, or with ``beside`` what the coach and the desktop's bars leave of it."""
    from ui.theme import Screen  # noqa: PLC0415 — Qt, only with a window
    from ui.visit.coach import WIDTH  # noqa: PLC0415

    size = qt.primaryScreen().availableSize()
    width, height = size.width(), size.height()
    if beside:
        width, height = width - WIDTH, height - DESKTOP_BARS
    return Screen(width, height, settings.screen_inches)
