"""The last part of a page: what the manifest of a result folder says, for readers."""

from collections.abc import Mapping
from typing import Any

from experiments.output.sources import again, files_sentence
from report.frame import Facts, Part, Section
from sim.text import Text

_COUNTS = {
    "asked": Text("{n:,} asked for", "共 {n:,} 次"),
    "done": Text("{n:,} done", "完成 {n:,} 次"),
    "failed": Text("{n:,} failed", "失败 {n:,} 次"),
}
_SHOWN_DIGITS = 16  # of the fingerprint


def provenance(manifest: Mapping[str, Any], lang: str, *more: tuple[str, str]) -> Section:
    """Return the last section of a page; ``more`` stands between the runs and the versions."""
    counts = {name: manifest["counts"].get(name) for name in _COUNTS}
    runs = [_COUNTS[name].get(lang).format(n=n) for name, n in counts.items() if n is not None]
    packages = {"Python": manifest.get("python"), **manifest["packages"]}
    comma = Text(", ", "，").get(lang)
    rows = [
        (Text("Runs", "运行").get(lang), comma.join(runs)),
        *more,
        (Text("Version", "版本").get(lang), manifest["version"]),
        (Text("Fingerprint of the rules", "规则指纹").get(lang), manifest["fingerprint"][:_SHOWN_DIGITS]),
        (Text("Software", "软件").get(lang), comma.join(f"{name} {at}" for name, at in packages.items() if at)),
        (Text("Started, finished", "开始与结束").get(lang), _times(manifest)),
        (Text("Files", "文件").get(lang), Text(", ", "、").get(lang).join(map(str, manifest["files"]))),
        (Text("The same folder again", "重现这些结果").get(lang), manifest["command"]),
        (Text("Its files", "所用文件").get(lang), files_sentence(again("", manifest), lang)),
    ]
    return section(lang, Facts([(name, value) for name, value in rows if value]))


def section(lang: str, *parts: Part) -> Section:
    """Return the section in which a page says where its numbers come from."""
    return Section(Text("Provenance", "出处与重现").get(lang), more=parts, name="provenance")


def settings(values: Mapping[str, float], lang: str = "en") -> str:
    """Return what is set, in a row."""
    return Text(", ", "，").get(lang).join(f"{name} = {value:g}" for name, value in values.items())


def _times(manifest: Mapping[str, Any]) -> str:
    return " – ".join(str(manifest[key]) for key in ("started", "finished") if manifest.get(key))
