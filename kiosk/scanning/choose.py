"""The scanners that the settings name, each as ``kind`` or ``kind:what`` (``kiosk.settings``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from PySide6.QtMultimedia import QCameraDevice, QMediaDevices

from kiosk.scanning.burst import Rule
from kiosk.scanning.camera import CameraScanner
from kiosk.scanning.evdev import EvdevScanner
from kiosk.scanning.port import Scanner
from kiosk.scanning.serial import SerialScanner
from kiosk.scanning.sources import DeviceFrames, FolderFrames, PluggedFrames, VideoFrames
from kiosk.scanning.wedge import WedgeScanner


def open_scanners(named: Sequence[str]) -> tuple[Scanner, ...]:
    """The scanners in the order named; none of them needs to be connected yet."""
    return tuple(open_scanner(one) for one in named)


def open_scanner(named: str) -> Scanner:
    """One scanner; ``named`` has passed the settings' check."""
    kind, _, what = named.partition(":")
    return _KINDS[kind](what)


def _wedge(sentinel: str) -> Scanner:
    return WedgeScanner(Rule(sentinel=sentinel))


def _camera(name: str) -> Scanner:
    """The camera of this name, or of a name that contains it; the default one without a name."""
    return CameraScanner(PluggedFrames(name or "default", lambda: _id_of(name), _frames_of))


def _id_of(name: str) -> str:
    """The device to use now, "" if it isn't there."""
    if not name:
        return _text(QMediaDevices.defaultVideoInput())
    wanted = name.casefold()
    found = (d for d in QMediaDevices.videoInputs() if wanted in d.description().casefold())
    return next(map(_text, found), "")


def _text(device: QCameraDevice) -> str:
    return bytes(device.id().data()).decode("utf-8", "replace")


def _frames_of(device_id: str) -> DeviceFrames:
    devices = QMediaDevices.videoInputs()
    return DeviceFrames(next((d for d in devices if _text(d) == device_id), QCameraDevice()))


def _serial(line: str) -> Scanner:
    """``PORT`` or ``PORT@BAUD``."""
    port, _, baud = line.partition("@")
    return SerialScanner(port, int(baud)) if baud.isdecimal() else SerialScanner(port)


_KINDS: Mapping[str, Callable[[str], Scanner]] = MappingProxyType(
    {
        "wedge": _wedge,
        "camera": _camera,
        "folder": lambda path: CameraScanner(FolderFrames(Path(path))),
        "video": lambda path: CameraScanner(VideoFrames(Path(path))),
        "serial": _serial,
        "evdev": lambda path: EvdevScanner(Path(path)),
    }
)
