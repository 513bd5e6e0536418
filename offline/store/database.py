"""A SQLCipher connection with our pragmas, one kind of transaction and our own errors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlcipher3 import dbapi2

from offline.store.port import BusyError, DamagedError, DiskError, DiskFullError, StoreError

BUSY_TIMEOUT = 10_000
"""How long a statement waits for another connection's write, in milliseconds."""
CACHE = 32 * 1024
"""The most memory for pages, in KiB; taken only as far as pages are touched."""

IntegrityError: type[Exception] = dbapi2.IntegrityError

Row = dict[str, Any]

_MEANINGS: tuple[tuple[str, type[StoreError]], ...] = (
    ("disk is full", DiskFullError),
    ("disk I/O error", DiskError),
    ("readonly database", DiskError),
    ("is locked", BusyError),
    ("malformed", DamagedError),
    ("not a database", DamagedError),
)


class Database:
    """A connection that belongs to one thread at a time.

    ``key`` is the raw data key and ``salt`` the cipher salt, so that no key is derived and a
    damaged file header loses nothing.
    """

    def __init__(self, path: Path, key: bytes, salt: bytes, *, writer: bool = True) -> None:
        mode = "rwc" if writer else "ro"
        with translated():
            self._raw = dbapi2.connect(
                f"file:{quote(str(path))}?mode={mode}",
                uri=True,
                isolation_level=None,
                check_same_thread=False,
                cached_statements=256,
            )
            self._raw.row_factory = _as_dict
            self._prepare(key, salt, writer=writer)

    def _prepare(self, key: bytes, salt: bytes, *, writer: bool) -> None:
        self._unlock(key, salt)
        raw = self._raw
        raw.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("PRAGMA secure_delete = ON")
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute(f"PRAGMA cache_size = -{CACHE}")
        raw.execute("PRAGMA temp_store = MEMORY")
        raw.execute("PRAGMA trusted_schema = OFF")
        raw.execute("PRAGMA journal_mode = WAL" if writer else "PRAGMA query_only = ON")

    def _unlock(self, key: bytes, salt: bytes) -> None:
        self._raw.execute(f"PRAGMA key = \"x'{key.hex()}{salt.hex()}'\"")
        self._raw.execute("PRAGMA cipher_log_level = NONE")

    def in_transaction(self) -> bool:
        return bool(self._raw.in_transaction)

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Execute; the number of rows changed."""
        with translated():
            return int(self._raw.execute(sql, values).rowcount)

    def insert(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Execute an INSERT; the new row id."""
        with translated():
            return int(self._raw.execute(sql, values).lastrowid)

    def many(self, sql: str, values: Sequence[Sequence[Any]]) -> None:
        with translated():
            self._raw.executemany(sql, values)

    def all(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        with translated():
            return list(self._raw.execute(sql, values).fetchall())

    def one(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        with translated():
            row: Row | None = self._raw.execute(sql, values).fetchone()
            return row

    def each(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Row]:
        """Rows one by one, for what may be long."""
        with translated():
            yield from self._raw.execute(sql, values)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One write transaction, durable when left; inside another it joins that one."""
        if self.in_transaction():
            yield
            return
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            if self.in_transaction():
                self.run("ROLLBACK")
            raise

    def take_copy_of(self, source: Database) -> None:
        """Become a consistent copy of another open database, page by page under this key."""
        with translated():
            source._raw.backup(self._raw)

    def close(self) -> None:
        with translated():
            self._raw.close()


@contextmanager
def translated() -> Iterator[None]:
    """Turn faults of file and disk into the port's errors.

    An integrity error stays for who expects it, and a wrong call stays the bug it is.
    """
    try:
        yield
    except (IntegrityError, dbapi2.ProgrammingError):
        raise
    except dbapi2.DatabaseError as error:
        raise _meaning(str(error)) from error


def _meaning(text: str) -> StoreError:
    for words, kind in _MEANINGS:
        if words in text:
            return kind(text)
    return StoreError(text)


def _as_dict(cursor: Any, values: Sequence[Any]) -> Row:
    return {column[0]: value for column, value in zip(cursor.description, values, strict=True)}
