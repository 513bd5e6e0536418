"""A province's catalogue: how it arrives by delta, and how long a letter typed takes to be shown.

Everything is the real thing: the sandbox over HTTP, the store, the services page with its search
field on an offscreen screen. A letter is over when the page is painted with what was found.
"""

from __future__ import annotations

import itertools
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from offline.records import ServiceItem
from offline.store.sqlite import open_store
from offline.sync import Summary
from offline.sync.tidings import take_catalogue
from tests.fakes.store_samples import keys
from tests.sandbox_server import RunningSandbox, running_sandbox
from ui.components.searchfield import SearchField
from ui.pages.services import SearchChanged, ServicesPage
from ui.theme import Screen, ThemeName, apply_theme, build_theme
from ui.visit.finding import prepare, services_data

MANY: Final = 5974
CHANGED: Final = 20
LIMIT_MS: Final = 200
WHO: Final = (
    "老年人",
    "残疾人",
    "儿童",
    "妇女",
    "退役军人",
    "企业",
    "农户",
    "学生",
    "医保",
    "房屋",
)
WHAT: Final = ("津贴", "补贴", "登记", "证明", "变更", "注销", "备案", "许可", "年审", "救助")
HOW: Final = ("申领", "核定", "发放", "查询", "补办", "换发", "转移", "停发", "恢复", "复核")
TYPED: Final = {"name": "残疾人补贴", "pinyin": "canjirenbutie", "initials": "cjrbt"}


def run() -> dict[str, object]:
    """Seconds of the delta; milliseconds of each letter, by the wall's clock and this process's."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    with tempfile.TemporaryDirectory() as name:
        items, arrived = _arrived(Path(name))
    prepare(items)
    letters = [pair for text in TYPED.values() for pair in _typed(app, items, text)]
    wall, cpu = (_spread([pair[which] for pair in letters]) for which in (0, 1))
    return {
        "items": len(items),
        **arrived,
        "letter_ms": wall,
        "letter_cpu_ms": cpu,
        "p95_under_200_ms": wall["p95"] < LIMIT_MS,
    }


def catalogue(changed: int = 0) -> list[dict[str, Any]]:
    """As many items as a province has; the first ``changed`` of them under another name."""
    names = ["".join(parts) for parts in itertools.product(WHO, WHAT, HOW)]
    return [
        {
            "id": f"item-{number}",
            "name": f"{names[number % len(names)]}{'（新）' if number < changed else ''}{number}",
            "department": "云溪镇便民服务中心",
            "form_id": "allowance",
            "group": "民政",
        }
        for number in range(MANY)
    ]


def _arrived(folder: Path) -> tuple[Sequence[ServiceItem], dict[str, object]]:
    """The catalogue as it lies in the store after a first round and one with a few changes."""
    store = open_store(folder / "kiosk", keys=keys(folder))
    with running_sandbox(folder / "centre", items=catalogue()) as served:
        first = _round(served, store)
    with running_sandbox(folder / "centre", items=catalogue(CHANGED)) as served:
        again = _round(served, store)
    items = store.catalogue.items()
    store.close()
    assert (first[1], again[1]) == (MANY, CHANGED)
    return items, {"first_s": first[0], "delta_of_20_s": again[0]}


def _round(served: RunningSandbox, store: Any) -> tuple[float, int]:
    _, exchange = served.enrolled()
    summary, began = Summary(), time.perf_counter()
    take_catalogue(store, exchange, summary, lambda: False)
    exchange.close()
    return round(time.perf_counter() - began, 2), summary.items


def _typed(app: QApplication, items: Sequence[ServiceItem], text: str) -> list[tuple[float, float]]:
    """Milliseconds of every letter of ``text``, wall clock and CPU."""
    theme = build_theme(ThemeName("standard"), Screen())
    apply_theme(app, theme)
    page = ServicesPage(theme, services_data(items, "", ""))
    page.said.connect(
        lambda event: (
            page.show_data(services_data(items, "", event.query))
            if isinstance(event, SearchChanged)
            else None
        )
    )
    page.resize(1080, 1600)
    page.show()
    page.grab()
    (field,) = list[SearchField](page.findChildren(SearchField))
    spent = []
    for end in range(1, len(text) + 1):
        wall, cpu = time.perf_counter(), time.process_time()
        field.setText(text[:end])
        page.grab()
        spent.append(((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000))
        assert page.data.items, text[:end]
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # as between two letters
    page.close()
    page.deleteLater()
    return spent


def _spread(values: Sequence[float]) -> dict[str, float]:
    cuts = statistics.quantiles(values, n=20)
    return {
        "p50": round(statistics.median(values), 1),
        "p95": round(cuts[-1], 1),
        "max": round(max(values), 1),
    }
