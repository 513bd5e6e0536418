"""Where the dress and the keys of the keyboard on the screen stand, for Qt to find them."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent
STYLES = _HERE / "styles"
"""A QML import path: Qt looks for ``QtQuick/VirtualKeyboard/Styles/<name>/style.qml`` below it."""
STYLE = "eave"
LAYOUTS = _HERE / "layouts"
