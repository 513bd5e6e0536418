"""One theme on one screen: everything a widget may ask before it paints or places itself."""

from __future__ import annotations

from dataclasses import dataclass

from ui.theme.metrics import (
    Bars,
    Border,
    IconSizes,
    Metrics,
    Radius,
    Space,
    Target,
    TypeScale,
    kiosk_metrics,
    staff_metrics,
)
from ui.theme.palette import Palette, ThemeName, palette
from ui.theme.screen import Mode, Screen
from ui.theme.tokens import raw

_STAFF = (ThemeName.STAFF_LIGHT, ThemeName.STAFF_DARK)
_LARGE = (ThemeName.ELDER, ThemeName.CONTRAST)


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours and sizes together. ``motion`` is False where nothing may move."""

    name: ThemeName
    screen: Screen
    colour: Palette
    metrics: Metrics
    motion: bool = True

    @property
    def mode(self) -> Mode:
        return self.screen.mode

    @property
    def portrait(self) -> bool:
        return self.mode is Mode.PORTRAIT

    @property
    def large(self) -> bool:
        """Whether fewer and bigger things are shown (elder and contrast)."""
        return self.name in _LARGE

    @property
    def contrast(self) -> bool:
        return self.name is ThemeName.CONTRAST

    @property
    def staff(self) -> bool:
        return self.name in _STAFF

    @property
    def type(self) -> TypeScale:
        return self.metrics.type

    @property
    def space(self) -> Space:
        return self.metrics.space

    @property
    def radius(self) -> Radius:
        return self.metrics.radius

    @property
    def border(self) -> Border:
        return self.metrics.border

    @property
    def target(self) -> Target:
        return self.metrics.target

    @property
    def bars(self) -> Bars:
        return self.metrics.bars

    @property
    def icon(self) -> IconSizes:
        return self.metrics.icon

    @property
    def families(self) -> tuple[str, ...]:
        """Font families of all text, the rare characters' last."""
        family = raw()["type"]["family"]
        return (*family["ui"], *family["rare"])

    @property
    def title_families(self) -> tuple[str, ...]:
        """Song-type titles in the standard theme alone: thin strokes vanish for weak eyes."""
        if self.name is not ThemeName.STANDARD:
            return self.families
        family = raw()["type"]["family"]
        return (*family["title_standard"], *family["rare"])

    def px(self, reference: float) -> int:
        """A size of the 21.5 inch pictures, in this screen's pixels: for what has no token."""
        return round(reference * self.icon.tile / 50)

    def gap(self, reference: float) -> int:
        """A distance of the portrait pictures: smaller where height is scarce."""
        tight = 0.8 if self.mode is Mode.LANDSCAPE else 1.0
        if self.large and self.mode is not Mode.PORTRAIT:
            tight *= 0.8
        return round(reference * tight * self.space.m / 16)


def build_theme(name: ThemeName, screen: Screen, *, motion: bool = True) -> Theme:
    """A theme for a screen; elder, contrast and staff themes never move."""
    metrics = (
        staff_metrics(screen) if name in _STAFF else kiosk_metrics(screen, elder=name in _LARGE)
    )
    moving = motion and name is ThemeName.STANDARD
    return Theme(name, screen, palette(name), metrics, motion=moving)
