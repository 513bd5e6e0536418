"""Where this machine keeps the wrapping key of a store: outside the data folder and its backups."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from offline.store import paths
from offline.store.port import KeyUnavailableError

SYSTEM_FOLDER = Path("/var/lib/kiosk/keys")
LIMIT = 30
"""Seconds that systemd-creds may take (a TPM is slow)."""


class KeyStore(Protocol):
    """Keeps a few secret bytes by name on this machine."""

    @property
    def kind(self) -> str:
        """``file``, ``systemd-creds`` …: ``doctor`` warns about ``file``."""
        ...

    def put(self, name: str, secret: bytes) -> None: ...
    def get(self, name: str) -> bytes:
        """The secret (KeyUnavailableError)."""
        ...

    def remove(self, name: str) -> None: ...


class FileKeyStore:
    """A file of mode 0600 for each key: the fall-back where the machine offers nothing better."""

    kind = "file"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, name: str, secret: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        paths.write_durably(self.folder / name, secret)

    def get(self, name: str) -> bytes:
        try:
            return (self.folder / name).read_bytes()
        except OSError as error:
            raise KeyUnavailableError(f"no machine key in {self.folder}") from error

    def remove(self, name: str) -> None:
        (self.folder / name).unlink(missing_ok=True)


class SystemdCredsKeyStore:
    """Sealed by systemd-creds with the host's key and, where there is one, its TPM2."""

    kind = "systemd-creds"

    def __init__(self, folder: Path) -> None:
        self._files = FileKeyStore(folder)

    def put(self, name: str, secret: bytes) -> None:
        self._files.put(f"{name}.cred", _creds("encrypt", name, secret))

    def get(self, name: str) -> bytes:
        return _creds("decrypt", name, self._files.get(f"{name}.cred"))

    def remove(self, name: str) -> None:
        self._files.remove(f"{name}.cred")


def _creds(verb: str, name: str, content: bytes) -> bytes:
    command = ["systemd-creds", verb, f"--name=kiosk-{name}", "-", "-"]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, check=True, timeout=LIMIT
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise KeyUnavailableError(f"systemd-creds could not {verb} the machine key") from error
    return done.stdout


def systemd_is_here() -> bool:
    """Whether a running systemd can seal for the service user (root)."""
    return (
        Path("/run/systemd/system").is_dir()
        and os.geteuid() == 0
        and shutil.which("systemd-creds") is not None
    )


def default(environment: Mapping[str, str] = os.environ) -> KeyStore:
    """The best this machine offers; ``KIOSK_KEYS`` names a folder instead (tests, demo)."""
    if chosen := environment.get("KIOSK_KEYS"):
        return FileKeyStore(Path(chosen))
    if systemd_is_here():
        return SystemdCredsKeyStore(SYSTEM_FOLDER)
    return FileKeyStore(_user_folder(environment))


def _user_folder(environment: Mapping[str, str]) -> Path:
    if os.geteuid() == 0:
        return SYSTEM_FOLDER
    state = environment.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(state) / "kiosk" / "keys"
