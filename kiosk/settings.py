"""Typed settings of a terminal: ``settings.toml`` in the data folder, ``KIOSK_*`` over it."""

from __future__ import annotations

import os
import tomllib
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

FILE_NAME = "settings.toml"

SHEET = r"^(a3|a4|a5)( (one-sided|two-sided|two-sided-short-edge))?( (colour|grey))?$"
"""How a document lies on its paper: size, sides, colour (``a4 two-sided grey``)."""
SCANNER = r"^(wedge(:.)?|camera(:.+)?|(folder|video|serial|evdev):.+)$"
"""A scanner as ``scanners`` lists it.

``wedge`` or ``wedge:%`` with the sentinel that the scanner is set to send first; ``camera`` or
``camera:NAME``; ``folder:PATH`` and ``video:PATH`` in place of one; ``serial:PORT`` or
``serial:PORT@BAUD``, ``evdev:/dev/input/by-id/…``.
"""

_DEGREES, _METRES = r"-?[0-9]{1,3}(\.[0-9]{1,9})?", r"-?[0-9]{1,5}(\.[0-9]{1,3})?"
POSITION = rf"^({_DEGREES} {_DEGREES}( {_METRES}){{0,2}})?$"


class Profile(StrEnum):
    """Which of the three lives the app leads."""

    KIOSK = "kiosk"
    WINDOW = "window"
    GRID = "grid"


class SettingsError(Exception):
    """A setting that cannot be used: its name and what is wrong with it."""


class Settings(BaseSettings):
    """What differs from terminal to terminal. Times are seconds, sizes inches."""

    model_config = SettingsConfigDict(env_prefix="KIOSK_", extra="forbid", frozen=True)

    profile: Profile = Profile.KIOSK
    town: str = "云溪镇"
    site_name: str = "柳湾村便民服务站"
    site_code: str = Field(default="LW", pattern=r"^[A-Z0-9]{1,8}$")
    terminal: str = Field(default="LW-K01", pattern=r"^[A-Za-z0-9-]{1,32}$")
    position: str = Field(default="", pattern=POSITION)
    """Where this terminal stands (``latitude longitude [altitude [accuracy]]``, degrees, metres);
    empty where it does not stand still or nobody measured. Forms may ask for it."""
    help_name: str = "李站长"
    help_phone: str = "0515-5550123"
    theme: str = Field(default="standard", pattern=r"^(standard|elder|contrast)$")
    language: str = Field(default="zh_CN", pattern=r"^(zh_CN|en)$")
    screen_inches: float = Field(default=21.5, ge=7, le=65)
    receipt_printer: str = ""
    receipt_width: int = Field(default=80, ge=58, le=80)
    receipt_text: bool = False
    document_printer: str = ""
    certificate_sheet: str = Field(default="a4", pattern=SHEET)
    application_sheet: str = Field(default="a4", pattern=SHEET)
    papers_folder: str = ""
    unproved_ofd: Literal["refuse", "reference"] = "refuse"
    camera_folder: str = ""
    scanners: Annotated[tuple[Annotated[str, Field(pattern=SCANNER)], ...], NoDecode] = ("wedge",)
    id_card_helper: str = Field(default="", pattern=r"^(http://(127\.0\.0\.1|localhost):[0-9]+)?$")
    ca_file: str = ""
    proxy: str = Field(default="", pattern=r"^(|environment|https?://[^/@]+)$")
    metered: str = Field(default="auto", pattern=r"^(auto|yes|no)$")
    photos_from: time = time(22)
    photos_until: time = time(6)
    sync_every: float = Field(default=15, ge=1, le=3600)
    idle_warn_after: float = Field(default=90, ge=20, le=3600)
    idle_grace: float = Field(default=30, ge=20, le=600)
    lock_after: float = Field(default=300, ge=30, le=7200)
    unlock_hours: float = Field(default=12, ge=0.25, le=24)

    @field_validator("scanners", mode="before")
    @classmethod
    def _listed(cls, value: Any) -> Any:
        """The environment has no lists: there they are parted by commas."""
        return [one.strip() for one in value.split(",")] if isinstance(value, str) else value


def default_folder() -> Path:
    """The data folder where none is named: the user's data home."""
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "kiosk"


def load(folder: Path) -> Settings:
    """Settings of a data folder; SettingsError names the setting that is wrong."""
    path = folder / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        return Settings.model_validate({**tomllib.loads(text), **_environment()})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{FILE_NAME}: {error}") from error
    except ValidationError as error:
        raise SettingsError("; ".join(_problems(error))) from error


def _environment() -> dict[str, str]:
    """``KIOSK_*`` variables that name a setting; others (KIOSK_DATA …) belong to commands."""
    prefix = "KIOSK_"
    names = Settings.model_fields
    return {
        key.removeprefix(prefix).lower(): value
        for key, value in os.environ.items()
        if key.startswith(prefix) and key.removeprefix(prefix).lower() in names
    }


def _problems(error: ValidationError) -> list[str]:
    return [f"{'.'.join(map(str, p['loc']))}: {p['msg']}" for p in error.errors()]
