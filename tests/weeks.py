"""A week without a network by the clock: work goes on every hour, the engine tries every while."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

from offline.records import Draft
from offline.store.port import Store
from offline.store.sqlite import open_store
from offline.sync import run_once
from tests.fakes.exchange import FakeExchange
from tests.fakes.store_samples import NOON, keys
from tests.sandbox_server import submission_xml

WEEK: Final = timedelta(days=7)
PHOTO: Final = 20_000


@dataclass(frozen=True, slots=True)
class Healed:
    """What a week left: tries made for nothing, seconds and tries until all had arrived."""

    tries_offline: int
    seconds: int
    sends: Counter[str]
    held: dict[str, dict[str, bytes]]
    wanted: dict[str, dict[str, bytes]]
    disk: int
    payload: int


def week_offline(folder: Path, count: int, every: timedelta) -> Healed:
    """Hand in ``count`` submissions with two photos each over seven days without a network, run
    the engine at every step of the clock, then heal and go on every 15 s.
    """
    chance, exchange = Random(7), FakeExchange(down="dns")  # noqa: S311 — a repeatable week
    store = open_store(folder / "kiosk", keys=keys(folder))
    try:
        wanted = _live(store, exchange, count, every, chance)
        offline, exchange.down = len(exchange.sends), ""
        exchange.sends.clear()
        seconds = _heal(store, exchange, NOON + WEEK, chance)
    finally:
        store.close()
    disk = sum(path.stat().st_size for path in (folder / "kiosk").rglob("*") if path.is_file())
    payload = sum(len(data) for files in wanted.values() for data in files.values())
    sends = Counter(exchange.sends)
    return Healed(offline, seconds, sends, exchange.files_held, wanted, disk, payload)


def _live(
    store: Store, exchange: FakeExchange, count: int, every: timedelta, chance: Random
) -> dict[str, dict[str, bytes]]:
    wanted: dict[str, dict[str, bytes]] = {}
    for step in range(WEEK // every):
        now = NOON + step * every
        while len(wanted) < count and len(wanted) * (WEEK // every) <= step * count:
            instance_id = f"uuid:{len(wanted)}"
            wanted[instance_id] = _hand_in(store, instance_id, now, chance)
        run_once(store, exchange, now, rng=chance)
    return wanted


def _hand_in(store: Store, instance_id: str, now: datetime, chance: Random) -> dict[str, bytes]:
    photos = {name: chance.randbytes(PHOTO) for name in ("a.jpg", "b.jpg")}
    for name, data in photos.items():
        store.attachments.add(instance_id, name, "image/jpeg", io.BytesIO(data))
    draft = Draft(instance_id, "allowance", "1", "高龄津贴", None, "cli", b"", "/", now, now)
    xml = submission_xml(instance_id, photo="a.jpg")
    store.submissions.finalise(draft, xml, f"LW-{instance_id}", list(photos), now)
    return photos


def _heal(store: Store, exchange: FakeExchange, healed: datetime, chance: Random) -> int:
    """Seconds of the clock until nothing is pending; at most an hour is given."""
    for seconds in range(0, 3600, 15):
        moment = healed + timedelta(seconds=seconds)
        if not run_once(store, exchange, moment, rng=chance).pending:
            return seconds
    return 3600
