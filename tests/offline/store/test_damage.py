"""A flipped bit is named by verify, and salvage brings back every row outside its page."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from offline.records import SubmissionState
from offline.store import envelope as envelopes
from offline.store import paths
from offline.store.entity import Entity, EntityLink
from offline.store.pages import PAGE, Pages
from offline.store.port import RESTORED, DamagedError
from offline.store.salvaging import Salvaged, salvage
from offline.store.sqlite import SqlStore, create_store, open_store
from offline.store.verifying import Problem, verify
from tests.fakes.store_samples import LI, NOON, WANG, draft, handed_in, keys

MANY = 150


@dataclass
class Ground:
    """A store with work in it, closed, and its key."""

    folder: Path
    data_key: bytes
    spare: Path

    def flip(self, offset: int) -> None:
        path = paths.database(self.folder)
        content = bytearray(path.read_bytes())
        content[offset] ^= 1
        path.write_bytes(content)

    def problems(self) -> list[Problem]:
        return verify(self.folder, envelopes.read(self.folder), self.data_key)

    def salvage(self) -> tuple[Salvaged, SqlStore]:
        envelope = envelopes.read(self.folder)
        target = create_store(
            self.spare / "new", keys(self.spare), clock=lambda: NOON, data_key=self.data_key
        )
        pages = Pages(paths.database(self.folder), self.data_key, envelope.salt)
        try:
            return salvage(pages, envelope.roots, target), target
        finally:
            pages.close()

    def size(self) -> int:
        return paths.database(self.folder).stat().st_size


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """Made once: each test works on its own copy."""
    place = tmp_path_factory.mktemp("model")
    folder = place / "data"
    store = open_store(folder, keys=keys(place), clock=lambda: NOON)
    with store.transaction():
        for number in range(MANY):
            handed_in(store, f"uuid:{number}", files=1)
            store.audit.record("cli", "finalised", f"uuid:{number}")
        store.people.put(WANG)
        store.entities.put(Entity("e-1", "places", "青山村"))
        store.entities.link(EntityLink("e-1", "part-of", "e-2"))
        store.drafts.save(draft("uuid:draft", LI))
    found = Ground(folder, store.data_key, place)
    store.close()
    return found


@pytest.fixture
def ground(model: Ground, tmp_path: Path) -> Ground:
    shutil.copytree(model.spare, tmp_path / "copy")
    return replace(model, folder=tmp_path / "copy" / "data", spare=tmp_path / "copy")


def test_a_whole_store_has_no_problem(ground: Ground) -> None:
    assert ground.problems() == []


def test_verify_sees_what_only_the_log_holds(ground: Ground) -> None:
    store = open_store(ground.folder, keys=keys(ground.spare))
    handed_in(store, "uuid:late")
    assert ground.problems() == []
    store.close()


@pytest.mark.parametrize(
    ("offset", "problem"),
    [
        (0, Problem("header", "bytes 0 to 15")),
        (15, Problem("header", "bytes 0 to 15")),
        (16, Problem("page", "1")),
        (PAGE - 1, Problem("page", "1")),
        (PAGE * 20 + 7, Problem("page", "21")),
    ],
)
def test_a_flipped_bit_is_named(ground: Ground, offset: int, problem: Problem) -> None:
    ground.flip(offset)
    assert ground.problems() == [problem]


def test_a_flipped_bit_in_the_header_loses_nothing(ground: Ground) -> None:
    ground.flip(5)
    store = open_store(ground.folder, keys=keys(ground.spare))
    assert len(store.submissions.list()) == MANY
    store.close()


def test_a_damaged_first_page_loses_no_row(ground: Ground) -> None:
    ground.flip(2000)
    with pytest.raises(DamagedError):
        open_store(ground.folder, keys=keys(ground.spare))
    report, target = ground.salvage()
    assert report.rows["submissions"] == report.rows["outbox"] == MANY
    assert report.lost_rows == {}
    assert len(target.submissions.list(SubmissionState.FINALISED)) == MANY
    assert target.drafts.get("uuid:draft").person == LI
    assert target.people.find("王小") == [WANG]
    assert [found.id for found in target.entities.find("青山")] == ["e-1"]
    assert target.entities.links("e-2") == [EntityLink("e-1", "part-of", "e-2")]
    assert target.notes.get(RESTORED)
    assert target.audit.broken_at() is None
    assert target.attachments.open("uuid:7", "photo-0.jpg").read() == b"photo-0.jpg"
    target.close()
    assert verify(ground.spare / "new", envelopes.read(ground.spare / "new"), ground.data_key) == []


def every_row(store: SqlStore) -> set[tuple[str, str]]:
    tables = ("submissions", "outbox", "attachments", "audit")
    keyed = {"submissions": "instance_id", "outbox": "instance_id"}
    return {
        (table, str(row["k"]))
        for table in tables
        for row in store.database.all(
            f"SELECT {keyed.get(table, 'rowid')} AS k FROM {table}"  # noqa: S608 — our own names
        )
    }


def test_any_damaged_page_loses_at_most_its_own_rows(ground: Ground) -> None:
    whole = paths.database(ground.folder).read_bytes()
    store = open_store(ground.folder, keys=keys(ground.spare))
    before = every_row(store)
    store.close()
    rng = random.Random(11)  # noqa: S311 — a repeatable test
    for number in rng.sample(range(1, len(whole) // PAGE + 1), 12):
        paths.database(ground.folder).write_bytes(whole)
        ground.flip((number - 1) * PAGE + rng.randrange(20, PAGE))
        assert ground.problems() == [Problem("page", str(number))]
        spare = replace(ground, spare=ground.spare / f"page-{number}")
        spare.spare.mkdir()
        report, target = spare.salvage()
        lost = before - every_row(target)
        assert len(lost) <= 60, (number, len(lost))
        assert len({table for table, _ in lost}) <= 1 or "outbox" in {table for table, _ in lost}
        assert not lost or number in report.lost_pages
        target.close()


def test_a_tampered_log_is_found(ground: Ground) -> None:
    store = open_store(ground.folder, keys=keys(ground.spare))
    store.database.run("DROP TRIGGER audit_fixed")
    store.database.run("UPDATE audit SET act = 'viewed' WHERE number = 5")
    assert store.audit.broken_at() == 5
    store.close()
    assert ground.problems() == [Problem("audit", "entry 5")]


@pytest.mark.parametrize(("gone", "broken"), [(3, 3), (MANY, MANY)])
def test_a_removed_entry_is_found(ground: Ground, gone: int, broken: int) -> None:
    store = open_store(ground.folder, keys=keys(ground.spare))
    store.database.run("DROP TRIGGER audit_kept")
    store.database.run("DELETE FROM audit WHERE number = ?", (gone,))
    assert store.audit.broken_at() == broken
    store.close()


def test_reordered_entries_are_found(ground: Ground) -> None:
    store = open_store(ground.folder, keys=keys(ground.spare))
    store.database.run("DROP TRIGGER audit_fixed")
    for old, new in ((7, -1), (8, 7), (-1, 8)):
        store.database.run("UPDATE audit SET number = ? WHERE number = ?", (new, old))
    assert store.audit.broken_at() == 7
    store.close()


def test_a_changed_piece_of_a_file_is_found_and_set_aside(ground: Ground) -> None:
    store = open_store(ground.folder, keys=keys(ground.spare))
    store.database.run("UPDATE attachment_pieces SET bytes = x'00' WHERE attachment = 1")
    with (
        pytest.raises(DamagedError),
        store.attachments.open("uuid:0", "photo-0.jpg") as stream,
    ):
        stream.read()
    store.close()
    assert ground.problems() == [Problem("attachment", "uuid:0 photo-0.jpg")]
    report, target = ground.salvage()
    assert report.files == ["uuid:0 photo-0.jpg"]
    assert target.submissions.get("uuid:0").state is SubmissionState.QUARANTINED
    target.close()


def test_a_damaged_envelope_is_named_and_its_copy_used(ground: Ground) -> None:
    path = paths.envelope(ground.folder)
    path.write_bytes(path.read_bytes().replace(b"machine", b"machin3", 1))
    assert ground.problems() == [Problem("envelope", "store.slots.json")]
    open_store(ground.folder, keys=keys(ground.spare)).close()
    envelopes.mirror(ground.folder).write_bytes(b"{}")
    path.unlink()
    with pytest.raises(DamagedError):
        envelopes.read(ground.folder)


@pytest.fixture
def crashed(ground: Ground) -> Ground:
    """As after a power cut: acknowledged work is in the log alone."""
    store = open_store(ground.folder, keys=keys(ground.spare), clock=lambda: NOON)
    store.database.run("PRAGMA wal_checkpoint(TRUNCATE)")
    for number in range(5):
        handed_in(store, f"uuid:late-{number}")
    shutil.copytree(ground.folder, ground.spare / "crashed")
    store.close()
    return replace(ground, folder=ground.spare / "crashed")


def test_what_only_the_log_holds_is_salvaged(crashed: Ground) -> None:
    report, target = crashed.salvage()
    assert report.rows["submissions"] == MANY + 5
    target.close()


FRAME = 24 + PAGE


@pytest.mark.parametrize(
    ("offset", "where"),
    [
        (3, "header of the log"),
        (17, "header of the log"),
        (31, "header of the log"),
        (32 + FRAME * 2 + 7, "frame 3 of the log"),
        (32 + FRAME * 2 + 23, "frame 3 of the log"),
        (32 + FRAME * 2 + 99, "frame 3 of the log"),
    ],
)
def test_a_flipped_bit_in_the_log_is_named_and_the_rest_saved(
    crashed: Ground, offset: int, where: str
) -> None:
    log = crashed.folder / "store.db-wal"
    content = bytearray(log.read_bytes())
    content[offset] ^= 1
    log.write_bytes(content)
    assert Problem("log", where) in crashed.problems()
    report, target = crashed.salvage()
    assert report.rows["submissions"] >= MANY + 4
    target.close()


def test_a_flipped_page_count_of_the_last_commit_is_named_and_nothing_lost(crashed: Ground) -> None:
    log = crashed.folder / "store.db-wal"
    content = bytearray(log.read_bytes())
    content[len(content) - FRAME + 7] ^= 4
    log.write_bytes(content)
    frame = (len(content) - 32) // FRAME
    assert crashed.problems() == [Problem("log", f"frame {frame} of the log")]
    report, target = crashed.salvage()
    assert report.rows["submissions"] == MANY + 5
    target.close()


def test_a_torn_end_of_the_log_is_no_problem(crashed: Ground) -> None:
    log = crashed.folder / "store.db-wal"
    log.write_bytes(log.read_bytes() + bytes(24) + b"torn")
    assert crashed.problems() == []
