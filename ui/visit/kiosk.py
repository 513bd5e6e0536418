"""The kiosk: shell, chapters, scanners and timers put together for residents' visits."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from kiosk.flow import papers
from kiosk.flow.progress import Progress
from kiosk.scanning.port import Scan
from kiosk.session import IdlePolicy, Leave
from offline.i18n import tr
from offline.records import Draft
from offline.sync.orders import locked
from offline.sync.summary import Summary
from printers.papers import local
from ui.pages.busy import NoticeData, NoticePage
from ui.pages.closed import ClosedPage
from ui.pages.home import HomePage
from ui.pages.idle import IdleData, IdlePage, KeepGoing
from ui.pages.my import DraftPressed
from ui.services import Services
from ui.shell import Shell, Site
from ui.staff.backdoor import BackDoor
from ui.syncing import AGAIN, Synchroniser
from ui.theme import Screen, ThemeName, apply_theme, build_theme
from ui.visit.aids import Aids
from ui.visit.aiming import Aiming
from ui.visit.booking import Bookings
from ui.visit.entrance import Entrance
from ui.visit.filling import Filling
from ui.visit.finishing import Finishing
from ui.visit.idle import IdleWatch
from ui.visit.keyboard import Keyboard
from ui.visit.lookup import Lookup
from ui.visit.paying import Paying
from ui.visit.stage import Stage
from ui.visit.wallet import Wallets

_AGAIN_MS = 100
log = logging.getLogger(__name__)


class Kiosk(QObject):
    """One self-service terminal at work. ``open`` shows it, ``close`` ends it in order."""

    def __init__(
        self,
        app: QApplication,
        services: Services,
        screen: Screen,
        keyboard_folder: Path | None = None,
    ) -> None:
        super().__init__(app)
        self._app, self._services = app, services
        settings = services.settings
        theme = build_theme(ThemeName(settings.theme), screen)
        apply_theme(app, theme)
        clock = services.station.clock
        site = Site(settings.town, settings.site_name)
        self.shell = Shell(theme, site, lambda: local(clock()))
        self.keyboard = Keyboard(app, self.shell, keyboard_folder)
        self.stage = Stage(self.shell, services)
        self.sync = Synchroniser(services, self)
        self.paying = Paying(self.stage, self.sync)
        self.lookup = Lookup(self.stage, self.sync, self._from_lookup, self.paying, self._mend)
        self.entrance = Entrance(self.stage, self._fill, self.lookup.open)
        self.aiming = Aiming(self.stage, services.scanners, self._scanned)
        self.finishing = Finishing(
            self.stage, self.sync, self.leave, self.entrance.services, self.paying
        )
        self.filling = Filling(self.stage, self.finishing.finished, self.entrance.mine)
        self.wallets = Wallets(self.stage, self.entrance)
        self.bookings = Bookings(self.stage, self.sync, self.entrance)
        self.aids = Aids(self.stage, self.sync, self.leave, self._mine, self.filling.speak)
        grace = timedelta(seconds=settings.idle_grace)
        self.idle = IdleWatch(
            app, IdlePolicy(timedelta(seconds=settings.idle_warn_after), grace), clock
        )
        self.door = BackDoor(app, self.shell, services, self._at_home, self.leave)
        self._join()

    def _join(self) -> None:
        self.entrance.check_in = self.aids.check_in
        self.entrance.begins = lambda: self.sync.now(probe=True)
        self.idle.warned.connect(self._warn)
        self.idle.over.connect(self.leave)
        self.sync.finished.connect(self._synchronised)
        self.sync.leaving.connect(self._leave_if_idle)
        self.sync.locked.connect(self._closed)
        self.stage.trouble.connect(self._trouble)
        self.stage.on(KeepGoing, lambda _event: self.stage.redraw())
        self.stage.on(DraftPressed, lambda event: self._resume(event.id))
        self.shell.resize(self.shell.theme.screen.width, self.shell.theme.screen.height)

    def open(self) -> None:
        """Begin: what a dead process left doubtful is marked, scanners and the exchange start."""
        self._services.press_lane.run(
            lambda: papers.recover_prints(self._services.press), lambda _count: None, self._unable
        )
        self.aiming.open()
        self.entrance.open()
        self.stage.beside(lambda at: locked(at.store.notes), self._closed)
        self.sync.start()
        self.idle.start()

    def close(self) -> None:
        """End: lanes finish what they have, then the store closes."""
        self.idle.stop()
        self.sync.stop()
        self.aiming.close()
        self._services.close()
        self.keyboard.end()

    def leave(self) -> None:
        """The visit ends; a form that was begun stays as its draft, nothing else does."""
        if self.door.is_open:
            self.door.leave()  # and then comes here again
            return
        if self.stage.working:
            QTimer.singleShot(_AGAIN_MS, self, self.leave)  # nobody may be left on the screen
            return
        if self.filling.open:
            self.filling.save(self._wipe, self._wipe_all_the_same)
        else:
            self._wipe()

    def _at_home(self) -> bool:
        first = isinstance(self.shell.page, HomePage | ClosedPage)
        return self.stage.idle and not self.stage.working and first

    def _scanned(self, scan: Scan) -> None:
        """A visit begins by a scan, but not under the staff's hands."""
        if not (self.door.is_open or (self.entrance.closed and self.stage.idle)):
            self.entrance.scanned(scan)

    def _wipe_all_the_same(self, error: BaseException) -> None:
        """The last save failed: what was saved page by page is there, and the screen is cleared."""
        log.error("leaving without a last save: %s", type(error).__name__)
        self._wipe()

    def _wipe(self) -> None:
        self.stage.step(Leave())
        self.filling.forget()
        self.finishing.forget()
        self.paying.forget()
        self.lookup.forget()
        self.wallets.forget()
        self.bookings.forget()
        self._app.clipboard().clear()
        self.keyboard.forget()
        self.aids.reset()
        self.idle.start()
        self.entrance.home()

    def _fill(self, item_id: str) -> None:
        item = next((i for i in self.entrance.items if i.id == item_id), None)
        if item is None:
            self.entrance.services()
        else:
            self.filling.begin(item.id, item.form_id, item.name)

    def _resume(self, instance_id: str) -> None:
        self.stage.store(lambda station: station.store.drafts.get(instance_id), self._resume_draft)

    def _resume_draft(self, draft: Draft) -> None:
        item = next((i for i in self.entrance.items if i.form_id == draft.form_id), None)
        self.filling.resume(
            draft.instance_id,
            item.id if item else draft.form_id,
            item.name if item else draft.title,
        )

    def _mend(self, found: Progress) -> None:
        """What the centre returned; whoever only had the slip shows first who they are."""
        if self.stage.visit.person is None:
            self.stage.step(Leave())
            self.lookup.forget()
            self.entrance.scan(then=lambda: self._mend(found))
            return
        submission, case = found.submission, found.case
        item = next((i for i in self.entrance.items if i.form_id == submission.form_id), None)
        self.filling.supplement(
            submission.instance_id,
            item.id if item else submission.form_id,
            found.item,
            (case.reason if case else "") or tr("请看一看哪里要改，改好再交一次。"),
        )

    def _mine(self) -> None:
        """我的首页: one's own page, or home before anybody is known."""
        if self.stage.visit.person is None:
            self.leave()
        else:
            self.entrance.mine()

    def _from_lookup(self) -> None:
        self.lookup.forget()
        self._mine()

    def _warn(self, seconds: int) -> None:
        """Nobody there? Only the home page may stand for ever, in the station's own dress."""
        page = self.shell.page
        if self.door.is_open:
            self.idle.touch()  # the door has a watch of its own
            return
        if self.stage.idle and isinstance(page, HomePage | ClosedPage):
            self.idle.touch()
            if self.aids.changed:
                self.aids.reset()
                self.stage.redraw()
            return
        if isinstance(page, IdlePage):
            page.show_seconds(seconds)
            return
        total = round(self._services.settings.idle_grace)
        data = IdleData(seconds, total=total, saved=self.filling.open)
        self.stage.interrupt(lambda theme: IdlePage(theme, data))

    def _synchronised(self, summary: Summary | None) -> None:
        self.shell.set_online(self.sync.online)
        self.entrance.online = self.sync.online
        if summary is not None and (summary.items or summary.forms):
            self.entrance.refresh()

    def _leave_if_idle(self) -> None:
        """The centre wants a fresh start: between two visits, never in one."""
        if self.stage.idle and not (self.stage.working or self.door.is_open):
            self._app.exit(AGAIN)

    def _closed(self, words: str) -> None:
        """The centre closed this terminal, or opened it again: between two visits."""
        changed, self.entrance.closed = words != self.entrance.closed, words
        if changed and self.stage.idle and not (self.stage.working or self.door.is_open):
            self.entrance.home()

    def _trouble(self, told: str) -> None:
        data = NoticeData(tr("这一步没有做成"), told, "alert", "warn", go=tr("知道了"))
        self.stage.interrupt(lambda theme: NoticePage(theme, data))

    def _unable(self, error: BaseException) -> None:
        self.stage.trouble.emit(str(error))
