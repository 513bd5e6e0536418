"""Pausing by a person, metered links, how fast and how much is left; on the real store."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offline.exchange.port import Parcel, SendOutcome
from offline.records import Draft, SubmissionState
from offline.store.port import MOVED, Store
from offline.store.sqlite import open_store
from offline.sync import Summary, memory, run_once, status
from offline.sync.weather import Weather, photos_at, smoothed
from tests.fakes.exchange import FakeExchange
from tests.fakes.store_samples import NOON, handed_in, keys

NIGHT = NOON + timedelta(hours=10)
PHOTO = bytes(50_000)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "kiosk", keys=keys(tmp_path), clock=lambda: NOON)
    yield opened
    opened.close()


def with_photo(store: Store, instance_id: str = "uuid:1") -> None:
    store.attachments.add(instance_id, "a.jpg", "image/jpeg", io.BytesIO(PHOTO))
    draft = Draft(instance_id, "allowance", "1", "T", None, "cli", b"", "/", NOON, NOON)
    store.submissions.finalise(draft, b"<data id='allowance'/>", "LW-1", ["a.jpg"], NOON)


def run(
    store: Store, exchange: FakeExchange, after: float = 0, weather: Weather | None = None
) -> Summary:
    return run_once(store, exchange, NOON + timedelta(seconds=after), weather=weather)


def test_a_person_pauses_and_lets_it_go_on(store: Store) -> None:
    handed_in(store, "uuid:1")
    exchange = FakeExchange()
    memory.hold(store.notes, NOON)
    assert run(store, exchange).paused == memory.HELD_HERE
    assert (exchange.sends, status(store, NOON).paused) == ([], memory.HELD_HERE)
    memory.release(store.notes)
    assert run(store, exchange, 15).accepted == 1


def test_a_wish_to_send_now_is_stronger_than_the_pause(store: Store) -> None:
    handed_in(store, "uuid:1")
    memory.hold(store.notes, NOON)
    assert run_once(store, FakeExchange(), NOON, ignore_backoff=True).accepted == 1


class Noting(FakeExchange):
    """Remembers which parcels said that more is to come."""

    parcels: list[tuple[bool, int]]

    def send(self, parcel: Parcel) -> SendOutcome:
        self.parcels = [*getattr(self, "parcels", []), (parcel.more, len(parcel.files))]
        return super().send(parcel)


def test_over_a_metered_link_text_goes_first_and_photos_at_night(store: Store) -> None:
    with_photo(store)
    exchange, metered = Noting(), Weather(photos_at=NIGHT)
    assert run(store, exchange, 0, metered).accepted == 0
    assert run(store, exchange, 900, metered).tried == 0
    told = status(store, NOON)
    assert (told.pending, told.photos_waiting, told.bytes_left) == (1, 1, len(PHOTO))
    assert told.next_due == NIGHT
    assert run(store, exchange, 36_100, Weather()).accepted == 1
    assert exchange.parcels == [(True, 0), (False, 1)]
    assert exchange.files_held["uuid:1"]["a.jpg"] == PHOTO


def test_photos_go_at_once_when_the_link_is_not_metered_any_more(store: Store) -> None:
    with_photo(store)
    exchange = Noting()
    run(store, exchange, 0, Weather(photos_at=NIGHT))
    assert run(store, exchange, 30, Weather()).accepted == 1


def test_a_change_of_the_network_is_tried_at_once(store: Store) -> None:
    handed_in(store, "uuid:1")
    exchange = FakeExchange(down="timeout")
    for after in (0, 60, 120):
        run(store, exchange, after)
    exchange.down = ""
    assert run(store, exchange, 121).unreachable == "timeout"
    assert run(store, exchange, 122, Weather(woken=True)).accepted == 1


def test_what_is_left_and_the_clocks_difference_are_told(store: Store) -> None:
    with_photo(store)
    store.notes.put(memory.RATE, "1000")
    run(store, FakeExchange(down="timeout", ahead=42.4))
    told = status(store, NOON).to_json()
    assert told["bytes_left"] == len(PHOTO) + len(b"<data id='allowance'/>")
    assert told["seconds_left"] == pytest.approx(told["bytes_left"] / 1000, abs=0.1)
    assert told["clock_ahead"] == 42
    assert store.submissions.get("uuid:1").state is SubmissionState.WAITING


def test_the_speed_of_the_link_is_measured(store: Store) -> None:
    with_photo(store)
    run(store, FakeExchange())
    assert memory.rate(store.notes) > 0


def test_moved_work_says_so_before_anything_else(store: Store) -> None:
    store.notes.put(MOVED, NOON.isoformat())
    memory.hold(store.notes, NOON)
    assert status(store, NOON).paused == memory.MOVED_AWAY


DAY = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hour", "opens"),
    [(23, None), (5, None), (6, 22), (12, 22), (21, 22), (22, None)],
)
def test_the_night_has_a_beginning_and_an_end(hour: int, opens: int | None) -> None:
    found = photos_at(DAY + timedelta(hours=hour), time(22), time(6))
    assert found == (None if opens is None else DAY + timedelta(hours=opens))


@given(st.integers(0, 1439), st.integers(0, 23), st.integers(0, 23))
def test_the_next_night_is_never_past_nor_more_than_a_day_away(
    minute: int, begins: int, ends: int
) -> None:
    now = DAY + timedelta(minutes=minute)
    found = photos_at(now, time(begins), time(ends))
    assert found is None or now < found <= now + timedelta(days=1)


def test_a_speed_is_smoothed_and_small_things_do_not_count() -> None:
    assert smoothed(0, 100_000, 10) == 10_000
    assert smoothed(10_000, 200_000, 10) == 13_000
    assert smoothed(10_000, 100, 10) == 10_000
