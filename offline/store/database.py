"""A SQLCipher connection with our pragmas, one kind of transaction and our own errors.

After one failed read SQLCipher refuses every later page of that connection ("file is not a
database", "out of memory"), however well the disk does again. So a connection that met a fault is
opened anew before its next use, and only what fails on a fresh one too counts as damage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar
from urllib.parse import quote

from sqlcipher3 import dbapi2

from offline.store.port import (
    BusyError,
    CipherError,
    DamagedError,
    DiskError,
    DiskFullError,
    StoreError,
)

BUSY_TIMEOUT = 10_000
"""How long a statement waits for another connection's write, in milliseconds."""
CACHE = 32 * 1024
"""The most memory for pages, in KiB; taken only as far as pages are touched."""
LOOKS = 5
"""Fresh connections that must see the same fault before a store is called damaged."""

IntegrityError: type[Exception] = dbapi2.IntegrityError

Row = dict[str, Any]
Found = TypeVar("Found")


class _UnsureError(DamagedError):
    """The cipher refused a page: damaged, or only read badly on a connection that met a fault."""


_MEANINGS: tuple[tuple[str, type[StoreError]], ...] = (
    ("disk is full", DiskFullError),
    ("disk I/O error", DiskError),
    ("readonly database", DiskError),
    ("unable to open", DiskError),
    ("is locked", BusyError),
    ("malformed", _UnsureError),
    ("not a database", _UnsureError),
)


class Database:
    """A connection that belongs to one thread at a time; another waits until a step is whole.

    ``key`` is the raw data key and ``salt`` the cipher salt, so that no key is derived and a
    damaged file header loses nothing.
    """

    def __init__(self, path: Path, key: bytes, salt: bytes, *, writer: bool = True) -> None:
        self._path, self._key, self._salt, self._writer = path, key, salt, writer
        self._raw: Any = None
        self._turn = RLock()
        self._closed = self._within = False
        self._read(lambda raw: raw)

    def _connect(self) -> Any:
        mode = "rwc" if self._writer else "ro"
        raw = dbapi2.connect(
            f"file:{quote(str(self._path))}?mode={mode}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )
        try:
            raw.row_factory = _as_dict
            self._prepare(raw)
        except BaseException:
            raw.close()
            raise
        return raw

    def _prepare(self, raw: Any) -> None:
        self._unlock(raw, self._key, self._salt)
        raw.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("PRAGMA secure_delete = ON")
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute(f"PRAGMA cache_size = -{CACHE}")
        raw.execute("PRAGMA temp_store = MEMORY")
        raw.execute("PRAGMA trusted_schema = OFF")
        raw.execute("PRAGMA journal_mode = WAL" if self._writer else "PRAGMA query_only = ON")

    def _unlock(self, raw: Any, key: bytes, salt: bytes) -> None:
        raw.execute(f"PRAGMA key = \"x'{key.hex()}{salt.hex()}'\"")
        raw.execute("PRAGMA cipher_log_level = NONE")

    def in_transaction(self) -> bool:
        return self._raw is not None and bool(self._raw.in_transaction)

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Execute; the number of rows changed."""
        return int(self._write(lambda raw: raw.execute(sql, values).rowcount))

    def insert(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Execute an INSERT; the new row id."""
        return int(self._write(lambda raw: raw.execute(sql, values).lastrowid))

    def many(self, sql: str, values: Sequence[Sequence[Any]]) -> None:
        self._write(lambda raw: raw.executemany(sql, values))

    def all(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        return self._read(lambda raw: list(raw.execute(sql, values).fetchall()))

    def one(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        row: Row | None = self._read(lambda raw: raw.execute(sql, values).fetchone())
        return row

    def each(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Row]:
        """Rows one by one, for what may be long."""
        rows = self._read(lambda raw: raw.execute(sql, values))
        while (row := self._do(lambda _: next(rows, None))) is not None:
            yield row

    def _read(self, work: Callable[[Any], Found]) -> Found:
        """As ``_do``; what the cipher refused is tried once more on a fresh connection."""
        try:
            return self._do(work)
        except (CipherError, _UnsureError):
            if self.in_transaction():
                raise
            return self._write(work)

    def _write(self, work: Callable[[Any], Found]) -> Found:
        """As ``_do``; not repeated, for of a write nobody knows how far it went."""
        try:
            return self._do(work)
        except _UnsureError as error:
            if self.in_transaction():
                raise
            raise self._judged(error) from error

    def _do(self, work: Callable[[Any], Found]) -> Found:
        with self._turn:
            try:
                with translated():
                    return work(self._usable())
            except (DiskError, _UnsureError):
                if not self.in_transaction():
                    self._let_go()
                raise

    def _usable(self) -> Any:
        if self._closed:
            raise dbapi2.ProgrammingError("this store was closed")
        if self._within and not self.in_transaction():
            raise DiskError("the step was undone after a fault; nothing of it may follow")
        if self._raw is None:
            self._raw = self._connect()
        return self._raw

    def _judged(self, error: StoreError) -> StoreError:
        """Damage is what every fresh connection sees; anything else was the moment's."""
        common = self._faults()
        for _ in range(LOOKS - 1):
            common = common and common & self._faults()
        return DamagedError(str(error)) if common else CipherError(str(error))

    def _faults(self) -> set[str]:
        """What a fresh connection finds wrong with pages and structure, as far as it can look."""
        self._let_go()
        try:
            self._do(lambda raw: raw.execute("SELECT count(*) FROM sqlite_master").fetchall())
        except _UnsureError:
            return {"the first page"}
        except StoreError:
            return set()
        return {*self._told("PRAGMA cipher_integrity_check"), *self._told("PRAGMA quick_check")}

    def _told(self, check: str) -> set[str]:
        try:
            rows = self._do(lambda raw: raw.execute(check).fetchall())
        except StoreError:
            return set()
        return {str(value) for row in rows for value in row.values()} - {"ok"}

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One write transaction, durable when left; inside another it joins that one."""
        with self._turn:
            if self.in_transaction() or self._within:
                yield
            else:
                with self._begun():
                    yield

    @contextmanager
    def _begun(self) -> Iterator[None]:
        self.run("BEGIN IMMEDIATE")
        try:
            self._within = True
            yield
            self.run("COMMIT")
        except _UnsureError as error:
            self._roll_back()
            raise self._judged(error) from error
        except BaseException:
            self._roll_back()
            raise
        finally:
            self._within = False

    def _roll_back(self) -> None:
        """Undo; where even that fails, closing the connection does it."""
        self._within = False
        try:
            if self.in_transaction():
                self.run("ROLLBACK")
        except StoreError:
            self._let_go()

    def take_copy_of(self, source: Database) -> None:
        """Become a consistent copy of another open database, page by page under this key."""
        self._do(lambda raw: source._do(lambda origin: origin.backup(raw)))

    def close(self) -> None:
        """For good: a later call is a bug and says so."""
        self._closed = True
        self._let_go()

    def _let_go(self) -> None:
        """Close the connection, which undoes what is not committed; the next use opens anew."""
        raw, self._raw = self._raw, None
        if raw is not None:
            with suppress(dbapi2.DatabaseError, MemoryError):
                raw.close()


@contextmanager
def translated() -> Iterator[None]:
    """Turn faults of file and disk into the port's errors.

    An integrity error stays for who expects it, and a wrong call stays the bug it is.
    """
    try:
        yield
    except (IntegrityError, dbapi2.ProgrammingError):
        raise
    except MemoryError as error:
        raise CipherError("the cipher gave up after a failed read or write") from error
    except dbapi2.DatabaseError as error:
        raise _meaning(str(error)) from error


def _meaning(text: str) -> StoreError:
    for words, kind in _MEANINGS:
        if words in text:
            return kind(text)
    return StoreError(text)


def _as_dict(cursor: Any, values: Sequence[Any]) -> Row:
    return {column[0]: value for column, value in zip(cursor.description, values, strict=True)}
