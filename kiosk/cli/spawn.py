"""Child processes of our own commands, from source or from the frozen bundle alike."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self


def command(*words: str) -> list[str]:
    """The command line that runs ``kiosk WORDS`` with this very program."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "kiosk"]
    return [*program, *words]


class SandboxFailedError(OSError):
    """The embedded exchange did not come up; carries what it said."""


class SandboxProcess:
    """The embedded exchange as a child that ends with us, whatever ends us."""

    def __init__(self, data: Path, *, port: int = 0, log: Path | None = None) -> None:
        self.data, self._port, self._log = data, port, log
        self._child: subprocess.Popen[str] | None = None
        self.url = ""

    def start(self) -> str:
        """Start and wait until it answers; its address. The port is kept for later starts."""
        words = ["sandbox", "--data", str(self.data), "--with-parent", "--port", str(self._port)]
        errors = self._log.open("a", encoding="utf-8") if self._log else subprocess.DEVNULL
        self._child = subprocess.Popen(
            command(*words),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        self.url = self._announced(self._child)
        self._port = int(self.url.rstrip("/").rsplit(":", 1)[1])
        return self.url

    def stop(self) -> None:
        """End it and wait; a second stop does nothing."""
        if self._child is None:
            return
        self._child.terminate()
        self._child.communicate()
        self._child = None

    def switch(self) -> bool:
        """Off if it is on and on if it is off; whether it is on now."""
        if self._child is None:
            self.start()
        else:
            self.stop()
        return self._child is not None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @staticmethod
    def _announced(child: subprocess.Popen[str]) -> str:
        line = child.stdout.readline() if child.stdout else ""
        try:
            return str(json.loads(line)["url"])
        except (ValueError, KeyError, TypeError) as error:
            child.kill()
            raise SandboxFailedError(f"沙箱没有启动：{line.strip()}") from error
