"""The files a command was given: what they were when it ran, kept with the results, so that a later change is seen."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sim.scenarios.scenario import is_path
from sim.text import Text

LONGEST_STORED = 100_000  # bytes; of a longer file only its hash is kept
LONGEST = 64 * 1024 * 1024  # bytes
_SHOWN = 12  # digits of a hash

Source = Mapping[str, Any]


class CommandLine(str):
    """A command as one types it, with the files it names as they were: path, SHA-256, and text where it is short."""

    __slots__ = ("sources",)
    sources: tuple[Source, ...]


def with_sources(line: str, words: Iterable[str | None]) -> CommandLine:
    """Return the line with those of ``words`` that are files, as they are now."""
    own = CommandLine(line)
    own.sources = tuple(found for word in dict.fromkeys(words) if word and (found := _read(word)))
    return own


def again(line: str, manifest: Mapping[str, Any]) -> CommandLine:
    """Return a line with the files that a manifest keeps."""
    own = CommandLine(line)
    own.sources = sources_of(manifest)
    return own


def sources_of(manifest: Mapping[str, Any]) -> tuple[Source, ...]:
    """Return the files that a manifest keeps; none where it names none or in another shape."""
    found = manifest.get("sources", [])
    if not isinstance(found, list):
        return ()
    return tuple(
        item
        for item in found
        if isinstance(item, dict) and all(isinstance(item.get(key), str) for key in ("path", "sha256"))
    )


def files_sentence(line: str, lang: str) -> str:
    """Say what the files of a line were; nothing where it names none."""
    sources = line.sources if isinstance(line, CommandLine) else ()
    if not sources:
        return ""
    named = (
        Text(", ", "、")
        .get(lang)
        .join(f"{source['path']} (SHA-256 {source['sha256'][:_SHOWN]}…)" for source in sources)
    )
    return Text(
        f"It gives the same numbers as long as its files are what they were: {named}; manifest.json keeps them.",
        f"只要文件不变，数字就相同：{named}；其内容存于 manifest.json。",
    ).get(lang)


def changed(sources: Iterable[Source], folder: Path) -> list[Text]:
    """Say which files are no longer what they were when the results in ``folder`` were made."""
    said = []
    for source in sources:
        now = _read(str(source["path"]))
        if now is None:
            en, zh = "is not there any more", "已不在原处"
        elif now["sha256"] != source["sha256"]:
            en, zh = "has changed", "已有改动"
        else:
            continue
        said.append(
            Text(
                f"{source['path']} {en} since the results in {folder} were made: the line that made them gives other "
                f"numbers now. They are of SHA-256 {source['sha256'][:_SHOWN]}…, kept in their manifest.json.",
                f"{folder} 中的结果生成之后，{source['path']} {zh}：原来的命令现在得不到同样的数字。"
                f"这些结果用的是 SHA-256 {source['sha256'][:_SHOWN]}…，存于其 manifest.json。",
            )
        )
    return said


def _read(word: str) -> Source | None:
    """Return a file as it is now; None where the word is the name of something built in, or no readable file."""
    try:
        path = Path(word).expanduser()
        if not (is_path(word) or path.suffix.lower() in (".csv", ".tsv", ".xlsx")) or not path.is_file():
            return None
        if path.stat().st_size > LONGEST:
            return None
        content = path.read_bytes()
    except (OSError, ValueError, RuntimeError):  # a home that is not known is a RuntimeError
        return None
    kept: dict[str, Any] = {"path": word, "sha256": hashlib.sha256(content).hexdigest()}
    if len(content) <= LONGEST_STORED:
        try:
            kept["text"] = content.decode("utf-8")
        except UnicodeDecodeError:
            return kept
    return kept
