"""Key slots: several independent ways to one key, and backups that open with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from offline.records import SubmissionState
from offline.store import envelope as envelopes
from offline.store import paths, slotkeeping, slots
from offline.store.keyfiles import FileKeyStore
from offline.store.port import (
    RESTORED,
    DamagedError,
    KeyUnavailableError,
    LockedError,
    PassphraseLockedError,
    UnknownRecordError,
)
from offline.store.restoring import back_up, restore
from offline.store.slotkeeping import LastSlotError
from offline.store.sqlite import SqlStore, open_store
from offline.store.unlocking import by_counted_passphrase, by_machine, by_passphrase, by_recovery
from tests.fakes.store_samples import NOON, handed_in, keys

PASSPHRASE = "三月的桃花 2026"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id with little memory: its full cost has a test of its own."""
    monkeypatch.setattr(slots, "ARGON2", {"passes": 1, "memory_kib": 32, "lanes": 1})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def store(folder: Path, tmp_path: Path) -> Iterator[SqlStore]:
    opened = open_store(folder, keys=keys(tmp_path), clock=lambda: NOON)
    handed_in(opened, files=1)
    yield opened
    opened.close()


def elsewhere(tmp_path: Path) -> FileKeyStore:
    return FileKeyStore(tmp_path / "other machine")


def test_the_data_key_is_random_and_long(store: SqlStore, tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "second", keys=keys(tmp_path))) as other:
        assert len(store.data_key) == len(other.data_key) == 32
        assert store.data_key != other.data_key


def test_full_argon2_opens_what_it_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "ARGON2", {"passes": 3, "memory_kib": 64 * 1024, "lanes": 4})
    slot = slots.passphrase_slot(b"k" * 32, PASSPHRASE)
    assert (slot.facts["passes"], slot.facts["memory_kib"]) == (3, 65536)
    assert slots.open_passphrase(slot, PASSPHRASE) == b"k" * 32


def test_a_forgotten_passphrase_is_not_data_lost(
    store: SqlStore, folder: Path, tmp_path: Path
) -> None:
    slotkeeping.add_passphrase(folder, store.data_key, PASSPHRASE, "li")
    code = slotkeeping.add_recovery(folder, store.data_key)
    store.close()
    for unlock in (by_passphrase(PASSPHRASE), by_recovery(code), by_recovery(code.lower())):
        with closing(open_store(folder, keys=elsewhere(tmp_path), unlock=unlock)) as opened:
            assert len(opened.submissions.list()) == 1
    for wrong in (by_passphrase("wrong"), by_recovery("0" * 32), by_machine(elsewhere(tmp_path))):
        with pytest.raises(KeyUnavailableError):
            open_store(folder, unlock=wrong)


def test_recovery_code_is_read_aloud_kindly(store: SqlStore, folder: Path) -> None:
    code = slotkeeping.add_recovery(folder, store.data_key)
    spoken = code.replace("0", "O").replace("1", "l").replace("-", " ")
    assert by_recovery(spoken)(envelopes.read(folder)) == store.data_key
    newer = slotkeeping.add_recovery(folder, store.data_key)
    with pytest.raises(KeyUnavailableError):
        by_recovery(code)(envelopes.read(folder))
    assert by_recovery(newer)(envelopes.read(folder)) == store.data_key


def test_five_wrong_passphrases_lock_the_slot(store: SqlStore, folder: Path) -> None:
    slotkeeping.add_passphrase(folder, store.data_key, PASSPHRASE, "li")
    now = NOON
    for _ in range(5):
        with pytest.raises(KeyUnavailableError):
            by_counted_passphrase(folder, "wrong", now)(envelopes.read(folder))
        now += timedelta(minutes=5)
    with pytest.raises(PassphraseLockedError) as locked:
        by_counted_passphrase(folder, PASSPHRASE, now)(envelopes.read(folder))
    assert locked.value.seconds is None
    slotkeeping.add_passphrase(folder, store.data_key, PASSPHRASE, "li")
    assert by_counted_passphrase(folder, PASSPHRASE, now)(envelopes.read(folder)) == store.data_key


def test_after_a_failure_the_next_try_must_wait(store: SqlStore, folder: Path) -> None:
    slotkeeping.add_passphrase(folder, store.data_key, PASSPHRASE, "li")
    with pytest.raises(KeyUnavailableError):
        by_counted_passphrase(folder, "wrong", NOON)(envelopes.read(folder))
    with pytest.raises(PassphraseLockedError) as resting:
        by_counted_passphrase(folder, PASSPHRASE, NOON)(envelopes.read(folder))
    assert resting.value.seconds == slots.PAUSE
    later = NOON + timedelta(seconds=slots.PAUSE)
    unlock = by_counted_passphrase(folder, PASSPHRASE, later)
    assert unlock(envelopes.read(folder)) == store.data_key
    assert envelopes.read(folder).of_kind("passphrase")[0].facts["failures"] == 0


def test_a_clock_set_back_neither_ends_a_pause_nor_makes_it_last(
    store: SqlStore, folder: Path
) -> None:
    slotkeeping.add_passphrase(folder, store.data_key, PASSPHRASE, "li")
    past = NOON - timedelta(days=900)
    with pytest.raises(KeyUnavailableError):
        by_counted_passphrase(folder, "wrong", NOON)(envelopes.read(folder))
    with pytest.raises(PassphraseLockedError) as resting:
        by_counted_passphrase(folder, PASSPHRASE, past)(envelopes.read(folder))
    assert resting.value.seconds == slots.PAUSE
    later = past + timedelta(seconds=slots.PAUSE)
    unlock = by_counted_passphrase(folder, PASSPHRASE, later)
    assert unlock(envelopes.read(folder)) == store.data_key


@pytest.mark.parametrize("years", [-5, 5])
def test_the_lock_outlives_restarts_and_clocks(
    store: SqlStore, folder: Path, tmp_path: Path, years: int
) -> None:
    slotkeeping.add_passphrase(folder, store.data_key, PASSPHRASE, "li")
    code = slotkeeping.add_recovery(folder, store.data_key)
    store.close()
    for tries in range(5):
        now = NOON + timedelta(minutes=5 * tries)
        with pytest.raises(KeyUnavailableError):
            open_store(folder, unlock=by_counted_passphrase(folder, "wrong", now))
    moved = NOON + timedelta(days=365 * years)
    for now in (moved, moved + timedelta(days=1)):
        with pytest.raises(PassphraseLockedError):
            open_store(folder, unlock=by_counted_passphrase(folder, PASSPHRASE, now))
    open_store(folder, keys=elsewhere(tmp_path), unlock=by_recovery(code)).close()


def test_the_machine_key_is_renewed_without_touching_the_data(
    store: SqlStore, folder: Path, tmp_path: Path
) -> None:
    old = envelopes.read(folder).slots[0]
    before = paths.database(folder).read_bytes()
    new = slotkeeping.renew_machine(folder, store.data_key, keys(tmp_path))
    assert paths.database(folder).read_bytes() == before
    assert [slot.id for slot in envelopes.read(folder).slots] == [new.id]
    assert [path.name for path in (tmp_path / "keys").iterdir()] == [new.facts["name"]]
    assert old.wrapped != new.wrapped
    store.close()
    open_store(folder, keys=keys(tmp_path)).close()


def test_the_last_slot_cannot_be_removed(store: SqlStore, folder: Path, tmp_path: Path) -> None:
    only = envelopes.read(folder).slots[0].id
    with pytest.raises(LastSlotError):
        slotkeeping.remove(folder, only, keys(tmp_path))
    with pytest.raises(UnknownRecordError):
        slotkeeping.remove(folder, "other", keys(tmp_path))
    slotkeeping.add_recovery(folder, store.data_key)
    slotkeeping.remove(folder, only, keys(tmp_path))
    with pytest.raises(KeyUnavailableError):
        by_machine(keys(tmp_path))(envelopes.read(folder))


def test_a_backup_made_in_use_comes_back_elsewhere(
    store: SqlStore, folder: Path, tmp_path: Path
) -> None:
    code = slotkeeping.add_recovery(folder, store.data_key)
    store.submissions.claim("uuid:1", NOON)
    back_up(store, tmp_path / "b.tar")
    handed_in(store, "uuid:later")
    back = tmp_path / "back"
    restore(tmp_path / "b.tar", back, by_recovery(code), elsewhere(tmp_path), lambda: NOON)
    with closing(open_store(back, keys=elsewhere(tmp_path))) as restored:
        assert [each.state for each in restored.submissions.list()] == [SubmissionState.WAITING]
        assert restored.notes.get(RESTORED)
        assert restored.attachments.open("uuid:1", "photo-0.jpg").read() == b"photo-0.jpg"
        assert restored.audit.broken_at() is None
    assert by_recovery(code)(envelopes.read(back)) == store.data_key
    assert not list(tmp_path.glob(".*"))


def test_a_backup_has_its_own_key_and_no_machine_key(
    store: SqlStore, folder: Path, tmp_path: Path
) -> None:
    back_up(store, tmp_path / "b.tar")
    content = (tmp_path / "b.tar").read_bytes()
    assert store.data_key not in content
    assert b"photo-0.jpg" not in content
    assert (tmp_path / "b.tar").stat().st_mode & 0o077 == 0
    with pytest.raises(KeyUnavailableError):
        restore(tmp_path / "b.tar", tmp_path / "x", by_machine(elsewhere(tmp_path)), keys(tmp_path))
    assert not (tmp_path / "x").exists()
    assert envelopes.read(folder).of_kind(slots.COPY) == ()


@pytest.mark.parametrize("offset", [700, 5000, -30_000])
def test_a_damaged_backup_is_refused_whole(store: SqlStore, tmp_path: Path, offset: int) -> None:
    file = tmp_path / "b.tar"
    back_up(store, file)
    content = bytearray(file.read_bytes())
    content[offset] ^= 4
    file.write_bytes(content)
    with pytest.raises(DamagedError):
        restore(file, tmp_path / "x", by_machine(keys(tmp_path)), keys(tmp_path))
    assert not (tmp_path / "x" / "store.db").exists()


def test_what_is_no_backup_is_said(store: SqlStore, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "b.tar"
    file.write_bytes(b"not a tar")
    with pytest.raises(DamagedError):
        restore(file, tmp_path / "x", by_machine(keys(tmp_path)), keys(tmp_path))
    back_up(store, file)
    before = paths.database(folder).read_bytes()
    with pytest.raises(LockedError):
        restore(file, folder, by_machine(keys(tmp_path)), keys(tmp_path))
    store.close()
    with pytest.raises(DamagedError):
        restore(file, folder, by_machine(keys(tmp_path)), keys(tmp_path))
    assert paths.database(folder).read_bytes()[:16] == before[:16]


def test_a_slot_added_twice_replaces_itself(store: SqlStore, folder: Path) -> None:
    for passphrase in ("first passphrase", PASSPHRASE):
        slotkeeping.add_passphrase(folder, store.data_key, passphrase, "li")
    found = envelopes.read(folder).of_kind("passphrase")
    assert [slot.id for slot in found] == ["li"]
    assert slots.open_passphrase(found[0], PASSPHRASE) == store.data_key
    with pytest.raises(KeyUnavailableError):
        slots.open_passphrase(replace(found[0], wrapped="00"), PASSPHRASE)


def test_a_machine_key_in_a_plain_file_is_named_for_doctor(store: SqlStore, folder: Path) -> None:
    slotkeeping.add_recovery(folder, store.data_key)
    found = envelopes.read(folder)
    (machine,) = found.of_kind("machine")
    assert slots.in_plain_files(found) == (machine,)
    sealed = replace(machine, facts={**machine.facts, "where": "systemd-creds"})
    assert slots.in_plain_files(found.with_slot(sealed)) == ()
