"""The stage of a visit: the page that is shown, where the visit stands, and work in lanes."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from kiosk.background import Lane
from kiosk.flow.station import Station
from kiosk.session import Event, Visit, step
from kiosk.session import Stage as VisitStage
from kiosk.words import sentence
from ui.pages.base import BackPressed, Page
from ui.services import Services
from ui.shell import Shell
from ui.theme import Theme

T = TypeVar("T")
Build = Callable[[Theme], Page]
log = logging.getLogger(__name__)


class Stage(QObject):
    """Shared by the chapters of a visit: each registers what it does with its pages' events.

    A page is kept as the function that builds it, so that another theme or language builds the
    same page anew. ``trouble`` carries a sentence for a fault that no chapter expected.
    """

    trouble = Signal(str)
    changed = Signal()

    def __init__(self, shell: Shell, services: Services) -> None:
        super().__init__(shell)
        self.shell, self.services = shell, services
        self.visit = Visit()
        self._build: Build | None = None
        self._back: Callable[[], None] | None = None
        self._handlers: dict[type, Callable[[Any], None]] = {}
        self.interrupted = False
        self._working = 0
        shell.said.connect(self.handle)
        self.on(BackPressed, lambda _event: self.back())

    def on(self, kind: type[T], handler: Callable[[T], None]) -> None:
        """What to do with a page's event."""
        self._handlers[kind] = handler

    def handle(self, event: object) -> None:
        """A page said something; while work is under way presses are ignored, not queued."""
        if self._working:
            return
        handler = self._handlers.get(type(event))
        if handler is None:
            log.warning("no chapter handles %s", type(event).__name__)
            return
        handler(event)

    def show(self, build: Build, back: Callable[[], None] | None = None) -> None:
        """Change the page; ``back`` is what its way back leads to."""
        self._build, self._back, self.interrupted = build, back, False
        self.shell.show_page(build(self.shell.theme))
        self.changed.emit()

    def interrupt(self, build: Build) -> None:
        """Show something over the page (help, still there?); ``redraw`` or back returns to it."""
        self.interrupted = True
        self.shell.show_page(build(self.shell.theme))
        self.changed.emit()

    def back(self) -> None:
        """One page back, where this page has one behind it."""
        if self.interrupted:
            self.redraw()
        elif self._back is not None:
            self._back()

    def redraw(self) -> None:
        """The same page anew: another theme, another language, other data."""
        if self._build is not None:
            self.show(self._build, self._back)

    def step(self, event: Event) -> None:
        """Move the visit (NotDrawnError where the chart has no such arrow)."""
        self.visit = step(self.visit, event)

    def clear(self) -> None:
        """The person left: nothing of the visit stays in memory."""
        self.visit = Visit()

    @property
    def idle(self) -> bool:
        """Whether nobody is identified and nothing is looked up."""
        return self.visit.stage is VisitStage.IDLE

    @property
    def working(self) -> bool:
        """Whether the store or the printer is at work for this page."""
        return self._working > 0

    def store(
        self,
        task: Callable[[Station], T],
        then: Callable[[T], None],
        otherwise: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Run a use case on the store lane; the page takes no presses until it is done."""
        station = self.services.station
        self._off_thread(self.services.store_lane, lambda: task(station), then, otherwise)

    def beside(self, task: Callable[[Station], T], then: Callable[[T], None]) -> None:
        """Run a use case on the store lane that nobody asked for: the page takes presses meanwhile.

        ``then`` must look whether the page is still the one it was meant for.
        """
        station = self.services.station
        self.services.store_lane.run(lambda: task(station), then, self._fail)

    def press(
        self,
        task: Callable[[Station], T],
        then: Callable[[T], None],
        otherwise: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Run a printing use case on the device lane; the page goes on taking presses."""
        station = self.services.press
        fail = otherwise or self._fail
        self.services.press_lane.run(lambda: task(station), then, fail)

    def _off_thread(
        self,
        lane: Lane,
        task: Callable[[], T],
        then: Callable[[T], None],
        otherwise: Callable[[BaseException], None] | None,
    ) -> None:
        self._working += 1

        def done(result: T) -> None:
            self._working -= 1
            then(result)

        def failed(error: BaseException) -> None:
            self._working -= 1
            (otherwise or self._fail)(error)

        lane.run(task, done, failed)

    def _fail(self, error: BaseException) -> None:
        """A fault of the machine, told in words; its kind goes to the log, its text does not."""
        log.error("%s", type(error).__name__)
        self.trouble.emit(sentence(error))
