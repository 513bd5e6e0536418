"""The cameras run while the page asks for a code, and only then: nobody is filmed at a form."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from kiosk.scanning.hints import Hint
from kiosk.scanning.picture import Grey
from kiosk.scanning.port import Camera, Scan, Scanner
from kiosk.scanning.words import hint_sentence
from ui.pages.scan import ScanPage
from ui.visit.stage import Stage


class Aiming(QObject):
    """Starts and stops all scanners; what a camera sees goes to the page that is shown."""

    def __init__(
        self, stage: Stage, scanners: Sequence[Scanner], on_scan: Callable[[Scan], None]
    ) -> None:
        super().__init__(stage)
        self._stage, self._on_scan = stage, on_scan
        self._cameras = [one for one in scanners if isinstance(one, Camera)]
        self._others = [one for one in scanners if not isinstance(one, Camera)]
        self.filming = False
        stage.changed.connect(self._changed)

    def open(self) -> None:
        """The scanners that film nobody listen all the time."""
        for scanner in self._others:
            scanner.start(self._on_scan)

    def close(self) -> None:
        """Let go of every device."""
        for scanner in self._others:
            scanner.stop()
        self._rest()

    def _changed(self) -> None:
        if self._page() is None:
            self._rest()
        elif not self.filming:
            self.filming = True
            for camera in self._cameras:
                camera.watch(self._show, self._help)
                camera.start(self._on_scan)

    def _rest(self) -> None:
        if self.filming:
            self.filming = False
            for camera in self._cameras:
                camera.stop()

    def _page(self) -> ScanPage | None:
        page = self._stage.shell.page
        return page if isinstance(page, ScanPage) else None

    def _show(self, picture: Grey) -> None:
        page = self._page()
        if page is not None:
            page.show_picture(picture)

    def _help(self, hint: Hint) -> None:
        page = self._page()
        if page is not None:
            page.show_status(hint_sentence(hint))
