"""A scenario that a visitor hands in as a file: the same strict checks as everywhere, and nothing else is read."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from sim.errors import InputError, Mistakes
from sim.scenarios.document import check_name, repaired_document
from sim.scenarios.scenario import Scenario, is_path, load_scenario
from sim.text import Text

LARGEST = 64 * 1024
"""Bytes of a file."""
ENDING = ".toml"


class WrongFiles(InputError):  # noqa: N818
    """Files that cannot be used: the mistakes of all of them, and their names."""

    def __init__(self, found: Mapping[str, InputError]) -> None:
        """Take the mistakes by file."""
        messages = [_named(item, name) for name, error in found.items() for item in error.each]
        open_end = any(error.open_end for error in found.values())
        super().__init__(*(messages[0] if len(messages) == 1 else Mistakes(messages, open_end=open_end)).text)
        self.names = tuple(found)


def _named(error: InputError, name: str) -> InputError:
    """Return a mistake that names its file, with others beside it."""
    return error if name.removesuffix(ENDING) in error.text.en else error.placed(Text(name, name))


def scenarios_of(files: Iterable[tuple[str, str]]) -> list[Scenario]:
    """Return the scenarios of files, name and text each.

    Raises:
        WrongFiles: one or more cannot be used; the mistakes of all are told.
    """
    found, wrong = list[Scenario](), dict[str, InputError]()
    for name, text in files:
        try:
            found.append(scenario_of(name, text))
        except InputError as error:
            wrong[name] = error
    if wrong:
        raise WrongFiles(wrong)
    return found


def scenario_of(name: str, text: str) -> Scenario:
    """Return the scenario of a file's name and text.

    Raises:
        InputError: the mistakes in it; or it is too large, or goes on from another file.
    """
    data = text.encode("utf-8", "surrogatepass")
    if len(data) > LARGEST:
        raise InputError(
            "The file has more than 64 kB; a scenario file is much smaller.", "文件超过 64 kB；方案文件要小得多。"
        )
    if not name.lower().endswith(ENDING):
        raise InputError("A scenario file ends with .toml.", "方案文件的名称以 .toml 结尾。")
    name = name[: -len(ENDING)] + ENDING  # Windows may write it in capitals
    check_name(name.removesuffix(ENDING))
    with TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(data)
        document = repaired_document(file, name)
        if is_path(document.word("extends")):
            raise InputError(
                "a file that is handed in may go on from a built-in scenario only, not from another file.",
                "交来的文件只能继承内置方案，不能继承别的文件。",
                document.where("extends"),
            )
        try:
            return load_scenario(file)
        except InputError as error:
            raise _without(f"{folder}{os.sep}", error) from None


def _without(folder: str, error: InputError) -> InputError:
    """Return the same mistakes without the folder, which says nothing to a visitor."""
    each = [InputError(*(said.replace(folder, "") for said in item.text)) for item in error.each]
    return each[0] if len(each) == 1 else Mistakes(each, open_end=error.open_end)
