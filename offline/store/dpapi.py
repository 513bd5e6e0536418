"""The wrapping key under Windows' data protection (DPAPI), for the user the service runs as."""

from __future__ import annotations

import ctypes
from pathlib import Path
from typing import Any, Protocol

from offline.store.keyfiles import FileKeyStore
from offline.store.port import KeyUnavailableError

_NO_WINDOW = 0x1
"""CRYPTPROTECT_UI_FORBIDDEN: fail rather than ask a person."""


class Protector(Protocol):
    """``CryptProtectData`` and its inverse; ``entropy`` binds a secret to its name."""

    def protect(self, secret: bytes, entropy: bytes) -> bytes: ...
    def unprotect(self, sealed: bytes, entropy: bytes) -> bytes:
        """The secret (OSError if this user on this machine did not protect it)."""
        ...


class DpapiKeyStore:
    """A file for each key that only this Windows user on this machine opens."""

    kind = "dpapi"

    def __init__(self, folder: Path, protector: Protector | None = None) -> None:
        self._files = FileKeyStore(folder)
        self._protector = protector or Crypt32()

    def put(self, name: str, secret: bytes) -> None:
        self._files.put(f"{name}.dpapi", self._protector.protect(secret, name.encode()))

    def get(self, name: str) -> bytes:
        sealed = self._files.get(f"{name}.dpapi")
        try:
            return self._protector.unprotect(sealed, name.encode())
        except OSError as error:
            raise KeyUnavailableError("Windows would not give the machine key") from error

    def remove(self, name: str) -> None:
        self._files.remove(f"{name}.dpapi")


class Blob(ctypes.Structure):
    """``DATA_BLOB`` of wincrypt.h."""

    _fields_ = (("size", ctypes.c_uint32), ("data", ctypes.POINTER(ctypes.c_char)))

    @classmethod
    def of(cls, content: bytes) -> Blob:
        held = ctypes.create_string_buffer(content, len(content))
        return cls(len(content), ctypes.cast(held, ctypes.POINTER(ctypes.c_char)))

    def bytes(self) -> bytes:
        return ctypes.string_at(self.data, self.size)


class Crypt32:
    """The real interface, in crypt32.dll and kernel32.dll."""

    def __init__(self) -> None:
        load: Any = getattr(ctypes, "WinDLL")  # noqa: B009 — there on Windows alone
        self._crypt = load("crypt32", use_last_error=True)
        self._kernel = load("kernel32", use_last_error=True)

    def protect(self, secret: bytes, entropy: bytes) -> bytes:
        return self._call("CryptProtectData", secret, entropy)

    def unprotect(self, sealed: bytes, entropy: bytes) -> bytes:
        return self._call("CryptUnprotectData", sealed, entropy)

    def _call(self, verb: str, content: bytes, entropy: bytes) -> bytes:
        given, salt, out = Blob.of(content), Blob.of(entropy), Blob()
        places = (ctypes.byref(given), None, ctypes.byref(salt), None, None)
        if not getattr(self._crypt, verb)(*places, _NO_WINDOW, ctypes.byref(out)):
            raise OSError(f"{verb} failed")
        try:
            return out.bytes()
        finally:
            self._kernel.LocalFree(out.data)
