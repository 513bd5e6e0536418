from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.codes.base45 import ALPHABET
from kiosk.scanning.evdev import EvdevScanner, grab
from kiosk.scanning.evkeys import EVENT, KEY, Keys
from kiosk.scanning.port import Scan

SHIFT, ENTER = 42, 28
PLAIN = dict(zip("1234567890-=", range(2, 14), strict=True))
PLAIN |= dict(zip("qwertyuiop[]", range(16, 28), strict=True))
PLAIN |= dict(zip("asdfghjkl;'`", range(30, 42), strict=True))
PLAIN |= dict(zip("\\zxcvbnm,./", range(43, 54), strict=True)) | {" ": 57}
SHIFTED = dict(zip("!@#$%^&*()_+", "1234567890-=", strict=True)) | {":": ";"}


def event(code: int, value: int, kind: int = KEY) -> bytes:
    return EVENT.pack(1, 2, kind, code, value)


def struck(text: str, end: int = ENTER) -> bytes:
    octets = b""
    for letter in text:
        plain = SHIFTED.get(letter, letter.lower())
        shift = plain != letter
        octets += event(SHIFT, 1) * shift + event(4, 458756, 4) + event(PLAIN[plain], 1)
        octets += event(0, 0, 0) + event(PLAIN[plain], 0) + event(SHIFT, 0) * shift
    return octets + event(end, 1) + event(end, 0)


def test_every_letter_of_a_code_has_its_key() -> None:
    assert list(Keys().feed(struck("GSC1:" + ALPHABET))) == ["GSC1:" + ALPHABET]


@pytest.mark.parametrize("end", [28, 96, 15])
def test_any_terminator_ends_a_scan(end: int) -> None:
    assert list(Keys().feed(struck("a1", end) + struck("B2", end))) == ["a1", "B2"]


def test_events_may_come_cut_anywhere() -> None:
    octets, keys = struck("GSC1:AB c"), Keys()
    assert [text for at in range(len(octets)) for text in keys.feed(octets[at : at + 1])] == [
        "GSC1:AB c"
    ]


def test_what_is_no_character_and_what_repeats_is_passed_over() -> None:
    octets = event(1, 1) + event(PLAIN["a"], 1) + event(PLAIN["a"], 2) + event(200, 1)
    assert list(Keys().feed(octets + event(ENTER, 1) + event(ENTER, 1))) == ["a"]


def test_a_scan_of_which_the_kernel_dropped_keys_is_no_scan() -> None:
    octets = struck("GSC1:AB")[: EVENT.size * 9] + event(3, 0, 0) + struck("C") + struck("D")
    assert list(Keys().feed(octets)) == ["D"]


def test_a_scanner_is_read_pulled_out_and_found_again(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "scanner-event-kbd"
    os.mkfifo(path)
    scans: list[Scan] = []
    scanner = EvdevScanner(path, take=lambda _: None)
    scanner.start(scans.append)
    for text in ("GSC1:FIRST", "GSC1:SECOND"):
        wanted = Scan(text, "evdev")
        with path.open("wb", buffering=0) as device:
            device.write(struck(text))
            qtbot.waitUntil(partial(scans.__contains__, wanted))
        qtbot.waitUntil(lambda: not scanner.connected)
        scanner.start(scans.append)
    scanner.stop()
    assert scans == [Scan("GSC1:FIRST", "evdev"), Scan("GSC1:SECOND", "evdev")]
    assert (scanner.name, scanner.connected) == ("evdev:scanner-event-kbd", False)


def test_a_file_that_is_no_input_device_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"")
    with path.open("rb") as file, pytest.raises(OSError, match="ioctl"):
        grab(file.fileno())
    scanner = EvdevScanner(path)
    scanner.start(lambda scan: pytest.fail(scan.text))
    assert not scanner.connected
    scanner.stop()
    missing = EvdevScanner(tmp_path / "none")
    missing.start(lambda scan: pytest.fail(scan.text))
    assert not missing.connected
    missing.stop()
