"""The whole road over real HTTP: SQLCipher, engine, client, spoiling proxy, sandbox."""

from __future__ import annotations

import io
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk import app
from offline.exchange.link import write_link
from offline.records import Draft, SubmissionState
from offline.store.port import Store
from offline.store.sqlite import open_store
from offline.sync import Summary, run_once
from tests.fakes.store_samples import NOON, keys
from tests.fault_proxy import PORTAL, Fault, FaultProxy, fault_proxy, random_cut, status
from tests.sandbox_server import RunningSandbox, running_sandbox, submission_xml

PHOTO = bytes(range(256)) * 12


def hand_in(store: Store, numbers: Sequence[int]) -> set[str]:
    ids = {f"uuid:{number}" for number in numbers}
    for instance_id in sorted(ids):
        store.attachments.add(instance_id, "a.jpg", "image/jpeg", io.BytesIO(PHOTO))
        draft = Draft(instance_id, "allowance", "1", "高龄津贴", None, "cli", b"", "/", NOON, NOON)
        xml = submission_xml(instance_id, photo="a.jpg")
        store.submissions.finalise(draft, xml, f"LW-{instance_id}", ["a.jpg"], NOON)
    return ids


@contextmanager
def enrolled(
    served: RunningSandbox, proxy: FaultProxy, folder: Path, count: int
) -> Iterator[tuple[Store, set[str]]]:
    """A store with submissions, enrolled at the sandbox through the proxy."""
    store = open_store(folder / "kiosk", keys=keys(folder))
    try:
        link, exchange = served.enrolled(through=proxy.url)
        exchange.close()
        write_link(store.notes, link)
        yield store, hand_in(store, range(count))
    finally:
        store.close()


def drained(store: Store, served: RunningSandbox, proxy: FaultProxy, limit: int) -> Summary:
    """Run after run, as a person pressing the button, until nothing is pending."""
    total = Summary()
    link, exchange = served.enrolled(through=proxy.url)
    write_link(store.notes, link)
    for _ in range(limit):
        total = total.plus(run_once(store, exchange, app.now(), ignore_backoff=True, deadline=20))
        if not total.pending:
            break
    exchange.close()
    return total


def exactly_once(served: RunningSandbox, ids: set[str]) -> bool:
    arrived = [entry["instance_id"] for entry in served.received()]
    whole = all(len(entry["attachments"]) == 1 for entry in served.received())
    return whole and sorted(arrived) == sorted(ids)


def test_cuts_anywhere_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    chance = random.Random(20261121)  # noqa: S311 — a repeatable walk
    with running_sandbox(tmp_path / "sandbox") as served:
        rough = iter(range(40))

        def choose() -> Fault:
            return Fault() if next(rough, None) is None else random_cut(chance, 7000)

        with (
            fault_proxy(served.url, choose) as proxy,
            enrolled(served, proxy, tmp_path, 12) as (store, ids),
        ):
            total = drained(store, served, proxy, 60)
            assert (total.accepted, total.pending, total.quarantined) == (12, 0, 0)
            assert exactly_once(served, ids)
            assert all(row.state is SubmissionState.ACCEPTED for row in store.submissions.list())


LIES = [
    Fault(answer=PORTAL),
    Fault(answer=status(503, "Retry-After: 1")),
    Fault(answer=status(500)),
    Fault(answer=status(429, "Retry-After: 1")),
    Fault(answer=b"HTTP/1.1 201 Created\r\nContent-Length: 4\r\n\r\nokay"),
    Fault(answer=b"\x00\x01\x02 nonsense \r\n\r\n"),
    Fault(refuse=True),
]


@pytest.mark.parametrize("lie", LIES, ids=["portal", "503", "500", "429", "201", "noise", "reset"])
def test_a_lie_is_never_taken_for_delivery(tmp_path: Path, lie: Fault) -> None:
    with running_sandbox(tmp_path / "sandbox") as served:
        lies = iter(range(6))

        def choose() -> Fault:
            return Fault() if next(lies, None) is None else lie

        with (
            fault_proxy(served.url, choose) as proxy,
            enrolled(served, proxy, tmp_path, 3) as (store, ids),
        ):
            total = drained(store, served, proxy, 12)
            assert (total.pending, total.quarantined) == (0, 0)
            assert exactly_once(served, ids)


def test_a_killed_client_leaves_nothing_half_done(tmp_path: Path) -> None:
    """The real command is killed in the middle of sending, again and again."""
    with (
        running_sandbox(tmp_path / "sandbox") as served,
        fault_proxy(served.url, lambda: Fault(delay=0.15)) as proxy,
    ):
        folder = tmp_path / "kiosk"
        store = app.open_store(folder, writer=True)
        link, exchange = served.enrolled(through=proxy.url)
        exchange.close()
        write_link(store.notes, link)
        ids = hand_in(store, range(20))
        store.close()
        for passed in (4_000, 20_000):
            kill_when(proxy, folder, passed)
        assert sync(folder).wait(60) == 0
        store = app.open_store(folder, writer=False)
        counts = {row.state for row in store.submissions.list()}
        store.close()
        assert counts == {SubmissionState.ACCEPTED}
        assert exactly_once(served, ids)


def sync(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "kiosk", "sync", "--once", "--data", str(folder)],
        stdout=subprocess.DEVNULL,
    )


def kill_when(proxy: FaultProxy, folder: Path, passed: int) -> None:
    """SIGKILL once so many more bytes went up."""
    goal = proxy.bytes_up + passed
    client = sync(folder)
    while proxy.bytes_up < goal and client.poll() is None:
        proxy.moved.wait(0.05)
        proxy.moved.clear()
    os.kill(client.pid, signal.SIGKILL)
    client.wait(10)


def test_a_damaged_attachment_blocks_nobody(tmp_path: Path) -> None:
    with (
        running_sandbox(tmp_path / "sandbox") as served,
        fault_proxy(served.url) as proxy,
        enrolled(served, proxy, tmp_path, 3) as (store, _),
    ):
        spoil(store, "uuid:1")
        total = drained(store, served, proxy, 1)
        assert (total.accepted, total.quarantined, total.pending) == (2, 1, 0)


def spoil(store: Store, instance_id: str) -> None:
    """Change a byte of a stored attachment behind the store's back."""
    raw = store._db  # type: ignore[attr-defined]
    raw.run(
        "UPDATE attachment_pieces SET bytes = zeroblob(length(bytes)) WHERE attachment IN"
        " (SELECT id FROM attachments WHERE instance_id = ?)",
        (instance_id,),
    )
