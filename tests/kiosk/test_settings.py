from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.settings import Profile, SettingsError, load


def test_a_folder_without_settings_gives_the_defaults(tmp_path: Path) -> None:
    assert load(tmp_path).profile is Profile.KIOSK


def test_the_environment_overrides_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "settings.toml").write_text('site_code = "YX"\ntown = "云溪镇"\n', encoding="utf-8")
    monkeypatch.setenv("KIOSK_TOWN", "柳湾镇")
    settings = load(tmp_path)
    assert (settings.site_code, settings.town) == ("YX", "柳湾镇")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('theme = "pink"', "theme"),
        ("idle_grace = 5", "idle_grace"),
        ("colour = 1", "colour"),
        ('position = "Yunxi"', "position"),
        ("theme = ", "settings.toml"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=named):
        load(tmp_path)


def test_scanners_are_listed_in_the_file_or_by_commas(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load(tmp_path).scanners == ("wedge",)
    (tmp_path / "settings.toml").write_text('scanners = ["camera:HD Webcam", "wedge:%"]\n')
    assert load(tmp_path).scanners == ("camera:HD Webcam", "wedge:%")
    monkeypatch.setenv("KIOSK_SCANNERS", "serial:COM3@115200, folder:/srv/pictures")
    assert load(tmp_path).scanners == ("serial:COM3@115200", "folder:/srv/pictures")


@pytest.mark.parametrize("scanner", ["laser", "serial", "wedge:%%", "video:"])
def test_a_scanner_of_no_known_kind_is_named(tmp_path: Path, scanner: str) -> None:
    (tmp_path / "settings.toml").write_text(f'scanners = ["{scanner}"]\n')
    with pytest.raises(SettingsError, match="scanners"):
        load(tmp_path)
