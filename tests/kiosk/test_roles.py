from __future__ import annotations

import pytest

from kiosk.roles import Act, NotAllowedError, require
from offline.records import Operator


def test_a_station_cannot_reprint_and_an_unknown_role_can_do_nothing() -> None:
    require(Operator("k", "自助终端", "station"), Act.SUBMIT)
    with pytest.raises(NotAllowedError, match="reprint"):
        require(Operator("k", "自助终端", "station"), Act.REPRINT)
    with pytest.raises(NotAllowedError):
        require(Operator("x", "", "guest"), Act.FILL)


def test_only_it_changes_settings() -> None:
    for role in ("window", "grid", "supervisor"):
        with pytest.raises(NotAllowedError):
            require(Operator("o", "", role), Act.SETTINGS)
    require(Operator("o", "", "it"), Act.SETTINGS)
