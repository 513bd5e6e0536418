"""A camera as a scanner: frames from a device, a video file or a folder of pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal

from kiosk.scanning.hints import Hint
from kiosk.scanning.image import read_pixels
from kiosk.scanning.newest import Frame, NewestOnly
from kiosk.scanning.picture import Grey
from kiosk.scanning.port import Scan

Proves = Callable[[str], bool]


class FrameSource(Protocol):
    """Where frames come from; calls back on the GUI thread, quickly, until stopped."""

    @property
    def name(self) -> str: ...
    def start(self, on_frame: Callable[[Frame], None]) -> None: ...
    def stop(self) -> None: ...


class CameraScanner(QObject):
    """Fulfils ``Scanner``; lives on the GUI thread, decodes on its own."""

    hinted = Signal(Hint)
    """What the person may do; at most once a second, and only while nothing is read."""

    _found = Signal(str)

    def __init__(
        self,
        source: FrameSource,
        proves: Proves | None = None,
        parent: QObject | None = None,
    ) -> None:
        """``proves`` says of a text whether it proves itself (``codes.proves`` with the keys)."""
        super().__init__(parent)
        self._source, self._proves = source, proves
        self._worker = NewestOnly(self._read, self._found.emit, self.hinted.emit)
        self._found.connect(self._arrived, Qt.ConnectionType.QueuedConnection)
        self._on_scan: Callable[[Scan], None] | None = None

    @property
    def name(self) -> str:
        return f"camera:{self._source.name}"

    def start(self, on_scan: Callable[[Scan], None]) -> None:
        """Look until stopped."""
        self._on_scan = on_scan
        self._worker.start()
        self._source.start(self._worker.put)

    def stop(self) -> None:
        """Let go of the camera; a code found at the last moment is forgotten."""
        self._on_scan = None
        self._source.stop()
        self._worker.stop()

    def _read(self, pixels: Grey) -> list[str]:
        return [symbol.text for symbol in read_pixels(pixels, proves=self._proves)]

    def _arrived(self, text: str) -> None:
        if self._on_scan is not None:
            self._on_scan(Scan(text, "camera"))
