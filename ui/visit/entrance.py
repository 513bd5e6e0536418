"""The first chapter: home, what can be done, and who is here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from kiosk.codes.card import IdCard
from kiosk.codes.result import CodeResult
from kiosk.flow.booking import appointment_of
from kiosk.flow.identify import identify_typed
from kiosk.flow.licences import Wallet
from kiosk.flow.papers import unprintable
from kiosk.flow.progress import Mine
from kiosk.scanning.port import Camera, Scan
from kiosk.session import Identified, Wanted
from kiosk.words import sentence
from offline.records import Person, ServiceItem
from ui.pages.base import Page
from ui.pages.busy import BusyPage
from ui.pages.closed import ClosedPage
from ui.pages.guide import GuidePage, StartPressed
from ui.pages.home import (
    AllServicesPressed,
    CardPressed,
    DoorChosen,
    HomePage,
    MyCasesPressed,
    ScanPressed,
    TypeIdPressed,
)
from ui.pages.my import ItemChosen, MyData, MyPage, NewServicePressed, NumberHeld
from ui.pages.problem import ScanProblemPage
from ui.pages.scan import ScanData, ScanPage
from ui.pages.services import GroupChosen, SearchChanged, ServicesData, ServicesPage
from ui.pages.typed_id import IdEntered, TypeIdData, TypeIdPage
from ui.visit import present
from ui.visit.finding import read_items, services_data
from ui.visit.knowing import by_card, by_code, is_receipt, mine_of
from ui.visit.stage import Stage


class Entrance:
    """Home, services, guide, scan, typed ID, and the identified person's own page."""

    def __init__(
        self, stage: Stage, fill: Callable[[str], None], look_up: Callable[[str], None]
    ) -> None:
        self._stage, self._fill, self._look_up = stage, fill, look_up
        self._items: Sequence[ServiceItem] = ()
        self.online = True
        self._told: Person | None = None
        self._unasked = ""  # an opaque code that nobody could be asked about
        self.closed = self._group = self._query = self._unprinted = ""
        self.wallet: Wallet | None = None
        self.begins: Callable[[], None] = lambda: None
        self.check_in: Callable[[str], None] = lambda _appointment: None
        self.bookable = self._for_slip = False
        self._then: Callable[[], None] | None = None
        stage.on(ScanPressed, lambda _event: self.scan())
        stage.on(MyCasesPressed, lambda _event: self.scan(slip=True))
        stage.on(CardPressed, lambda _event: self.card())
        stage.on(TypeIdPressed, lambda _event: self.type_id())
        stage.on(IdEntered, lambda event: self._typed(event.number))
        stage.on(AllServicesPressed, lambda _event: self.services())
        stage.on(NewServicePressed, lambda _event: self.services())
        stage.on(DoorChosen, lambda event: self.services(event.group))
        stage.on(ItemChosen, lambda event: self.guide(event.item_id))
        stage.on(GroupChosen, lambda event: self._listed(group=event.group))
        stage.on(SearchChanged, lambda event: self._listed(query=event.query))
        stage.on(NumberHeld, lambda event: self._reveal(held=event.held))
        stage.on(StartPressed, lambda event: self.start(event.item_id))

    @property
    def items(self) -> Sequence[ServiceItem]:
        """The catalogue as last read from the store."""
        return self._items

    def open(self) -> None:
        """The home page, with the catalogue as it is now."""
        self._stage.store(read_items, self._opened)

    def refresh(self) -> None:
        """The catalogue may have changed; an idle home page shows it at once."""
        self._stage.beside(read_items, self._refreshed)

    def home(self) -> None:
        """The first page again; what an earlier code said is forgotten.

        While the centre keeps this terminal ``closed`` nothing can be begun here.
        """
        self._for_slip, self._told, self._then, self._unasked = False, None, None, ""
        if self.closed:
            shut = present.closed(self._stage.services.settings, self.closed)
            self._stage.show(lambda theme: ClosedPage(theme, shut))
            return
        self._stage.show(
            lambda theme: HomePage(theme, present.home(self._items, card_reader=self._reader))
        )

    def scan(self, *, slip: bool = False, then: Callable[[], None] | None = None) -> None:
        """Wait for a code: a service code, or a slip's. ``then`` follows once somebody is known."""
        self._for_slip, self._then = slip, then or self._then
        self.begins()
        chosen = self._item(self._stage.visit.item_id)
        name = present.item_name(chosen) if chosen else ""
        camera = any(isinstance(one, Camera) for one in self._stage.services.scanners)
        data = ScanData(slip=slip, item=name, card_reader=self._reader, camera=camera)
        self._stage.show(lambda theme: ScanPage(theme, data), self.home)

    def type_id(self) -> None:
        """Without a phone: the number by the pad."""
        self._stage.show(lambda theme: TypeIdPage(theme, TypeIdData()), self.home)

    def card(self) -> None:
        """The ID card on the reader; without one the number is typed."""
        reader = self._stage.services.card_reader
        if reader is None:
            self.type_id()
            return
        self._stage.show(lambda theme: BusyPage(theme, present.laying_card()), self.home)
        page = self._stage.shell.page
        self._stage.press(
            lambda _station: reader.read(),
            lambda card: self._card_read(page, card),
            lambda error: self._card_failed(page, error),
        )

    def services(self, group: str = "") -> None:
        """What can be done, of one group or all."""
        self._group, self._query = group, ""
        self._stage.show(lambda theme: ServicesPage(theme, self._list()), self.first)

    def _list(self) -> ServicesData:
        return services_data(self._items, self._group, self._query)

    def _listed(self, *, group: str | None = None, query: str | None = None) -> None:
        """Another group or other letters: the page shows what is found for both."""
        self._group = self._group if group is None else group
        self._query = self._query if query is None else query
        page = self._stage.shell.page
        if isinstance(page, ServicesPage):
            page.show_data(self._list())

    def guide(self, item_id: str) -> None:
        """What to know before beginning an item."""
        item = self._item(item_id)
        if item is None:
            self.services()
            return
        self._show_guide(item)
        self._stage.press(unprintable, lambda told: self._printing_told(item, told))

    def _show_guide(self, item: ServiceItem) -> None:
        spared = present.spared(self._stage.services.station, self.wallet, item)
        data = present.guide(
            item,
            online=self.online,
            unprinted=self._unprinted,
            spared=spared,
            book=self.bookable,
        )
        self._stage.show(lambda theme: GuidePage(theme, data))

    def _printing_told(self, item: ServiceItem, told: str) -> None:
        """The printer answered: who is about to begin is told before, not at the end."""
        page, news = self._stage.shell.page, told != self._unprinted
        self._unprinted = told
        if news and isinstance(page, GuidePage) and page.data.item_id == item.id:
            self._show_guide(item)

    def start(self, item_id: str) -> None:
        """Begin: straight into the form, or first who is here."""
        if self._stage.idle:
            self._stage.step(Wanted(item_id))
            self.scan()
        else:
            self._fill(item_id)

    def scanned(self, scan: Scan) -> None:
        """A code arrived: a slip's, an appointment's, or a service code."""
        if not self._stage.idle or self._stage.working:
            return
        if appointment := appointment_of(scan.text):
            self.check_in(appointment)
        elif self._for_slip or is_receipt(scan.text):
            self._look_up(scan.text)
        else:
            judged = partial(self._judged, scan.text)
            self._stage.store(partial(by_code, scan.text, self.online), judged)

    def first(self) -> None:
        """The page a visit begins and ends with: one's own, or before that the home page."""
        if self._stage.idle:
            self.home()
        else:
            self.mine()

    def mine(self) -> None:
        """The identified person's own page."""
        person = self._stage.visit.person
        if person is None:
            self.home()
            return
        exchange = self._stage.services.asking if self.online else None
        self._stage.store(partial(mine_of, person, exchange), partial(self._show_mine, person))

    def _judged(self, text: str, result: CodeResult) -> None:
        if result.good and result.person:
            self._identified(result.person)
            return
        if result.instead == "receipt":
            self._look_up(result.detail)
            return
        # A card or a number shown now must not contradict what was told.
        self._told = result.person or self._told
        self._unasked = text if result.instead == "token" else ""
        terminal = self._stage.services.settings.terminal
        data = present.scan_problem(result, terminal, card_reader=self._reader)
        self._stage.show(lambda theme: ScanProblemPage(theme, data), self.home)

    @property
    def _reader(self) -> bool:
        return self._stage.services.card_reader is not None

    def _card_read(self, page: Page | None, card: IdCard) -> None:
        """A card that comes after its bearer left is nobody's."""
        if self._stage.shell.page is page:
            self._stage.store(
                partial(by_card, card, self._told),
                self._identified,
                lambda error: self._card_failed(page, error),
            )

    def _card_failed(self, page: Page | None, error: BaseException) -> None:
        if self._stage.shell.page is page:
            data = present.card_problem(sentence(error))
            self._stage.show(lambda theme: ScanProblemPage(theme, data), self.home)

    def _typed(self, number: str) -> None:
        page, known, scanned = self._stage.shell.page, self._told, self._unasked
        self._stage.store(
            lambda station: identify_typed(station, number, known=known, scanned=scanned),
            self._identified,
            lambda error: self._typed_wrong(page, number, error),
        )

    def _typed_wrong(self, page: Page | None, number: str, error: BaseException) -> None:
        """The number stays, to be compared; why it is refused stands above it."""
        if self._stage.shell.page is page:
            data = TypeIdData(number, sentence(error))
            self._stage.show(lambda theme: TypeIdPage(theme, data), self.home)

    def _identified(self, person: Person) -> None:
        self._told, self._unasked, wanted = None, "", self._stage.visit.item_id
        then, self._then = self._then, None
        self._stage.step(Identified(person))
        if then is not None:
            then()
        elif wanted:
            self._fill(wanted)
        else:
            self.mine()

    def _show_mine(self, person: Person, found: tuple[Mine, bool]) -> None:
        mine, offered = found
        cards = present.cards(self._stage.services.station, self.wallet)

        def data() -> MyData:
            made = present.my_page(person, mine, self._items, online=self.online)
            return replace(made, licences=cards, licences_offered=offered)

        self._stage.show(lambda theme: MyPage(theme, data()))

    def _reveal(self, *, held: bool) -> None:
        """The whole number while a finger holds the button, and that is on record."""
        page, person = self._stage.shell.page, self._stage.visit.person
        if not isinstance(page, MyPage) or person is None:
            return
        page.reveal(person.id_number if held else present.masked_id(person))
        if held:
            subject = person.subject
            self._stage.services.store_lane.run(
                lambda: self._stage.services.station.audit("view-number", subject),
                lambda _none: None,
                lambda error: self._stage.trouble.emit(sentence(error)),
            )

    def _opened(self, items: Sequence[ServiceItem]) -> None:
        self._items = items
        self.home()

    def _refreshed(self, items: Sequence[ServiceItem]) -> None:
        news, self._items = items != self._items, items
        if news and self._stage.idle and isinstance(self._stage.shell.page, HomePage):
            self._stage.redraw()

    def _item(self, item_id: str) -> ServiceItem | None:
        return next((item for item in self._items if item.id == item_id), None)
