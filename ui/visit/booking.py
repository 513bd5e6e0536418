"""预约: a day, an hour, 请核对, and the slip; told plainly where there is no line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kiosk.flow import booking
from kiosk.flow.booking import Booked
from kiosk.flow.station import Station
from kiosk.words import sentence
from offline.exchange.online import Slot
from offline.i18n import tr
from offline.records import ServiceItem
from ui.pages.busy import BusyData, BusyPage, NoticeData, NoticePage
from ui.pages.code import BookingLeft, BookingPage, BookingWanted
from ui.pages.guide import BookPressed
from ui.pages.my import BookingPressed
from ui.pages.pick import Picked, PickPage
from ui.syncing import Synchroniser
from ui.visit import booked as shown
from ui.visit.entrance import Entrance
from ui.visit.stage import Stage


@dataclass(slots=True)
class Wish:
    """What the person chose so far, and what there was to choose from."""

    item: ServiceItem
    slots: Sequence[Slot] = ()
    slot: Slot | None = None
    booked: Booked | None = None
    go: Callable[[], None] = field(default=lambda: None)
    back: Callable[[], None] = field(default=lambda: None)


class Bookings:
    """One appointment at a time, from the guide of an item or from one's own page."""

    def __init__(
        self,
        stage: Stage,
        synchroniser: Synchroniser,
        entrance: Entrance,
    ) -> None:
        self._stage, self._sync, self._entrance = stage, synchroniser, entrance
        self._wish: Wish | None = None
        synchroniser.finished.connect(lambda _summary: self._look())
        stage.on(BookPressed, lambda event: self._asked(event.item_id))
        stage.on(BookingPressed, lambda event: self._open(event.id))
        stage.on(Picked, lambda event: self._picked(event.id))
        stage.on(BookingWanted, lambda _event: self._go())
        stage.on(BookingLeft, lambda _event: self._back())

    def forget(self) -> None:
        """The person left."""
        self._wish = None

    def _look(self) -> None:
        """Whether the hall takes appointments now: the guide offers them only then."""
        exchange = self._stage.services.asking

        def told(offers: bool) -> None:
            self._entrance.bookable = offers

        if exchange is not None:
            line = exchange if self._sync.online else None
            self._stage.beside(lambda station: booking.offered(station, line), told)

    def _asked(self, item_id: str) -> None:
        """Only somebody who is known can book: first the code, then the day."""
        item = next((one for one in self._entrance.items if one.id == item_id), None)
        if item is None:
            return
        if self._stage.idle:
            self._entrance.scan(then=lambda: self._asked(item_id))
            return
        self._wish = Wish(item)
        exchange = self._stage.services.asking if self._sync.online else None
        if exchange is None:
            self._cannot()
            return
        self._busy(tr("正在查有空的时间"))
        self._stage.store(lambda _station: booking.free(exchange, item.id), self._days, self._fail)

    def _cannot(self, why: str = "") -> None:
        """No line: a number now, or the paper from this machine, and both are said."""
        told = tr("预约要有网。现在可以按“取号”到窗口办，也可以先在这台机器上登记。")
        data = NoticeData(tr("现在约不了"), why + told, "calendar", "warn", go="", back=tr("返回"))
        self._stage.show(lambda theme: NoticePage(theme, data), self._leave)

    def _days(self, slots: Sequence[Slot]) -> None:
        wish = self._wish
        if wish is None:
            return
        wish.slots, wish.slot = slots, None
        if not slots:
            data = NoticeData(
                tr("这几天都约满了"),
                tr("可以按“取号”到窗口办，也可以过一天再来约。"),
                "calendar",
                go="",
                back=tr("返回"),
            )
            self._stage.show(lambda theme: NoticePage(theme, data), self._leave)
            return
        self._stage.show(
            lambda theme: PickPage(theme, shown.days_data(wish.item.name, slots)), self._leave
        )

    def _picked(self, chosen: str) -> None:
        wish = self._wish
        if wish is None:
            return
        slot = next((one for one in wish.slots if one.id == chosen), None)
        if slot is None:
            data = shown.hours_data(wish.slots, chosen)
            self._stage.show(lambda theme: PickPage(theme, data), lambda: self._days(wish.slots))
            return
        wish.slot = slot
        wish.go, wish.back = self._book, lambda: self._days(wish.slots)
        site = self._stage.services.station.site.name
        made = shown.check_data(wish.item.name, slot, site)
        self._stage.show(lambda theme: BookingPage(theme, made))

    def _book(self) -> None:
        wish, exchange = self._wish, self._stage.services.asking
        person = self._stage.visit.person
        if wish is None or wish.slot is None or exchange is None or person is None:
            return
        item, slot = wish.item, wish.slot
        self._busy(tr("正在预约"))
        self._stage.store(
            lambda station: booking.book(station, exchange, person, item, slot),
            self._booked,
            self._taken,
        )

    def _booked(self, made: Booked) -> None:
        """约好了; the slip comes out by itself."""
        self._show(made, printed=not made.doubtful)
        if made.doubtful:
            return
        page, elder = self._stage.shell.page, self._stage.shell.theme.large

        def unprinted(_error: BaseException) -> None:
            if self._stage.shell.page is page:
                self._show(made, printed=False)

        self._stage.press(
            lambda station: booking.print_slip(station, made, elder=elder),
            lambda came: None if came else unprinted(OSError()),
            unprinted,
        )

    def _taken(self, error: BaseException) -> None:
        """Somebody was faster, or the centre refuses: other times, and why."""
        wish = self._wish
        if wish is not None and wish.slot is not None:
            left = [one for one in wish.slots if one.id != wish.slot.id]
            self._days(left)
        self._stage.trouble.emit(sentence(error))

    def _open(self, booking_id: str) -> None:
        """An appointment of one's own page."""
        person = self._stage.visit.person
        if person is None:
            return

        def found(own: list[Booked]) -> None:
            one = next((b for b in own if b.id == booking_id), None)
            if one is not None:
                self._show(one, printed=False)

        self._stage.store(lambda station: booking.mine(station, person.subject), found)

    def _show(self, made: Booked, *, printed: bool) -> None:
        item = next((i for i in self._entrance.items if i.id == made.item_id), None)
        fallback = ServiceItem(made.item_id, made.item, "", "", "")
        self._wish = wish = Wish(item or fallback, booked=made)
        wish.go, wish.back = self._leave, lambda: self._sure(made)
        site = self._stage.services.station.site.name
        data = shown.booked_data(made, site, printed=printed)
        self._stage.show(lambda theme: BookingPage(theme, data))

    def _sure(self, made: Booked) -> None:
        """Giving a time back is asked for once more."""
        wish = self._wish
        if wish is None:
            return
        wish.go, wish.back = lambda: self._show(made, printed=False), lambda: self._cancel(made)
        data = shown.cancel_data(made)
        self._stage.show(lambda theme: BookingPage(theme, data))

    def _cancel(self, made: Booked) -> None:
        exchange = self._stage.services.asking if self._sync.online else None
        if exchange is None:
            self._cannot(tr("现在没有网，取消不了。"))
            return
        self._busy(tr("正在取消预约"))

        def task(station: Station) -> None:
            booking.cancel(station, exchange, made)

        def done(_none: None) -> None:
            data = NoticeData(tr("预约取消了"), tr("想办的时候再来约。"), go="", back=tr("返回"))
            self._stage.show(lambda theme: NoticePage(theme, data), self._leave)

        self._stage.store(task, done, self._fail)

    def _fail(self, error: BaseException) -> None:
        self._leave()
        self._stage.trouble.emit(sentence(error))

    def _leave(self) -> None:
        self.forget()
        self._entrance.first()

    def _go(self) -> None:
        if self._wish is not None:
            self._wish.go()

    def _back(self) -> None:
        if self._wish is not None:
            self._wish.back()

    def _busy(self, title: str) -> None:
        data = BusyData(title, tr("请等一等，马上就好。"))
        self._stage.show(lambda theme: BusyPage(theme, data), self._leave)
