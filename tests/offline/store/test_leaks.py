"""After a visit, a crash and a support bundle nothing on the disk tells whose visit it was."""

from __future__ import annotations

import base64
import json
import os
import signal
import sys
import zipfile
from pathlib import Path

import pytest

from tests.leaks import ENCODINGS, NAMED, Place, found, needles
from tests.stations import ID_NUMBER, NAME


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, str]:
    """A visit, a SIGKILL in the middle of a transaction, a bundle; the code that was shown."""
    place = Place(tmp_path_factory.mktemp("leaks"))
    visit = place.run("visit", "-m", "tests.offline.store.crashing_visit", str(place.data.parent))
    assert visit.returncode == -9, visit.stderr
    bundle = str(place.root / "visit" / "bundle.zip")
    for name, words in {
        "bundle": ("store", "bundle", bundle),
        "doctor": ("doctor", "--json"),
        "verify": ("store", "verify"),
        "stats": ("store", "stats"),
    }.items():
        told = place.run(name, "-m", "kiosk", "--data", str(place.data), *words)
        (place.real / "logs" / f"{name}.out").write_bytes(told.stdout)
        assert told.returncode in (0, 3), told.stderr
    return place, visit.stdout.decode().strip()


def test_nothing_on_the_disk_tells_whose_visit_it_was(visited: tuple[Place, str]) -> None:
    place, code = visited
    assert len(code) > 100
    log = place.real / "visit" / "data" / "store.db-wal"
    assert log.stat().st_size > 4096, "the crash left its log"
    assert found(place.real, needles((*NAMED, code, code[20:60]))) == []


def test_the_bundle_tells_support_what_it_needs(visited: tuple[Place, str]) -> None:
    place, _ = visited
    with zipfile.ZipFile(place.real / "visit" / "bundle.zip") as packed:
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
    name, bundle = str(place.root / "b.zip"), tmp_path / "b.zip"
    done = place.run("bundle", "-m", "kiosk", "--data", str(place.data), "store", "bundle", name)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(bundle) as packed:
        assert json.loads(packed.read("store.json")) == {"opens": False, "error": "NoStoreError"}
    assert bundle.stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / "visit" / "data").exists()


@pytest.mark.parametrize("how", ENCODINGS)
def test_the_scan_finds_what_is_there(tmp_path: Path, how: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("x", b"\0" * 99 + NAME.encode(how) + b"\0" * 99)
    assert any(f"{NAME} {how} in " in line for line in found(tmp_path, needles(NAMED)))


@pytest.mark.parametrize("before", [b"", b"a", b"ab", b"abc"])
def test_the_scan_finds_what_is_wrapped(tmp_path: Path, before: bytes) -> None:
    text = before + f"name={NAME};id={ID_NUMBER}".encode()
    (tmp_path / "a").write_bytes(base64.b64encode(text))
    told = found(tmp_path, needles(NAMED))
    assert any(NAME in line for line in told)
    assert any(ID_NUMBER in line for line in told)


def test_no_image_of_the_memory_is_left(tmp_path: Path) -> None:
    """A command that dies of a signal leaves no core, whatever the shell would allow."""
    script = (
        "import os, runpy, sys, kiosk.cli;"
        "kiosk.cli.main = os.abort; sys.argv = ['kiosk', 'doctor'];"
        "runpy.run_module('kiosk', run_name='__main__')"
    )
    within = f'cd {tmp_path}; ulimit -c unlimited 2>/dev/null; exec {sys.executable} -c "$0"'
    child = os.posix_spawn(
        "/bin/sh", ["sh", "-c", within, script], {**os.environ, "PYTHONPATH": str(Path.cwd())}
    )
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGABRT
    assert not os.WCOREDUMP(status)
    assert not list(tmp_path.iterdir())
