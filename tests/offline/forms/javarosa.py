"""JavaRosa beside us: the engine of ODK Collect, out of pyxform, if there is Java."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyxform

JAR = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
DRIVER = Path(__file__).parent / "oracle" / "Drive.java"
EVALUATE = DRIVER.with_name("Evaluate.java")
LIMIT_S = 240


def available() -> bool:
    """Whether a Java compiler and the jar are there."""
    return shutil.which("javac") is not None and shutil.which("java") is not None and JAR.exists()


def compiled(folder: Path, driver: Path = DRIVER) -> Path:
    """Compile a driver into a folder."""
    subprocess.run(
        ["javac", "-nowarn", "-cp", str(JAR), "-d", str(folder), str(driver)],
        check=True,
        capture_output=True,
        timeout=LIMIT_S,
    )
    return folder


def fill(classes: Path, jobs: Sequence[tuple[Path, Path]], *options: str) -> list[dict[str, Any]]:
    """Fill each form with its answers; what JavaRosa saw."""
    found = java(classes, "Drive", *options, *(str(path) for job in jobs for path in job))
    return [json.loads(line) for line in found.splitlines()]


def java(classes: Path, driver: str, *arguments: str) -> str:
    """Run a compiled driver in our time zone; what it printed."""
    zone = os.environ.get("TZ", "")
    found = subprocess.run(
        [
            "java",
            *([f"-Duser.timezone={zone}"] if zone else []),
            "-cp",
            f"{JAR}{os.pathsep}{classes}",
            driver,
            *arguments,
        ],
        check=True,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
    )
    return found.stdout
