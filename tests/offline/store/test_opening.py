"""Opening: one writer, readers beside it, no key no data, nothing readable on the disk."""

from __future__ import annotations

import io
import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from offline.records import Person
from offline.store import envelope as envelopes
from offline.store import paths, schema
from offline.store.database import Database
from offline.store.keyfiles import FileKeyStore
from offline.store.migrations import MIGRATIONS, Migration
from offline.store.port import (
    DamagedError,
    DiskError,
    KeyUnavailableError,
    LockedError,
    NewerSchemaError,
    NoStoreError,
    OlderSchemaError,
    Store,
    StoreError,
)
from offline.store.sqlite import SqlStore, create_store, open_store
from tests.fakes.store_samples import NOON, draft, handed_in, keys

HOLDER = """
import os, subprocess, sys
from pathlib import Path
from offline.store.keyfiles import FileKeyStore
from offline.store.sqlite import open_store
store = open_store(Path(sys.argv[1]), keys=FileKeyStore(Path(sys.argv[2])))
if sys.argv[3] == "child":
    child = subprocess.Popen(["sleep", "60"], close_fds=False)
    print(child.pid, flush=True)
elif sys.argv[3] == "fork":
    child = os.fork()
    if child == 0:
        sys.stdin.read()
        os._exit(0)
    print(child, flush=True)
else:
    print("ready", flush=True)
store.notes.put("holder", "was here")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def store(folder: Path, tmp_path: Path) -> Iterator[SqlStore]:
    opened = open_store(folder, keys=keys(tmp_path))
    yield opened
    opened.close()


def hold(folder: Path, key_folder: Path, how: str = "alone") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder), str(key_folder), how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )


def line_of(holder: subprocess.Popen[str]) -> str:
    assert holder.stdout
    return holder.stdout.readline().strip()


def finish(holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.wait()
    for pipe in (holder.stdin, holder.stdout):
        assert pipe
        pipe.close()


def test_the_adapter_is_a_store(store: SqlStore) -> None:
    as_port: Store = store
    assert as_port.submissions.list() == []


def test_what_was_saved_is_there_after_reopening(folder: Path, tmp_path: Path) -> None:
    with closing(open_store(folder, keys=keys(tmp_path))) as first:
        first.drafts.save(draft())
    with closing(open_store(folder, keys=keys(tmp_path))) as second:
        assert second.drafts.get("uuid:1") == draft()


def test_promises_of_the_file(store: SqlStore) -> None:
    for pragma, value in (
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("busy_timeout", None),
    ):
        row = store.database.one(f"PRAGMA {pragma}")
        assert row is not None
        assert value is None or next(iter(row.values())) == value


def test_a_second_writer_is_told_who_writes(store: SqlStore, folder: Path, tmp_path: Path) -> None:
    assert store.notes.get("x") is None
    with pytest.raises(LockedError) as refused:
        open_store(folder, keys=keys(tmp_path))
    assert refused.value.pid == os.getpid()


def test_readers_work_beside_a_writer_and_cannot_write(
    store: SqlStore, folder: Path, tmp_path: Path
) -> None:
    handed_in(store)
    with closing(open_store(folder, writer=False, keys=keys(tmp_path))) as reader:
        assert len(reader.submissions.list()) == 1
        handed_in(store, "uuid:2")
        assert len(reader.submissions.list()) == 2
        with pytest.raises(StoreError):
            reader.notes.put("a", "b")


@pytest.mark.parametrize("how", ["alone", "child", "fork"])
def test_a_killed_writer_frees_the_lock_and_leaves_its_work(
    folder: Path, tmp_path: Path, how: str
) -> None:
    holder = hold(folder, tmp_path / "keys", how)
    child = line_of(holder)
    try:
        assert line_of(holder) == "held"
        with pytest.raises(LockedError) as refused:
            open_store(folder, keys=keys(tmp_path))
        assert refused.value.pid == holder.pid
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        with closing(open_store(folder, keys=keys(tmp_path))) as store:
            assert store.notes.get("holder") == "was here"
    finally:
        finish(holder)
        if child.isdigit():
            os.kill(int(child), signal.SIGKILL)


def test_a_reader_after_a_kill_sees_all_of_it(folder: Path, tmp_path: Path) -> None:
    holder = hold(folder, tmp_path / "keys")
    assert [line_of(holder), line_of(holder)] == ["ready", "held"]
    finish(holder)
    with closing(open_store(folder, writer=False, keys=keys(tmp_path))) as reader:
        assert reader.notes.get("holder") == "was here"


def test_the_lock_stays_until_the_last_sibling_closes(folder: Path, tmp_path: Path) -> None:
    first = open_store(folder, keys=keys(tmp_path))
    second = first.sibling()
    first.close()
    with pytest.raises(LockedError):
        open_store(folder, keys=keys(tmp_path))
    second.close()
    open_store(folder, keys=keys(tmp_path)).close()


def test_no_store_no_reader(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(NoStoreError):
        open_store(folder, writer=False, keys=keys(tmp_path))
    assert not folder.exists()


def test_without_the_machine_key_nothing_opens(
    store: SqlStore, folder: Path, tmp_path: Path
) -> None:
    store.close()
    with pytest.raises(KeyUnavailableError):
        open_store(folder, keys=FileKeyStore(tmp_path / "elsewhere"))
    with pytest.raises(KeyUnavailableError):
        open_store(folder, writer=False, keys=FileKeyStore(tmp_path / "elsewhere"))


def test_a_database_without_its_envelope_is_never_overwritten(folder: Path, tmp_path: Path) -> None:
    open_store(folder, keys=keys(tmp_path)).close()
    before = paths.database(folder).read_bytes()
    paths.envelope(folder).unlink()
    envelopes.mirror(folder).unlink()
    with pytest.raises(DamagedError):
        open_store(folder, keys=keys(tmp_path))
    assert paths.database(folder).read_bytes() == before


def test_killed_between_envelope_and_database_it_is_made_again(
    folder: Path, tmp_path: Path
) -> None:
    open_store(folder, keys=keys(tmp_path)).close()
    paths.database(folder).unlink()
    envelopes.write(folder, replace(envelopes.read(folder), roots={}))
    with closing(open_store(folder, keys=keys(tmp_path))) as store:
        handed_in(store)


@pytest.mark.parametrize("writer", [True, False])
def test_a_database_that_is_gone_is_not_begun_anew(
    folder: Path, tmp_path: Path, writer: bool
) -> None:
    open_store(folder, keys=keys(tmp_path)).close()
    paths.database(folder).unlink()
    with pytest.raises(DamagedError):
        open_store(folder, writer=writer, keys=keys(tmp_path))
    assert not paths.database(folder).exists()


def test_another_file_in_its_place_is_named_damaged(folder: Path, tmp_path: Path) -> None:
    open_store(folder, keys=keys(tmp_path)).close()
    paths.database(folder).write_bytes(b"SQLite format 3\0" + bytes(8192))
    with pytest.raises(DamagedError):
        open_store(folder, keys=keys(tmp_path))
    with pytest.raises(DamagedError):
        open_store(folder, writer=False, keys=keys(tmp_path))


def test_nothing_readable_lies_on_the_disk(folder: Path, tmp_path: Path) -> None:
    secrets = ("王小明测试", "11010119900307123X", "13812345678", "a secret photo")
    person = Person("pseudonym-secret", secrets[0], "123X", id_number=secrets[1])
    store = open_store(folder, keys=keys(tmp_path))
    store.people.put(person, phone=secrets[2])
    store.drafts.save(replace(draft(person=person), state=secrets[1].encode()))
    store.attachments.add("uuid:1", "a.jpg", "image/jpeg", io.BytesIO(secrets[3].encode() * 5000))
    everything = b"".join(path.read_bytes() for path in folder.rglob("*"))
    store.close()
    everything += b"".join(path.read_bytes() for path in folder.rglob("*"))
    for secret in (*secrets, person.subject, "CREATE TABLE", "SQLite format 3"):
        assert secret.encode() not in everything
        assert secret.encode("utf-16-le") not in everything
    assert store.data_key not in everything
    assert store.data_key.hex().encode() not in everything


def test_files_are_for_their_owner_alone(store: SqlStore, folder: Path, tmp_path: Path) -> None:
    assert store.notes.names("") == []
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for path in (paths.envelope(folder), *(tmp_path / "keys").iterdir()):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_newer_schema_is_refused_by_name(store: SqlStore, folder: Path, tmp_path: Path) -> None:
    store.database.run("INSERT INTO migrations (number, name, at) VALUES (99, 'future', '')")
    store.close()
    for writer in (True, False):
        with pytest.raises(NewerSchemaError) as refused:
            open_store(folder, writer=writer, keys=keys(tmp_path))
        assert (refused.value.found, refused.value.known) == (99, schema.KNOWN)


NEXT = Migration(90, "a column more", ("ALTER TABLE notes ADD COLUMN kind TEXT",))
BROKEN = Migration(
    91, "half of it fails", ("CREATE TABLE half (a) ", "INSERT INTO no_such_table VALUES (1)")
)


def test_migrations_are_recorded_and_applied_once(store: SqlStore) -> None:
    steps = (*MIGRATIONS, NEXT)
    assert schema.migrate(store.database, lambda: NOON, steps) == 1
    assert schema.migrate(store.database, lambda: NOON, steps) == 0
    assert [step.number for step in schema.applied(store.database)][-1] == 90


def test_a_migration_that_fails_changes_nothing(store: SqlStore) -> None:
    with pytest.raises(StoreError):
        schema.migrate(store.database, lambda: NOON, (*MIGRATIONS, NEXT, BROKEN))
    assert schema.number(store.database) == 90
    assert store.database.one("SELECT 1 AS x FROM sqlite_master WHERE name = 'half'") is None


@pytest.mark.parametrize("earlier", range(1, len(MIGRATIONS) + 1))
def test_every_earlier_schema_is_brought_up(
    tmp_path: Path, folder: Path, earlier: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(schema.migrate, "__defaults__", (MIGRATIONS[:earlier],))
        with closing(open_store(folder, keys=keys(tmp_path))) as old:
            old.notes.put("kept", "yes")
            assert schema.number(old.database) == earlier
    if earlier < len(MIGRATIONS):
        with pytest.raises(OlderSchemaError):
            open_store(folder, writer=False, keys=keys(tmp_path))
    with closing(open_store(folder, keys=keys(tmp_path))) as new:
        assert new.notes.get("kept") == "yes"
        assert schema.number(new.database) == schema.KNOWN
        assert set(envelopes.read(folder).roots) == set(schema.roots(new.database))


def test_the_envelope_holds_no_secret(store: SqlStore, folder: Path) -> None:
    content = paths.envelope(folder).read_text()
    assert store.data_key.hex() not in content
    assert json.loads(content)["cipher_salt"] == paths.database(folder).read_bytes()[:16].hex()


def test_creating_twice_is_refused(store: SqlStore, folder: Path, tmp_path: Path) -> None:
    store.close()
    with pytest.raises(DamagedError):
        create_store(folder, keys(tmp_path))


def test_a_writer_that_can_only_read_is_told_at_once(
    store: SqlStore, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()

    class Reading(Database):
        """As SQLite opens a file that it may not write."""

        def __init__(self, path: Path, key: bytes, salt: bytes, *, writer: bool = True) -> None:
            super().__init__(path, key, salt, writer=not writer)

    monkeypatch.setattr(SqlStore, "connect", Reading)
    with pytest.raises(DiskError):
        open_store(folder, keys=keys(tmp_path))
    monkeypatch.undo()
    open_store(folder, keys=keys(tmp_path)).close()
