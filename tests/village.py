"""A terminal, a bad line and a centre, each of which may die at any moment."""

from __future__ import annotations

import io
import os
import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Final

import requests

from kiosk import app
from offline.exchange.enrolment import enrol
from offline.exchange.joined import JoinedExchange, connect
from offline.exchange.line import Network
from offline.exchange.link import read_link, write_link
from offline.records import Draft, SubmissionState
from offline.store.port import Store
from offline.sync import run_once
from tests import warm
from tests.fakes.store_samples import NOON
from tests.fault_proxy import Fault, FaultProxy, random_cut
from tests.lies import QUICK
from tests.phases import drawn_cut
from tests.sandbox_server import submission_xml, write_catalogue
from tests.tls_side import server_context

BATCH: Final = 12
PHOTO: Final = bytes(range(256)) * 40
BIG_PHOTO: Final = random.Random(3).randbytes(3_000_000)  # noqa: S311 — a repeatable photo
BIG_EVERY: Final = 20
COLD_EVERY: Final = 20
BY_BYTES: Final = 0.15
"""How many of the cuts fall after a number of bytes, so inside a 3 MB photo too."""
ROUND: Final = 1.0
"""Seconds between two rounds of a terminal that nobody touches."""

OTHERS: Final[Mapping[str, Fault]] = {
    **QUICK,
    "half open": Fault(silent=True),
    "twice": Fault(twice=True),
    "delay": Fault(delay=0.4),
    "jitter": Fault(jitter=0.3),
    "loss of one in three": Fault(loss=1 / 3),
    "thin": Fault(rate=25_000),
    "wrong certificate": Fault(stranger=True),
}


@dataclass
class Village:
    """Everything lies in ``folder``; ``chance`` draws the weather. The line speaks TLS."""

    folder: Path
    chance: random.Random
    ids: set[str] = field(default_factory=set)
    killed: Counter[str] = field(default_factory=Counter)
    met: Counter[str] = field(default_factory=Counter)
    only_cuts: bool = False
    healed: bool = False
    started: int = 0

    def __post_init__(self) -> None:
        warm.preload()
        write_catalogue(self.folder / "catalogue")
        tls, self.ca = server_context(self.folder / "gateway")
        false_tls, _ = server_context(self.folder / "stranger")
        self.server, self.url = warm.centre(self.folder)
        self.proxy = FaultProxy(self.address(), self.fault, tls, false_tls)
        os.environ["KIOSK_CA_FILE"] = str(self.ca)
        link = enrol(self.url, "SANDBOX", "T-01")
        store, url = self.store(), self.proxy.url
        write_link(store.notes, replace(link, url=url, openrosa=url))
        store.close()

    def address(self) -> tuple[str, int]:
        return "127.0.0.1", int(self.url.rpartition(":")[2])

    def fault(self) -> Fault:
        """Half the connections are to be cut, a third are spoilt in another way."""
        if self.healed:
            return Fault()
        lot = self.chance.random()
        if lot < 0.5 or self.only_cuts:
            return self.drawn_cut()
        kind = self.chance.choice(list(OTHERS)) if lot < 0.85 else "none"
        self.met[kind] += 1
        return OTHERS.get(kind, Fault())

    def drawn_cut(self) -> Fault:
        """A cut in any phase of any question, or after any number of bytes."""
        if self.chance.random() < BY_BYTES:
            return random_cut(self.chance, self.chance.choice((4_000, 14_000, 400_000)))
        return Fault(cut=drawn_cut(self.chance))

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
        """The command itself, killed after so many bytes or at some moment, and perhaps the
        exchange under it.
        """
        words = ["sync", "--once", "--data", str(self.folder / "kiosk")]
        self.started += 1
        client = warm.command(words) if self.started % COLD_EVERY else warm.Cold(words)
        goal = self.proxy.bytes_up + self.chance.randrange(1, self.chance.choice((20_000, 300_000)))
        until = time.monotonic() + self.chance.uniform(0.2, 2.5)
        while client.is_alive() and self.proxy.bytes_up < goal and time.monotonic() < until:
            self.proxy.moved.wait(0.02)
            self.proxy.moved.clear()
        if self.chance.random() < 0.5:
            self.kill_server()
        self.killed["client"] += client.is_alive()
        client.kill()
        client.join()

    def kill_server(self) -> None:
        self.killed["centre"] += 1
        self.server.kill()
        self.server.join()
        self.server, self.url = warm.centre(self.folder)
        self.proxy.target = self.address()

    def synchronise_here(self, enough: int) -> None:
        """The same engine in this process, over nothing but cuts, until there were so many."""
        store = self.store()
        exchange = self.exchange(store)
        self.only_cuts = True
        while self.proxy.cuts < enough:
            told = run_once(
                store, exchange, app.now(), ignore_backoff=True, refresh=False, deadline=3
            )
            if not told.pending:
                break
        self.only_cuts = False
        exchange.close()
        store.close()

    def exchange(self, store: Store) -> JoinedExchange:
        link = read_link(store.notes)
        assert link is not None
        return connect(link, network=Network(ca_file=str(self.ca)))

    def heal(self, longest: float) -> float:
        """Seconds until everything had arrived over the healed line with nobody pressing a button,
        or until the time is up.
        """
        self.healed = True
        self.proxy.drop()
        began, store, waiter = time.monotonic(), self.store(), threading.Event()
        exchange = self.exchange(store)
        while run_once(store, exchange, app.now()).pending:
            if time.monotonic() - began > longest:
                break
            waiter.wait(ROUND)
        exchange.close()
        store.close()
        return round(time.monotonic() - began, 1)

    def count(self) -> dict[str, int]:
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

    def close(self) -> None:
        self.proxy.close()
        self.server.kill()
        self.server.join()
