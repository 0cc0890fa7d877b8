"""A folder that installs the project on a machine without network.

``python -m tools.offline FOLDER``, on a connected machine of the same kind, makes ``wheels/`` with everything
that the project needs, ``community-governance/`` with its files, ``install.txt``, which says what to do there, and
``NOTICE.txt``, which names the licence of every package.
"""

import platform
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

from cli.language import chosen_language, language_of_locale
from sim.errors import InputError, reason_zh
from sim.text import Text
from tools.notices import notice

ROOT = Path(__file__).resolve().parents[1]
WHEELS, COPY, LEAFLET, PINNED = "wheels", "community-governance", "install.txt", "constraints.txt"
NOTICE = "NOTICE.txt"
GOOD, BAD_INPUT, INTERRUPTED = 0, 2, 130
TOO_LONG = 200
"""Characters of what pip said that a sentence may carry."""
OWN = {
    ".git",
    ".venv",
    "node_modules",
    "__pycache__",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".numba_cache",
    "results",
    "build",
}
"""Folders that are of one machine, left out where git does not tell which files are the project's."""
EVERY = 20
"""So many packages make a line of progress where there is no terminal."""
Said = Callable[[Text], None]


def bundle(folder: Path, say: Said) -> Path:
    """Make the folder; where that fails nothing stays in it.

    Raises:
        InputError: the folder is not empty or cannot be written, or the packages cannot be had.
    """
    files = project_files()
    try:
        _check_empty(folder)
        new = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        try:
            say(Text(f"copying {len(files)} files of the project", f"正在复制项目的 {len(files)} 个文件"))
            _copy(files, folder / COPY)
            _leaflet(folder / LEAFLET)
            say(Text("fetching the packages; this takes some minutes", "正在下载软件包，需要几分钟"))
            fetch(needed(), folder / WHEELS, say)
            (folder / NOTICE).write_text(notice(folder / WHEELS), encoding="utf-8")
        except BaseException:
            _leave_nothing(folder, new)
            raise
    except OSError as error:
        raise InputError(
            f"{folder} cannot be written: {error.strerror}.", f"{folder} 无法写入：{reason_zh(error)}。"
        ) from None
    return folder


def project_files() -> list[Path]:
    """Return the project's files, seen from its root: those that git knows, without git all but one machine's own."""
    listed = ["git", "-C", f"{ROOT}", "ls-files", "-z"]
    try:
        known = subprocess.run(listed, capture_output=True, check=True).stdout.decode().split("\0")
    except (OSError, subprocess.CalledProcessError):
        known = []
    found = [Path(name) for name in known if name and (ROOT / name).is_file()]
    if found:
        return found
    every = (file.relative_to(ROOT) for file in ROOT.rglob("*") if file.is_file())
    return sorted(item for item in every if not OWN & set(item.parts) and ".egg-info" not in f"{item}")


def needed() -> list[str]:
    """Return what the project needs to be installed and to run, as its own file says."""
    with (ROOT / "pyproject.toml").open("rb") as stream:
        content = tomllib.load(stream)
    return [*content["build-system"]["requires"], "wheel", *content["project"]["dependencies"]]


def fetch(packages: Sequence[str], wheels: Path, say: Said) -> None:
    """Let pip put the wheels of packages, and of all that these need, into a folder.

    Raises:
        InputError: pip could not.
    """
    pip = [sys.executable, "-m", "pip", "wheel", "--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    command = [*pip, "-c", f"{ROOT / PINNED}", "-w", f"{wheels}", *packages]
    seen, last = 0, ""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace"
    ) as running:
        assert running.stdout is not None
        for line in running.stdout:
            if found := re.match(r"Collecting ([\w.-]+)", line):
                seen += 1
                say(Text(f"  {seen} {found[1]}", f"  {seen} {found[1]}"))
            elif line.startswith("ERROR:") or "No module named pip" in line:
                last = line.removeprefix("ERROR:").strip()[:TOO_LONG].rstrip(".")
    if running.returncode:
        answer = last or f"exit {running.returncode}"
        raise InputError(
            f"pip could not fetch the packages; is this machine connected? It said: {answer}.",
            f"pip 无法取得软件包；这台机器联网了吗？它说：{answer}。",
        )


def leaflet() -> str:
    """Return what to do on the other machine, in both languages."""
    machine = f"Python {sys.version_info.major}.{sys.version_info.minor}, {platform.system()}, {platform.machine()}"
    windows = sys.platform == "win32"
    first, python = ("python", r".venv\Scripts\python") if windows else ("python3", ".venv/bin/python")
    install = f"-m pip install --no-index --find-links ../{WHEELS} -c {PINNED} -e ."
    join = "; " if windows else " && "
    commands = (f"{first} -m venv .venv{join}{python} {install}", f"{python} run.py dashboard")
    shown = "\n\n".join(f"    {command}" for command in commands)
    return (
        f"This folder installs {COPY} without network, on machines like the one that made it:\n{machine}.\n"
        f"Copy it from the stick to the disk, open a terminal in {COPY}, and type:\n\n{shown}\n\n"
        f"此文件夹可在不联网的机器上安装 {COPY}，机器须与制作它的相同：\n{machine}。\n"
        f"把它从 U 盘复制到硬盘，在 {COPY} 里打开终端，输入：\n\n{shown}\n"
    )


def _check_empty(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file; name a folder.", f"{folder} 是文件；请写文件夹。")
    if folder.exists() and any(folder.iterdir()):
        raise InputError(f"{folder} is not empty; name a new folder.", f"{folder} 不是空的；请写一个新文件夹。")


def _copy(files: Sequence[Path], target: Path) -> None:
    for file in files:
        (target / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / file, target / file)


def _leaflet(file: Path) -> None:
    file.write_text(leaflet(), encoding="utf-8")


def _leave_nothing(folder: Path, new: bool) -> None:
    for name in (WHEELS, COPY):
        shutil.rmtree(folder / name, ignore_errors=True)
    for name in (LEAFLET, NOTICE):
        (folder / name).unlink(missing_ok=True)
    if new and not any(folder.iterdir()):
        folder.rmdir()


class _Shown:
    """Progress on the error stream: one line that changes in a terminal, some lines elsewhere."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._terminal = sys.stderr.isatty()
        self._lines = 0

    def __call__(self, text: Text) -> None:
        line = text.get(self._language)
        if not line.startswith(" "):
            sys.stderr.write(line + "\n")
        elif self._terminal:
            sys.stderr.write(f"\r\033[K{line}")
        else:
            self._lines += 1
            sys.stderr.write(f"{line}\n" if self._lines % EVERY == 0 else "")
        sys.stderr.flush()

    def end(self) -> None:
        """Leave the line that changed."""
        sys.stderr.write("\r\033[K" if self._terminal else "")


def main(arguments: Sequence[str]) -> int:
    """Do what the arguments ask and return the exit code: 0 good, 2 bad input, 130 interrupted."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    language = language_of_locale()
    try:
        language, rest = chosen_language(arguments)
        if len(rest) != 1 or rest[0].startswith("-"):
            raise InputError(
                "Name one folder, as in: python -m tools.offline FOLDER.",
                "请写一个文件夹，例如：python -m tools.offline FOLDER。",
            )
        shown = _Shown(language)
        try:
            folder = bundle(Path(rest[0]), shown)
        finally:
            shown.end()
    except InputError as error:
        sys.stderr.write(Text("error: ", "错误：").get(language) + error.get(language) + "\n")
        return BAD_INPUT
    except KeyboardInterrupt:
        sys.stderr.write(Text("interrupted: nothing was kept.", "已中断：没有留下任何文件。").get(language) + "\n")
        return INTERRUPTED
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
    text = Text(
        f"{folder} is ready, {size:.0f} MB: see {LEAFLET} and {NOTICE} in it.",
        f"{folder} 已完成，{size:.0f} MB：见其中的 {LEAFLET} 和 {NOTICE}。",
    )
    sys.stdout.write(text.get(language) + "\n")
    return GOOD


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
