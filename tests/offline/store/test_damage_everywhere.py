"""One bit turned anywhere: in every page, the header, the log, the envelope and its copy."""

from __future__ import annotations

import io
import random
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from offline.records import Case, CaseState, Operator
from offline.store import btree, care, paths, schema
from offline.store import envelope as envelopes
from offline.store.entity import Entity, EntityLink
from offline.store.keyfiles import FileKeyStore
from offline.store.pages import PAGE, Pages
from offline.store.port import KeyUnavailableError
from offline.store.salvaging import Salvaged
from offline.store.sqlite import SqlStore, open_store
from offline.store.unlocking import by_machine
from offline.store.verifying import Problem
from tests.fakes.store_samples import LI, NOON, WANG, draft, handed_in, job, keys

SOME = 24
FRAME = 24 + PAGE
LOG_HEADER = 32
DERIVED = {"migrations", "sqlite_sequence", "people_keys", "entity_keys", "notes", "audit_head"}
"""Made anew, or changed, by salvaging itself."""
HANGING = {
    "submissions": (("outbox", "instance_id", "instance_id"),),
    "attachments": (
        ("attachment_pieces", "attachment", "id"),
        ("outbox", "instance_id", "instance_id"),
    ),
    "operators": (("operator_locks", "operator", "id"),),
}
"""Table → what can't stand without its rows: table, column, the row's own column."""
Row = tuple[str, str]
"""A table and what a row of it says, as text."""


@dataclass
class Ground:
    """A store with something in every room, closed, and where it lies."""

    place: Path

    @property
    def folder(self) -> Path:
        return self.place / "data"

    @property
    def log(self) -> Path:
        return self.folder / "store.db-wal"

    def keys(self) -> FileKeyStore:
        return keys(self.place)

    def problems(self) -> list[Problem]:
        return care.verify(self.folder, by_machine(self.keys()))

    def pages(self) -> Pages:
        envelope = envelopes.read(self.folder)
        return Pages(paths.database(self.folder), by_machine(self.keys())(envelope), envelope.salt)

    def rows(self) -> set[Row]:
        with closing(open_store(self.folder, keys=self.keys(), clock=lambda: NOON)) as store:
            return all_rows(store)

    def salvaged(self, monkeypatch: pytest.MonkeyPatch) -> tuple[Salvaged, set[Row]]:
        monkeypatch.setenv("KIOSK_KEYS", str(self.place / "keys"))
        into = self.place / "new"
        shutil.rmtree(into, ignore_errors=True)
        report = care.salvage(self.folder, into, by_machine(self.keys()))
        with closing(open_store(into, keys=self.keys(), clock=lambda: NOON)) as store:
            return report, all_rows(store)


def all_rows(store: SqlStore) -> set[Row]:
    tables = [name for name in schema.roots(store.database) if name not in DERIVED]
    return {
        (table, repr(sorted(row.items())))
        for table in tables
        for row in store.database.all(f"SELECT * FROM {table}")  # noqa: S608 — our own names
        if not (table == "audit" and row["act"] == "salvaged")
    }


def turned(content: bytes, offset: int, bit: int) -> bytes:
    return content[:offset] + bytes([content[offset] ^ 1 << bit]) + content[offset + 1 :]


def fill(store: SqlStore) -> None:
    with store.transaction():
        for number in range(SOME):
            handed_in(store, f"uuid:{number}", files=1)
            store.audit.record("cli", "finalised", f"uuid:{number}")
            store.prints.add(job(f"job-{number}", f"uuid:{number}"))
            store.cases.put(Case(f"uuid:{number}", CaseState.ACCEPTED, f"N-{number}", updated=NOON))
            store.entities.put(Entity(f"e-{number}", "places", f"青山村{number}号" * 20))
            store.entities.link(EntityLink(f"e-{number}", "part-of", "e-0"))
            store.trust.use_nonce("demo", f"n-{number}", NOON)
        store.people.put(WANG, "13812341234")
        store.people.remember(WANG.subject, {"phone": "13812341234"})
        store.drafts.save(draft("uuid:draft", LI))
        store.attachments.add("uuid:draft", "big.jpg", "image/jpeg", io.BytesIO(bytes(30_000)))
        store.cases.put_certificate("uuid:0", b"%PDF" * 3000)
        store.operators.put(Operator("zhao", "赵", "grid"))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    ground = Ground(tmp_path_factory.mktemp("model"))
    with closing(open_store(ground.folder, keys=ground.keys(), clock=lambda: NOON)) as store:
        fill(store)
    return ground


@pytest.fixture
def ground(model: Ground, tmp_path: Path) -> Ground:
    shutil.copytree(model.place, tmp_path / "copy")
    return Ground(tmp_path / "copy")


@pytest.fixture
def crashed(ground: Ground, tmp_path: Path) -> Ground:
    """As after a power cut: the last hand-ins are in the log alone."""
    with closing(open_store(ground.folder, keys=ground.keys(), clock=lambda: NOON)) as store:
        store.database.run("PRAGMA wal_checkpoint(TRUNCATE)")
        for number in range(3):
            handed_in(store, f"uuid:late-{number}")
        shutil.copytree(ground.place, tmp_path / "crashed")
    return Ground(tmp_path / "crashed")


def homes(ground: Ground) -> dict[int, set[tuple[str, int]]]:
    """Page → the rows (table, rowid) that lie on it wholly or in part."""
    found: dict[int, set[tuple[str, int]]] = {}
    pages = ground.pages()
    try:
        for table, root in envelopes.read(ground.folder).roots.items():
            for number, rowid in _places(pages, root):
                found.setdefault(number, set()).add((table, rowid))
    finally:
        pages.close()
    return found


def _places(pages: Pages, root: int) -> Iterator[tuple[int, int]]:
    whole = btree.Walk()
    list(btree.rows(pages, root, whole))
    for number in whole.used:
        page = pages.read(number)
        start = 100 if number == 1 else 0
        if page is None or number not in _leaves(pages, root):
            continue
        walk, before = btree.Walk(), set[int]()
        for rowid, _ in btree.leaf_rows(pages, page, start, walk):
            yield number, rowid
            yield from ((overflow, rowid) for overflow in walk.used - before)
            before = set(walk.used)


def _leaves(pages: Pages, root: int) -> set[int]:
    """The leaves under a root, told from overflow pages by walking down."""
    found, pending = set(), [root]
    while pending:
        number = pending.pop()
        page = pages.read(number)
        start = 100 if number == 1 else 0
        if page is not None and page[start] == 5:
            pending += btree._children(page, start)
        elif page is not None and page[start] == 13:
            found.add(number)
    return found


def allowed(ground: Ground, on_page: set[tuple[str, int]]) -> set[Row]:
    """What may be lost with these rows: they, what hangs on them, the outbox of a broken file."""
    with closing(open_store(ground.folder, keys=ground.keys(), clock=lambda: NOON)) as store:
        gone = [
            (table, row)
            for table, rowid in on_page
            for row in store.database.all(f"SELECT * FROM {table} WHERE rowid = ?", (rowid,))  # noqa: S608 — our own names
        ]
        hanging = [
            (child, row)
            for table, lost in gone
            for child, key, own in HANGING.get(table, ())
            for row in store.database.all(f"SELECT * FROM {child} WHERE {key} = ?", (lost[own],))  # noqa: S608 — our own names
        ]
        broken = [
            ("outbox", row)
            for table, lost in gone
            if table == "attachment_pieces"
            for row in store.database.all(
                "SELECT * FROM outbox WHERE instance_id IN"
                " (SELECT instance_id FROM attachments WHERE id = ?)",
                (lost["attachment"],),
            )
        ]
    return {(table, repr(sorted(row.items()))) for table, row in (*gone, *hanging, *broken)}


def test_a_bit_turned_in_any_page_is_named_and_costs_only_its_rows(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = paths.database(ground.folder)
    before, where = ground.rows(), homes(ground)
    content = path.read_bytes()
    rng = random.Random(11)  # noqa: S311 — a repeatable test
    for number in range(1, len(content) // PAGE + 1):
        may_go = allowed(ground, where.get(number, set()))
        first = 16 if number == 1 else 0
        path.write_bytes(
            turned(content, (number - 1) * PAGE + rng.randrange(first, PAGE), rng.randrange(8))
        )
        assert ground.problems() == [Problem("page", str(number))]
        report, after = ground.salvaged(monkeypatch)
        lost = before - after
        assert lost <= may_go, (number, sorted(lost - may_go)[:3])
        assert not lost or number in report.lost_pages or report.lost_rows, number
        path.write_bytes(content)


def test_a_bit_turned_in_the_salt_is_named_and_costs_nothing(ground: Ground) -> None:
    path = paths.database(ground.folder)
    before, content = ground.rows(), path.read_bytes()
    for offset in range(16):
        path.write_bytes(turned(content, offset, offset % 8))
        assert ground.problems() == [Problem("header", "bytes 0 to 15")]
        assert ground.rows() == before
        path.write_bytes(content)


def test_a_bit_turned_in_any_frame_of_the_log_is_named_and_costs_nothing(
    crashed: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = crashed.log.read_bytes()
    before = crashed.salvaged(monkeypatch)[1]
    rng = random.Random(12)  # noqa: S311 — a repeatable test
    frames = (len(content) - LOG_HEADER) // FRAME
    parts = ((0, 4), (4, 8), (8, 16), (16, 24), (24, FRAME - 80), (FRAME - 80, FRAME))
    for number in range(1, frames + 1):
        start = LOG_HEADER + (number - 1) * FRAME
        part = parts[number % len(parts)] if number < frames - 1 else None
        for first, end in [part] if part else parts:
            crashed.log.write_bytes(
                turned(content, start + rng.randrange(first, end), rng.randrange(8))
            )
            named = crashed.problems()
            assert Problem("log", f"frame {number} of the log") in named, (number, first)
            if number >= frames - 1:
                assert crashed.salvaged(monkeypatch)[1] >= before, (number, first)
    crashed.log.write_bytes(content)
    assert crashed.problems() == []


def test_a_bit_turned_in_the_head_of_the_log_is_named(crashed: Ground) -> None:
    content = crashed.log.read_bytes()
    for offset in range(LOG_HEADER):
        crashed.log.write_bytes(turned(content, offset, offset % 8))
        assert Problem("log", "header of the log") in crashed.problems(), offset


def test_a_torn_last_frame_is_no_problem(crashed: Ground) -> None:
    content = crashed.log.read_bytes()
    for kept in (24, 512, 2048, FRAME - 512):
        torn = content[: len(content) - FRAME + kept] + bytes(FRAME - kept)
        crashed.log.write_bytes(torn)
        assert crashed.problems() == [], kept


@pytest.mark.parametrize("which", ["store.slots.json", "store.slots.json.copy"])
def test_any_bit_turned_in_the_envelope_is_seen_and_the_other_copy_used(
    ground: Ground, which: str
) -> None:
    path = ground.folder / which
    content = path.read_bytes()
    for offset in range(len(content)):
        for bit in range(8):
            assert envelopes.from_bytes(turned(content, offset, bit)) is None, (offset, bit)
    path.write_bytes(turned(content, len(content) // 2, 3))
    assert ground.problems() == [Problem("envelope", which)]
    assert envelopes.to_bytes(envelopes.read(ground.folder)) == content


def test_a_bit_turned_in_the_machine_key_opens_nothing_wrong(ground: Ground) -> None:
    (key,) = (ground.place / "keys").iterdir()
    content = key.read_bytes()
    for offset in range(len(content)):
        key.write_bytes(turned(content, offset, 0))
        with pytest.raises(KeyUnavailableError):
            ground.rows()
