"""One writer a folder: a lock that the system itself lifts at death, and a note of who holds it."""

import contextlib
import json
import os
import shlex
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from experiments.output.folder import plain_bytes, tidy, writable, write_whole
from experiments.output.manifest import now
from sim.errors import InputError, reason_zh
from sim.text import Text

LOCK, OWNER = "lock", "owner.json"
LARGEST_NOTE = 1_000_000  # bytes; a command with very many names in it
_PATIENCE = 1.0  # s; a look at the lock takes far less
Note = Callable[[Text], None]


@dataclass(frozen=True, slots=True)
class Owner:
    """A process that writes to a folder."""

    pid: int
    host: str
    started: str
    command: str


class FolderLock:
    """The right to write to a folder, from ``take`` to ``give_back``."""

    def __init__(self, folder: Path) -> None:
        """Know the folder; nothing is locked yet."""
        from filelock import FileLock

        self.folder = folder
        self._lock = FileLock(folder / LOCK, thread_local=False)  # a helper thread may give it back

    def take(self, note: Note) -> None:
        """Lock the folder; an owner who died without a word is named.

        Raises:
            InputError: another process writes to it, or it cannot be locked.
        """
        from filelock import Timeout

        new = not (self.folder / LOCK).exists()
        try:
            self._lock.acquire(timeout=_PATIENCE, poll_interval=0.02)
        except Timeout:
            raise _in_use(self.folder, owner_of(self.folder)) from None
        except (OSError, NotImplementedError) as error:
            raise InputError(
                f"{self.folder} cannot be locked: {error}.", f"{self.folder} 无法加锁：{reason_zh(error)}。"
            ) from None
        try:
            former = owner_of(self.folder)
            if former:
                note(_taken_over(self.folder, former))
            with writable(self.folder):
                self._sign()
        except BaseException:
            if new:
                (self.folder / LOCK).unlink(missing_ok=True)
            self._lock.release()
            raise

    def give_back(self, *, leave_nothing: bool = False) -> None:
        """Unlock the folder; with ``leave_nothing`` the lock goes too, which who waits for it notices."""
        with contextlib.suppress(OSError):
            (self.folder / OWNER).unlink(missing_ok=True)
            if leave_nothing and self._lock.is_locked:
                (self.folder / LOCK).unlink(missing_ok=True)
        self._lock.release()

    def _sign(self) -> None:
        """Say who we are, whole or not at all."""
        mine = {"pid": os.getpid(), "host": socket.gethostname(), "started": now(), "command": shlex.join(sys.argv)}
        write_whole(self.folder / OWNER, json.dumps(mine, ensure_ascii=False))


@contextlib.contextmanager
def at_work_in(folder: Path) -> Iterator[Callable[[], None]]:
    """Hold a result folder while the body runs; it is made if missing, and goes again if it stays empty.

    Gives what undoes this at once, for who ends the process without an end of the body.

    Raises:
        InputError: another process writes to it, or it cannot be locked.
    """
    new = [place for place in (folder, *folder.parents) if not place.exists()]
    lock = FolderLock(folder)

    def leave() -> None:
        lock.give_back(leave_nothing=True)
        with contextlib.suppress(OSError):
            for place in new:
                place.rmdir()

    with writable(folder):
        folder.mkdir(parents=True, exist_ok=True)
    try:
        lock.take(lambda text: None)
    except BaseException:
        with contextlib.suppress(OSError):
            for place in new:
                place.rmdir()
        raise
    try:
        tidy(folder)
        yield leave
    finally:
        leave()


def owner_of(folder: Path) -> Owner | None:
    """Return who signed a folder, dead or alive; None where nobody did, or where it cannot be read."""
    try:
        said = json.loads(plain_bytes(folder / OWNER, LARGEST_NOTE).decode("utf-8"))
        return Owner(int(said["pid"]), str(said["host"]), str(said["started"]), str(said["command"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def writer_of(folder: Path) -> Owner | None:
    """Return who writes to a folder now. Where the lock cannot be tried, what the folder says is believed."""
    from filelock import FileLock, Timeout

    owner = owner_of(folder)
    if owner is None:
        return None
    try:
        with FileLock(folder / LOCK, timeout=0):
            return None
    except (Timeout, OSError, NotImplementedError):
        return owner


def _in_use(folder: Path, owner: Owner | None) -> InputError:
    if owner is None:
        return InputError(f"The folder {folder} is in use by another process.", f"文件夹 {folder} 正被另一个进程使用。")
    return InputError(
        f"The folder {folder} is in use by process {owner.pid} on {owner.host} since {owner.started}.",
        f"文件夹 {folder} 正被 {owner.host} 上的进程 {owner.pid} 使用，始于 {owner.started}。",
    )


def _taken_over(folder: Path, owner: Owner) -> Text:
    return Text(
        f"Process {owner.pid} on {owner.host}, at work in {folder} since {owner.started}, ended without closing it; "
        "all that it kept is there.",
        f"{owner.host} 上的进程 {owner.pid} 自 {owner.started} 起使用 {folder}，未正常结束；它已存下的结果都在。",
    )
