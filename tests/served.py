"""The page served for a while from a process of its own."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
STARTING = 120  # s, in which the engine compiles where it never has


@contextmanager
def served(log: Path, *options: str) -> Iterator[str]:
    """Yield the address of the page, served from a process of its own that writes to ``log``."""
    port = () if "--port" in options else ("--port", "0")
    line = [sys.executable, ROOT / "run.py", "--lang", "en", "dashboard", *port, *options]
    with log.open("wb") as stream:
        server = subprocess.Popen(line, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream)
        try:
            yield _address(server, log)
        finally:
            server.terminate()
            server.wait(timeout=30)


def _address(server: "subprocess.Popen[bytes]", log: Path) -> str:
    end = time.monotonic() + STARTING
    while time.monotonic() < end and server.poll() is None:
        if found := re.search(r"http://[\d.]+:\d+", log.read_text(encoding="utf-8")):
            return found[0]
        time.sleep(0.05)
    raise AssertionError(f"the page is not served:\n{log.read_text(encoding='utf-8')}")
