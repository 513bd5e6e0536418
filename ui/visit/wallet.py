"""我的证照: fetched after the person agreed, kept in memory until the person leaves."""

from __future__ import annotations

from kiosk.flow import licences
from kiosk.flow.licences import Wallet
from kiosk.flow.station import Station
from kiosk.words import sentence
from offline.exchange.online import Licence
from offline.i18n import mark, tr
from ui.components.pdfpage import page_pictures
from ui.pages.busy import BusyData, BusyPage, NoticeData, NoticePage
from ui.pages.consent import ConsentData, ConsentGiven, ConsentPage, ConsentRefused
from ui.pages.licence import LicenceClosed, LicenceData, LicencePage
from ui.pages.my import LicenceOpened, LicencesAsked
from ui.visit.entrance import Entrance
from ui.visit.stage import Stage

_PIXELS = 1240
PURPOSE = mark("看您有哪些证照，办事时不用再带")


class Wallets:
    """The question before the licences, and their way onto one's own page."""

    def __init__(self, stage: Stage, entrance: Entrance) -> None:
        self._stage, self._entrance = stage, entrance
        stage.on(LicencesAsked, lambda _event: self._ask())
        stage.on(ConsentGiven, lambda _event: self._fetch())
        stage.on(ConsentRefused, lambda _event: entrance.mine())
        stage.on(LicenceOpened, lambda event: self._look(event.id))
        stage.on(LicenceClosed, lambda _event: entrance.mine())

    def forget(self) -> None:
        """The person left."""
        self._entrance.wallet = None

    def _ask(self) -> None:
        data = consent_of(self._stage.services.station.site.name)
        self._stage.show(lambda theme: ConsentPage(theme, data), self._entrance.mine)

    def _fetch(self) -> None:
        stage = self._stage
        exchange, person = stage.services.asking, stage.visit.person
        if exchange is None or person is None:
            self._entrance.mine()
            return

        def task(station: Station) -> Wallet:
            return licences.fetch(station, exchange, person, PURPOSE)

        data = BusyData(tr("正在取您的证照"), tr("请等一等，马上就好。"))
        stage.show(lambda theme: BusyPage(theme, data), self._entrance.mine)
        stage.store(task, self._fetched, self._failed)

    def _fetched(self, wallet: Wallet) -> None:
        self._entrance.wallet = wallet
        self._entrance.mine()

    def _look(self, licence_id: str) -> None:
        """The document, under the consent that was given; kept by nothing but the page."""
        stage, wallet = self._stage, self._entrance.wallet
        exchange = stage.services.asking
        if exchange is None or wallet is None:
            return
        found = next((one for one in wallet.licences if one.id == licence_id), None)
        if found is None:
            return
        data = BusyData(tr("正在取您的证照"), tr("请等一等，马上就好。"))
        stage.show(lambda theme: BusyPage(theme, data), self._entrance.mine)
        stage.store(
            lambda station: licences.document(station, exchange, wallet, found),
            lambda document: self._show(found, document),
            self._unseen,
        )

    def _show(self, found: Licence, document: bytes) -> None:
        if self._entrance.wallet is None:
            return
        data = LicenceData(found.name, found.issuer, page_pictures(document, _PIXELS))
        self._stage.show(lambda theme: LicencePage(theme, data), self._entrance.mine)

    def _unseen(self, error: BaseException) -> None:
        """Why it can't be seen now, and back to one's own page."""
        data = NoticeData(
            tr("现在看不了"), sentence(error), "alert", "warn", go="", back=tr("返回")
        )
        self._stage.show(lambda theme: NoticePage(theme, data), self._entrance.mine)

    def _failed(self, error: BaseException) -> None:
        """No licences now: the consent page again, and why."""
        self._ask()
        self._stage.trouble.emit(sentence(error))


def consent_of(site: str) -> ConsentData:
    """Who asks, what for, how long."""
    return ConsentData(site, tr(PURPOSE), tr("只用这一次，您走开就清掉"))
