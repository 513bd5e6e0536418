"""What the keyboard on the screen looks like: colours and sizes of the theme, handed to its QML.

Qt's keyboard runs in a QML engine of its own, so a singleton is the one way in. The style that
asks for it stands in ``resources/keyboard``.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property, QBuffer, QByteArray, QIODevice, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import qmlRegisterSingletonInstance

from offline.i18n import tr
from ui.icons import icon
from ui.theme import Mode, Theme

_MODULE = "Kiosk.Keyboard"
_KEY = {Mode.PORTRAIT: 112, Mode.LANDSCAPE: 88, Mode.COMPACT: 71}
"""The height of a key in px; 12 mm is the least that a finger meets."""
_CANDIDATES = {Mode.PORTRAIT: 124, Mode.LANDSCAPE: 100, Mode.COMPACT: 84}
_GAP = 10
_ROWS = 4
_LIFT = 5
_PICTURE = 96


class KeyLook(QObject):
    """``look`` is a map of colours (``#RRGGBB``), sizes (px), words and pictures (data URLs)."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = describe(theme)
        qmlRegisterSingletonInstance(KeyLook, _MODULE, 1, 0, "Look", self)  # type: ignore[arg-type]

    def dress(self, theme: Theme) -> None:
        """Another theme or language: the keys follow at once."""
        self._look = describe(theme)
        self.changed.emit()

    @property
    def candidates(self) -> int:
        """The height of the row of characters above the keys, px."""
        height: int = self._look["candidates"]
        return height

    def _get(self) -> dict[str, Any]:
        return self._look

    look = Property("QVariantMap", _get, notify=changed)  # type: ignore[arg-type]


def describe(theme: Theme) -> dict[str, Any]:
    """All that the style asks for."""
    return {**_colours(theme), **_sizes(theme), **_words(), **_pictures(theme)}


def _colours(theme: Theme) -> dict[str, str]:
    colour = theme.colour
    return {
        "ground": colour.track,
        "key": colour.paper,
        "second": colour.mist,
        "paper": colour.paper,
        "edge": colour.edge,
        "foot": colour.edge,
        "ink": colour.ink,
        "pressed": colour.ink if theme.contrast else colour.pine_soft,
        "pressedInk": colour.paper if theme.contrast else colour.ink,
        "chosen": colour.pine,
        "chosenInk": colour.on_pine,
        "focus": colour.focus,
    }


def _sizes(theme: Theme) -> dict[str, Any]:
    key, kind = _KEY[theme.mode], theme.type
    return {
        # Qt draws its keyboard as wide as the screen, however wide the window is.
        "width": QGuiApplication.primaryScreen().size().width(),
        "height": _ROWS * key + (_ROWS + 2) * _GAP,
        "candidates": _CANDIDATES[theme.mode],
        "candidate": min(kind.h2, _CANDIDATES[theme.mode] // 2),
        "letter": min(kind.key, key // 2),
        "words": min(kind.small, key // 3),
        "gap": _GAP,
        "lift": _LIFT,
        "radius": theme.metrics.radius.key,
        "family": "Noto Sans CJK SC",
    }


def _words() -> dict[str, str]:
    return {"space": tr("空格"), "enter": tr("确定"), "away": tr("收起"), "language": tr("中/英")}


def _pictures(theme: Theme) -> dict[str, str]:
    names = {"backspace": "backspace", "hide": "chevron-down", "shift": "chevron-up"}
    return {role: _data_url(name, theme.colour.ink) for role, name in names.items()}


def _data_url(name: str, colour: str) -> str:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    icon(name, colour, _PICTURE).save(buffer, "PNG")
    return "data:image/png;base64," + data.toBase64().toStdString()
