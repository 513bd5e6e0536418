"""Spoil the line and kill the client and the exchange at random; then count what arrived.

Cuts at every place of request and answer, delay, jitter, a thin line, silence, requests delivered
twice and every lie of ``tests.lies``; one photo in twenty has 3 MB and travels in pieces.
``make soak`` runs it whole (KIOSK_SOAK_CUTS=1000, KIOSK_SOAK_KILLS=200); the short ones are in
``tests/offline/sync/test_over_a_bad_network.py``. The figures so far stand in the file that
KIOSK_SOAK_FIGURES names; SIGTERM ends the bad weather early and everything is counted all the same.
"""

from __future__ import annotations

import io
import json
import os
import random
import signal
import subprocess
import sys
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import requests

from kiosk import app
from offline.exchange.enrolment import enrol
from offline.exchange.joined import JoinedExchange, connect
from offline.exchange.link import Link, LinkKind, write_link
from offline.records import Draft, SubmissionState
from offline.store.port import Store
from offline.sync import run_once
from tests.fakes.store_samples import NOON
from tests.fault_proxy import Fault, FaultProxy, random_cut
from tests.lies import QUICK
from tests.sandbox_process import SERVE
from tests.sandbox_server import submission_xml, write_catalogue

CUTS = int(os.environ.get("KIOSK_SOAK_CUTS", "1000"))
KILLS = int(os.environ.get("KIOSK_SOAK_KILLS", "200"))
BATCH = 12
PHOTO = bytes(range(256)) * 40
BIG_PHOTO = random.Random(3).randbytes(3_000_000)  # noqa: S311 — a repeatable photo
BIG_EVERY = 20
PASSES = 40
HEALED_WITHIN = 60.0
FIGURES = os.environ.get("KIOSK_SOAK_FIGURES", os.devnull)


OTHERS = {
    **QUICK,
    "silence": Fault(silent=True),
    "twice": Fault(twice=True),
    "late": Fault(delay=0.4),
    "thin": Fault(rate=25_000),
}


@dataclass
class Village:
    """A terminal, a bad line and a centre, each of which may die."""

    folder: Path
    chance: random.Random
    ids: set[str] = field(default_factory=set)
    kills: int = 0
    met: Counter[str] = field(default_factory=Counter)
    stopped: bool = False
    only_cuts: bool = False

    def __post_init__(self) -> None:
        write_catalogue(self.folder / "catalogue")
        self.serve()
        self.proxy = FaultProxy(self.address(), self.fault)
        self.healed = False
        link = enrol(self.url, "SANDBOX", "T-01")
        store = self.store()
        url = self.proxy.url
        write_link(store.notes, Link(LinkKind.SERVICE, url, url, link.terminal, link.token))
        store.close()

    def serve(self) -> None:
        self.server = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(self.folder)], stdout=subprocess.PIPE, text=True
        )
        assert self.server.stdout is not None
        self.url = json.loads(self.server.stdout.readline())["url"]

    def address(self) -> tuple[str, int]:
        return "127.0.0.1", int(self.url.rpartition(":")[2])

    def fault(self) -> Fault:
        """Half the connections are cut, a third are spoilt in another way."""
        if self.healed:
            return Fault()
        lot = self.chance.random()
        if lot < 0.5 or self.only_cuts:
            return random_cut(self.chance, self.chance.choice((4_000, 14_000, 400_000)))
        kind = self.chance.choice(list(OTHERS))
        self.met[kind if lot < 0.85 else "none"] += 1
        return OTHERS[kind] if lot < 0.85 else Fault()

    def store(self) -> Store:
        return app.open_store(self.folder / "kiosk", writer=True)

    def hand_in(self) -> None:
        """A batch of submissions with a photo each."""
        store = self.store()
        for _ in range(BATCH):
            each = f"uuid:{uuid.uuid4()}"
            photo = BIG_PHOTO if len(self.ids) % BIG_EVERY == 0 else PHOTO
            store.attachments.add(each, "a.jpg", "image/jpeg", io.BytesIO(photo))
            draft = Draft(each, "allowance", "1", "T", None, "cli", b"", "/", NOON, NOON)
            xml = submission_xml(each, photo="a.jpg")
            store.submissions.finalise(draft, xml, each, ["a.jpg"], NOON)
            self.ids.add(each)
        store.close()

    def synchronise_and_kill(self) -> None:
        """The real command, which may be killed, or the exchange under it."""
        client = subprocess.Popen(
            [sys.executable, "-m", "kiosk", "sync", "--once", "--data", self.folder / "kiosk"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        goal = self.proxy.bytes_up + self.chance.randrange(1, self.chance.choice((20_000, 300_000)))
        until = time.monotonic() + 3
        while client.poll() is None and self.proxy.bytes_up < goal and time.monotonic() < until:
            self.proxy.moved.wait(0.05)
            self.proxy.moved.clear()
        if self.chance.random() < 0.5:
            self.kill_server()
        self.kills += client.poll() is None
        client.kill()
        client.wait()

    def synchronise_here(self) -> None:
        """The same engine without a process of its own, so that more cuts fit into an hour."""
        store = self.store()
        exchange = self.exchange(store)
        self.only_cuts = True
        for _ in range(PASSES):
            if self.stopped or not self.cuts_lag:
                break
            run_once(store, exchange, app.now(), ignore_backoff=True, refresh=False, deadline=3)
        self.only_cuts = False
        exchange.close()
        store.close()

    def exchange(self, store: Store) -> JoinedExchange:
        url, token = self.proxy.url, store.notes.get("exchange.token") or ""
        return connect(Link(LinkKind.SERVICE, url, url, "T-01", token))

    def kill_server(self) -> None:
        self.kills += 1
        self.server.kill()
        self.server.communicate()
        self.serve()
        self.proxy.target = self.address()

    @property
    def over(self) -> bool:
        """Enough was cut and killed, or somebody wants the figures now."""
        enough = self.proxy.cuts >= CUTS and self.kills >= KILLS
        return self.stopped or enough

    @property
    def cuts_lag(self) -> bool:
        """So that both counts are reached at about the same time."""
        return self.proxy.cuts * KILLS < self.kills * CUTS

    def weather(self) -> None:
        """Bad until enough was cut and killed."""
        while not self.over:
            self.hand_in()
            for _ in range(4):
                self.synchronise_and_kill()
            self.synchronise_here()
            self.tell({})

    def heal(self) -> float:
        """Seconds until everything had arrived over the healed line, or until the time is up."""
        self.healed = True
        began, store = time.monotonic(), self.store()
        exchange = self.exchange(store)
        while run_once(store, exchange, app.now(), ignore_backoff=True).pending:
            if time.monotonic() - began > HEALED_WITHIN:
                break
        exchange.close()
        store.close()
        return round(time.monotonic() - began, 1)

    def count(self) -> dict[str, object]:
        """What became of everything: here, and there."""
        store = self.store()
        states = Counter(row.state for row in store.submissions.list())
        store.close()
        received = requests.get(f"{self.url}/v1/received", timeout=60).json()
        arrived = Counter(entry["instance_id"] for entry in received)
        sums = {sha256(photo).hexdigest() for photo in (PHOTO, BIG_PHOTO)}
        photos = [[one["sha256"] in sums for one in entry["attachments"]] for entry in received]
        return {
            "accepted": states[SubmissionState.ACCEPTED],
            "stuck": states.total() - states[SubmissionState.ACCEPTED],
            "lost": len(self.ids - set(arrived)),
            "doubled": sum(times > 1 for times in arrived.values()),
            "strange": len(set(arrived) - self.ids),
            "photos_wrong": sum(each != [True] for each in photos),
        }

    def tell(self, more: dict[str, object]) -> None:
        """The figures so far, a line each time."""
        figures = {
            "cuts": self.proxy.cuts,
            "kills": self.kills,
            "submissions": len(self.ids),
            "bytes_up": self.proxy.bytes_up,
            **more,
        }
        with Path(FIGURES).open("a", encoding="utf-8") as file:
            print(json.dumps(figures), file=file)

    def close(self) -> None:
        self.proxy.close()
        self.server.kill()
        self.server.communicate()


def test_nothing_is_lost_doubled_or_stuck(tmp_path: Path) -> None:
    village = Village(tmp_path, random.Random(2026))  # noqa: S311 — a repeatable walk
    signal.signal(signal.SIGTERM, lambda *_: setattr(village, "stopped", True))
    try:
        village.weather()
        spent = village.heal()
        counted = village.count()
        village.tell({"drained_in": spent, **counted, **village.met})
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        village.close()
    wrong = ("stuck", "lost", "doubled", "strange", "photos_wrong")
    assert {name: counted[name] for name in wrong} == dict.fromkeys(wrong, 0)
    assert counted["accepted"] == len(village.ids)
    assert spent <= HEALED_WITHIN
