"""Where a camera scanner's frames come from; none of them is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Protocol, runtime_checkable

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
_AGAIN = 2000  # milliseconds between two looks whether a device is there


class FrameSource(Protocol):
    """Where frames come from; calls back on the GUI thread, quickly, until stopped."""

    @property
    def name(self) -> str: ...
    def start(self, on_frame: OnFrame) -> None: ...
    def stop(self) -> None: ...


@runtime_checkable
class Lamp(Protocol):
    """A source with a light of its own."""

    def light(self, *, on: bool) -> None: ...


class PluggedFrames(QObject):
    """A device that comes and goes: used while it is there, looked for while it isn't."""

    def __init__(
        self,
        name: str,
        find: Callable[[], str],
        make: Callable[[str], FrameSource],
        parent: QObject | None = None,
    ) -> None:
        """``find`` gives the id of the device to use now or ""; ``make`` opens it."""
        super().__init__(parent)
        self.name = name
        self._find, self._make = find, make
        self._device = ""
        self._source: FrameSource | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_AGAIN)
        self._timer.timeout.connect(self.look)
        self._on_frame: OnFrame | None = None

    def start(self, on_frame: OnFrame) -> None:
        """Use it as soon as it is there."""
        self._on_frame = on_frame
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Look for it no longer."""
        self._on_frame = None
        self._timer.stop()
        self._change("")

    def light(self, *, on: bool) -> None:
        """The device's own light, if it has one."""
        source: object = self._source
        if isinstance(source, Lamp):
            source.light(on=on)

    def look(self) -> None:
        """Whether it was plugged in, pulled out or exchanged for another."""
        device = self._find()
        if device != self._device:
            self._change(device)

    def _change(self, device: str) -> None:
        if self._source is not None:
            self._source.stop()
        self._device, self._source = device, self._make(device) if device else None
        if self._source is not None and self._on_frame is not None:
            self._source.start(self._on_frame)


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
        """Open the camera; an exposure for codes is used where there is one."""
        self._sink.on_frame = on_frame
        mode = QCamera.ExposureMode.ExposureBarcode
        if self.camera.isExposureModeSupported(mode):
            self.camera.setExposureMode(mode)
        self.camera.start()

    def stop(self) -> None:
        """Close the camera, its light goes out."""
        self._sink.on_frame = None
        self.light(on=False)
        self.camera.stop()

    def light(self, *, on: bool) -> None:
        """The camera's own light, where it has one."""
        mode = QCamera.TorchMode.TorchOn if on else QCamera.TorchMode.TorchOff
        if self.camera.isTorchModeSupported(mode):
            self.camera.setTorchMode(mode)


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
        self._paths: Iterator[Path] = iter(())
        self._on_frame: OnFrame | None = None

    @property
    def name(self) -> str:
        return self._folder.name

    def start(self, on_frame: OnFrame) -> None:
        """Show the first at once, of those that lie there now."""
        self._paths = cycle(sorted(self._folder.iterdir()) if self._folder.is_dir() else ())
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
