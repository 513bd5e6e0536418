"""A kiosk's real window for tests, on its own store, with a clock that is moved by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.background import Lane
from kiosk.flow.station import Station
from kiosk.scanning.port import Scan, Scanner
from kiosk.settings import Settings
from offline.records import Operator
from offline.store.recovering import RecoveryCode
from offline.store.sqlite import SqlStore
from offline.sync.summary import Summary
from tests.stations import STATION, Clock, code, station
from ui.pages.base import Page
from ui.services import Services
from ui.theme import Screen
from ui.visit.kiosk import Kiosk


def services_for(
    folder: Path,
    clock: Clock,
    *,
    operator: Operator = STATION,
    answer: Callable[[], Summary | None] = lambda: None,
    ready: tuple[str, str] = ("", ""),
) -> Services:
    """What a window is handed: one store, a connection a lane; ``answer`` plays the exchange."""
    at_desk = station(folder, clock)
    at_desk.operator = operator
    pressing = at_desk.store.sibling()
    lanes = [Lane(name) for name in ("store", "press", "sync")]

    def close() -> None:
        for lane in lanes:
            lane.stop()
        pressing.close()
        at_desk.store.close()

    return Services(
        settings=Settings(sync_every=3600),
        station=at_desk,
        store_lane=lanes[0],
        press=replace(at_desk, store=pressing),
        press_lane=lanes[1],
        synchronise=lambda _impulse: answer(),
        sync_lane=lanes[2],
        recovery=RecoveryCode(folder / "data", cast("SqlStore", at_desk.store).data_key),
        ready=ready,
        close=close,
    )


def shut(window: QWidget) -> None:
    """Close for good: what lives on is dressed again by every theme of the tests that follow."""
    window.close()
    window.deleteLater()


class Terminal:
    """One kiosk. ``answer_sync`` is what the exchange says when asked."""

    def __init__(
        self, folder: Path, clock: Clock, qapp: QApplication, scanners: Sequence[Scanner] = ()
    ) -> None:
        self.folder, self.clock = folder, clock
        self.answer_sync: Callable[[], Summary | None] = lambda: None
        self.services = services_for(folder, clock, answer=self._synchronise)
        self.services.scanners = scanners
        self.at_desk: Station = self.services.station
        self.kiosk = Kiosk(qapp, self.services, Screen())
        self.kiosk.shell.show()
        self.kiosk.open()

    def _synchronise(self) -> Summary | None:
        return self.answer_sync()

    def close(self) -> None:
        """End in order."""
        self.kiosk.close()
        shut(self.kiosk.shell)

    @property
    def page(self) -> Page | None:
        """What is shown."""
        return self.kiosk.shell.page

    def waits_on(self, qtbot: QtBot, kind: type[Page]) -> None:
        """Until a kind of page is shown and takes presses."""
        qtbot.waitUntil(
            lambda: isinstance(self.page, kind) and not self.kiosk.stage.working, timeout=15_000
        )

    def scan(self, text: str = "") -> None:
        """Hold a code at the scanner; a fresh good one unless told otherwise."""
        self.kiosk.entrance.scanned(Scan(text or code(at=self.clock.now), "image"))

    def press(self, words: str) -> None:
        """Press the button that says these words."""
        page = self.page
        assert page is not None
        for button in list[QAbstractButton](page.findChildren(QAbstractButton)):
            if words in (button.text() or button.accessibleName()) and button.isVisible():
                QTest.mouseClick(button, Qt.MouseButton.LeftButton)
                return
        raise AssertionError(f"no button says {words}")
