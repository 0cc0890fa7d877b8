"""The ledger's file: its tables, how it is opened, and which files are not touched."""

import contextlib
import errno
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path

from experiments.output.folder import is_folder
from experiments.store.seal import broken
from experiments.store.sound import check_sound
from sim.errors import InputError

LEDGER = "ledger.sqlite"
APPLICATION_ID = 0x43474C31
SCHEMA = 1
_HEADER = b"SQLite format 3\0"
QUICK = 200_000_000  # bytes; larger ledgers are checked when an error shows
COMPANIONS = ("-wal", "-shm")
"""What SQLite keeps beside a file that is in use."""

# A run's row never changes but for months that are added; a cell says which run answers a question of a plan.
TABLES = (
    "CREATE TABLE codes (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE)",
    "CREATE TABLE runs (id INTEGER PRIMARY KEY, code INTEGER NOT NULL, key BLOB NOT NULL, summary BLOB NOT NULL,"
    " seconds REAL NOT NULL, crc INTEGER NOT NULL, UNIQUE (code, key))",
    "CREATE TABLE trajectories (run INTEGER PRIMARY KEY, packed BLOB NOT NULL, crc INTEGER NOT NULL)",
    "CREATE TABLE failures (code INTEGER, key BLOB, error TEXT, error_zh TEXT, traceback TEXT, inputs TEXT,"
    " died INTEGER, attempts INTEGER, PRIMARY KEY (code, key)) WITHOUT ROWID",
    "CREATE TABLE plans (code INTEGER PRIMARY KEY, content TEXT, total INTEGER, command TEXT, started TEXT)",
    "CREATE TABLE points (code INTEGER, point INTEGER, settings BLOB, PRIMARY KEY (code, point)) WITHOUT ROWID",
    "CREATE TABLE cells (code INTEGER, position INTEGER, point INTEGER, scenario INTEGER, profile INTEGER,"
    " seed INTEGER, replicate INTEGER, key BLOB, PRIMARY KEY (code, position)) WITHOUT ROWID",
    "CREATE TABLE pace (at INTEGER PRIMARY KEY, runs INTEGER)",
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT)",
)


class TornError(sqlite3.DatabaseError):
    """What stands in the file is not what was written."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


def opened(path: Path) -> sqlite3.Connection:
    """Open a ledger for writing; a new or empty file gets its tables.

    Raises:
        InputError: the file is of another program or another version.
        sqlite3.DatabaseError: the file is damaged.
    """
    if path.is_file() and path.stat().st_size and not _begins_well(path):
        raise TornError("not a database")  # before SQLite could throw its log away
    connection = sqlite3.connect(path, isolation_level=None, timeout=30.0)
    try:
        if not ours(connection, path):
            with transaction(connection):
                for table in TABLES:
                    connection.execute(table)
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {SCHEMA}")
        # With a write-ahead log NORMAL never tears: a power cut may undo the last transactions, a kill undoes none.
        # Folders that cannot hold such a log keep the old journal, and that needs FULL.
        logged = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] == "wal"
        connection.execute(f"PRAGMA synchronous = {'NORMAL' if logged else 'FULL'}")
        connection.execute("PRAGMA cache_size = -16000")
    except BaseException:
        connection.close()
        raise
    return connection


def looked_into(folder: Path) -> sqlite3.Connection:
    """Open the ledger of a folder for reading, also while another process writes.

    Raises:
        InputError: there is none, or it is of another program or version, or damaged, or holds what no sweep writes.
    """
    path = folder / LEDGER
    if not (is_folder(folder) and path.is_file()):
        raise InputError(
            f"{folder} is not a store of runs; it has no {LEDGER}.", f"{folder} 不是运行结果库；其中没有 {LEDGER}。"
        )
    # A folder that cannot be written to has no room for SQLite's notes; then nobody else writes to it either.
    for mode in ("mode=ro", "mode=ro&immutable=1"):
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?{mode}", uri=True, isolation_level=None, timeout=30.0)
        try:
            if ours(connection, path):
                quick = path.stat().st_size >= QUICK
                if has_tables(connection) and not broken(connection, quick=quick):
                    check_content(connection, path, quick=quick)
                    return connection
                raise damaged(path)
        except sqlite3.DatabaseError as error:
            connection.close()
            if mode == "mode=ro" and code_of(error) in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
                continue
            raise damaged(path) from None
        except BaseException:
            connection.close()
            raise
        connection.close()
        break
    raise InputError(
        f"{folder} is not a store of runs; its {LEDGER} is empty.", f"{folder} 不是运行结果库；其中的 {LEDGER} 是空的。"
    )


def check_content(connection: sqlite3.Connection, path: Path, *, quick: bool) -> None:
    """Refuse a ledger with other tables than ours, or with rows in them that no sweep writes; ``quick`` looks at few.

    Raises:
        InputError: the table is named.
        sqlite3.DatabaseError: the file is damaged.
    """
    check_sound(connection, path, TABLES, quick=quick)


def ours(connection: sqlite3.Connection, path: Path) -> bool:
    """Tell whether a file holds a ledger of this version; False where it is empty.

    Raises:
        InputError: the file is of another program or another version.
    """
    found, version, tables = (
        int(connection.execute(question).fetchone()[0])
        for question in ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master")
    )
    if found == 0 and tables == 0:
        return False
    if found != APPLICATION_ID:
        raise InputError(
            "this database is of another program; name another folder.",
            "这是其他程序的数据库；请换一个文件夹。",
            str(path),
        )
    if version > SCHEMA:
        raise InputError(
            f"written by a later version (schema {version}); this one reads schema {SCHEMA}.",
            f"由更新的版本写成（格式 {version}）；本版本读格式 {SCHEMA}。",
            str(path),
        )
    if version < SCHEMA:
        raise InputError(
            f"written by an earlier version (schema {version}); this one reads schema {SCHEMA}. Name another folder.",
            f"由更早的版本写成（格式 {version}）；本版本读格式 {SCHEMA}。请换一个文件夹。",
            str(path),
        )
    return True


def has_tables(connection: sqlite3.Connection) -> bool:
    """Tell whether every table of a ledger is there."""
    return bool(
        connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'").fetchone()[0] == len(TABLES)
    )


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Do all of it or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def checksum(key: bytes, content: bytes) -> int:
    """Return what tells an intact row of a damaged file from a torn one, in which even the types may be others."""
    if not (isinstance(key, bytes) and isinstance(content, bytes)):
        return -1
    return zlib.crc32(content, zlib.crc32(key))


def intact(key: bytes, content: bytes, crc: int) -> bytes:
    """Return what was stored with a checksum.

    Raises:
        TornError: it is not what was written.
    """
    if checksum(key, content) != crc:
        raise TornError("a checksum does not hold")
    return content


def code_of(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code."""
    return int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)) & 0xFF


def is_full(error: BaseException) -> bool:
    """Tell whether an error says that the disk is full."""
    if isinstance(error, sqlite3.Error):
        return code_of(error) == sqlite3.SQLITE_FULL
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def is_damage(error: sqlite3.Error) -> bool:
    """Tell whether an error says that the file is damaged."""
    return code_of(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _begins_well(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_HEADER)) == _HEADER


def damaged(path: Path) -> InputError:
    """Return the sentence for a ledger that cannot be read."""
    return InputError(
        "the ledger is damaged; the sweep's own command sets it aside and goes on with what is whole in it.",
        "结果库已损坏；再运行原来的 sweep 命令，会把它移到一旁，并用其中完好的结果接着算。",
        str(path),
    )
