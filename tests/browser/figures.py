"""How fast and how large the live page is on this machine: ``python -m tests.browser.figures``.

``--minutes 20`` plays at full speed for as long and looks for growth and errors; ``--visitors`` says how many play
at once. Browser and server share the machine's cores here, so a browser elsewhere leaves the server more.
"""

import argparse
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil
from playwright.sync_api import Browser

from tests.browser.serving import opened_browser
from tests.browser.visitor import Visitor
from tests.served import served

FRAMES_FOR, PLAYED_FOR = 10.0, 20.0  # s
TOUCHES = 20
SIX = "charts=satisfaction.participation_12m.backlog.burned_out.quality.awareness"
MEGA = 2**20
SETTLED = 40  # s after the last tab has closed, in which memory goes back
WATCH = """() => {
  const { lab } = community.views;
  window.frames_drawn = 0;
  const draw = lab.draw.bind(lab);
  lab.draw = (parts) => { draw(parts); window.frames_drawn += 1; window.after_draw?.(); };
}"""
TOUCH = """([lever, value]) => new Promise((done) => {
  const place = community.views.lab.leverPlace[lever];
  const begun = performance.now();
  window.after_draw = () => {
    if (community.now.levers[1][place] !== value) return;
    window.after_draw = null;
    done(performance.now() - begun);
  };
  community.ask({ kind: "set_lever", world: 1, lever, value });
})"""


class Figures:
    """A server that was just started, and what is measured of it."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        children = psutil.Process().children()
        self.server = next(child for child in children if "dashboard" in child.cmdline())

    def tell(self, figure: str, value: str) -> None:
        """Print one row."""
        print(f"{figure:<58} {value}", flush=True)

    def megabytes(self) -> float:
        """Return the memory of the server's process."""
        return float(self.server.memory_info().rss) / MEGA

    def processor(self) -> float:
        """Return the seconds that the server's process has computed."""
        used = self.server.cpu_times()
        return float(used.user + used.system)

    @contextmanager
    def visitors(self, number: int, path: str = "/?lang=en&b=fewer_orders") -> Iterator[list[Visitor]]:
        """Yield so many visitors, each in a browser profile of its own; nothing may have gone wrong at the end."""
        found = [Visitor(self.browser, self.address).open(path) for _ in range(number)]
        yield found
        for item in found:
            assert not item.faults, item.faults
            item.close()

    def first_page(self) -> None:
        """Measure how soon the two worlds stand, for the first visitor of a server and for a later one."""
        for name in ("first page, the server just started", "first page, later"):
            begun = time.monotonic()
            with self.visitors(1):
                self.tell(name, f"{time.monotonic() - begun:.2f} s")

    def frames(self) -> None:
        """Measure frames, and what a month costs the server, with six charts at 10 months a second."""
        with self.visitors(1, f"/?lang=en&b=fewer_orders&{SIX}") as [one]:
            one.read(WATCH)
            one.ask(kind="set_speed", value=10)
            one.ask(kind="play")
            one.until("community.now.simulated >= 5")
            months, drawn, used = one.read("community.now.simulated"), one.read("frames_drawn"), self.processor()
            one.page.wait_for_timeout(FRAMES_FOR * 1000)
            months, drawn = one.read("community.now.simulated") - months, one.read("frames_drawn") - drawn
            cost = 1000 * (self.processor() - used)
            self.tell("frames a second, two communities, six charts", f"{drawn / FRAMES_FOR:.1f}")
            self.tell("the server's processor time", f"{cost / months:.1f} ms a month, {cost / drawn:.1f} ms a frame")

    def levers(self) -> None:
        """Measure from a lever's message to the drawn frame that shows it."""
        with self.visitors(1) as [one]:
            one.live(6)
            one.read(WATCH)
            values = [one.read(TOUCH, ["wage_rise", (k + 1) / 100]) for k in range(TOUCHES)]
            self.tell(
                "lever to drawn frame", f"median {statistics.median(values):.0f} ms, longest {max(values):.0f} ms"
            )

    def many(self, number: int) -> None:
        """Measure visitors who play at once, and the memory that they take and give back."""
        time.sleep(SETTLED)
        before = self.megabytes()
        with self.visitors(number) as all_of_them:
            for item in all_of_them:
                item.ask(kind="set_speed", value=5)
                item.ask(kind="play")
            all_of_them[-1].until("community.now.simulated >= 2")
            begun = [(time.monotonic(), item.read("community.now.simulated")) for item in all_of_them]
            all_of_them[0].page.wait_for_timeout(PLAYED_FOR * 1000)
            pace = [
                (item.read("community.now.simulated") - simulated) / (time.monotonic() - at)
                for item, (at, simulated) in zip(all_of_them, begun, strict=True)
            ]
            self.tell(f"{number} visitors at 5 months a second", f"{min(pace):.2f} to {max(pace):.2f} months/s each")
            for item in all_of_them:
                item.until("community.now.simulated === community.begun.months && !community.now.playing")
            self.tell("memory a visitor after 120 months", f"{(self.megabytes() - before) / number:.1f} MB")
        time.sleep(SETTLED)
        self.tell("memory of the server before, and after all have left", f"{before:.0f} MB, {self.megabytes():.0f} MB")

    def long(self, minutes: float) -> None:
        """Play at full speed, again and again, and look at memory each minute."""
        with self.visitors(1) as [one]:
            one.ask(kind="set_speed", value=0)
            begun, months, seen = time.monotonic(), 0, [self.megabytes()]
            while time.monotonic() < begun + 60 * minutes:
                one.ask(kind="reset")
                one.until("community.now.simulated === 0")
                one.ask(kind="play")
                one.until("community.now.simulated === community.begun.months && !community.now.playing")
                months += one.read("community.begun.months")
                if time.monotonic() > begun + 60 * len(seen):
                    seen.append(self.megabytes())
            heap = one.read("performance.memory.usedJSHeapSize") / MEGA
            early = seen[min(5, len(seen) - 1)]
            self.tell(
                f"{minutes:g} minutes at full speed, {months:,} months",
                f"server {early:.1f} MB at 5 min, {self.megabytes():.1f} MB at the end; page {heap:.1f} MB",
            )


def main() -> None:
    """Measure and print."""
    line: Any = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    line.add_argument("--visitors", type=int, default=12)
    line.add_argument("--minutes", type=float, default=0.0)
    options = line.parse_args()
    with TemporaryDirectory() as folder, opened_browser() as browser:
        log = Path(folder) / "log.txt"
        with served(log, "--rooms", f"{options.visitors + 1}") as address:
            figures = Figures(browser, address)
            figures.first_page()
            figures.frames()
            figures.levers()
            figures.many(options.visitors)
            if options.minutes:
                figures.long(options.minutes)
        assert "Traceback" not in log.read_text(encoding="utf-8")


if __name__ == "__main__":
    main()
