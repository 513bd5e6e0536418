from __future__ import annotations

import sys
from collections.abc import Iterator
from time import monotonic

import numpy as np
import pytest

from kiosk.scanning.zbar import ZbarChild
from tests.kiosk.scanning.pictures import qr

SLOW = 20.0  # seconds: a busy machine starts a child slowly


@pytest.fixture
def child() -> Iterator[ZbarChild]:
    child = ZbarChild(limit=SLOW)
    yield child
    child.close()


def test_the_child_reads_one_picture_after_another(child: ZbarChild) -> None:
    first = child.read(qr("GSR1:1"))
    assert [(s.format, s.text) for s in first] == [("QRCode", "GSR1:1")]
    assert child.read(np.full((50, 70), 255, np.uint8)) == []
    assert [s.text for s in child.read(qr("two"))] == ["two"]


def test_a_hanging_child_is_ended_in_time_and_the_next_picture_gets_a_new_one() -> None:
    hanging = ZbarChild([sys.executable, "-c", "import sys; sys.stdin.read()"], limit=0.3)
    begin = monotonic()
    assert hanging.read(qr("a")) == []
    assert monotonic() - begin < SLOW
    hanging.command = ZbarChild().command
    hanging.limit = SLOW
    assert [s.text for s in hanging.read(qr("a"))] == ["a"]
    hanging.close()


@pytest.mark.parametrize(
    "program",
    ["raise SystemExit(1)", "import os; os.abort()", "print('{]')", "print('[1]', flush=True)"],
)
def test_a_dying_or_babbling_child_reads_nothing(program: str) -> None:
    child = ZbarChild([sys.executable, "-c", program], limit=SLOW)
    assert child.read(qr("a")) == []
    assert child.read(qr("a")) == []
    child.close()


def test_a_program_that_is_not_there_reads_nothing() -> None:
    assert ZbarChild(["/nonexistent/reader"]).read(qr("a")) == []
