"""Sample pages of what is done at the centre's counter: numbers, licences, money."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from kiosk.flow.booking import Booked
from kiosk.flow.hall import GENERAL, Ticket
from kiosk.flow.payments import Order, PayState
from offline.exchange.online import Slot
from printers.application import application_pdf
from ui.components.pdfpage import page_pictures
from ui.pages.base import Page
from ui.pages.code import BookingPage, PaymentPage, TicketPage
from ui.pages.consent import ConsentPage
from ui.pages.done import Printing
from ui.pages.licence import LicenceData, LicencePage
from ui.pages.pick import PickPage
from ui.signedsamples import application
from ui.theme import Theme
from ui.visit import booked
from ui.visit.paying import payment_data
from ui.visit.ticketing import page_of
from ui.visit.wallet import consent_of

_AT = datetime(2026, 3, 18, 2, 31, tzinfo=UTC)
_SITE = "柳湾村便民服务站"
_TICKET = Ticket("t", "A012", GENERAL, _AT, ahead=3)
_PROVISIONAL = replace(_TICKET, number="L001", provisional=True)
_ORDER = Order(
    "o",
    "uuid:1",
    "老年优待证",
    500,
    PayState.PENDING,
    "https://pay.example/5f3c1a2b9d8e7f60",
    expires=datetime(2026, 3, 18, 2, 46, tzinfo=UTC).isoformat(),
)


_HOUR = timedelta(hours=1)
_NINE = datetime(2026, 3, 19, 1, 0, tzinfo=UTC)
_DAYS = tuple(_NINE + timedelta(days=days) for days in (0, 1, 4, 5, 6))
_SLOTS = tuple(
    Slot(f"{begins:%m%d%H}", begins, begins + _HOUR, 3)
    for nine in _DAYS
    for begins in (nine + hours * _HOUR for hours in (0, 1, 2, 5, 6, 7))
)
_ITEM = "居住证明"
_BOOKED = Booked(
    "5f3c1a2b9d8e7f605f3c1a2b9d8e7f60", "s", "10", _ITEM, "031909", _NINE, _NINE + _HOUR
)


def _payment(state: PayState, receipt: str = "") -> Callable[[Theme], Page]:
    order = replace(_ORDER, state=state, receipt=receipt)
    return lambda theme: PaymentPage(theme, payment_data(order))


def _licence(theme: Theme) -> Page:
    """A page of any paper: what an issuer sealed is drawn the same way."""
    pages = page_pictures(application_pdf(application()), 1240)
    return LicencePage(theme, LicenceData("居民户口簿（演示）", "云溪镇派出所（演示）", pages))


COUNTER: dict[str, Callable[[Theme], Page]] = {
    "22-ticket": lambda theme: TicketPage(theme, page_of(_TICKET, _SITE, Printing.PRINTING)),
    "22-ticket-offline": lambda theme: TicketPage(
        theme, page_of(_PROVISIONAL, _SITE, Printing.NONE)
    ),
    "24-payment": _payment(PayState.PENDING),
    "24-payment-doubtful": _payment(PayState.DOUBTFUL),
    "24-payment-expired": _payment(PayState.CLOSED),
    "24-payment-paid": _payment(PayState.PAID, "非税演示0000004217"),
    "25-book-day": lambda theme: PickPage(theme, booked.days_data(_ITEM, _SLOTS)),
    "25-book-hour": lambda theme: PickPage(theme, booked.hours_data(_SLOTS, "2026-03-19")),
    "25-book-check": lambda theme: BookingPage(theme, booked.check_data(_ITEM, _SLOTS[0], _SITE)),
    "25-booked": lambda theme: BookingPage(theme, booked.booked_data(_BOOKED, _SITE, printed=True)),
    "25-booked-doubtful": lambda theme: BookingPage(
        theme, booked.booked_data(replace(_BOOKED, doubtful=True), _SITE, printed=False)
    ),
    "25-book-cancel": lambda theme: BookingPage(theme, booked.cancel_data(_BOOKED)),
    "26-licence": _licence,
    "23-consent": lambda theme: ConsentPage(theme, consent_of(_SITE)),
}
"""Every page by the name of its picture."""
