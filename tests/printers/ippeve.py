"""A real IPP printer of another make on loopback: Debian's ``ippeveprinter`` and its own bus.

It keeps every document that it printed in a folder, and its paper is taken out and filled in
through the form on its own web page.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from pathlib import Path
from threading import Event
from time import monotonic
from types import TracebackType
from typing import Self

import requests

from printers.ipp import IppLimits, IppPrinter

SYSTEM = "/usr/sbin:/usr/bin:/sbin:/bin"
READY_SECONDS = 20.0
LIMITS = IppLimits(connect=2, answer=5, job=20, poll=0.05)
WORK = """#!/bin/sh
env | grep -E '^IPP_(MEDIA|SIDES)=' > {asked}
sleep {seconds}
exec cat "$1"
"""
"""Tells how it was asked to print, takes its time, and prints."""
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={bus}</listen><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
</policy></busconfig>
"""


class RealIppPrinter:
    """The printer as processes of their own; ``seconds`` is how long a page takes it."""

    def __init__(self, folder: Path, seconds: int = 0, *, duplex: bool = False) -> None:
        self.duplex = duplex
        self._folder, self._work = folder, folder / "work"
        work = WORK.format(seconds=seconds, asked=folder / "asked")
        self._work.write_text(work, encoding="ascii")
        self._work.chmod(0o700)
        self.tray = folder / "tray"
        self.tray.mkdir()
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])
        self._running: list[subprocess.Popen[bytes]] = []

    @property
    def papers(self) -> list[bytes]:
        """What came out, in its order; a page begun when the plug was pulled is blank."""
        pages = [path.read_bytes() for path in sorted(self.tray.glob("*.prn"))]
        return [page for page in pages if page]

    def asked(self) -> dict[str, str]:
        """How the last document was to lie on its paper."""
        lines = (self._folder / "asked").read_text(encoding="ascii").split()
        told = dict(line.split("=", 1) for line in lines)
        return {"media": told["IPP_MEDIA"], "sides": told["IPP_SIDES"]}

    @property
    def taken(self) -> int:
        """How many documents it took in, printed or not."""
        return len(list(self.tray.glob("*.pdf")))

    def adapter(self, limits: IppLimits = LIMITS) -> IppPrinter:
        return IppPrinter(f"ipp://localhost:{self.port}/ipp/print", limits=limits)

    def paper(self, sheets: int) -> None:
        """Fill the main tray with A4, or take all of it out (0); the other tray is full."""
        about = {"size1": "iso_a4_210x297mm", "type1": "stationery", "level1": str(sheets)}
        about |= {"size3": "iso_dl_110x220mm", "type3": "envelope", "level3": "25"}
        page = f"http://localhost:{self.port}/media"
        requests.get(page, params=about, timeout=5).raise_for_status()

    def start(self) -> None:
        """Switch it on, and wait until it answers."""
        name = ["-n", "localhost", "-p", str(self.port), "-r", "off", "-f", "application/pdf"]
        how = ["-2"] if self.duplex else []
        how += ["-d", str(self.tray), "-k", "-c", str(self._work)]
        address = f"unix:path={self._folder / 'bus'}"
        self._run(["ippeveprinter", *name, *how, "Test"], {"DBUS_SYSTEM_BUS_ADDRESS": address})
        until(lambda: self.adapter().status().reachable)

    def kill(self) -> None:
        """Pull its plug."""
        printer = self._running.pop()
        printer.kill()
        printer.wait(10)

    def __enter__(self) -> Self:
        config = self._folder / "bus.conf"
        config.write_text(BUS.format(bus=self._folder / "bus"), encoding="utf-8")
        self._run(["dbus-daemon", f"--config-file={config}", "--nofork"], {})
        until((self._folder / "bus").exists)
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        while self._running:
            self.kill()

    def _run(self, command: list[str], more: dict[str, str]) -> None:
        program = shutil.which(command[0], path=SYSTEM)
        assert program, f"{command[0]} is missing: see packaging/system-packages.txt"
        made = subprocess.Popen(
            [program, *command[1:]],
            env={**os.environ, **more},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._running.append(made)


def until(holds: object) -> None:
    """Wait for a condition, within a limit."""
    assert callable(holds)
    end, pause = monotonic() + READY_SECONDS, Event()
    while not holds():
        assert monotonic() < end, "the printer did not come up"
        pause.wait(0.02)
