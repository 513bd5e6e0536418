"""What every test may count on: no display, a key folder of its own, Chinese as the language."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from offline import i18n


@pytest.fixture(autouse=True)
def own_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A test leaves no key and no setting on the machine, and finds none."""
    monkeypatch.setenv("KIOSK_KEYS", str(tmp_path / "machine-keys"))
    monkeypatch.delenv("KIOSK_DATA", raising=False)
    i18n.use(i18n.SOURCE)
    yield
    i18n.use(i18n.SOURCE)
