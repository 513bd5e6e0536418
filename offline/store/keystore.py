"""Where this machine keeps the wrapping key of a store: outside the data folder and its backups."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from offline.store import tpm
from offline.store.dpapi import DpapiKeyStore
from offline.store.keyfiles import LIMIT, FileKeyStore
from offline.store.keyring import RememberedKeyStore, UserKeyring
from offline.store.port import KeyUnavailableError

SYSTEM_FOLDER = Path("/var/lib/kiosk/keys")


class KeyStore(Protocol):
    """Keeps a few secret bytes by name on this machine."""

    @property
    def kind(self) -> str:
        """``systemd-creds``, ``tpm2``, ``dpapi`` or ``file``, which ``doctor`` warns about."""
        ...

    def put(self, name: str, secret: bytes) -> None: ...
    def get(self, name: str) -> bytes:
        """The secret (KeyUnavailableError)."""
        ...

    def remove(self, name: str) -> None: ...


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
        and _is_root()
        and shutil.which("systemd-creds") is not None
    )


class MachineKeys:
    """Seals with the best there is and finds what was sealed with less: a plain file of an older
    start goes on opening the store until ``rotate-key`` takes its place.
    """

    def __init__(self, best: KeyStore, *others: KeyStore) -> None:
        self._all = (best, *others)
        self.kind = best.kind

    def put(self, name: str, secret: bytes) -> None:
        """With the best that does not fail (KeyUnavailableError); ``kind`` tells which it was."""
        for keys in self._all:
            try:
                keys.put(name, secret)
            except KeyUnavailableError:
                continue
            self.kind = keys.kind
            return
        raise KeyUnavailableError("nothing on this machine takes a key")

    def get(self, name: str) -> bytes:
        for keys in self._all:
            try:
                return keys.get(name)
            except KeyUnavailableError:
                continue
        raise KeyUnavailableError("nothing on this machine keeps that key")

    def remove(self, name: str) -> None:
        for keys in self._all:
            keys.remove(name)


def default(environment: Mapping[str, str] = os.environ, *, remember: bool = True) -> KeyStore:
    """The best this machine offers; ``KIOSK_KEYS`` names a folder instead (tests, demo).

    What is sealed is unsealed once and then remembered by the kernel (``keyring``); without
    ``remember`` it is unsealed now, which shows whether the next boot could.
    """
    if chosen := environment.get("KIOSK_KEYS"):
        return FileKeyStore(Path(chosen))
    folder = _folder(environment)
    better: list[KeyStore] = []
    if sys.platform == "win32":
        better.append(DpapiKeyStore(folder))
    if systemd_is_here():
        better.append(_remembered(SystemdCredsKeyStore(folder), remember=remember))
    if tpm.is_here():
        better.append(_remembered(tpm.TpmKeyStore(folder), remember=remember))
    return MachineKeys(*better, FileKeyStore(folder))


def _remembered(sealing: KeyStore, *, remember: bool) -> KeyStore:
    return RememberedKeyStore(sealing, UserKeyring()) if remember else sealing


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def _folder(environment: Mapping[str, str]) -> Path:
    windows = environment.get("LOCALAPPDATA") or str(Path.home())
    return (
        Path(windows) / "kiosk" / "keys" if sys.platform == "win32" else _unix_folder(environment)
    )


def _unix_folder(environment: Mapping[str, str]) -> Path:
    if _is_root():
        return SYSTEM_FOLDER
    state = environment.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(state) / "kiosk" / "keys"
