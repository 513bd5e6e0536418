"""A store whose machine key is gone: opened by what its people know, and then by itself again."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from offline.store import envelope as envelopes
from offline.store import slotkeeping, slots
from offline.store.keyfiles import FileKeyStore
from offline.store.port import KeyUnavailableError, LockedOut, Resting, WrongPassphrase
from offline.store.sealed import SealedStore
from offline.store.sqlite import open_store
from offline.store.verifying import verify
from offline.store.waysin import WaysIn, WrongCode
from tests.fakes.store_samples import NOON, handed_in, keys

PHRASES = {"li": "三月的桃花 2026", "wang": "六月的荷花 2026"}


@dataclass
class Carried:
    """A data folder on a machine that never saw its key, with a clock moved by hand."""

    place: Path
    code: str = ""
    now = NOON

    @property
    def folder(self) -> Path:
        return self.place / "data"

    @property
    def here(self) -> FileKeyStore:
        return FileKeyStore(self.place / "other machine")

    def sealed(self) -> SealedStore:
        return SealedStore(self.folder, keys=self.here, clock=lambda: self.now)

    def wrong(self, times: int) -> None:
        for _ in range(times):
            assert isinstance(self.sealed().by_passphrase("wrong"), WrongPassphrase | LockedOut)
            self.now += timedelta(minutes=5)

    def log(self) -> list[tuple[str, str, str]]:
        with closing(open_store(self.folder, keys=self.here)) as store:
            return [(each.operator, each.act, each.detail) for each in store.audit.entries()]


@pytest.fixture
def carried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Carried:
    monkeypatch.setattr(slots, "ARGON2", {"passes": 1, "memory_kib": 32, "lanes": 1})
    made = Carried(tmp_path)
    with closing(open_store(made.folder, keys=keys(tmp_path), clock=lambda: NOON)) as store:
        handed_in(store)
        for label, phrase in PHRASES.items():
            slotkeeping.add_passphrase(made.folder, store.data_key, phrase, label)
        made.code = slotkeeping.add_recovery(made.folder, store.data_key)
    return made


def test_after_one_press_the_next_start_needs_nobody(carried: Carried) -> None:
    with pytest.raises(KeyUnavailableError):
        open_store(carried.folder, keys=carried.here)
    sealed = carried.sealed()
    assert sealed.ways() == WaysIn(passphrase=True, recovery=True)
    assert sealed.by_recovery(carried.code) is None
    with closing(open_store(carried.folder, keys=carried.here, unlock=sealed.unlock)) as store:
        assert len(store.submissions.list()) == 1
    sealed.keep()
    assert ("system", "unsealed", "recovery code, 0 wrong before") in carried.log()
    assert ("system", "slot added", "machine") in carried.log()
    with closing(open_store(carried.folder, keys=keys(carried.place))):
        pass  # the machine it came from is not shut out
    key = sealed.unlock(envelopes.read(carried.folder))
    assert not verify(carried.folder, envelopes.read(carried.folder), key)


def test_opened_only_once_the_next_start_asks_again(carried: Carried) -> None:
    assert carried.sealed().by_passphrase(PHRASES["li"]) is None
    with pytest.raises(KeyUnavailableError):
        open_store(carried.folder, keys=carried.here)


def test_wrong_passphrases_are_counted_paused_and_locked_but_never_the_code(
    carried: Carried,
) -> None:
    assert carried.sealed().by_passphrase("wrong") == WrongPassphrase(4)
    assert carried.sealed().by_passphrase(PHRASES["li"]) == Resting(slots.PAUSE)
    carried.now += timedelta(minutes=5)
    carried.wrong(4)
    assert carried.sealed().by_passphrase(PHRASES["li"]) == LockedOut(expired=False)
    assert carried.sealed().ways() == WaysIn(passphrase=True, recovery=True, locked=True)
    sealed = carried.sealed()
    for _ in range(7):
        assert sealed.by_recovery("0" * 32) == WrongCode()
    assert sealed.by_recovery(carried.code) is None
    sealed.keep()
    assert ("system", "unsealed", "recovery code, 7 wrong before") in carried.log()


def test_one_persons_right_passphrase_is_no_failure_of_anothers(carried: Carried) -> None:
    for _ in range(slots.MOST_FAILURES + 1):
        assert carried.sealed().by_passphrase(PHRASES["wang"]) is None
    carried.wrong(1)
    assert carried.sealed().by_passphrase(PHRASES["li"]) is None
    found = envelopes.read(carried.folder).of_kind("passphrase")
    assert [slot.facts["failures"] for slot in found] == [0, 0]


def test_a_store_that_was_not_opened_gives_and_keeps_nothing(carried: Carried) -> None:
    before = envelopes.read(carried.folder)
    sealed = carried.sealed()
    for act in (sealed.keep, lambda: sealed.unlock(before)):
        with pytest.raises(KeyUnavailableError):
            act()
    assert envelopes.read(carried.folder) == before
