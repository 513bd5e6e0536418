"""Composition root: the only module that names adapters. Everything else is handed its parts."""

from __future__ import annotations

import argparse
import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.codes import testissuer
from kiosk.enrolment import (
    demonstration_keys,
    enrol_at,
    open_exchange,
    trust_roots,
    use_openrosa_at,
)
from kiosk.settings import Profile, Settings, SettingsError, default_folder
from kiosk.settings import load as load_settings_of
from offline.exchange.link import (
    LinkError,
)
from offline.exchange.port import ExchangeError
from offline.forms.api import AnswerError, FormError, IncompleteError
from offline.records import IssuerKey, NotDrawnError, Operator
from offline.store.port import NoStoreError, Store, StoreError, UnknownRecordError
from offline.sync import Summary, orders
from offline.sync.weather import Weather, photos_at
from printers.papers import Site, local
from printers.port import Medium, Printer
from printers.sheets import Sheet, sheet_of

if TYPE_CHECKING:
    from kiosk.flow.station import Station
    from kiosk.scanning.port import Scanner
    from offline.store.sealed import SealedStore
    from offline.store.sqlite import SqlStore
    from offline.store.unlocking import Unlock
    from ui.services import Impulse, Services

__all__ = ["enrol_at", "open_exchange", "use_openrosa_at"]

INPUT_FAULTS = (
    FormError,
    AnswerError,
    IncompleteError,
    UnknownRecordError,
    NotDrawnError,
    LinkError,
    FileNotFoundError,
)
ENVIRONMENT_FAULTS = (StoreError, SettingsError, ExchangeError, OSError)

PURGED = "retention.day"
CLI = Operator(id="cli", name="命令行", role="it")
OPERATORS = {
    Profile.KIOSK: Operator(id="station", name="自助终端", role="station"),
    Profile.WINDOW: Operator(id="window", name="综合窗口", role="window"),
    Profile.GRID: Operator(id="grid", name="网格员", role="grid"),
}


def now() -> datetime:
    """The clock port's real adapter: aware UTC."""
    return datetime.now(UTC)


def data_folder(args: argparse.Namespace) -> Path:
    """``--data``, else ``KIOSK_DATA``, else the user's data home."""
    named = args.data or os.environ.get("KIOSK_DATA")
    return Path(named) if named else default_folder()


def load_settings(folder: Path) -> Settings:
    """Settings of this data folder (SettingsError)."""
    return load_settings_of(folder)


def open_store(folder: Path, *, writer: bool = True, unlock: Unlock | None = None) -> SqlStore:
    """The encrypted store; a writer makes it on first use and holds the kernel's lock."""
    from offline.store.sqlite import open_store as open_sqlite  # noqa: PLC0415 — slow to import

    return open_sqlite(folder, writer=writer, unlock=unlock)


def sealed_store(folder: Path) -> SealedStore | None:
    """What a person may try where this machine's key does not open the store; None without one."""
    from offline.store.envelope import exists  # noqa: PLC0415 — only then
    from offline.store.sealed import SealedStore  # noqa: PLC0415 — only then

    return SealedStore(folder) if exists(folder) else None


def keys_in_plain_files(folder: Path) -> Sequence[str]:
    """The machine slots of a store whose key lies in a plain file on this machine."""
    from offline.store import envelope, slots  # noqa: PLC0415 — only for doctor

    return [slot.id for slot in slots.in_plain_files(envelope.read(folder))]


def unseals_now(folder: Path) -> bool:
    """Whether the next boot could open the store: what the kernel remembers is not asked."""
    from offline.store import envelope, keystore, slots  # noqa: PLC0415 — only for doctor
    from offline.store.port import KeyUnavailableError  # noqa: PLC0415

    try:
        slots.open_machine(envelope.read(folder), keystore.default(remember=False))
    except KeyUnavailableError:
        return False
    return True


def synchronise_once(store: SqlStore, settings: Settings) -> Summary | None:
    """Exchange now, whatever backs off; None where the terminal is not enrolled.

    Nothing is printed on the way, so a printer's bad setting doesn't stand in it.
    """
    from kiosk.centre import Centre  # noqa: PLC0415 — brings the form engine

    unprinted = {"receipt_printer": "", "document_printer": "", "papers_folder": ""}
    centre = Centre(store, settings, station(store, settings.model_copy(update=unprinted)))
    try:
        return centre.everything()
    finally:
        centre.close()


def pinned_keys(folder: Path) -> Sequence[IssuerKey]:
    """The issuer keys a data folder verifies with; the test issuer's where nothing is enrolled."""
    try:
        store = open_store(folder, writer=False)
    except NoStoreError:
        return (testissuer.issuer_key(),)
    try:
        return (*store.trust.keys(), *demonstration_keys(store))
    finally:
        store.close()


def open_printer(destination: str, medium: Medium) -> Printer:
    """The adapter for a destination as settings and ``--to`` write it (SettingsError)."""
    from printers.destinations import WAYS, UnknownDestinationError, opened  # noqa: PLC0415

    try:
        return opened(destination, medium)
    except UnknownDestinationError as error:
        raise SettingsError(f"printer destination {destination!r}: {WAYS}") from error


def site_of(settings: Settings) -> Site:
    """The service point as its papers name it."""
    return Site(
        town=settings.town,
        name=settings.site_name,
        code=settings.site_code,
        terminal=settings.terminal,
        help_phone=settings.help_phone,
    )


def roll_of(settings: Settings) -> Medium:
    """The receipt printer's paper."""
    return Medium.ROLL_80 if settings.receipt_width > 58 else Medium.ROLL_58  # noqa: PLR2004 — mm


def sheets_of(settings: Settings) -> dict[str, Sheet]:
    """Kind of document → how it lies on its paper."""
    return {
        "certificate": sheet_of(settings.certificate_sheet),
        "application": sheet_of(settings.application_sheet),
    }


def station(store: Store, settings: Settings, operator: Operator = CLI) -> Station:
    """A service point at work on this store, with its printers."""
    from kiosk.flow.station import Station  # noqa: PLC0415 — brings the form engine

    roll, page = settings.receipt_printer, settings.document_printer
    if settings.papers_folder:
        from printers.regional import adopted  # noqa: PLC0415 — the typesetter

        adopted(settings.papers_folder)
    return Station(
        store=store,
        operator=operator,
        site=site_of(settings),
        clock=now,
        entropy=secrets.token_bytes,
        receipt_printer=open_printer(roll, roll_of(settings)) if roll else None,
        document_printer=open_printer(page, Medium.A4) if page else None,
        sheets=sheets_of(settings),
        receipt_text=settings.receipt_text,
        for_reference=settings.unproved_ofd == "reference",
        demonstration_keys=demonstration_keys(store),
        device={"deviceid": settings.terminal, "username": operator.id},
        roots=trust_roots(store),
        locate=lambda: settings.position,
    )


def keep_house(store: SqlStore) -> None:
    """Note the time, and once a day forget what is over its time; never by a doubtful clock."""
    from offline.store import retention, timewatch  # noqa: PLC0415 — slow to import

    moment = now()
    if timewatch.look(store.notes, moment) is None:
        today = moment.date().isoformat()
        if store.notes.get(PURGED) != today:
            retention.purge(store, retention.Retention(), moment)
            store.notes.put(PURGED, today)


def obey(folder: Path, unlock: Unlock | None = None) -> None:
    """What a command of the centre left for the next start: to have restarted, or to erase."""
    from offline.store import erasing  # noqa: PLC0415 — slow to import

    if erasing.was_begun(folder):
        erasing.erase(folder)
    store = open_store(folder, unlock=unlock)
    try:
        wanted = orders.leaving(store.notes)
        store.notes.take(orders.RESTART)
    finally:
        store.close()
    if wanted == "erase":
        erasing.erase(folder)


def weather_of(settings: Settings, *, metered: bool, woken: bool) -> Weather:
    """What the link is like: metered by the setting, or with ``auto`` by what the system says."""
    spare = settings.metered == "yes" or (settings.metered == "auto" and metered)
    opens = photos_at(local(now()), settings.photos_from, settings.photos_until)
    return Weather(opens.astimezone(UTC) if spare and opens else None, woken)


def services(
    folder: Path,
    settings: Settings,
    scanners: Sequence[Scanner] = (),
    ready: tuple[str, str] = ("", ""),
    unlock: Unlock | None = None,
) -> Services:
    """Everything a window needs: a store connection a lane, the lanes, the exchange."""
    from kiosk.background import Lane  # noqa: PLC0415 — Qt, only with a window
    from kiosk.centre import Centre  # noqa: PLC0415 — brings the form engine
    from kiosk.flow.noting import note_settings  # noqa: PLC0415 — only with a window
    from kiosk.flow.resolving import resolver  # noqa: PLC0415 — only with a window
    from kiosk.scanning.idcard import HelperReader  # noqa: PLC0415 — only with a window
    from offline.store.recovering import RecoveryCode  # noqa: PLC0415 — slow to import
    from offline.store.retention import Retention  # noqa: PLC0415 — slow to import
    from ui.services import Services  # noqa: PLC0415 — Qt, only with a window

    operator = OPERATORS[settings.profile]
    store = open_store(folder, unlock=unlock)
    note_settings(store, settings)
    beside, pressing = store.sibling(), store.sibling()
    asking = open_exchange(store, settings)  # a line of its own, for the store's lane
    centre = Centre(beside, settings, station(beside, settings, operator), asking)
    lanes = [Lane(name) for name in ("store", "press", "sync")]

    def synchronise(impulse: Impulse) -> Summary | None:
        keep_house(beside)
        weather = weather_of(settings, metered=impulse.metered, woken=impulse.woken)
        return centre.round(weather, probe=impulse.probe, asked=impulse.asked)

    at_desk = station(store, settings, operator)
    at_desk.resolve = resolver(asking) if asking else None
    stops = [lane.stop for lane in lanes]
    lines = [centre.close, *([asking.close] if asking else [])]
    stores = [one.close for one in (beside, pressing, store)]
    return Services(
        settings=settings,
        station=at_desk,
        store_lane=lanes[0],
        press=station(pressing, settings, operator),
        press_lane=lanes[1],
        synchronise=synchronise,
        sync_lane=lanes[2],
        recovery=RecoveryCode(folder, store.data_key),
        scanners=scanners,
        card_reader=HelperReader(settings.id_card_helper) if settings.id_card_helper else None,
        ready=ready,
        kept=asdict(Retention()),
        asking=asking,
        close=in_turn([*stops, *lines, *stores]),
    )


def in_turn(acts: Sequence[Callable[[], None]]) -> Callable[[], None]:
    """One act that does all of them, in this order: lanes end before what they use is closed."""

    def act() -> None:
        for one in acts:
            one()

    return act
