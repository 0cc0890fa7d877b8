"""The report of a comparison from its folder: the same page that ``compare`` wrote, in either language."""

from pathlib import Path

from experiments.compare.files import read_comparison
from experiments.output.manifest import MANIFEST, read_manifest
from experiments.output.sources import again
from report.compare.writing import write_report

_LANGUAGES = ("en", "zh")


def write(folder: Path, lang: str, command: str) -> list[Path]:
    """Write page and pictures and return them, the page first.

    The page names the line that made the comparison; ``command``, where that line is not known.

    Raises:
        InputError: a file of the comparison cannot be used, or the page cannot be written.
    """
    manifest = read_manifest(folder)
    comparison = read_comparison(folder, manifest)
    line = again(_in_language(manifest["command"], lang) or command, manifest)
    files = [*map(str, manifest["files"]), MANIFEST]
    return write_report(comparison, folder, lang, line, files, version=manifest["version"])


def _in_language(command: str, lang: str) -> str:
    """Return the line with its last option, the language, as this page has it."""
    for other in _LANGUAGES:
        command = command.removesuffix(f" --lang {other}")
    return f"{command} --lang {lang}" if command else ""
