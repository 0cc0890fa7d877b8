"""The files of a district: tables as CSV and Parquet, and the manifest, written whole."""

from typing import TYPE_CHECKING, Any

from experiments.output.csv_file import save_csv
from experiments.output.folder import written_at_once
from experiments.output.manifest import write_manifest

if TYPE_CHECKING:
    from experiments.district.district import District

KIND = "district"
FILES = ("communities.csv", "communities.parquet", "district.csv", "district.parquet", "traits.parquet")


def write_results(found: "District", command: str, started: str) -> None:
    """Write the tables, then the manifest.

    Raises:
        InputError: the disk is full or the folder cannot be written.
    """
    tables = {"communities": found.communities, "district": found.totals, "traits": found.traits}
    with written_at_once(found.folder) as part:
        for file in FILES:
            name, _, kind = file.partition(".")
            if kind == "csv":
                save_csv(tables[name], part / file)
            else:
                tables[name].to_parquet(part / file, index=False, compression="zstd")
    swept = found.swept
    write_manifest(
        found.folder, KIND, command=command, settings=about_of(found),
        counts={"asked": swept.asked, "done": swept.done, "failed": swept.failed},
        files=FILES, started=started, code=swept.code, packages=("pandas", "scipy"),
    )  # fmt: skip


def about_of(found: "District") -> dict[str, Any]:
    """Return all that was asked, ready for JSON."""
    plan = found.request.plan
    return {
        **plan.about(),
        "file": found.request.file.name,
        "communities": len(found.request.rows),
        "left_out": list(found.left_out),
        "per_head": found.request.per_head,
        "census": found.request.census,
        "held": [text.content() for text in found.request.held],
        "timed": [scenario.name for scenario in plan.scenarios if scenario.changes],
    }
