"""The main job, end to end, as a person on a fresh machine runs it: in its own processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.codes.receipt import parse
from kiosk.scanning.image import read_picture

PERSON = ("王小明", "320902194403181235", "13812341234", "李秀兰", "13987654321")
LIMIT = 240


def demo(out: Path, sandbox: Path, scratch: Path) -> dict[str, object]:
    environment = {**os.environ, "TMPDIR": str(scratch), "QT_QPA_PLATFORM": "offscreen"}
    words = ["demo", "--headless", "--out", str(out), "--sandbox-data", str(sandbox)]
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    summary: dict[str, object] = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    return summary


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, object]], Path]:
    folder = tmp_path_factory.mktemp("demo")
    scratch = folder / "scratch"
    scratch.mkdir()
    sandbox = folder / "sandbox"
    return folder, [demo(folder / f"{n}", sandbox, scratch) for n in (1, 2)], scratch


Runs = tuple[Path, list[dict[str, object]], Path]


def test_every_step_of_two_visits_is_as_it_should_be(runs: Runs) -> None:
    _, summaries, _ = runs
    for summary in summaries:
        assert summary["ok"] is True
        names = [step["name"] for step in summary["steps"]]  # type: ignore[attr-defined]
        assert names.index("slip-printed") < names.index("exchange-back")
        assert names[-1] == "exactly-once"


def test_two_visits_leave_two_submissions_each_with_its_files(runs: Runs) -> None:
    _, summaries, _ = runs
    held = summaries[-1]["exchange"]
    assert isinstance(held, list)
    assert len({row["instance_id"] for row in held}) == len(held) == 2
    for row in held:
        assert {Path(a["name"]).suffix for a in row["attachments"]} == {".jpg", ".png"}


def test_pictures_papers_and_codes_are_left(runs: Runs) -> None:
    folder, _, _ = runs
    out = folder / "1"
    for name in ("slip.bin", "slip.png", "receipt.bin", "receipt.png", "certificate.pdf"):
        assert (out / name).stat().st_size > 1000, name
    assert list(out.glob("01-home.png"))
    slip, receipt = (read_picture(out / name)[0].text for name in ("slip.png", "receipt.png"))
    assert parse(slip) == parse(receipt)


def test_the_certificate_names_the_person_in_full(runs: Runs) -> None:
    folder, _, _ = runs
    told = subprocess.run(
        ["pdftotext", "-raw", str(folder / "1" / "certificate.pdf"), "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert PERSON[0] in told
    assert PERSON[1] in told


def test_temp_files_hold_nothing_of_the_person(runs: Runs) -> None:
    _, _, scratch = runs
    for path in scratch.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert not [word for word in PERSON if word.encode() in data], path
