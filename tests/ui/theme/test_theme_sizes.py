import pytest

from ui.theme import Mode, Screen, ThemeName, build_theme
from ui.theme.sheet import render

REFERENCE = Screen(1080, 1920, 21.5)


def test_reference_screen_gives_the_pixels_of_the_pictures() -> None:
    theme = build_theme(ThemeName.STANDARD, REFERENCE)
    assert (theme.type.title, theme.type.body, theme.type.small) == (58, 28, 24)
    assert (theme.target.action, theme.bars.header, theme.bars.rail) == (112, 116, 124)
    assert (theme.space.page, theme.border.control, theme.radius.card) == (64, 3, 16)


def test_elder_is_bigger_and_never_moves() -> None:
    theme = build_theme(ThemeName.ELDER, REFERENCE)
    assert (theme.type.title, theme.type.small, theme.target.action) == (76, 34, 136)
    assert not theme.motion


@pytest.mark.parametrize("name", [ThemeName.STANDARD, ThemeName.ELDER, ThemeName.CONTRAST])
def test_compact_screen_keeps_text_and_targets_large_enough(name: ThemeName) -> None:
    screen = Screen(1280, 800, 10.1)
    theme = build_theme(name, screen)
    assert screen.mode is Mode.COMPACT
    per_mm = screen.pixels_per_mm
    assert theme.type.small >= 4 * per_mm
    assert theme.target.minimum >= 11.9 * per_mm
    assert theme.target.action >= 19.9 * per_mm


def test_small_full_hd_screen_never_gets_more_than_its_layout_holds() -> None:
    theme = build_theme(ThemeName.STANDARD, Screen(1920, 1080, 15.6))
    assert theme.type.title == 58


@pytest.mark.parametrize("name", ThemeName)
def test_every_token_of_the_template_is_filled(name: ThemeName) -> None:
    sheet = render(build_theme(name, REFERENCE))
    assert "$" not in sheet
    assert "QPushButton" in sheet
