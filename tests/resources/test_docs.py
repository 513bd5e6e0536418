"""The documents keep their word: links lead somewhere, and every command is told."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from kiosk.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)\)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    links = LINK.findall(document.read_text("utf-8"))
    local = [link for link in links if not link.startswith(("http://", "https://"))]
    assert [link for link in local if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_readme_tells_of_every_command(name: str) -> None:
    table = (ROOT / name).read_text("utf-8")
    assert [command for command in COMMANDS if f"`{command} " not in table] == []


def test_every_make_target_that_is_told_exists() -> None:
    targets = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text("utf-8")))
    told = {
        target
        for document in DOCUMENTS
        for target in re.findall(r"`make ([a-z]+)`", document.read_text("utf-8"))
    }
    assert told - targets == set()


@pytest.mark.parametrize("script", [".ci/run", "packaging/setup.sh"])
def test_a_script_is_executable_and_parses(script: str) -> None:
    path = ROOT / script
    assert path.stat().st_mode & 0o111
    subprocess.run(["bash", "-n", str(path)], check=True)


def test_system_packages_are_named_once_each_with_a_reason() -> None:
    lines = (ROOT / "packaging" / "system-packages.txt").read_text("utf-8").splitlines()
    named = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[a-z0-9.+-]+ +# .+", line) for line in named)
    names = [line.split()[0] for line in named]
    assert names == sorted(set(names))


def test_the_lock_names_no_address_and_hashes_everything() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert "://" not in lock
    pinned = re.findall(r"(?m)^[A-Za-z0-9._-]+==\S+", lock)
    assert len(pinned) > 50
    blocks = re.split(r"(?m)^(?=[A-Za-z0-9._-]+==)", lock)
    assert [block.split()[0] for block in blocks if "==" in block and "--hash=" not in block] == []
