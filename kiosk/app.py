"""Composition root: the only module that names adapters. Everything else is handed its parts."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.settings import Settings, SettingsError, default_folder
from kiosk.settings import load as load_settings_of
from offline.exchange.port import Exchange, ExchangeError
from offline.forms.api import AnswerError, FormError
from offline.records import IssuerKey, NotDrawnError, Operator
from offline.store.port import StoreError, UnknownRecordError

if TYPE_CHECKING:
    from kiosk.flow import Station
    from offline.store.sqlite import SqlStore
    from printers.port import Medium, Printer

INPUT_FAULTS = (FormError, AnswerError, UnknownRecordError, NotDrawnError, FileNotFoundError)
ENVIRONMENT_FAULTS = (StoreError, SettingsError, ExchangeError, OSError)

CLI = Operator(id="cli", name="命令行", role="it")
STATION = Operator(id="station", name="自助终端", role="station")


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


def open_store(folder: Path, *, writer: bool = True) -> SqlStore:
    """The encrypted store; a writer makes it on first use and holds the kernel's lock."""
    from offline.store.sqlite import open_store as open_sqlite  # noqa: PLC0415 — slow to import

    return open_sqlite(folder, writer=writer)
