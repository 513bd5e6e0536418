"""Who stands at a demonstration's gates, with the passphrase that the README tells."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from kiosk import app
from kiosk.cli import demonstrators
from kiosk.flow import accounts
from kiosk.roles import Act
from kiosk.settings import Profile, Settings
from offline.store import slots
from offline.store.port import Unlocked

README = Path(__file__).resolve().parents[3] / "README.md"


@pytest.mark.parametrize(
    ("profile", "entrance", "first", "staff"),
    [
        (Profile.KIOSK, Act.ENTER_KIOSK, "", ["3001", "9001"]),
        (Profile.WINDOW, Act.ENTER_WINDOW, "1001", ["1001", "3001", "9001"]),
        (Profile.GRID, Act.ENTER_GRID, "2001", ["2001", "3001", "9001"]),
    ],
)
def test_the_demonstrations_staff_enter_as_the_readme_says(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    profile: Profile,
    entrance: Act,
    first: str,
    staff: list[str],
) -> None:
    monkeypatch.setattr(slots, "ARGON2", {"passes": 1, "memory_kib": 32, "lanes": 1})
    settings = Settings(profile=profile)
    for _start in range(2):  # a second start makes nobody twice
        assert demonstrators.put(tmp_path, settings) == (first, demonstrators.PASSPHRASE)
    with closing(app.open_store(tmp_path)) as store:
        here = app.station(store, settings)
        assert [each.operator.id for each in accounts.who(here, entrance)] == staff
        for each in staff:
            told = accounts.unlock(here, each, demonstrators.PASSPHRASE, entrance)
            assert isinstance(told, Unlocked)
    words = README.read_text(encoding="utf-8")
    assert all(word in words for word in (demonstrators.PASSPHRASE, *staff))
