"""What a field may ask of the world around it, handed in from outside so that fields stay dumb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from offline.i18n import tr


@dataclass(frozen=True, slots=True)
class Place:
    """Where a device says it is: degrees, and its accuracy in metres."""

    latitude: float
    longitude: float
    altitude: float = 0.0
    accuracy: float = 0.0


def ask_for_file(parent: QWidget, kinds: str, chosen: Callable[[str], None]) -> None:
    """Let the person pick a file of the kinds (``照片 (*.png)``).

    The path goes to ``chosen``, nothing if they change their mind. Returns at once.
    """
    dialog = QFileDialog(parent, tr("选一个文件"), "", kinds)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(chosen)
    dialog.open()


def _no_bytes(_name: str) -> bytes | None:
    return None


@dataclass(frozen=True, slots=True)
class Helpers:
    """Callables that give a field what it cannot know itself.

    ``today`` the date; ``attachment`` the bytes of a stored answer by file name; ``media`` the
    bytes of a form's media file; ``locate`` the device's place, None if it has none; ``camera``
    the folder where a camera leaves its pictures, None if there is no camera; ``source`` where a
    prefilled value came from, by path ("" if the person gave it); ``choose`` lets the person pick a
    file.
    """

    today: Callable[[], date] = date.today
    attachment: Callable[[str], bytes | None] = _no_bytes
    media: Callable[[str], bytes | None] = _no_bytes
    locate: Callable[[], Place | None] | None = None
    camera: Path | None = None
    source: Callable[[str], str] = lambda _path: ""
    choose: Callable[[QWidget, str, Callable[[str], None]], None] = ask_for_file
