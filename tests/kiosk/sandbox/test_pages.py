"""The sandbox's pages in headless Chromium: what was received, cases, fleet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
from PIL import Image

from offline.exchange.online import Bill, NumberWanted
from offline.exchange.port import Health, Parcel, Rating
from tests.chromium import page_text, picture
from tests.sandbox_server import RunningSandbox, running_sandbox, submission_xml

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path_factory.mktemp("pages")) as running:
        live(running)
        yield running


def live(served: RunningSandbox) -> None:
    """A morning at a service point."""
    _, exchange = served.enrolled()
    for number, form_id in enumerate(("allowance", "residence", "allowance")):
        xml = submission_xml(f"uuid:{number}", form_id=form_id, name=f"欧阳小{number}娜")
        exchange.send(Parcel(f"uuid:{number}", form_id, xml))
    exchange.rate(Rating("uuid:0", 5, NOW.isoformat()))
    counter = exchange.online()
    counter.order(Bill("o-1", "uuid:1", "工本费", 1500))
    counter.take_number(NumberWanted("n-1", "民政", NOW))
    facts = {"disk": "ok", "clock": "ok", "receipt printer": "error"}
    exchange.heartbeat(Health("T-01", "0.1", 3, facts, audit=(7, "a" * 64)))
    exchange.close()
    served.sandbox.terminals.enrol("LW-K02")
    served.sandbox.terminals.revoke("LW-K02")
    told = {
        "cases/uuid:2/state": {"state": "退回补正", "reason": "请补户口簿首页"},
        "forms/allowance/state": {"state": "open"},
    }
    for path, body in told.items():
        requests.put(f"{served.url}/v1/{path}", json=body, timeout=5).raise_for_status()
    work = {"title": "早巡", "form_id": "allowance", "place": "柳湾三组"}
    orders = {"words": "换小票纸", "act": "say"}
    requests.post(f"{served.url}/v1/terminals/T-01/tasks", json=work, timeout=5)
    requests.post(f"{served.url}/v1/terminals/T-01/commands", json=orders, timeout=5)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", ["收到的申报", "欧***娜", "高龄津贴", "受理"]),
        ("/cases", ["退回补正", "请补户口簿首页", "非常满意", "15.00 元", "待缴款", "民政"]),
        ("/fleet", ["T-01", "有设备证书", "已注销", "小票机 故障", "第 7 条", "换小票纸", "早巡"]),
    ],
)
def test_a_page_shows_what_happened_and_no_name_in_full(
    served: RunningSandbox, tmp_path: Path, path: str, words: list[str]
) -> None:
    told = page_text(served.url + path, tmp_path)
    assert [word for word in words if word not in told] == []
    assert "欧阳小" not in told
    assert "110105194912310021" not in told


@pytest.mark.parametrize(
    ("path", "width"), [("/", 1280), ("/cases", 1280), ("/fleet", 1280), ("/cases", 500)]
)
def test_a_page_is_drawn_whole_on_a_wall_and_on_a_phone(
    served: RunningSandbox, tmp_path: Path, path: str, width: int
) -> None:
    target = tmp_path / "page.png"
    picture(served.url + path, target, width=width)
    with Image.open(target) as drawn:
        assert drawn.width == width
        colours = drawn.convert("RGB").getcolors(1 << 24)
    assert colours is not None
    assert len(colours) > 20


def test_a_rewritten_audit_log_is_seen(served: RunningSandbox, tmp_path: Path) -> None:
    _, exchange = served.enrolled()
    exchange.heartbeat(Health("T-01", "0.1", 3, audit=(7, "b" * 64)))
    exchange.close()
    assert "第 7 条，前后不符" in page_text(f"{served.url}/fleet", tmp_path)
