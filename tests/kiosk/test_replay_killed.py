"""A code that opened a visit opens no other, though the kiosk was killed in the same moment."""

from __future__ import annotations

import os
from pathlib import Path

from kiosk.codes.result import Verdict
from kiosk.flow.identify import identify
from tests.dying import in_a_process_that_dies
from tests.stations import Clock, code, station


def test_a_code_is_refused_after_a_kill_right_after_it_was_accepted(tmp_path: Path) -> None:
    station(tmp_path).store.close()
    text = code(at=Clock().now)
    read, write = os.pipe()

    def visit() -> None:
        verdict = identify(station(tmp_path), text).verdict
        os.write(write, verdict.value.encode())  # SIGKILL follows, nothing is closed

    for expected in (Verdict.VERIFIED_OFFLINE, Verdict.REPLAYED, Verdict.REPLAYED):
        in_a_process_that_dies(visit)
        assert os.read(read, 100).decode() == expected.value
    after = station(tmp_path)
    again = identify(after, text)
    assert again.verdict is Verdict.REPLAYED
    after.store.close()
    os.close(read)
    os.close(write)
