"""Kill the store with SIGKILL at random points and count what was acknowledged and is not there.

``make soak`` or ``python -m tests.e2e.soak_store [KILLS]``; the short version is
``tests/offline/store/test_kill.py``.
A child works on the store and says over a pipe what it begins and what is durable; the parent kills
it after a random while and later looks whether every acknowledged thing is there exactly once.
"""

from __future__ import annotations

import hashlib
import io
import os
import random
import select
import shutil
import signal
import sys
import tempfile
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from offline.records import Draft, Person, SubmissionState
from offline.store import envelope as envelopes
from offline.store import schema
from offline.store.keyfiles import FileKeyStore
from offline.store.migrations import MIGRATIONS
from offline.store.restoring import back_up, restore
from offline.store.retention import Retention, purge
from offline.store.sqlite import SqlStore, open_store
from offline.store.unlocking import by_machine
from offline.store.verifying import verify

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=40)
PERSON = Person("subject", "王小明", "1234")
CHECK_EVERY = 10
STRETCH = 50
"""Lives of one store: it grows with each, until no backup of it is done before its child dies."""
MANY = 1000
SHORT, LONG = 0.06, 0.25
"""Seconds from a child's first word to its death, at most, in the test and in the soak."""

ACTS = {"draft", "photo", "finalise", "settle", "purge", "migrate", "backup"}
"""In each of these some of a thousand children died."""

S = SubmissionState


@dataclass
class Tally:
    """What children said and what the parent found."""

    kills: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    corrupt: list[str] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    """What the store said of a disk that failed it, where that was brought about."""
    died_in: Counter[str] = field(default_factory=Counter)
    """What was begun and not done when a child was killed."""

    def take(self, lines: list[str]) -> None:
        """One life and its end."""
        for line in lines:
            self.count(line)
        word, what, *_ = [*lines[-1:], "none between"][0].split()
        act = "settle" if what in set(S) else what
        self.died_in[act if word == "begin" else "between"] += 1
        self.kills += 1

    def count(self, line: str) -> None:
        self.acknowledged += line.startswith("done")
        if line.startswith("failed"):
            self.corrupt.append(line)
        elif line.startswith("fault"):
            self.faults[line.split()[1]] += 1

    @property
    def good(self) -> bool:
        return not (self.lost or self.duplicated or self.corrupt)


@dataclass
class Ground:
    """Where the store, its keys and its backups lie."""

    place: Path

    @property
    def folder(self) -> Path:
        return self.place / "data"

    @property
    def keys(self) -> FileKeyStore:
        return FileKeyStore(self.place / "keys")

    @property
    def backup(self) -> Path:
        return self.place / "backup.tar"

    def open(self) -> SqlStore:
        return open_store(self.folder, keys=self.keys, clock=lambda: NOON)


@dataclass(frozen=True)
class Trial:
    """What else goes wrong while a child works: ``begin`` brings it about, inside the child.

    ``expected`` are the errors with which the store may answer; work then goes on.
    """

    begin: Callable[[], None] = lambda: None
    expected: tuple[type[Exception], ...] = ()


NOTHING_ELSE = Trial()


# The child ------------------------------------------------------------------------------------


@dataclass
class Child:
    """Works without end, saying ``begin WHAT ID`` before and ``done WHAT ID`` after."""

    ground: Ground
    store: SqlStore
    rng: random.Random
    say: Callable[[str], None]
    expected: tuple[type[Exception], ...]

    def work(self) -> None:
        jobs = (self.save, self.save, self.hand_in, self.hand_in, self.settle, self.purge)
        while True:
            job = self.rng.choice((*jobs, self.back_up) if self.rng.random() < 0.1 else jobs)
            try:
                job()
            except self.expected as error:
                self.say(f"fault {type(error).__name__}")

    def save(self) -> None:
        instance_id = f"uuid:{uuid.UUID(int=self.rng.getrandbits(128))}"
        for page in range(self.rng.randrange(1, 4)):
            self.say(f"begin draft {instance_id}")
            self.store.drafts.save(_draft(instance_id, page))
            self.say(f"done draft {instance_id} {page}")
        self._add_photo(instance_id)

    def hand_in(self) -> None:
        drafts = self.store.drafts.all()
        if not drafts:
            return
        chosen = self.rng.choice(drafts)
        names = [file.name for file in self.store.attachments.of(chosen.instance_id)]
        self.say(f"begin finalise {chosen.instance_id}")
        done = self.store.submissions.finalise(
            chosen, _xml(chosen.instance_id), f"LW-{chosen.instance_id}", names, NOON
        )
        digests = ",".join(file.sha256 for file in done.attachments)
        self.say(f"done finalise {chosen.instance_id} {digests}")

    def settle(self) -> None:
        self.store.submissions.take_up(NOON)
        due = [*self.store.submissions.list(S.FINALISED), *self.store.submissions.list(S.WAITING)]
        for row in due[: self.rng.randrange(1, 4)]:
            self.store.submissions.claim(row.instance_id, NOON)
            then = self.rng.choice((S.ACCEPTED, S.WAITING, S.QUARANTINED))
            for file in row.attachments if then is S.ACCEPTED else ():
                self.store.submissions.mark_attachment_sent(row.instance_id, file.name)
            self.say(f"begin {then.value} {row.instance_id}")
            self.store.submissions.settle(row.instance_id, then, NOON, due=NOON)
            self.say(f"done {then.value} {row.instance_id}")

    def purge(self) -> None:
        for row in self.store.submissions.list(S.ACCEPTED):
            self.say(f"begin purge {row.instance_id}")
        self.say("begin purge -")
        purge(self.store, Retention(draft=1000, staff_draft=1000), LATER)
        self.say("done purge -")

    def back_up(self) -> None:
        self.say("begin backup -")
        back_up(self.store, self.ground.backup)
        self.say("done backup -")

    def _add_photo(self, instance_id: str) -> None:
        content = self.rng.randbytes(self.rng.randrange(1, 400_000))
        self.say(f"begin photo {instance_id}")
        self.store.attachments.add(instance_id, "photo.jpg", "image/jpeg", io.BytesIO(content))
        self.say(f"done photo {instance_id} {hashlib.sha256(content).hexdigest()}")


def _draft(instance_id: str, page: int) -> Draft:
    return Draft(
        instance_id, "f", "1", "t", PERSON, "grid", b"x" * 900, f"/data/{page}", NOON, NOON
    )


def _xml(instance_id: str) -> bytes:
    return f"<data><meta><instanceID>{instance_id}</instanceID></meta></data>".encode()


def _in_child(ground: Ground, seed: int, pipe: int, trial: Trial) -> None:
    def say(text: str) -> None:
        left = text.encode() + b"\n"
        while left:  # a failing disk fails or shortens this write too
            with suppress(OSError):
                left = left[os.write(pipe, left) :]

    rng = random.Random(seed)  # noqa: S311 — repeatable
    try:
        trial.begin()
        _migrate_something(ground, seed, say)
        Child(ground, ground.open(), rng, say, trial.expected).work()
    except trial.expected as error:
        say(f"fault {type(error).__name__}")
    except BaseException as error:  # noqa: BLE001 — the parent must hear of every one
        say(f"failed {type(error).__name__} {error}")
    finally:
        os._exit(1)


def _migrate_something(ground: Ground, seed: int, say: Callable[[str], None]) -> None:
    """Now and then make a store of the first schema and bring it up, to be killed meanwhile."""
    if seed % 5:
        return
    place = Ground(ground.place / f"old-{seed}")
    say(f"begin migrate {place.place.name}")
    keep = schema.migrate.__defaults__
    schema.migrate.__defaults__ = (MIGRATIONS[:1],)
    place.open().close()
    schema.migrate.__defaults__ = keep
    say(f"done migrate {place.place.name}")
    place.open().close()


# The parent -----------------------------------------------------------------------------------


@dataclass
class Heard:
    """What must be, and what may be because it was begun."""

    drafts: dict[str, int] = field(default_factory=dict)
    photos: dict[str, str] = field(default_factory=dict)
    handed_in: dict[str, str] = field(default_factory=dict)
    accepted: set[str] = field(default_factory=set)
    may_be: set[tuple[str, str]] = field(default_factory=set)
    old: list[str] = field(default_factory=list)
    backups: int = 0

    def take(self, line: str) -> None:
        word, what, name, *rest = [*line.split(), ""]
        if word in {"fault", "failed"}:
            return
        if word == "begin":
            self.may_be.add((what, name))
            if what == "migrate":
                self.old.append(name)
        elif what == "draft":
            self.drafts[name] = int(rest[0])
        elif what == "photo":
            self.photos[name] = rest[0]
        elif what == "finalise":
            self.handed_in[name] = rest[0]
        elif what == "accepted":
            self.accepted.add(name)
        elif what == "backup":
            self.backups += 1


def soak(
    place: Path, kills: int, seed: int = 1, longest: float = SHORT, trial: Trial = NOTHING_ELSE
) -> Tally:
    """Kill that many children; what was lost, doubled or damaged."""
    tally = Tally()
    rng = random.Random(seed)  # noqa: S311 — a repeatable run
    for first in range(0, kills, STRETCH):
        ground, heard = Ground(place / f"{first}"), Heard()
        last = min(first + STRETCH, kills) - 1
        for number in range(first, last + 1):
            life = seed * 100_000 + number
            lines = one_life(ground, life, rng.random() * longest, trial)
            for line in lines:
                heard.take(line)
            tally.take(lines)
            if number % CHECK_EVERY == CHECK_EVERY - 1 or number == last:
                check(ground, heard, tally)
        check_backup(ground, heard, tally)
        shutil.rmtree(ground.place)
    return tally


def one_life(ground: Ground, seed: int, seconds: float, trial: Trial) -> list[str]:
    """What a child said until it was killed."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        _in_child(ground, seed, write, trial)
    os.close(write)
    try:
        heard = _listen(read, seconds)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        said = heard + b"".join(iter(lambda: os.read(read, 65536), b""))
        whole, _, _cut_off = said.rpartition(b"\n")  # a write cut short by the kill says nothing
        return whole.decode().splitlines()
    finally:
        os.close(read)


def _listen(read: int, seconds: float) -> bytes:
    """Until the first word, and then for so long."""
    heard = os.read(read, 65536)
    until = datetime.now(UTC) + timedelta(seconds=seconds)
    while (left := (until - datetime.now(UTC)).total_seconds()) > 0:
        if select.select([read], [], [], left)[0]:
            piece = os.read(read, 65536)
            if not piece:
                break
            heard += piece
    return heard


def check(ground: Ground, heard: Heard, tally: Tally) -> None:
    """Whether all that was acknowledged is there once, and the store whole."""
    with closing(ground.open()) as store:
        drafts = {each.instance_id: each for each in store.drafts.all()}
        rows = store.submissions.list()
        handed_in = {each.instance_id: each for each in rows}
        tally.duplicated += [f"{each}" for each in set(drafts) & set(handed_in)]
        if len(rows) != len(handed_in):
            tally.duplicated.append("submissions")
        tally.lost += _lost_drafts(heard, drafts, set(handed_in))
        for instance_id, digests in heard.handed_in.items():
            found = handed_in.get(instance_id)
            if found is None:
                if ("purge", instance_id) not in heard.may_be:
                    tally.lost.append(f"submission {instance_id}")
                continue
            if ",".join(file.sha256 for file in found.attachments) != digests:
                tally.lost.append(f"file of {instance_id}")
            if instance_id in heard.accepted and found.state is not S.ACCEPTED:
                tally.lost.append(f"acceptance of {instance_id}")
            if store.submissions.xml(instance_id) != _xml(instance_id):
                tally.corrupt.append(f"bytes of {instance_id}")
        key = store.data_key
    problems = verify(ground.folder, envelopes.read(ground.folder), key)
    tally.corrupt += [f"{each.what} {each.where}" for each in problems]
    _check_old(ground, heard, tally)


def _lost_drafts(heard: Heard, drafts: dict[str, Draft], handed_in: set[str]) -> Iterator[str]:
    for instance_id, page in heard.drafts.items():
        if instance_id in handed_in or ("finalise", instance_id) in heard.may_be:
            continue
        found = drafts.get(instance_id)
        if found is None or int(found.place.rsplit("/")[-1]) < page:
            yield f"draft {instance_id}"


def _check_old(ground: Ground, heard: Heard, tally: Tally) -> None:
    """Killed while it was made or brought up: it opens, and is brought up now."""
    for name in heard.old:
        with closing(Ground(ground.place / name).open()) as store:
            if schema.number(store.database) != schema.KNOWN:
                tally.corrupt.append(f"schema of {name}")
        shutil.rmtree(ground.place / name)
    heard.old.clear()


def check_backup(ground: Ground, heard: Heard, tally: Tally) -> None:
    """The last whole backup restores, whatever was killed while writing the next."""
    if not heard.backups:
        return
    folder = ground.place / "restored"
    restore(ground.backup, folder, by_machine(ground.keys), ground.keys)
    with closing(open_store(folder, keys=ground.keys)) as store:
        key = store.data_key
    for problem in verify(folder, envelopes.read(folder), key):
        tally.corrupt.append(f"backup: {problem.what} {problem.where}")


@pytest.mark.slow
def test_a_thousand_kills_lose_nothing(tmp_path: Path) -> None:
    tally = soak(tmp_path, MANY, longest=LONG)
    assert tally.good, tally
    assert tally.kills == MANY
    assert set(tally.died_in) >= ACTS


def main() -> int:
    """Print the tally; exit code 1 if anything was lost, doubled or damaged."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    with tempfile.TemporaryDirectory() as place:
        tally = soak(Path(place), kills, longest=LONG)
    print(tally)  # noqa: T201 — what it is run for
    return 0 if tally.good else 1


if __name__ == "__main__":
    sys.exit(main())
