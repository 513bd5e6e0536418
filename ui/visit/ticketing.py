"""取号 from the rail: a number of the hall's queue where the centre gives some, else a notice."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.flow import hall
from kiosk.flow.hall import Ticket
from kiosk.flow.station import Station
from kiosk.words import sentence
from offline.i18n import tr
from ui.pages.busy import BusyData, BusyPage, NoticeData, NoticePage
from ui.pages.code import CodeData, TicketPage, TicketRead
from ui.pages.done import Printing
from ui.pages.guide import Sentence
from ui.syncing import Synchroniser
from ui.visit.endings import moment
from ui.visit.stage import Stage


class Ticketing:
    """Take a number, show it, print it. ``leave`` ends it."""

    def __init__(self, stage: Stage, synchroniser: Synchroniser, leave: Callable[[], None]) -> None:
        self._stage, self._sync, self._leave = stage, synchroniser, leave
        stage.on(TicketRead, lambda _event: leave())

    def take(self, appointment: str = "") -> None:
        """A number for the general counter; without a line the terminal's own.

        With an appointment whoever booked it is checked in.
        """
        stage = self._stage
        enrolled = stage.services.asking is not None
        exchange = stage.services.asking if self._sync.online else None

        def task(station: Station) -> Ticket | None:
            if appointment and enrolled:
                return hall.check_in(station, exchange, appointment)
            if not hall.offered(station, exchange):
                return None
            return hall.take_number(station, exchange, hall.GENERAL)

        data = BusyData(tr("正在取号"), tr("请等一等，马上就好。"))
        stage.show(lambda theme: BusyPage(theme, data), self._leave)
        stage.store(task, self._taken, self._failed)

    def _failed(self, error: BaseException) -> None:
        """The centre gives none now, or the store is at fault: home again, and why."""
        self._leave()
        self._stage.trouble.emit(sentence(error))

    def _taken(self, ticket: Ticket | None) -> None:
        if ticket is None:
            data = NoticeData(
                tr("这里不用取号"), tr("扫码就能办。要到窗口办，请在大厅门口取号。"), "ticket"
            )
            self._leave()
            self._stage.interrupt(lambda theme: NoticePage(theme, data))
            return
        stage = self._stage
        if stage.services.press.receipt_printer is None:
            self._show(ticket, Printing.NONE)
            return
        self._show(ticket, Printing.PRINTING)
        page, elder = stage.shell.page, stage.shell.theme.large
        stage.press(
            lambda station: hall.print_number(station, ticket, elder=elder),
            lambda came: None if came or stage.shell.page is not page else self._unprinted(ticket),
            lambda _error: self._unprinted(ticket) if stage.shell.page is page else None,
        )

    def _unprinted(self, ticket: Ticket) -> None:
        self._show(ticket, Printing.NONE)

    def _show(self, ticket: Ticket, printing: Printing) -> None:
        site = self._stage.services.station.site.name
        self._stage.show(lambda theme: TicketPage(theme, page_of(ticket, site, printing)))


def page_of(ticket: Ticket, site: str, printing: Printing) -> CodeData:
    """What the page of a number shows; its code is the number in words, for a phone to keep."""
    printed = printing is not Printing.NONE
    facts = [(tr("办什么"), tr(ticket.group)), (tr("取号时间"), moment(ticket.at))]
    if not ticket.provisional:
        facts.insert(1, (tr("前面还有"), tr("{count} 人", count=ticket.ahead)))
    note = None
    if ticket.provisional:
        words = tr("现在没有网，这是<b>临时号</b>。有网后自动排进队，以窗口叫号为准。")
        note = Sentence(words, "offline", "warn")
    return CodeData(
        title=tr("取到号了"),
        text=tr("号条从下面出纸口取。听到叫号再过去。")
        if printed
        else tr("这次没打号条，请记住号，或用手机扫码。"),
        label=tr("您的号"),
        value=ticket.number,
        facts=tuple(facts),
        code=tr("{site} 您的号：{number}", site=site, number=ticket.number)
        + f" {moment(ticket.at)}",
        caption=tr("扫码存到手机上"),
        note=note,
    )
