"""The encrypted store against plain SQLite with the same schema and durability, in one run."""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from kiosk import app
from kiosk.flow import forms
from kiosk.flow.station import Station
from kiosk.settings import Settings
from offline.store import envelope as envelopes
from offline.store import schema, searchkeys, tpm
from offline.store.database import Database
from offline.store.keyfiles import FileKeyStore
from offline.store.keyring import RememberedKeyStore, UserKeyring
from offline.store.keystore import KeyStore, SystemdCredsKeyStore
from offline.store.lock import WriterLock
from offline.store.port import KeyUnavailableError, Store
from offline.store.sqlite import SqlStore, open_store
from offline.store.tpm import TpmKeyStore
from tests.benchmarks.searching import through_the_window
from tests.stations import RESIDENCE, STATION, fill, person, stored_form

ROUNDS = 100
OPENINGS = 30
PEOPLE = int(os.environ.get("KIOSK_BENCH_PEOPLE", "1000000"))
BATCH = 50_000
SEARCHES = 300
TYPED = 60
"""Of those, how many are also typed into the desk's search box."""
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "小明伟芳娜敏静丽强磊军洋勇艳杰娟涛超秀霞平刚桂英文华建国志玉兰春梅红海燕云飞龙凤山水"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


class PlainDatabase(Database):
    """The same connection without a key: plain SQLite."""

    def _unlock(self, raw: Any, key: bytes, salt: bytes) -> None:
        """Nothing is locked."""


class PlainStore(SqlStore):
    """The same store on plain SQLite."""

    connect = PlainDatabase


def run() -> dict[str, Any]:
    """Ratios are encrypted over plain, of the work done one after the other; times in ms."""
    with tempfile.TemporaryDirectory() as place:
        return {**_finalising(Path(place)), **_opening(Path(place)), **_searching(Path(place))}


def _finalising(place: Path) -> dict[str, float]:
    """``flow.finalise`` from a filled form to durable, and the bare durable commit beside it."""
    with closing(_secret(place / "secret")) as secret, closing(_plain(place / "plain")) as plain:
        stations = {"secret": _station(secret), "plain": _station(plain)}
        times: dict[str, list[float]] = {}
        for number in range(ROUNDS):
            for name in sorted(stations, reverse=number % 2 == 1):
                station = stations[name]
                work = _filled(station)
                times.setdefault(f"{name} finalise", []).append(
                    _timed(partial(forms.finalise, station, work))
                )
                times.setdefault(f"{name} commit", []).append(_timed(_commit(station.store)))
    middle = {name: statistics.median(found) for name, found in times.items()}
    return {
        "finalise_ms": round(middle["secret finalise"], 3),
        "finalise_plain_ms": round(middle["plain finalise"], 3),
        "finalise_ratio": round(middle["secret finalise"] / middle["plain finalise"], 2),
        "commit_ms": round(middle["secret commit"], 3),
        "commit_plain_ms": round(middle["plain commit"], 3),
        "commit_ratio": round(middle["secret commit"] / middle["plain commit"], 2),
    }


def _opening(place: Path) -> dict[str, float]:
    def once() -> None:
        _secret(place / "secret").close()

    found = {"open_ms": round(statistics.median(_timed(once) for _ in range(OPENINGS)), 2)}
    sealing = _sealing(place / "sealed-keys")
    return {**found, **(_sealed_opening(place / "sealed", sealing) if sealing else {})}


def _sealed_opening(folder: Path, sealing: KeyStore) -> dict[str, Any]:
    """By what seals a key here: asked at each opening, and remembered by the kernel as it is."""
    ways = {"sealed": sealing, "remembered": RememberedKeyStore(sealing, UserKeyring())}
    times: dict[str, list[float]] = {}
    for _ in range(OPENINGS):
        for name, keys in ways.items():
            opening = partial(open_store, folder, keys=keys)
            times.setdefault(name, []).append(_timed(lambda: opening().close()))  # noqa: B023
    for slot in envelopes.read(folder).of_kind("machine"):
        ways["remembered"].remove(slot.facts["name"])
    middle = {f"open_{name}_ms": round(statistics.median(t), 2) for name, t in times.items()}
    return {"sealed_by": sealing.kind, **middle}


def _sealing(folder: Path) -> KeyStore | None:
    """What seals here for this process: systemd-creds, else a TPM, else nothing."""
    ways: list[KeyStore] = [SystemdCredsKeyStore(folder)]
    if tpm.is_here():
        ways.append(TpmKeyStore(folder))
    for keys in ways:
        try:
            keys.put("probe", b"probe")
        except KeyUnavailableError:
            continue
        keys.remove("probe")
        return keys
    return None


def _searching(place: Path) -> dict[str, Any]:
    rng = random.Random(3)  # noqa: S311 — a repeatable run
    words = [rng.choice(SURNAMES) + rng.choice(GIVEN) for _ in range(SEARCHES)]
    times: list[float] = []

    def alone(store: SqlStore) -> None:
        _fill(store, rng)
        times.extend(_timed(partial(store.people.find, each)) for each in words)

    os.environ["KIOSK_KEYS"] = str(place / "keys")
    typed = through_the_window(place / "people", words[:TYPED], alone)
    return {
        "people": PEOPLE,
        "search_p50_ms": round(statistics.median(times), 2),
        "search_p95_ms": round(sorted(times)[int(len(times) * 0.95)], 2),
        **typed,
    }


def _secret(folder: Path) -> SqlStore:
    return open_store(folder, keys=FileKeyStore(folder.parent / "keys"))


def _plain(folder: Path) -> SqlStore:
    folder.mkdir()
    lock = WriterLock(folder / "store.lock")
    store = PlainStore(folder, b"", b"", lock, lambda: NOW)
    schema.migrate(store.database, lambda: NOW)
    return store


def _station(store: SqlStore) -> Station:
    """A service point on this store, with a form of the catalogue."""
    store.forms.put(stored_form(RESIDENCE))
    return app.station(store, Settings(), STATION)


def _filled(station: Station) -> forms.Work:
    """A form with every answer, saved as leaving its last page saves it."""
    work = forms.begin(station, RESIDENCE, person())
    fill(work)
    forms.save(station, work)
    return work


def _commit(store: Store) -> Callable[[], None]:
    return lambda: store.notes.put("bench", str(time.perf_counter_ns()))


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _fill(store: SqlStore, rng: random.Random) -> None:
    """By the rooms' own keys, but sorted and in batches: a million one by one takes an hour."""
    keys: list[tuple[str, int]] = []
    with store.transaction():
        for rows in _people(rng, keys):
            store.database.many(
                "INSERT INTO people (id, subject, name, id4, kind, issuer, id_number, verified,"
                " phone) VALUES (?, ?, ?, ?, 'person', '', '', 0, '')",
                rows,
            )
        keys.sort()
        store.database.many("INSERT INTO people_keys (key, person) VALUES (?, ?)", keys)


def _people(
    rng: random.Random, keys: list[tuple[str, int]]
) -> Iterator[list[tuple[int, str, str, str]]]:
    known: dict[str, set[str]] = {}
    for start in range(0, PEOPLE, BATCH):
        rows = []
        for number in range(start, min(start + BATCH, PEOPLE)):
            name = rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=rng.choice((1, 2, 2))))
            four = f"{rng.randrange(10_000):04}"
            if name not in known:
                known[name] = searchkeys.of_name(name)
            keys += [(key, number) for key in (*known[name], searchkeys.LAST_FOUR + four)]
            rows.append((number, f"s{number}", name, four))
        yield rows
