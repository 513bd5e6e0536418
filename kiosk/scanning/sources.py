"""Where a camera scanner's frames come from; none of them is kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import cycle
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import (
    QCamera,
    QCameraDevice,
    QMediaCaptureSession,
    QMediaPlayer,
    QVideoFrame,
    QVideoSink,
)

from kiosk.scanning.newest import Frame
from kiosk.scanning.picture import Grey, PictureError, grey_of

OnFrame = Callable[[Frame], None]

_EVERY = 100  # milliseconds between a folder's pictures


class DeviceFrames(QObject):
    """A camera of this machine, with its exposure set for screens where it can be."""

    def __init__(self, device: QCameraDevice, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.camera = QCamera(device, self)
        self._session = QMediaCaptureSession(self)
        self._session.setCamera(self.camera)
        self._sink = _Sink(self)
        self._session.setVideoSink(self._sink.sink)

    @property
    def name(self) -> str:
        return self.camera.cameraDevice().description()

    def start(self, on_frame: OnFrame) -> None:
        """Open the camera; bar-code exposure and a torch are used where there are any."""
        self._sink.on_frame = on_frame
        mode = QCamera.ExposureMode.ExposureBarcode
        if self.camera.isExposureModeSupported(mode):
            self.camera.setExposureMode(mode)
        self.camera.start()

    def stop(self) -> None:
        """Close the camera."""
        self._sink.on_frame = None
        self.camera.stop()


class VideoFrames(QObject):
    """A video file in place of a camera, over and over: for training and tests."""

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._sink = _Sink(self)
        self._player = QMediaPlayer(self)
        self._player.setVideoSink(self._sink.sink)
        self._player.setLoops(QMediaPlayer.Loops.Infinite)

    @property
    def name(self) -> str:
        return self._path.name

    def start(self, on_frame: OnFrame) -> None:
        """Play it; a file that is no video gives no frames."""
        self._sink.on_frame = on_frame
        self._player.setSource(QUrl.fromLocalFile(str(self._path)))
        self._player.play()

    def stop(self) -> None:
        """Stop and let go of the file."""
        self._sink.on_frame = None
        self._player.stop()
        self._player.setSource(QUrl())


class FolderFrames(QObject):
    """The pictures of a folder by their names, ten a second, over and over."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self._next)
        self._paths = cycle(sorted(folder.iterdir()) if folder.is_dir() else ())
        self._on_frame: OnFrame | None = None

    @property
    def name(self) -> str:
        return self._folder.name

    def start(self, on_frame: OnFrame) -> None:
        """Show the first at once."""
        self._on_frame = on_frame
        self._timer.start()
        self._next()

    def stop(self) -> None:
        """Show no more."""
        self._on_frame = None
        self._timer.stop()

    def _next(self) -> None:
        path = next(self._paths, None)
        if path is not None and self._on_frame is not None:
            self._on_frame(partial(_pixels_of_file, path))


class _Sink(QObject):
    """Hands on what a camera or a player shows; the pixels are fetched by whoever decodes."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.on_frame: OnFrame | None = None
        self.sink = QVideoSink(self)
        self.sink.videoFrameChanged.connect(self._changed)

    def _changed(self, frame: QVideoFrame) -> None:
        if self.on_frame is not None and frame.isValid():
            self.on_frame(partial(_pixels_of_frame, QVideoFrame(frame)))


def _pixels_of_file(path: Path) -> Grey | None:
    try:
        return grey_of(path)
    except PictureError:  # a file of another kind among the pictures
        return None


def _pixels_of_frame(frame: QVideoFrame) -> Grey | None:
    return pixels_of(frame.toImage())


def pixels_of(image: QImage) -> Grey | None:
    """An image's own copy in grey, None if it is empty."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    if grey.isNull():
        return None
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return rows[:, : grey.width()].copy()
