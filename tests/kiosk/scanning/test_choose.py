from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.scanning import connected
from kiosk.scanning.choose import open_scanners
from kiosk.scanning.port import Camera, Scan

NAMED = (
    "wedge:%",
    "camera",
    "camera:No such webcam",
    "folder:/nowhere",
    "video:/nowhere/visit.avi",
    "serial:/dev/ttyNONE@115200",
    "evdev:/dev/input/by-id/none-event-kbd",
)


# Qt says what it found of sound and graphics on this machine, which is no fault of ours.
@pytest.mark.qt_log_ignore("PulseAudio", "Couldn.t (load|resolve)", "HW decoder", "RHI", "Cannot")
def test_every_kind_opens_without_its_device_and_waits(qtbot: QtBot) -> None:
    del qtbot  # only that there is an application
    scanners = open_scanners(NAMED)
    for scanner in scanners:
        scanner.start(lambda scan: pytest.fail(scan.text))
        scanner.stop()
    kinds = [scanner.name.partition(":")[0] for scanner in scanners]
    assert kinds == ["wedge", *["camera"] * 4, "serial", "evdev"]
    assert [isinstance(one, Camera) for one in scanners] == [False, *[True] * 4, False, False]


def test_a_scanner_says_where_a_text_came_from() -> None:
    assert Scan("x", "serial").source == "serial"


def test_what_is_connected_is_named_as_the_settings_would(tmp_path: Path) -> None:
    lasting = tmp_path / "usb-Datalogic_Scanner-event-kbd"
    lasting.touch()
    (tmp_path / "usb-Some_Mouse-event-mouse").touch()
    (found,) = connected.keyboards(tmp_path)
    assert (found.name, found.ready) == ("usb-Datalogic_Scanner", True)
    assert connected.is_connected(found.setting)
    assert connected.keyboards(tmp_path / "none") == []
    assert connected.is_connected(f"folder:{tmp_path}")
    assert not connected.is_connected(f"video:{tmp_path}/none.avi")
    assert not connected.is_connected("serial:No such device")
    assert not connected.is_connected("camera:No such webcam")
    assert connected.is_connected("wedge")
