"""What 30 hostile clients cost 3 honest ones: ``python -m tests.hostile_clients [--seconds 20]``.

A page is served twice on this machine alone. Three honest clients play at ten months a second and ask for a lever now
and then, first by themselves, then beside thirty hostile ones on the level of sockets: half requests, headers without
end, guesses of the password, files that are not there, folders of packages, other sites, messages that no page sends,
floods of messages, sockets that do not read, more sockets than seats. For each honest client its frames a second and
its answers are printed, and the server's memory before and after.
"""

import argparse
import contextlib
import os
import random
import socket
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil
from websockets.exceptions import WebSocketException

from tests.dashboard.clients import Guest, basic, get, message, netloc, opened, raw
from tests.served import served

PASSWORD = "open sesame"
HONEST, OF_EACH_KIND = 3, 3
SPEED = 10  # months a second
ASKED_EVERY = 0.5  # s
SETTLED = 45  # s after the last has left, in which memory goes back
MEGA = 2**20
BOUND, EXPORTS = 0.10, 20.0
"""What a hostile crowd may cost: a share of frames and answers, and memory [MB]."""
TROUBLES = (OSError, AssertionError, WebSocketException, TimeoutError)


def shows(value: float, told: dict[str, Any]) -> bool:
    """Tell whether a frame shows that a lever of the second world stands at a value."""
    return value in told.get("levers", [[], []])[1]


class Honest(threading.Thread):
    """Somebody who plays, moves a lever now and then, and notes how long each answer takes."""

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        self.guest = Guest(address, PASSWORD)
        self.frames, self.answers = 0.0, list[float]()
        self.seconds = 0.0

    def run(self) -> None:
        own = self.guest
        own.ask(kind="set_speed", value=SPEED)
        own.ask(kind="play")
        begun, frames = time.monotonic(), own.frames
        moved = 0
        while (now := time.monotonic()) < begun + self.seconds:
            moved += 1
            value = round(0.001 * (moved % 400 + 1), 3)
            own.ask(kind="set_lever", world=1, lever="wage_rise", value=value)
            own.until(partial(shows, value), 30)
            self.answers.append(time.monotonic() - now)
            with contextlib.suppress(AssertionError):
                own.until(lambda told: False, now + ASKED_EVERY - time.monotonic())
            if own.now["simulated"] >= 110:
                own.ask(kind="reset")
                own.ask(kind="play")
        self.frames = (own.frames - frames) / (time.monotonic() - begun)


class Hostile(threading.Thread):
    """One hostile client, which does the same thing again and again."""

    def __init__(self, address: str, act: Callable[[str, random.Random], None], seed: int, ended: Event) -> None:
        super().__init__(daemon=True)
        self.address, self.act, self.ended = address, act, ended
        self.random = random.Random(seed)
        self.times = 0

    def run(self) -> None:
        while not self.ended.is_set():
            with contextlib.suppress(*TROUBLES):
                self.act(self.address, self.random)
            self.times += 1


def half_request(address: str, _: random.Random) -> None:
    """Begin to ask, forty times, and never end."""
    with contextlib.ExitStack() as kept:
        for _ in range(40):
            own = kept.enter_context(raw(address))
            own.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        time.sleep(3)


def endless_header(address: str, _: random.Random) -> None:
    """Send headers without end."""
    with raw(address) as own:
        own.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        for _ in range(200):
            own.sendall(b"X: " + b"y" * 4096 + b"\r\n")


def guess(address: str, chance: random.Random) -> None:
    """Guess the password."""
    get(address, "/", **basic(f"guess {chance.random()}"))


def missing_files(address: str, chance: random.Random) -> None:
    """Ask for what is not there."""
    get(address, f"/_solara/cdn/none@{chance.random()}/index.js", **basic(PASSWORD))
    time.sleep(0.02)


def folders(address: str, _: random.Random) -> None:
    """Ask for folders of packages."""
    get(address, "/_solara/cdn/@widgetti/solara-vuetify-app@10.1.1/dist", **basic(PASSWORD))
    time.sleep(0.02)


def other_site(address: str, _: random.Random) -> None:
    """Ask as a page of another site makes a browser ask."""
    get(address, "/stage/page.js", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="no-cors", X_Script_Name="/x<script>")
    time.sleep(0.02)


def wrong_messages(address: str, chance: random.Random) -> None:
    """Send what no page sends."""
    with opened(address, PASSWORD) as own:
        own.send(chance.choice(["null", "[" * 100_000, "{}", message("shutdown_request", {}), "x" * 10_000]))
        own.recv(timeout=5)
    time.sleep(0.05)


def flood(address: str, _: random.Random) -> None:
    """Send messages of a page, as many as go."""
    with opened(address, PASSWORD) as own:
        for _ in range(5000):
            own.send(message("comm_info_request", {"target_name": "x"}))


def deaf(address: str, _: random.Random) -> None:
    """Ask for a large file and for nothing of it to come."""
    with raw(address) as own:
        own.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        known = basic(PASSWORD)["Authorization"]
        own.sendall(
            f"GET /stage/content.json HTTP/1.1\r\nHost: {netloc(address)}\r\nAuthorization: {known}\r\n\r\n".encode()
        )
        time.sleep(3)


def many_sockets(address: str, _: random.Random) -> None:
    """Open more sockets than there are seats."""
    with contextlib.ExitStack() as kept:
        for _ in range(10):
            kept.enter_context(opened(address, PASSWORD))
        time.sleep(3)


KINDS = (
    half_request, endless_header, guess, missing_files, folders, other_site, wrong_messages, flood, deaf, many_sockets,
)  # fmt: skip


def memory(server: psutil.Process) -> float:
    return float(server.memory_info().rss) / MEGA


def processor(server: psutil.Process) -> float:
    used = server.cpu_times()
    return float(used.user + used.system)


def played(address: str, seconds: float) -> list[Honest]:
    """Let the honest play for so long, then leave."""
    honest = [Honest(address) for _ in range(HONEST)]
    for item in honest:
        item.seconds = seconds
        item.start()
    for item in honest:
        item.join()
        item.guest.close()
    return honest


def crowd(address: str, ended: Event, done: Any) -> None:
    """Be hostile in a process of its own, which takes from the server no processor that it wants."""
    if hasattr(os, "nice"):
        os.nice(19)
    acts = [act for act in KINDS for _ in range(OF_EACH_KIND)]
    clients = [Hostile(address, act, seed, ended) for seed, act in enumerate(acts)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    done.put(Counter({act.__name__: sum(client.times for client in clients if client.act is act) for act in KINDS}))


def beside_hostile(address: str, seconds: float) -> tuple[list[Honest], Counter[str]]:
    """Let the honest play beside the hostile."""
    context = get_context("spawn")
    ended, done = context.Event(), context.Queue()
    process = context.Process(target=crowd, args=(address, ended, done), daemon=True)
    honest = [Honest(address) for _ in range(HONEST)]
    process.start()
    time.sleep(5)
    for item in honest:
        item.seconds = seconds
        item.start()
    for item in honest:
        item.join()
    ended.set()
    times = done.get(timeout=60)
    process.join(60)
    for item in honest:
        item.guest.close()
    return honest, times


def middle(own: Honest) -> float:
    return 1000 * statistics.median(own.answers)


def main() -> None:
    """Measure and print."""
    line = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    line.add_argument("--seconds", type=float, default=20.0)
    seconds = line.parse_args().seconds
    with TemporaryDirectory() as folder, served(log := Path(folder) / "log.txt", "--password", PASSWORD) as address:
        server = next(child for child in psutil.Process().children() if "dashboard" in child.cmdline())
        played(address, 3)
        time.sleep(SETTLED)
        before = memory(server)
        used = [processor(server)]
        alone = played(address, seconds)
        used.append(processor(server))
        beside, done = beside_hostile(address, seconds)
        used.append(processor(server))
        again = played(address, seconds)
        highest = memory(server)
        time.sleep(SETTLED)
        after = memory(server)
        print("hostile:", ", ".join(f"{name} {number}" for name, number in done.items()))
        heads = ("alone", "beside", "again alone")
        print(" " * 8, "frames a second".center(36), "answers [ms]".center(36), sep="")
        print(f"{'honest':<8}", *(f"{head:>12}" for head in heads * 2), sep="")
        for number, row in enumerate(zip(alone, beside, again, strict=True), start=1):
            cells = [*(f"{item.frames:>12.2f}" for item in row), *(f"{middle(item):>12.0f}" for item in row)]
            print(f"{number:<8}", *cells, sep="")
        print(f"the server's processor: alone {used[1] - used[0]:.1f} s, beside {used[2] - used[1]:.1f} s")
        print(f"memory [MB]: before {before:.0f}, at the end {highest:.0f}, after all have left {after:.0f}")
        quiet = list(zip(alone, again, strict=True))
        lost = max(
            1 - b.frames / statistics.mean(q.frames for q in item) for item, b in zip(quiet, beside, strict=True)
        )
        slower = max(middle(b) / statistics.mean(map(middle, item)) - 1 for item, b in zip(quiet, beside, strict=True))
        print(f"frames lost {lost:.1%}, answers slower by {slower:.1%} (bound {BOUND:.0%}); "
              f"memory kept {after - before:.0f} MB (bound {EXPORTS:.0f})")  # fmt: skip
        said = log.read_text(encoding="utf-8")
        print(f"the log has {len(said):,} characters; tracebacks: {said.count('Traceback')}")


if __name__ == "__main__":
    main()
