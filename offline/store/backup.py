"""A backup: one file with a copy under its own key, openable by the store's own slots.

A tar of two members: the envelope and the database. The copy's key is wrapped with the store's
data key, and the store's slots come along, so that whoever can open the store (this machine, a
passphrase, the recovery code) can open the backup, and nobody else.
"""

from __future__ import annotations

import io
import secrets
import shutil
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from offline.store import envelope as envelopes
from offline.store import paths, slots
from offline.store.database import Database
from offline.store.envelope import Envelope
from offline.store.port import DamagedError, DiskError

Change = Callable[[Database], None]


@contextmanager
def opened(file: Path) -> Iterator[tuple[Envelope, Path]]:
    """The envelope and the encrypted database of a backup, unpacked beside it for as long."""
    with _workplace(file) as folder:
        yield _unpack(file, folder), paths.database(folder)


def write(
    source: Database,
    file: Path,
    envelope: Envelope,
    wrap: Callable[[bytes], envelopes.Slot],
    change: Change | None = None,
) -> None:
    """Copy an open store to one durable file while it goes on being used.

    ``wrap`` makes the slot of the copy's own new key, ``change`` may leave things out of the copy.
    An existing file is only replaced when the new one is whole.
    """
    key = secrets.token_bytes(slots.KEY_BYTES)
    copied = replace(envelope, cipher_salt=envelopes.new().cipher_salt).with_slot(wrap(key))
    with _workplace(file) as folder:
        path = paths.database(folder)
        copy_database(source, path, key, copied.salt, change)
        _pack(copied, path, file)


def copy_database(
    source: Database, path: Path, key: bytes, salt: bytes, change: Change | None = None
) -> None:
    """A consistent copy under another key, in one file without a log."""
    target = Database(path, key, salt)
    try:
        target.take_copy_of(source)
        if change:
            change(target)
        target.run("PRAGMA journal_mode = DELETE")
    finally:
        target.close()


@contextmanager
def _workplace(file: Path) -> Iterator[Path]:
    """A folder beside the file; what a killed predecessor left there goes first."""
    folder = file.with_name(f".{file.name}.work")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(mode=0o700)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _pack(envelope: Envelope, database: Path, file: Path) -> None:
    part = file.with_name(file.name + ".part")
    try:
        with part.open("wb") as stream:
            part.chmod(0o600)
            with tarfile.open(fileobj=stream, mode="w") as tar:
                content = envelopes.to_bytes(envelope)
                head = tarfile.TarInfo(paths.ENVELOPE)
                head.size = len(content)
                tar.addfile(head, io.BytesIO(content))
                tar.add(database, paths.DATABASE)
            paths.sync_file(stream)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise DiskError(f"the backup was not written: {error.strerror}") from error
    part.replace(file)
    paths.sync_folder(file.parent)


def _unpack(file: Path, folder: Path) -> Envelope:
    try:
        with tarfile.open(file, "r:") as tar:
            head, body = tar.extractfile(paths.ENVELOPE), tar.extractfile(paths.DATABASE)
            envelope = envelopes.from_bytes(head.read()) if head else None
            if envelope is None or body is None:
                raise DamagedError(f"{file.name}: the envelope is damaged")
            with paths.database(folder).open("wb") as copy:
                while piece := body.read(1 << 20):
                    copy.write(piece)
    except (tarfile.TarError, KeyError) as error:
        raise DamagedError(f"{file.name} is no backup of ours, or damaged") from error
    return envelope
