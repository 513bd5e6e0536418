"""Who is at the window, what lies here, and how things stand: shared by desk and grid."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk import words
from kiosk.codes.result import CodeResult
from kiosk.flow.identify import identify
from offline.i18n import tr
from offline.records import Person, ServiceItem
from offline.sync import memory, status
from offline.sync.status import Status
from offline.sync.summary import Summary
from printers.papers import local
from ui.desk.data import PersonCard, Station
from ui.services import Services
from ui.staff import lines
from ui.staff.lines import Shelf
from ui.staff.porter import title_of
from ui.syncing import Synchroniser

CLOCK_MS = 1000


class Reception(QObject):
    """Reads the shelf after every change, and identifies who is at the window by a scan.

    ``shelved(shelf)``, ``standing(bar)``, ``person_changed(card or None)`` and ``told(words,
    tone)`` are for the window to show.
    """

    shelved = Signal(object)
    standing = Signal(object)
    person_changed = Signal(object)
    told = Signal(str, str)

    def __init__(self, services: Services, place: str, parent: QObject) -> None:
        super().__init__(parent)
        self._services, self._place = services, place
        self.person: Person | None = None
        self.case: Callable[[], str] = lambda: ""
        """The case that is open, for the log."""
        self.shelf = Shelf((), (), (), services.station.clock())
        self.status: Status | None = None
        self.sync = Synchroniser(services, self)
        self.sync.finished.connect(self._synchronised)
        self._clock = QTimer(self)
        self._clock.setInterval(CLOCK_MS)
        self._clock.timeout.connect(self._tick)

    def open(self, take_scan: Callable[[str], None]) -> None:
        """Read what is there, start the scanners, the exchange and the clock.

        ``take_scan`` offers a scan to the window first: a field may be asking for one.
        """
        for scanner in self._services.scanners:
            scanner.start(lambda scan: take_scan(scan.text))
        self.read()
        self.sync.start()
        self._clock.start()

    def close(self) -> None:
        """Stop all that was started."""
        self._clock.stop()
        self.sync.stop()
        for scanner in self._services.scanners:
            scanner.stop()
        self._services.close()

    def forget(self) -> None:
        """Nobody is at the window any more: somebody else works here now."""
        self.show_person(None)
        self.told.emit("", "")

    def item(self, item_id: str) -> ServiceItem | None:
        """An item of the catalogue."""
        return next((i for i in self.shelf.items if item_id in {i.id, i.form_id}), None)

    def read(self) -> None:
        """The shelf and the queue as they are now."""
        station = self._services.station

        def task() -> tuple[Shelf, Status]:
            return lines.read_shelf(station), status(station.store, station.clock())

        self._services.store_lane.run(task, self._read, self._fault)

    def scanned(self, text: str) -> None:
        """A service code opens its person."""
        station, online = self._services.station, self.sync.online
        self._services.store_lane.run(
            lambda: identify(station, text, online=online), self._judged, self._fault
        )

    def agent_scanned(self, text: str, then: Callable[[Person], None]) -> None:
        """The code of somebody who acts for the person at the window."""
        station, online, principal = self._services.station, self.sync.online, self.person

        def judged(result: CodeResult) -> None:
            if result.good and result.person:
                then(result.person)
            else:
                self._judged(result)

        self._services.store_lane.run(
            lambda: identify(station, text, online=online, principal=principal),
            judged,
            self._fault,
        )

    def show_person(self, person: Person | None) -> None:
        """This resident is at the window, or nobody any more."""
        self.person = person
        if person is None:
            self.person_changed.emit(None)
            return
        station, case = self._services.station, self.case()
        self._services.store_lane.run(
            lambda: lines.read_person(station, person, case), self._card, self._fault
        )

    def _judged(self, result: CodeResult) -> None:
        if result.good and result.person:
            self.told.emit("", "")
            self.show_person(result.person)
        else:
            self.told.emit(
                words.verdict_title(result) + "，" + words.verdict_advice(result), "warn"
            )

    def _card(self, card: PersonCard) -> None:
        self.person_changed.emit(card)

    def _read(self, found: tuple[Shelf, Status]) -> None:
        self.shelf, self.status = found
        self.shelved.emit(self.shelf)
        self._tick()

    def hold(self) -> None:
        """A person pauses the exchange, or lets it go on."""

        def toggle() -> None:
            station = self._services.station
            notes = station.store.notes
            held = memory.is_held(notes)
            if held:
                memory.release(notes)
            else:
                memory.hold(notes, station.clock())
            station.audit("sync-resume" if held else "sync-pause")

        self._services.store_lane.run(toggle, lambda _none: self.sync.now(), self._fault)

    def _synchronised(self, summary: Summary | None) -> None:
        for message in summary.messages if summary is not None and "say" in summary.orders else ():
            self.told.emit(message, "info")
        self.read()
        if self.person is not None:
            self.show_person(self.person)

    def _tick(self) -> None:
        self.standing.emit(self.bar())

    def bar(self) -> Station:
        """The top bar as things stand now."""
        settings, now = self._services.settings, self._services.station.clock()
        contact = self.status.last_contact if self.status else None
        away = "" if self.sync.online else lines.age(now - contact) if contact else tr("还没连上过")
        printing = self._services.press.receipt_printer is not None
        return Station(
            site=f"{settings.town}{settings.site_name}",
            place=self._place,
            operator=title_of(self._services.station.operator),
            clock=f"{local(now):%H:%M}",
            offline_for=away,
            pending=len(self.shelf.pending),
            printer=tr("打印机已连") if printing else tr("没有打印机"),
            printer_ok=printing,
        )

    def _fault(self, error: BaseException) -> None:
        self.told.emit(words.sentence(error), "err")
