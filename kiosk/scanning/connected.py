"""What is connected to this machine that could read a code: for ``doctor`` and for settings."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

INPUTS = Path("/dev/input/by-id")
_KEYBOARD = "-event-kbd"


@dataclass(frozen=True, slots=True)
class Connected:
    """A device, and how the setting ``scanners`` names it; ``ready`` says that it can be opened."""

    setting: str
    name: str
    ready: bool = True


def cameras() -> Sequence[Connected]:
    """The cameras that Qt knows."""
    with _quiet():
        from PySide6.QtMultimedia import QMediaDevices  # noqa: PLC0415 — slow to load

        found = [device.description() for device in QMediaDevices.videoInputs()]
    return [Connected(f"camera:{name}", name) for name in found]


def serial_ports() -> Sequence[Connected]:
    """Serial lines; those of USB devices bear the device's name."""
    from PySide6.QtSerialPort import QSerialPortInfo  # noqa: PLC0415

    return [
        Connected(
            f"serial:{info.systemLocation()}",
            info.description() or info.portName(),
            os.access(info.systemLocation(), os.R_OK | os.W_OK) or os.name == "nt",
        )
        for info in QSerialPortInfo.availablePorts()
    ]


def keyboards(folder: Path = INPUTS) -> Sequence[Connected]:
    """Keyboards of the kernel by their lasting names; a scanner that plays one is among them."""
    if not folder.is_dir():
        return []
    paths = sorted(path for path in folder.iterdir() if path.name.endswith(_KEYBOARD))
    return [
        Connected(f"evdev:{path}", path.name.removesuffix(_KEYBOARD), os.access(path, os.R_OK))
        for path in paths
    ]


def is_connected(named: str) -> bool:
    """Whether a scanner of the settings is there now; a wedge is a keyboard and can't be told."""
    kind, _, what = named.partition(":")
    match kind:
        case "camera":
            return any(what.casefold() in one.name.casefold() for one in cameras())
        case "serial":
            wanted = what.partition("@")[0]
            known = (f"{one.setting} {one.name}".casefold() for one in serial_ports())
            return Path(wanted).exists() or any(wanted.casefold() in one for one in known)
        case "folder":
            return Path(what).is_dir()
        case "evdev" | "video":
            return Path(what).exists()
        case _:
            return True


@contextmanager
def _quiet() -> Iterator[None]:
    """Without what Qt says of graphics and sound while it looks for cameras."""
    from PySide6.QtCore import qInstallMessageHandler  # noqa: PLC0415 — slow to load

    before = qInstallMessageHandler(lambda *_: None)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
