"""How far a sweep is, read beside it without disturbing it."""

import dataclasses
import json
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.output.code import code as installed
from experiments.output.lock import writer_of
from experiments.store.ledger import PACE
from experiments.store.rows import codes_in, counted, get_meta
from experiments.store.schema import LEDGER, damaged, is_damage, looked_into
from experiments.store.view import view_of
from sim.text import Text

LATELY = 300  # s over which the rate is taken


@dataclass(frozen=True, slots=True)
class Status:
    """How far a store is: runs of its plan, who writes to it (process and host, None at rest), runs a second lately.

    ``other_rules`` says that the rules installed now are not those that made the runs.
    ``interim`` is what the writer last said of the results, empty where it said nothing.
    """

    folder: Path
    asked: int
    done: int
    failed: int
    code: str
    started: str
    pid: int | None
    host: str | None
    rate: float | None
    interim: Text
    other_rules: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return all of it, ready for JSON."""
        return {
            **dataclasses.asdict(self),
            "folder": str(self.folder),
            "headline": self.interim.content(),
        }

    def text(self) -> Text:
        """Return all of it in one or two lines."""
        left = self.asked - self.done - self.failed
        en = [f"{self.folder}: {self.done:,} of {self.asked:,} runs done, {self.failed:,} failed, {left:,} left"]
        zh = [
            f"{self.folder}：共 {self.asked:,} 次运行，完成 {self.done:,} 次，失败 {self.failed:,} 次，剩余 {left:,} 次"
        ]
        if self.pid is None:
            en.append("nobody is at work")
            zh.append("当前没有进程在运行")
        else:
            en.append(f"process {self.pid} on {self.host} is at work")
            zh.append(f"{self.host} 上的进程 {self.pid} 正在运行")
        if self.rate:
            en.append(f"{self.rate:.3g} runs a second")
            zh.append(f"每秒 {self.rate:.3g} 次")
        if self.other_rules:
            en.append(f"its runs are of other rules ({self.code[:8]}) than those installed")
            zh.append(f"其中的运行出自另一套规则（{self.code[:8]}），不是现在安装的")
        said = Text("; ".join(en) + ".", "；".join(zh) + "。")
        return Text(*("\n".join(filter(None, pair)) for pair in zip(said, self.interim, strict=True)))


def status(folder: str | Path) -> Status:
    """Return how far the sweep in a folder is, while it runs or after it.

    Raises:
        InputError: the folder holds no store, or its ledger is damaged.
    """
    place = Path(folder)
    with closing(looked_into(place)) as connection:
        try:
            return _read(place, connection)
        except sqlite3.DatabaseError as error:
            if is_damage(error):
                raise damaged(place) from None
            raise


def stored_runs(folder: Path) -> int:
    """Return how many runs a folder and the folders in it keep, of whatever plan and rules; 0 where it is not a store.

    Raises:
        InputError: a ledger cannot be read.
    """
    kept = 0
    for ledger in (*folder.glob(LEDGER), *folder.glob(f"*/{LEDGER}")):
        with closing(looked_into(ledger.parent)) as connection:
            kept += sum(codes_in(connection).values())
    return kept


def _read(place: Path, connection: sqlite3.Connection) -> Status:
    code = get_meta(connection, "code")
    view = view_of(connection, code)
    counts = counted(connection, view.code)
    writer = writer_of(place)
    interim = Text(*json.loads(get_meta(connection, "headline") or '["", ""]'))
    return Status(
        place, counts.asked, counts.done, counts.failed, code, view.started,
        writer.pid if writer else None, writer.host if writer else None,
        _rate(connection) if writer else None, interim, bool(code) and code != installed(),
    )  # fmt: skip


def _rate(connection: sqlite3.Connection) -> float | None:
    """Return the runs a second over the last minutes; None before there is anything to tell."""
    now = time.time()
    first, runs = connection.execute(
        "SELECT min(at), sum(runs) FROM pace WHERE at > ?", (int(now) - LATELY - PACE,)
    ).fetchone()
    return runs / max(now - first, PACE) if runs else None
