"""A real CUPS of our own on loopback, with one queue before a real IPP printer.

Its folders are its own, so it neither reads nor touches the machine's CUPS; it can be killed and
started anew with what it had on disk.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from printers.ipp import IppLimits, IppPrinter
from tests.printers.cut_wire import CutWire
from tests.printers.ippeve import LIMITS, SYSTEM, RealIppPrinter, until

QUEUE = "yunxi"
DAEMON = """Listen localhost:{port}
Browsing No
WebInterface No
DefaultAuthType None
JobRetryInterval 1
PreserveJobHistory Yes
<Location />
Order allow,deny
Allow all
</Location>
<Policy default>
<Limit All>
Order allow,deny
Allow all
</Limit>
</Policy>
"""
FILES = """ServerRoot {at}/root
RequestRoot {at}/spool
CacheDir {at}/cache
StateDir {at}/state
TempDir {at}/tmp
ErrorLog {at}/log/error_log
AccessLog {at}/log/access_log
PageLog {at}/log/page_log
SystemGroup root
User {user}
Group {group}
"""


class RealCups:
    """cupsd, its queue's printer, and the wire to it that can be cut."""

    def __init__(self, printer: RealIppPrinter) -> None:
        self.printer = printer
        self._at = Path(tempfile.mkdtemp(prefix="cups-"))
        self._at.chmod(0o755)
        for name in ("root", "spool", "cache", "state", "log", "tmp"):
            (self._at / name).mkdir()
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])
        user = pwd.getpwnam("lp") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        names = {"at": self._at, "user": user.pw_name, "group": user.pw_gid}
        (self._at / "cupsd.conf").write_text(DAEMON.format(port=self.port), encoding="ascii")
        (self._at / "files.conf").write_text(FILES.format(**names), encoding="ascii")
        self._daemon: subprocess.Popen[bytes] | None = None
        self.wire = CutWire(self.port)

    def adapter(self, limits: IppLimits = LIMITS) -> IppPrinter:
        """Prints to the queue through the wire."""
        return IppPrinter(f"ipp://localhost:{self.wire.port}/printers/{QUEUE}", limits=limits)

    def start(self) -> None:
        """Switch it on, and wait until it answers."""
        config = ["-c", str(self._at / "cupsd.conf"), "-s", str(self._at / "files.conf")]
        self._daemon = subprocess.Popen(
            [_program("cupsd"), "-f", *config],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        until(self._listens)

    def kill(self) -> None:
        """As by the kernel: no word to anybody. What it sent to the device goes on."""
        if self._daemon is not None:
            self._daemon.kill()
            self._daemon.wait(10)
            self._daemon = None

    @property
    def running(self) -> bool:
        return self._daemon is not None

    def restart(self) -> None:
        self.kill()
        self.start()

    def idle(self) -> bool:
        """Whether no job is left to print."""
        answer = self._told("lpstat", "-o", QUEUE)
        return not answer.strip()

    def enable(self) -> None:
        """Take the queue up again if it stopped."""
        self._told("cupsenable", QUEUE)

    def __enter__(self) -> Self:
        self.start()
        device = f"ipp://localhost:{self.printer.port}/ipp/print"
        self._told("lpadmin", "-p", QUEUE, "-E", "-v", device, "-m", "raw")
        self._told("lpadmin", "-p", QUEUE, "-o", "printer-error-policy=retry-current-job")
        self._stop()  # in peace: only then is the queue certainly on disk
        self.start()
        self.wire.__enter__()
        until(lambda: self.adapter().status().reachable)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.wire.__exit__(kind, error, at)
        self._stop()
        shutil.rmtree(self._at, ignore_errors=True)

    def _stop(self) -> None:
        if self._daemon is not None:
            self._daemon.terminate()
            self._daemon.wait(20)
            self._daemon = None

    def _listens(self) -> bool:
        with socket.socket() as line:
            return line.connect_ex(("127.0.0.1", self.port)) == 0

    def _told(self, program: str, *words: str) -> str:
        command = [_program(program), "-h", f"localhost:{self.port}", *words]
        done = subprocess.run(command, capture_output=True, check=False, timeout=30)
        return done.stdout.decode()


def _program(name: str) -> str:
    found = shutil.which(name, path=SYSTEM)
    assert found, f"{name} is missing: see packaging/system-packages.txt"
    return found
