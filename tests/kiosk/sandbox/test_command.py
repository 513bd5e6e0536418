"""The sandbox as a process of its own, and the commands that talk to it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.odd_server import Say, odd_server
from tests.sandbox_server import write_catalogue


def kiosk(*words: str, data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kiosk", *words, "--data", str(data)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@contextmanager
def sandbox_process(data: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], Any]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "sandbox", "--with-parent", "--data", str(data), *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield process, json.loads(process.stdout.readline() or "{}")
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One sandbox with the catalogue for all the tests that only talk to it."""
    folder = tmp_path_factory.mktemp("served")
    forms = write_catalogue(folder / "forms")
    (forms / "broken.xlsx").write_bytes(b"not a spreadsheet")
    with sandbox_process(folder / "data", "--forms", str(forms)) as (_, ready):
        assert ready["data"] == str(folder / "data")
        yield ready["url"]


def test_it_serves_the_catalogue_and_more_forms_and_skips_a_broken_one(served: str) -> None:
    listing = requests.get(
        f"{served}/formList", headers={"X-OpenRosa-Version": "1.0"}, timeout=5
    ).text
    for form_id in ("elderly_allowance", "residence_certificate", "allowance"):
        assert f"<formID>{form_id}</formID>" in listing
    assert served.startswith("http://127.0.0.1:")


def test_enrolling_and_synchronising_brings_forms_keys_and_items(
    served: str, tmp_path: Path
) -> None:
    enrolled = kiosk("enrol", "--server", served, "--code", "SANDBOX", data=tmp_path)
    assert json.loads(enrolled.stdout)["enrolled"] is True
    done = kiosk("sync", "--once", data=tmp_path)
    summary = json.loads(done.stdout)
    assert (done.returncode, summary["pending"], summary["unreachable"]) == (0, 0, "")
    assert min(summary["forms"], summary["items"], summary["keys"]) >= 1
    status = kiosk("sync", "--status", data=tmp_path)
    assert json.loads(status.stdout)["enrolled"] is True


def failing(words: Sequence[str], data: Path) -> int:
    """The exit code of a command that says one sentence and no traceback."""
    done = kiosk(*words, data=data)
    assert done.stdout == "" or json.loads(done.stdout)
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
    return done.returncode


def test_faults_are_told_apart_by_their_exit_codes(served: str, tmp_path: Path) -> None:
    assert failing(["sync", "--once"], tmp_path) == 3
    assert failing(["enrol", "--server", served, "--code", "WRONG"], tmp_path) == 1
    assert failing(["enrol", "--server", "ftp://x", "--code", "X"], tmp_path) == 1
    assert failing(["enrol", "--server", "http://192.0.2.1", "--code", "X"], tmp_path) == 1
    assert failing(["enrol", "--server", served], tmp_path) == 2
    assert failing(["enrol", "--server", "http://127.0.0.1:9", "--code", "X"], tmp_path) == 3


def test_an_openrosa_server_is_used_without_the_service_api(tmp_path: Path) -> None:
    empty = b'<xforms xmlns="http://openrosa.org/xforms/xformsList"/>'
    with odd_server(lambda _: Say(200, empty)) as server:
        url = f"{server.url}/v1/key/sEcReT/projects/1"
        done = kiosk("enrol", "--openrosa", url, data=tmp_path)
        assert json.loads(done.stdout)["kind"] == "openrosa"
        assert "sEcReT" not in done.stdout
        synchronised = kiosk("sync", "--once", data=tmp_path)
        assert synchronised.returncode == 0
    assert {request.path for request in server.seen} == {"/v1/key/sEcReT/projects/1/formList"}


def test_it_ends_when_its_parent_lets_go(
    served: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    compiled = next(tmp_path_factory.getbasetemp().glob("served*")) / "data"
    with sandbox_process(compiled) as (process, ready):
        assert ready["url"] != served
        assert requests.get(f"{ready['url']}/v1/health", timeout=5).json()["ok"] is True
        assert process.stdin is not None
        process.stdin.close()
        process.stdin = None
        assert process.wait(10) == 0


def test_a_taken_port_and_a_missing_folder_are_told(served: str, tmp_path: Path) -> None:
    port = served.rpartition(":")[2]
    assert failing(["sandbox", "--port", port], tmp_path) == 3
    assert failing(["sandbox", "--forms", str(tmp_path / "nowhere")], tmp_path) == 1
    assert failing(["sandbox", "--port", "99999"], tmp_path) == 2


def test_it_listens_on_this_machine_only(served: str) -> None:
    port = int(served.rpartition(":")[2])
    with Path("/proc/net/tcp").open(encoding="ascii") as table:
        listening = [line.split()[1] for line in table if f":{port:04X} " in line.upper()]
    assert os.name != "posix" or all(address.startswith("0100007F:") for address in listening[:1])
