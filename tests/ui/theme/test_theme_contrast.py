import pytest

from ui.theme.palette import ThemeName, contrast, contrast_pairs, palette


@pytest.mark.parametrize("name", ThemeName)
def test_every_pair_that_meets_has_enough_contrast(name: ThemeName) -> None:
    colours = palette(name)
    poor = [
        (pair.foreground, pair.background, round(ratio, 2))
        for pair in contrast_pairs(name)
        if (ratio := contrast(getattr(colours, pair.foreground), getattr(colours, pair.background)))
        < pair.least
    ]
    assert not poor


@pytest.mark.parametrize("name", ThemeName)
def test_text_has_at_least_the_ratio_of_the_standard(name: ThemeName) -> None:
    colours = palette(name)
    least = 7.0 if name in (ThemeName.ELDER, ThemeName.CONTRAST) else 4.5
    for ground in (colours.wall, colours.paper, colours.mist):
        assert contrast(colours.ink, ground) >= least
        assert contrast(colours.ink_2, ground) >= least


def test_black_on_white_is_the_largest_contrast() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#FFFFFF") == pytest.approx(1)
