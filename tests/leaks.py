"""Looking through everything a program wrote for words that must not be there."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.offline.store.crashing_visit import PHOTO
from tests.stations import ANSWERS, ID_NUMBER, NAME, PHONE

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "unicode_escape")
_EVERYBODYS = ("/tmp", "/var/tmp", "/dev/shm")  # noqa: S108 — where a program might put something
OTHERS = tuple(each for each in _EVERYBODYS if not Path(sys.prefix).is_relative_to(each))
"""Those that can be hidden: not the one that the program itself was put into."""
ROOM = Path("/mnt")
"""Where a process in a world of its own finds its files."""
NAMED = (NAME, ID_NUMBER, PHONE, ANSWERS["witness/witness_name"], ANSWERS["witness/witness_phone"])


def can_unshare() -> bool:
    probe = ["unshare", "--mount", "mount", "--bind", "/usr", str(ROOM)]
    return os.geteuid() == 0 and subprocess.run(probe, check=False).returncode == 0


class Place:
    """Everything a process may write to: data, keys, home, temporary files, its own words.

    Where this process may, the program runs in a world in which the folders that everybody may
    write to are its own too.
    """

    def __init__(self, root: Path) -> None:
        self.real = root
        for name in ("home", "temp", "logs", "visit", *(f"other{each}" for each in OTHERS)):
            (root / name).mkdir(parents=True)
        self._unshared = can_unshare()
        self.root = ROOM if self._unshared else root

    @property
    def data(self) -> Path:
        """As the program sees it."""
        return self.root / "visit" / "data"

    def run(self, name: str, *words: str) -> subprocess.CompletedProcess[bytes]:
        """A program that can write nowhere else; what it says is kept as a log."""
        room = {
            "HOME": "home",
            "XDG_STATE_HOME": "home/state",
            "XDG_CACHE_HOME": "home/cache",
            "XDG_CONFIG_HOME": "home/config",
            "XDG_DATA_HOME": "home/share",
            "XDG_RUNTIME_DIR": "home/run",
            "TMPDIR": "temp",
            "KIOSK_KEYS": "keys",
        }
        places = {name: str(self.root / below) for name, below in room.items()}
        done = subprocess.run(
            [*self._world(), sys.executable, *words],
            env={**os.environ, **places, "QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            check=False,
        )
        (self.real / "logs" / name).write_bytes(done.stderr)
        return done

    def _world(self) -> list[str]:
        """The words before a program that mount its own folders over everybody's."""
        if not self._unshared:
            return []
        mounts = [f"mount --bind {self.real} {ROOM}"]
        mounts += [f"mount --bind {ROOM}/other{each} {each}" for each in OTHERS]
        return ["unshare", "--mount", "sh", "-c", " && ".join([*mounts, 'exec "$@"']), "sh"]


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file, and the members of those that are zips."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        yield str(path), content
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                yield from ((f"{path}!{name}", packed.read(name)) for name in packed.namelist())


def found(folder: Path, needles: dict[str, bytes]) -> list[str]:
    """Which needle lies where."""
    return [
        f"{what} in {where}"
        for where, content in contents(folder)
        for what, needle in needles.items()
        if needle in content or needle in where.encode()
    ]


def needles(texts: Iterable[str]) -> dict[str, bytes]:
    """Each text as it might be written down: encoded, in base 64 at any place, as its digest."""
    written = {"photo": PHOTO[1000:1032]}
    for text in {each for one in texts for each in (one, re.sub(r"[\s-]", "", one))}:
        written |= {f"{text} {how}": text.encode(how) for how in ENCODINGS}
        for how in ("utf-8", "utf-16-le", "gb18030"):
            for shift in range(3):
                inner = base64.b64encode(bytes(shift) + text.encode(how))[4 * (shift > 0) : -4]
                written |= {f"{text} {how} base64 {shift}": inner} if len(inner) > 5 else {}
        digest = hashlib.sha256(text.encode())
        written |= {
            f"{text} sha256": digest.digest(),
            f"{text} sha256 hex": digest.hexdigest().encode(),
        }
    return written
