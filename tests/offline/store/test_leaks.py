"""After a visit, a crash and a support bundle nothing on the disk tells whose visit it was."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.offline.store.crashing_visit import PHOTO
from tests.stations import ANSWERS, ID_NUMBER, NAME, PHONE

ENCODINGS = ("utf-8", "utf-16-le", "gb18030", "unicode_escape")
NAMED = (NAME, ID_NUMBER, PHONE, ANSWERS["witness/witness_name"], ANSWERS["witness/witness_phone"])


class Place:
    """Everything a process may write to: data, keys, home, temporary files, its own words."""

    def __init__(self, root: Path) -> None:
        self.root, self.data = root, root / "visit" / "data"
        for name in ("home", "temp", "logs", "visit"):
            (root / name).mkdir()

    def run(self, name: str, *words: str) -> subprocess.CompletedProcess[bytes]:
        """A program that can write nowhere else; what it says is kept as a log."""
        room = {
            "HOME": "home",
            "XDG_STATE_HOME": "home/state",
            "XDG_CACHE_HOME": "home/cache",
            "XDG_CONFIG_HOME": "home/config",
            "XDG_DATA_HOME": "home/share",
            "TMPDIR": "temp",
            "KIOSK_KEYS": "keys",
        }
        places = {name: str(self.root / below) for name, below in room.items()}
        done = subprocess.run(
            [sys.executable, *words],
            env={**os.environ, **places},
            capture_output=True,
            check=False,
        )
        (self.root / "logs" / name).write_bytes(done.stderr)
        return done


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


def needles(texts: tuple[str, ...]) -> dict[str, bytes]:
    written = {f"{text} {how}": text.encode(how) for text in texts for how in ENCODINGS}
    return {**written, "photo": PHOTO[1000:1032]}


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, str]:
    """A visit, a SIGKILL in the middle of a transaction, a bundle; the code that was shown."""
    root = tmp_path_factory.mktemp("leaks")
    place = Place(root)
    visit = place.run("visit", "-m", "tests.offline.store.crashing_visit", str(place.data.parent))
    assert visit.returncode == -9, visit.stderr
    bundle = str(root / "visit" / "bundle.zip")
    for name, words in {
        "bundle": ("store", "bundle", bundle),
        "doctor": ("doctor", "--json"),
    }.items():
        told = place.run(name, "-m", "kiosk", "--data", str(place.data), *words)
        (root / "logs" / f"{name}.out").write_bytes(told.stdout)
        assert told.returncode in (0, 3), told.stderr
    return place, visit.stdout.decode().strip()


def test_nothing_on_the_disk_tells_whose_visit_it_was(visited: tuple[Place, str]) -> None:
    place, code = visited
    assert len(code) > 100
    assert (place.data / "store.db-wal").stat().st_size > 4096, "the crash left its log"
    assert found(place.root, needles((*NAMED, code, code[20:60]))) == []


def test_the_bundle_tells_support_what_it_needs(visited: tuple[Place, str]) -> None:
    place, _ = visited
    with zipfile.ZipFile(place.root / "visit" / "bundle.zip") as packed:
        texts = {name: packed.read(name).decode() for name in packed.namelist()}
    assert json.loads(texts["stats.json"])["submissions"] == {"finalised": 1}
    assert json.loads(texts["stats.json"])["rows"]["drafts"] == 1
    assert json.loads(texts["slots.json"]) == [
        {"kind": "machine", "where": "file", "locked": False}
    ]
    acts = [json.loads(line) for line in texts["log.jsonl"].splitlines()]
    assert {"submit", "identified"} <= {act["act"] for act in acts}
    assert {name for act in acts for name in act} == {"number", "at", "operator", "act", "digest"}
    assert "store" in {finding["name"] for finding in json.loads(texts["doctor.json"])}
    assert "store.db" in {file["name"] for file in json.loads(texts["machine.json"])["files"]}


def test_a_bundle_of_a_store_that_does_not_open_says_so(tmp_path: Path) -> None:
    place = Place(tmp_path)
    bundle = tmp_path / "b.zip"
    done = place.run(
        "bundle", "-m", "kiosk", "--data", str(place.data), "store", "bundle", str(bundle)
    )
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(bundle) as packed:
        assert json.loads(packed.read("store.json")) == {"opens": False, "error": "NoStoreError"}
    assert bundle.stat().st_mode & 0o777 == 0o600
    assert not place.data.exists()


@pytest.mark.parametrize("how", ENCODINGS)
def test_the_scan_finds_what_is_there(tmp_path: Path, how: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("x", b"\0" * 99 + NAME.encode(how) + b"\0" * 99)
    assert any(f"{NAME} {how} in " in line for line in found(tmp_path, needles(NAMED)))
