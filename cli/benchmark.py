"""``benchmark``: the speed of the engine on this machine."""

import sys
from typing import Annotated, Any

import typer

from cli import options as o
from cli.output import print_json
from cli.progress import note, say_if_cold
from cli.words import say

MEASURED = ("twin", "single", "lanes_16", "lanes_32")


def command(
    context: typer.Context,
    as_json: o.Json = False,
    sweeps: Annotated[bool, typer.Option("--sweeps")] = False,
) -> int:
    """Measure and print."""
    language = context.obj.language
    say_if_cold(language)
    if sweeps:
        return _sweeps(language, as_json=as_json)
    from experiments.benchmark.engine import measure

    numbers = measure(lambda step: note(f"measuring_{step}", language))
    if as_json:
        print_json(numbers)
    else:
        _print(numbers, language)
    return 0


def _sweeps(language: str, *, as_json: bool) -> int:
    """Measure what store and engine cost a sweep, and what a second process gains."""
    from experiments.benchmark.sweeps import measure

    note("measuring_sweeps", language)
    numbers = measure()
    if as_json:
        print_json(numbers)
    else:
        one, two = (
            say("sweep_rate", language, processes=processes, rate=numbers["runs_a_second"][processes],
                overhead=numbers["overhead"][processes])
            for processes in ("1", "2")
        )  # fmt: skip
        sys.stdout.write(f"{one}\n{two}\n{say('sweep_gain', language, **numbers)}\n")
    return 0


def _print(numbers: dict[str, Any], language: str) -> None:
    from rich.console import Console

    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else 110, highlight=False, markup=False)
    machine = numbers["machine"]
    console.print(say("machine", language, **machine))
    console.print(say("how_measured", language, repeats=numbers["repeats"], months=numbers["months"]))
    rows = [
        [say(name, language), _ns(found["ns"]), _ns(found["ns_median"]), f"{found['times_faster']:,.1f}"]
        for name, found in ((name, numbers["engine"][name]) for name in MEASURED)
    ]
    console.print(_table(("measured", "ns", "ns_median", "times_faster"), rows, language))
    rows = [
        [f"{size['residents']:,}", _ns(size["ns"]), _ns(size["ns_median"]), f"{size['relative']:.2f}"]
        for size in numbers["growth"]
    ]
    console.print(_table(("residents", "ns", "ns_median", "relative"), rows, language))
    console.print(say("start_times", language, **numbers["start"]))


def _ns(value: float) -> str:
    return f"{value:,.1f}" if value < 1000 else f"{value:,.0f}"


def _table(heads: tuple[str, ...], rows: list[list[str]], language: str) -> Any:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for index, head in enumerate(heads):
        table.add_column(say(head, language), justify="right" if index else "left")
    for row in rows:
        table.add_row(*row)
    return table
