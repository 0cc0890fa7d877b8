"""Memory and open files: where the system allows too little of either, one sentence says what is needed.

Nothing is loaded here, because what is short is wanted for loading too.
"""

import errno
import os
import sys
from collections.abc import Iterator

MEMORY, MEMORY_OF_CORE = 1_200_000_000, 60_000_000
"""Bytes of addresses that a command wants which computes, and those that NumPy takes for each core."""

LIGHT = ("list", "check", "new")
"""Commands that load neither NumPy nor the compiler before they know that they must."""

NO_MEMORY = (
    "The memory that this program may use is not enough; free some or allow more (ulimit -v), or ask for less: "
    "fewer --processes, --replicates or --months.",
    "本程序可用的内存不够；请腾出一些或放宽限制（ulimit -v），"
    "或者少算一些：调小 --processes、--replicates 或 --months。",
)
NO_FILES = (
    "The system lets this program open too few files; allow more, such as ulimit -n 256, or use fewer --processes.",
    "系统允许本程序打开的文件太少；请放宽限制，例如 ulimit -n 256，或调小 --processes。",
)
Bilingual = tuple[str, str]
_FILES = (errno.EMFILE, errno.ENFILE)
_SIGNS = ("failed to map segment", "cannot allocate memory", "start new thread", "libllvmlite")
"""What libraries say, in words alone, that could not be loaded or begun for want of memory."""


def too_little_memory(command: str) -> Bilingual | None:
    """Return the sentence where fewer addresses are allowed than a command needs, else None."""
    if command in LIGHT or sys.platform == "win32":
        return None
    import resource

    allowed, _ = resource.getrlimit(resource.RLIMIT_AS)
    needed = MEMORY + MEMORY_OF_CORE * (os.cpu_count() or 1)
    if allowed == resource.RLIM_INFINITY or allowed >= needed:
        return None
    kilobytes = -(-needed // 1024)
    return (
        f"The system allows {allowed / 1e9:.1f} GB of memory; {command} needs {needed / 1e9:.1f} GB a process: "
        f"type ulimit -v {kilobytes} before, or unlimited.",
        f"系统只允许使用 {allowed / 1e9:.1f} GB 内存；{command} 的每个进程需要 {needed / 1e9:.1f} GB："
        f"请先运行 ulimit -v {kilobytes}，或取消限制（unlimited）。",
    )


def too_few_files(command: str) -> Bilingual | None:
    """Return the sentence where fewer open files are allowed than a command needs, and no more on asking, else None."""
    if command in LIGHT:
        return None
    from experiments.runs.open_files import OWN_FILES, allowed_files

    return NO_FILES if allowed_files(OWN_FILES) < OWN_FILES else None


def shortage(error: BaseException) -> Bilingual | None:
    """Return the sentence for an error that comes of too little memory or too few open files, None for others."""
    for one in _chain(error):
        number = getattr(one, "errno", None)
        if number in _FILES:
            return NO_FILES
        if isinstance(one, MemoryError) or number == errno.ENOMEM:
            return NO_MEMORY
        sentence = str(one).casefold()
        if isinstance(one, (ImportError, OSError, RuntimeError)) and any(sign in sentence for sign in _SIGNS):
            return NO_MEMORY
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
