from __future__ import annotations

import os
import tty
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from pytestqt.qtbot import QtBot

from kiosk.codes.base45 import ALPHABET
from kiosk.scanning.port import Scan
from kiosk.scanning.serial import SerialScanner

pytestmark = pytest.mark.usefixtures("qapp")

CODE = "GSC1:" + ALPHABET * 6


@dataclass
class Line:
    """Both ends of a serial line: what the device writes, what the kiosk opens."""

    device: int
    path: str

    def send(self, octets: bytes) -> None:
        os.write(self.device, octets)


@pytest.fixture
def line() -> Iterator[Line]:
    device, kiosk = os.openpty()
    tty.setraw(kiosk)
    yield Line(device, os.ttyname(kiosk))
    os.close(kiosk)
    os.close(device)


@pytest.fixture
def heard(line: Line) -> Iterator[list[Scan]]:
    scans: list[Scan] = []
    scanner = SerialScanner(line.path)
    scanner.start(scans.append)
    assert scanner.connected
    assert line.path.endswith(scanner.name.removeprefix("serial:"))
    yield scans
    scanner.stop()
    assert not scanner.connected


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\t"])
def test_a_scan_ends_with_any_terminator(
    qtbot: QtBot, line: Line, heard: list[Scan], end: bytes
) -> None:
    line.send(CODE.encode() + end + b"GSR1:1" + end)
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard == [Scan(CODE, "serial"), Scan("GSR1:1", "serial")]


def test_a_scan_that_comes_in_pieces_is_one(qtbot: QtBot, line: Line, heard: list[Scan]) -> None:
    line.send(b"other\r")
    line.send(CODE[:100].encode())
    qtbot.waitUntil(lambda: len(heard) == 1)
    line.send(CODE[100:].encode() + b"\r")
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard[1].text == CODE


def test_chinese_comes_as_utf_8_or_gbk(qtbot: QtBot, line: Line, heard: list[Scan]) -> None:
    line.send("登记单".encode() + b"\r" + "登记单".encode("gbk") + b"\r")
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert [scan.text for scan in heard] == ["登记单", "登记单"]


def test_noise_without_an_end_is_thrown_away(qtbot: QtBot, line: Line, heard: list[Scan]) -> None:
    for _ in range(10):
        line.send(b"x" * 1000)
    line.send(b"\rGSR1:1\r")
    qtbot.waitUntil(lambda: bool(heard) and heard[-1].text == "GSR1:1")
    assert all(len(scan.text) <= 10_000 for scan in heard)


def test_a_port_that_is_not_there_is_waited_for() -> None:
    heard: list[Scan] = []
    scanner = SerialScanner("/dev/kiosk-no-such-port")
    scanner.start(heard.append)
    assert not scanner.connected
    scanner.stop()
