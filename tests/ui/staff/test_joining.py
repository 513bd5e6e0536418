"""The first start of a machine: enrolled in a real window at the sandbox, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk import app
from kiosk.background import Lane
from kiosk.cli import joining
from kiosk.settings import Settings
from tests.sandbox_server import RunningSandbox, running_sandbox
from tests.ui.fields.hands import press, said, seen
from ui.desk.joingate import JoinGate
from ui.fields.line import Line
from ui.staff.gatework import GateDesk
from ui.staff.joining import Joining
from ui.staff.outofservice import OutOfService
from ui.theme import Screen, Theme

SMALL = Screen(1366, 768, 14.0)


def work(folder: Path, theme: Theme, away: str, lane: Lane) -> Joining:
    enrol = joining.enroller(folder, Settings(), None)
    return Joining(JoinGate(theme, away), enrol, lane, Settings())


def fill(desk: GateDesk, url: str, code: str) -> None:
    boxes = seen(desk.window, Line)
    boxes[0].setText(url)
    boxes[1].setText(code)
    press(desk.window, "登记")


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path / "centre") as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    app.open_store(tmp_path / "data").close()
    return tmp_path / "data"


@pytest.fixture
def desk(folder: Path, qapp: QApplication) -> Iterator[GateDesk]:
    with closing(GateDesk(qapp, SMALL, partial(work, folder))) as made:
        made.window.show()
        yield made


def test_address_and_code_make_a_new_machine_ready(
    desk: GateDesk, folder: Path, sandbox: RunningSandbox, qtbot: QtBot
) -> None:
    assert not joining.belongs(folder, None)
    fill(desk, sandbox.url, "WRONG")
    qtbot.waitUntil(seen(desk.window, Line)[0].isEnabled, timeout=20_000)
    assert not joining.belongs(folder, None)
    fill(desk, sandbox.url, "SANDBOX")
    qtbot.waitUntil(lambda: "这台机器登记好了" in said(desk.window), timeout=60_000)
    assert "个事项和它们的表单" in said(desk.window)
    with qtbot.waitSignal(desk.done):
        press(desk.window, "开始工作")
    assert desk.opened
    assert joining.belongs(folder, None)


def test_an_empty_box_is_told_and_nothing_is_asked(desk: GateDesk) -> None:
    press(desk.window, "登记")
    assert "网址和登记码都要填" in said(desk.window)


def test_an_address_where_nobody_answers_is_told(desk: GateDesk, qtbot: QtBot) -> None:
    fill(desk, "http://127.0.0.1:9", "SANDBOX")
    qtbot.waitUntil(seen(desk.window, Line)[0].isEnabled, timeout=30_000)
    assert "请核对地址和网络，再登记一次" in said(desk.window)
    assert not desk.opened


def test_a_kiosk_says_why_it_does_not_serve_yet(folder: Path, qapp: QApplication) -> None:
    made = OutOfService(qapp, Settings(), Screen(), partial(work, folder), "这台机器还没有登记。")
    with closing(made):
        made.window.show()
        assert "还没有登记" in said(made.window)
        made.window.knocked.emit()
        assert len(seen(made.window, JoinGate)) == 1
