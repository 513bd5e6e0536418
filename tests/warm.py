"""Terminals and centres as processes of their own that start in a moment, to be killed often.

A fork of a process that has everything imported runs what ``python -m kiosk`` runs; only the second
that an interpreter needs to begin is saved.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final, Protocol

_WARM: Final = multiprocessing.get_context("forkserver")
_KNOWN: Final = ("kiosk.app", "kiosk.cli.coredumps", "kiosk.cli.sync", "kiosk.sandbox.server")
_STARTS: Final = 60.0


class Mortal(Protocol):
    """A process that may be killed."""

    def is_alive(self) -> bool: ...
    def kill(self) -> None: ...
    def join(self) -> None: ...


class Cold:
    """A command in an interpreter of its own, from the very beginning."""

    def __init__(self, words: Sequence[str]) -> None:
        null = subprocess.DEVNULL
        command = [sys.executable, "-m", "kiosk", *words]
        self._process = subprocess.Popen(command, stdout=null, stderr=null)

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        self._process.kill()

    def join(self) -> None:
        self._process.wait()


def preload() -> None:
    """Import now what every process will need."""
    _WARM.set_forkserver_preload([*_KNOWN, "pytest", __name__])


def command(words: Sequence[str]) -> Mortal:
    """A command of the program, with this process's environment."""
    settings = {name: value for name, value in os.environ.items() if name.startswith("KIOSK_")}
    started = _WARM.Process(target=_command, args=(list(words), settings), daemon=True)
    started.start()
    return started


def centre(folder: Path) -> tuple[Mortal, str]:
    """A sandbox over that folder, and its address."""
    ours, theirs = _WARM.Pipe(duplex=False)
    started = _WARM.Process(target=_centre, args=(folder, theirs), daemon=True)
    started.start()
    theirs.close()
    with ours:
        assert ours.poll(_STARTS)
        return started, str(ours.recv())


def _command(words: list[str], settings: dict[str, str]) -> None:
    from kiosk.cli import coredumps, main  # noqa: PLC0415 — of the forked process alone

    os.environ.update(settings)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    coredumps.forbid()
    sys.exit(main(words))


def _centre(folder: Path, told: Connection) -> None:
    from kiosk.sandbox import server, state  # noqa: PLC0415 — of the forked process alone

    sandbox = state.open_sandbox(folder / "sandbox", catalogue=folder / "catalogue")
    with server.bound_socket(0) as sock:
        told.send(server.url_of(sock))
        server.server_for(sandbox).run(sockets=[sock])
