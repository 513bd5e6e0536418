"""Dress the application: Fusion, one palette, one style sheet; keyboard focus seen after a key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from ui.theme.focus import KeyFocus
from ui.theme.sheet import render
from ui.theme.theme import Theme


def make_application(arguments: Sequence[str] = ()) -> QApplication:
    """The application, existing or new, in Fusion, with focus shown only after a key."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["kiosk", *arguments])
    app.setStyle("Fusion")
    if app.findChild(KeyFocus) is None:
        app.installEventFilter(KeyFocus(app))
    return app


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Palette, font and the one style sheet of a theme, for the whole application.

    A sheet that is already worn is left alone: putting it on restyles every living widget.
    """
    sheet = render(theme)
    if app.styleSheet() == sheet:
        return
    app.setPalette(qt_palette(theme))
    app.setFont(body_font(theme))
    app.setStyleSheet(sheet)


def body_font(theme: Theme) -> QFont:
    """The font of plain text."""
    font = QFont()
    font.setFamilies(list(theme.families))
    font.setPixelSize(theme.type.body)
    return font


def qt_palette(theme: Theme) -> QPalette:
    """The same colours for what the style sheet does not name."""
    colour = theme.colour
    roles = {
        QPalette.ColorRole.Window: colour.wall,
        QPalette.ColorRole.WindowText: colour.ink,
        QPalette.ColorRole.Base: colour.paper,
        QPalette.ColorRole.AlternateBase: colour.mist,
        QPalette.ColorRole.Text: colour.ink,
        QPalette.ColorRole.PlaceholderText: colour.ink_2,
        QPalette.ColorRole.Button: colour.paper,
        QPalette.ColorRole.ButtonText: colour.ink,
        QPalette.ColorRole.Highlight: colour.pine,
        QPalette.ColorRole.HighlightedText: colour.on_pine,
        QPalette.ColorRole.Link: colour.pine,
        QPalette.ColorRole.ToolTipBase: colour.paper,
        QPalette.ColorRole.ToolTipText: colour.ink,
    }
    palette = QPalette()
    for role, value in roles.items():
        palette.setColor(role, QColor(value))
    return palette
