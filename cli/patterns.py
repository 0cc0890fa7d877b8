"""``patterns``: every pattern and closed form in one table, and which do not hold."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from cli import options as o
from cli.output import at_work_in, check_out, print_json, say_changed, say_written
from cli.progress import note, shown
from experiments.output.command_line import changed, command_line
from experiments.output.manifest import now

if TYPE_CHECKING:
    from experiments.patterns.study import Patterns, Request
    from experiments.runs import Execution

GOOD, NOT_AS_EXPECTED = 0, 1
COMMUNITIES, SEED = "20", "1"


def command(
    context: typer.Context,
    out: o.Out = None,
    replicates: o.Replicates = COMMUNITIES,
    seed: o.Seed = SEED,
    processes: o.Processes = None,
    as_json: o.Json = False,
) -> int:
    """Measure, print, write; 1 where a row is not as it is expected to be."""
    language = context.obj.language
    numbers = {name: o.whole_number(f"--{name}", text) for name, text in (("replicates", replicates), ("seed", seed))}
    folder = None if out is None else o.out_path("--out", out)
    base_execution = o.execution(language, processes)
    base_execution.load_ahead()
    from experiments.patterns.files import KIND
    from experiments.patterns.study import check_request

    request = check_request(**numbers)
    given = {"--replicates": (replicates, COMMUNITIES), "--seed": (seed, SEED)}
    place = [] if folder is None else ["--out", str(folder)]
    line = command_line("patterns", *place, *changed(given), "--lang", language)
    execution = replace(base_execution, command=line)
    if folder is None:
        found, content = _run(request, language, execution)
    else:
        check_out(folder, KIND)
        started = now()
        with at_work_in(folder):
            say_changed(folder, language)
            found, content = _run(request, language, execution)
            _write(content, folder, language, started)
    _show(content, language, as_json=as_json)
    return GOOD if found.as_expected else NOT_AS_EXPECTED


def _run(request: "Request", language: str, execution: "Execution") -> "tuple[Patterns, dict[str, Any]]":
    """Run all communities and closed forms, and show how far they are."""
    from experiments.patterns.content import content_of
    from experiments.patterns.study import run

    with shown(execution, language, of=request.most) as watched_execution:
        found = run(request, watched_execution)
    return found, content_of(found)


def _write(content: dict[str, Any], out: Path, language: str, started: str) -> None:
    """Write the files and the page, and say where."""
    from report.patterns.writing import write_results

    note("drawing", language)
    say_written(out, write_results(content, out, language=language, started=started), (), language)


def _show(content: dict[str, Any], language: str, *, as_json: bool) -> None:
    """Print the table, or the numbers as JSON."""
    if as_json:
        print_json(content)
    else:
        from report.patterns.terminal import print_patterns
        from report.terminal import table_console

        print_patterns(content, table_console(sys.stdout), language)
    sys.stdout.flush()
