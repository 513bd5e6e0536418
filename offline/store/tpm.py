"""The wrapping key sealed by this machine's TPM 2.0, spoken to through tpm2-tools.

The sealed object is a child of the owner's primary key (ECC P-256), which a TPM makes again the
same each time, so nothing is stored in the TPM and only this one opens the object. It is bound to
no PCR: an update of firmware or kernel must not lock a service point out.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from offline.store.keyfiles import LIMIT, FileKeyStore
from offline.store.port import KeyUnavailableError

DEVICE = Path("/dev/tpmrm0")
"""The kernel's TPM with its resource manager; its group is ``tss``."""
_PRIMARY = ("-Q", "-C", "o", "-g", "sha256", "-G", "ecc", "-c", "primary.ctx")


def is_here() -> bool:
    """Whether this process may use a TPM 2.0; ``TPM2TOOLS_TCTI`` names another than DEVICE."""
    reachable = "TPM2TOOLS_TCTI" in os.environ or os.access(DEVICE, os.R_OK | os.W_OK)
    return reachable and shutil.which("tpm2_unseal") is not None


class TpmKeyStore:
    """A file for each key that only this machine's TPM opens."""

    kind = "tpm2"

    def __init__(self, folder: Path) -> None:
        self._files = FileKeyStore(folder)

    def put(self, name: str, secret: bytes) -> None:
        with tempfile.TemporaryDirectory() as place:
            _tpm(place, "createprimary", *_PRIMARY)
            _tpm(
                place,
                "create",
                "-Q",
                "-C",
                "primary.ctx",
                "-i",
                "-",
                "-u",
                "pub",
                "-r",
                "priv",
                given=secret,
            )
            parts = {part: _text((Path(place) / part).read_bytes()) for part in ("pub", "priv")}
        self._files.put(_file(name), json.dumps(parts).encode())

    def get(self, name: str) -> bytes:
        sealed = self._files.get(_file(name))
        with tempfile.TemporaryDirectory() as place:
            _unpack(sealed, Path(place))
            _tpm(place, "createprimary", *_PRIMARY)
            _tpm(
                place, "load", "-Q", "-C", "primary.ctx", "-u", "pub", "-r", "priv", "-c", "key.ctx"
            )
            return _tpm(place, "unseal", "-c", "key.ctx")

    def remove(self, name: str) -> None:
        self._files.remove(_file(name))


def _file(name: str) -> str:
    return f"{name}.tpm2"


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _unpack(sealed: bytes, place: Path) -> None:
    try:
        for part, content in json.loads(sealed).items():
            (place / Path(part).name).write_bytes(base64.b64decode(content, validate=True))
    except (ValueError, AttributeError, TypeError) as error:
        raise KeyUnavailableError("the machine key's file is damaged") from error


def _tpm(place: str, verb: str, *words: str, given: bytes = b"") -> bytes:
    """One tool, and then what it left in a TPM that has no resource manager goes."""
    try:
        done = subprocess.run(
            [f"tpm2_{verb}", *words],
            input=given,
            capture_output=True,
            check=True,
            timeout=LIMIT,
            cwd=place,
        )
        subprocess.run(["tpm2_flushcontext", "-t"], capture_output=True, check=False, timeout=LIMIT)
    except (OSError, subprocess.SubprocessError) as error:
        raise KeyUnavailableError(f"the TPM would not {verb} the machine key") from error
    return done.stdout
