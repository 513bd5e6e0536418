"""Icons and drawings in the colours of a theme, as pixmaps, one a colour, size and device ratio."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui.theme.tokens import RESOURCES

FOLDER = RESOURCES / "icons"


class UnknownIconError(LookupError):
    """No icon of that name in ``resources/icons``."""


def has_icon(name: str) -> bool:
    """Whether there is an icon of that name."""
    return bool(name) and (FOLDER / f"{name}.svg").is_file()


@lru_cache(maxsize=512)
def icon(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """An icon in one colour (``#RRGGBB``), ``size`` logical px square."""
    return _render(_source(name).replace("currentColor", colour), size, size, ratio)


@lru_cache(maxsize=64)
def drawing(
    name: str, width: int, height: int, ratio: float, recolour: tuple[tuple[str, str], ...] = ()
) -> QPixmap:
    """A many-coloured drawing (``art-…``), with some of its colours replaced by tokens."""
    text = _source(name)
    for old, new in recolour:
        text = text.replace(old, new)
    return _render(text, width, height, ratio)


def recolouring(colours: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The pairs that ``drawing`` replaces, in a form that can be cached."""
    return tuple(colours.items())


def _source(name: str) -> str:
    try:
        return (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    except FileNotFoundError as missing:
        raise UnknownIconError(name) from missing


def _render(svg: str, width: int, height: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(width * ratio), round(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, width, height))
    painter.end()
    return pixmap
