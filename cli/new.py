"""``new``: a commented scenario file to edit."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.words import say
from experiments.output.command_line import command_line
from experiments.output.folder import replacing
from sim.errors import InputError, reason_zh
from sim.scenarios.document import check_name, shown
from sim.scenarios.scenario import load_scenario, scenario_names
from sim.scenarios.template import scenario_text


def command(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    source: Annotated[str, typer.Option("--from", metavar="SCENARIO")] = "baseline",
) -> int:
    """Write the file and say what to do with it."""
    path = write_new(name.removesuffix(".toml"), source, Path())
    sys.stdout.write(say("new_file", context.obj.language, path=path, line=command_line("compare", str(path))) + "\n")
    return 0


def write_new(name: str, source: str | Path = "baseline", folder: Path | None = None) -> Path:
    """Write ``name.toml``, a commented copy of ``source`` to edit, into ``folder`` (default: here).

    Raises:
        InputError: the name cannot be used or is taken, or the folder cannot be written.
    """
    check_name(name)
    if name in scenario_names():
        raise InputError(
            f"There is a scenario {shown(name)} already; choose another name.",
            f"已有方案{shown(name, 'zh')}；请换一个名称。",
        )
    scenario = load_scenario(source)
    path = (Path.cwd() if folder is None else folder) / f"{name}.toml"
    try:
        if os.path.lexists(path):
            raise InputError(f"{path} is there already; nothing was written.", f"{path} 已经存在；没有写入任何内容。")
        with replacing(path) as part:
            text = scenario_text(name, scenario.problem, scenario.content())
            part.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(
            f"{path} cannot be written: {error.strerror}.", f"{path} 无法写入：{reason_zh(error)}。"
        ) from None
    return path
