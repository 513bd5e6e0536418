"""A real browser without a window: pages as people see them, drawn and read back."""

from __future__ import annotations

import subprocess
from pathlib import Path

FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
    *("--no-first-run", "--no-proxy-server", "--disable-background-networking"),
    *("--hide-scrollbars", "--virtual-time-budget=2000", "--lang=zh-CN"),
)


def _open(url: str, folder: Path, *asked: str) -> str:
    profile = f"--user-data-dir={folder / 'profile'}"
    found = subprocess.run(
        ["chromium", *FLAGS, profile, *asked, url],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return found.stdout


def page_text(url: str, folder: Path) -> str:
    """The document as the browser built it."""
    return _open(url, folder, "--dump-dom")


def picture(url: str, target: Path, *, width: int = 1280, height: int = 1400) -> None:
    """What a person sees, as a PNG."""
    _open(url, target.parent, f"--screenshot={target}", f"--window-size={width},{height}")
