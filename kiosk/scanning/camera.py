"""A camera as a scanner: frames from a device, a video file or a folder of pictures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from kiosk.scanning.hints import Hint
from kiosk.scanning.image import read_pixels
from kiosk.scanning.newest import NewestOnly
from kiosk.scanning.picture import Grey
from kiosk.scanning.port import OnHint, OnPicture, Scan
from kiosk.scanning.sources import FrameSource, Lamp
from kiosk.scanning.stack import Stack

_SHOWN = 640  # pixels across: enough to aim by

Proves = Callable[[str], bool]


class CameraScanner(QObject):
    """Fulfils ``Camera``; lives on the GUI thread, decodes on its own."""

    hinted = Signal(Hint)
    """What the person may do; at most once a second, and only while nothing is read."""

    _found = Signal(str)
    _seen = Signal(object)

    def __init__(
        self,
        source: FrameSource,
        proves: Proves | None = None,
        parent: QObject | None = None,
    ) -> None:
        """``proves`` says of a text whether it proves itself (``codes.proves`` with the keys)."""
        super().__init__(parent)
        self._source, self._proves = source, proves
        self._stack = Stack()
        self._worker = NewestOnly(self._read, self._found.emit, self.hinted.emit)
        self._found.connect(self._arrived, Qt.ConnectionType.QueuedConnection)
        self._seen.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self.hinted.connect(self._help, Qt.ConnectionType.QueuedConnection)
        self._on_scan: Callable[[Scan], None] | None = None
        self._on_picture: OnPicture | None = None
        self._on_hint: OnHint | None = None

    @property
    def name(self) -> str:
        return f"camera:{self._source.name}"

    def start(self, on_scan: Callable[[Scan], None]) -> None:
        """Look until stopped."""
        self._on_scan = on_scan
        self._worker.start()
        self._source.start(self._worker.put)

    def watch(self, on_picture: OnPicture, on_hint: OnHint) -> None:
        """Show a small copy of every frame that is looked at, and what would help."""
        self._on_picture, self._on_hint = on_picture, on_hint

    def stop(self) -> None:
        """Let go of the camera; a code found at the last moment is forgotten."""
        self._on_scan = self._on_picture = self._on_hint = None
        self._source.stop()
        self._worker.stop()
        self._stack.clear()

    def _read(self, pixels: Grey) -> list[str]:
        if self._on_picture is not None:
            step = max(1, pixels.shape[1] // _SHOWN)
            self._seen.emit(pixels[::step, ::step].copy())
        found = read_pixels(pixels, proves=self._proves, first=self._stack.attempts)
        if found:
            self._stack.clear()
        return [symbol.text for symbol in found]

    def _arrived(self, text: str) -> None:
        if self._on_scan is not None:
            self._on_scan(Scan(text, "camera"))

    def _show(self, pixels: Grey) -> None:
        if self._on_picture is not None:
            self._on_picture(pixels)

    def _help(self, hint: Hint) -> None:
        if hint is Hint.BRIGHTER and isinstance(self._source, Lamp):
            self._source.light(on=True)
        if self._on_hint is not None:
            self._on_hint(hint)
