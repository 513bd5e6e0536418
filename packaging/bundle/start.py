# ruff: noqa: INP001 — a script that PyInstaller runs, in no package
"""Runs before the program in the bundle: what it brought along is found there first."""

import ctypes.util
import os
import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(getattr(sys, "_MEIPASS", "."))


def _bundled_first(search: Callable[[str], str | None]) -> Callable[[str], str | None]:
    """A library opened by name (libzbar) comes from the bundle if it is there."""

    def find(name: str) -> str | None:
        found = next(HERE.glob(f"lib{name}.so*"), None)
        return str(found) if found else search(name)

    return find


ctypes.util.find_library = _bundled_first(ctypes.util.find_library)
os.environ.setdefault("FONTCONFIG_FILE", str(HERE / "fonts.conf"))
