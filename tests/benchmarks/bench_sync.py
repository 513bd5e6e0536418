"""Submissions a second against a one-by-one client and bare requests; an idle day; a cut photo."""

from __future__ import annotations

import io
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

import requests

from offline.exchange.enrolment import enrol
from offline.exchange.joined import connect
from offline.exchange.link import Link, LinkKind
from offline.records import Draft
from offline.store.port import Store
from offline.store.sqlite import open_store
from offline.sync import memory, run_once
from tests.fakes.store_samples import NOON, keys
from tests.fault_proxy import Fault, FaultProxy, fault_proxy
from tests.sandbox_process import sandbox_process
from tests.sandbox_server import submission_xml, write_catalogue

ONE_WAY: Final = 0.1
DELAYED: Final = 120
UNDELAYED: Final = 200
WIDTH: Final = 8
PHOTO: Final = 3_000_000
CUTS: Final = 10


def run() -> dict[str, object]:
    """Ratios and the figures behind them; rates are submissions per second, bytes are payload."""
    with tempfile.TemporaryDirectory() as name, sandbox_process(Path(name), write_catalogue) as url:
        folder = Path(name)
        with fault_proxy(url, lambda: Fault(delay=ONE_WAY)) as slow:
            one_by_one = rate(lambda: bare(slow.url, "one", DELAYED, 1), DELAYED)
            ours_slow = ours(slow.url, folder, "slow", DELAYED)
        bare_fast = rate(lambda: bare(url, "bare", UNDELAYED, WIDTH), UNDELAYED)
        ours_fast = ours(url, folder, "fast", UNDELAYED)
        with fault_proxy(url) as proxy:
            idle = idle_day(proxy, url, folder)
        with fault_proxy(url) as proxy:
            photo = photo_cut_ten_times(proxy, url, folder)
    return {
        "against_one_by_one_at_200_ms": round(ours_slow / one_by_one, 2),
        "against_bare_requests": round(ours_fast / bare_fast, 2),
        "idle_day_bytes": idle,
        "photo_cut_ten_times": round(photo, 3),
        "rates": {
            "one_by_one_at_200_ms": round(one_by_one, 1),
            "ours_at_200_ms": round(ours_slow, 1),
            "bare": round(bare_fast, 1),
            "ours": round(ours_fast, 1),
        },
    }


def rate(work: Callable[[], None], count: int) -> float:
    """How many a second."""
    began = time.perf_counter()
    work()
    return count / (time.perf_counter() - began)


def bare(url: str, prefix: str, count: int, width: int) -> None:
    """What a plain client does: a session a thread, one POST a submission."""
    with ThreadPoolExecutor(width) as pool:
        list(pool.map(lambda lot: _post_lot(url, lot), _lots(prefix, count, width)))


def _lots(prefix: str, count: int, width: int) -> list[list[str]]:
    names = [f"uuid:{prefix}-{number}" for number in range(count)]
    return [names[start::width] for start in range(width)]


def _post_lot(url: str, lot: list[str]) -> None:
    with requests.Session() as session:
        session.trust_env = False
        for instance_id in lot:
            files = {"xml_submission_file": ("s.xml", submission_xml(instance_id), "text/xml")}
            headers = {"X-OpenRosa-Version": "1.0"}
            answer = session.post(f"{url}/submission", files=files, headers=headers, timeout=30)
            answer.raise_for_status()


def photo_cut_ten_times(proxy: FaultProxy, url: str, folder: Path) -> float:
    """Bytes both ways of a submission with a 3 MB photo over a line cut ten times, per photo."""
    proxy.choose = lambda: Fault(cut_up=PHOTO // 11 if proxy.cuts < CUTS else None)
    link = enrol(url, "SANDBOX", "T-02")
    with store_with(folder, "photo", 0) as store:
        source = io.BytesIO(random.Random(3).randbytes(PHOTO))  # noqa: S311 — a repeatable photo
        store.attachments.add("uuid:photo", "a.jpg", "image/jpeg", source)
        draft = Draft("uuid:photo", "allowance", "1", "T", None, "cli", b"", "/", NOON, NOON)
        xml = submission_xml("uuid:photo", photo="a.jpg")
        store.submissions.finalise(draft, xml, "LW-photo", ["a.jpg"], NOON)
        store.notes.put(memory.REFRESHED, NOON.isoformat())
        exchange = connect(Link(LinkKind.SERVICE, proxy.url, proxy.url, link.terminal, link.token))
        for second in range(0, 20_000, 100):
            if not run_once(store, exchange, NOON + timedelta(seconds=second)).pending:
                break
        exchange.close()
    if proxy.cuts != CUTS:
        raise RuntimeError(f"{proxy.cuts} cuts instead of {CUTS}")
    return (proxy.bytes_up + proxy.bytes_down) / PHOTO


@contextmanager
def store_with(folder: Path, name: str, count: int) -> Iterator[Store]:
    """A real store holding that many finalised submissions."""
    store = open_store(folder / name, keys=keys(folder / name))
    for number in range(count):
        instance_id = f"uuid:{name}-{number}"
        draft = Draft(instance_id, "allowance", "1", "T", None, "cli", b"", "/", NOON, NOON)
        store.submissions.finalise(draft, submission_xml(instance_id), instance_id, [], NOON)
    try:
        yield store
    finally:
        store.close()


def ours(url: str, folder: Path, name: str, count: int) -> float:
    """The whole engine: claims and outcomes durable in SQLCipher, OpenRosa alone."""
    with store_with(folder, name, count) as store:
        exchange = connect(Link(LinkKind.OPENROSA, url, url, "T-01"))
        store.notes.put(memory.REFRESHED, NOON.isoformat())
        began = time.perf_counter()
        summary = run_once(store, exchange, NOON + timedelta(seconds=1), deadline=300)
        spent = time.perf_counter() - began
        exchange.close()
        if summary.accepted != count:
            raise RuntimeError(f"only {summary.accepted} of {count} arrived")
        return count / spent


def idle_day(proxy: FaultProxy, url: str, folder: Path) -> int:
    """Bytes both ways of a day in which nothing happens, at a run every 15 s, after the first."""
    link = enrol(url, "SANDBOX", "T-01")
    through = Link(LinkKind.SERVICE, proxy.url, proxy.url, link.terminal, link.token)
    with store_with(folder, "idle", 0) as store:
        exchange = connect(through)
        run_once(store, exchange, NOON, ignore_backoff=True)
        before = proxy.bytes_up + proxy.bytes_down
        for moment in range(15, 86_400, 15):
            run_once(store, exchange, NOON + timedelta(seconds=moment))
        exchange.close()
        return proxy.bytes_up + proxy.bytes_down - before
