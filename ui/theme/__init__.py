"""The look: design tokens, their sizes on one screen, and the one style sheet made from them."""

from ui.theme.apply import apply_theme, make_application
from ui.theme.palette import Palette, ThemeName
from ui.theme.screen import Mode, Screen
from ui.theme.theme import Theme, build_theme

__all__ = [
    "Mode",
    "Palette",
    "Screen",
    "Theme",
    "ThemeName",
    "apply_theme",
    "build_theme",
    "make_application",
]
