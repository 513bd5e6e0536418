from __future__ import annotations

from pathlib import Path

from kiosk.flow.noting import note_settings
from kiosk.settings import Settings
from tests.stations import station


def test_a_changed_setting_is_in_the_log_by_name_and_only_once(tmp_path: Path) -> None:
    store = station(tmp_path).store
    note_settings(store, Settings())
    assert not store.audit.find(act="settings")
    changed = Settings(site_name="河西村便民服务站", receipt_width=58)
    note_settings(store, changed)
    note_settings(store, changed)
    (entry,) = store.audit.find(act="settings")
    assert (entry.operator, entry.detail) == ("system", "receipt_width site_name")
