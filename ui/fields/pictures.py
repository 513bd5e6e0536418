"""Pictures for previews: read small, turned upright, refused in words if they are none."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPixmap

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".bmp")


def from_file(path: str, room: QSize) -> QPixmap | None:
    """A preview of the picture at a path that fits the room (px); None if it is no picture."""
    return _read(QImageReader(path), room)


def from_bytes(data: bytes, room: QSize) -> QPixmap | None:
    """A preview of stored bytes; None if they are no picture."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return _read(QImageReader(buffer), room)


def _read(reader: QImageReader, room: QSize) -> QPixmap | None:
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        shrunk = size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        turned = size.scaled(room.transposed(), Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(shrunk if shrunk.width() >= turned.width() else turned)
    image: QImage = reader.read()
    if image.isNull():
        return None
    fitted = image.scaled(
        room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    return QPixmap.fromImage(fitted)


def newest(folder: Path) -> str:
    """The picture that a camera left last in its folder; "" if there is none."""
    found = [path for path in folder.glob("*") if path.suffix.lower() in SUFFIXES]
    return str(max(found, key=lambda path: path.stat().st_mtime)) if found else ""
