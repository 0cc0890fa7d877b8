"""A comparison as files and back: its settings as JSON, window means, trajectories and network as parquet.

What is read back gives the same tables and the same report; nothing is run.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.compare.comparison import Comparison
from experiments.compare.horizon import RUN_COLUMNS
from experiments.output.manifest import MANIFEST, read_columns, settings_of, unreadable
from experiments.policies.arms import Arm
from sim.errors import InputError
from sim.scenarios.periods import Period, usual_period
from sim.scenarios.scenario import Change, Profile, Scenario
from sim.text import Text

if TYPE_CHECKING:
    from pyarrow import Table

    from sim.engine.replicate import Network

SUMMARY_TABLE, TRAJECTORIES = "summary.parquet", "trajectories.parquet"
RESIDENTS, TIES = "network_residents.parquet", "network_ties.parquet"
_RUN = tuple(f"run:{column}" for column in RUN_COLUMNS)
_PEOPLE = ("building", "renter", "member", "took_part_baseline", "took_part_policy")

Array = NDArray[np.float64]


def settings_json(comparison: Comparison) -> dict[str, Any]:
    """Return all that was asked and that no table holds, ready for JSON."""
    c = comparison
    return {
        "lanes": [_arm_json(arm) for arm in c.arms],
        "profile": {"name": c.profile.name, "label": c.profile.label.content(), "params": dict(c.profile.params)},
        "period": c.profile.period.content(),
        "seed": c.seed,
        "months": c.n_months,
        "burn_in": c.burn_in,
        "replicates": [number + 1 for number in c.replicate_numbers],
        "n_residents": c.n_residents,
        "params": dict(c.params),
        "levers": dict(c.levers),
        "smallest": c.smallest,
        "smallest_each": dict(c.smallest_each),
        "budget": c.budget,
        "precision": c.precision,
        "precision_note": None if c.precision_note is None else c.precision_note.content(),
        "network_lane": "" if c.network is None else c.network_arm,
        "columns": list(c.columns),
        "worlds": {key: world.by_column() for key, world in c.worlds.items()},
        "worlds_checked": None if c.worlds_checked is None else c.worlds_checked.content(),
        "worlds_note": None if c.worlds_note is None else c.worlds_note.content(),
    }


def write_summary(comparison: Comparison, path: Path) -> None:
    """Write a row a community and arm: scenario, row, key, replicate, and every exact mean (float64).

    A column by an indicator's name is its window mean, ``run:COLUMN`` the mean over all policy months.
    """
    arms, numbers = comparison.arms, comparison.replicate_numbers
    columns: dict[str, Any] = {
        "scenario": [arm.name for arm in arms] * len(numbers),
        "row": [arm.row for arm in arms] * len(numbers),
        "key": [arm.key for arm in arms] * len(numbers),
        "replicate": np.repeat(np.array(numbers, dtype=np.int32) + 1, len(arms)),
    }
    means = comparison.window_means.reshape(-1, len(comparison.columns))
    columns |= {column: means[:, index] for index, column in enumerate(comparison.columns)}
    whole_run = comparison.run_means.reshape(-1, len(RUN_COLUMNS))
    columns |= {name: whole_run[:, index] for index, name in enumerate(_RUN)}
    _write(columns, path, split=[*comparison.columns, *_RUN])


def write_network(network: "Network", folder: Path) -> list[Path]:
    """Write the community that is drawn person by person: a row a resident, and a row a tie."""
    people = (network.building, network.renter, network.member, *network.took_part)
    _write(dict(zip(_PEOPLE, people, strict=True)), folder / RESIDENTS)
    _write({"one": network.ties[:, 0], "other": network.ties[:, 1]}, folder / TIES)
    return [folder / RESIDENTS, folder / TIES]


def read_comparison(folder: Path, manifest: Mapping[str, Any]) -> Comparison:
    """Return the comparison whose files are in ``folder``; trajectories come back as float32 kept them.

    Raises:
        InputError: a file is missing, cut short, or of another run.
    """
    settings = settings_of(manifest, folder)
    try:
        known = _settings(settings)
    except InputError as error:
        raise InputError(
            f"the settings cannot be used: {error.get('en')}", f"其中的设定不能用：{error.get('zh')}",
            str(folder / MANIFEST),
        ) from None  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise unreadable(folder / MANIFEST, error) from None
    arms, numbers, columns = known["arms"], known["replicate_numbers"], known["columns"]
    over_run = _RUN if "smallest_each" in settings else ()  # an older folder has them in its months alone
    means = _read_means(folder / SUMMARY_TABLE, arms, numbers, [*columns, *over_run])
    paths = _read_trajectories(folder / TRAJECTORIES, arms, numbers, known["months"], columns)
    comparison = Comparison(
        **known,
        trajectories=paths,
        window_means=np.ascontiguousarray(means[..., : len(columns)]),
        run_means=np.ascontiguousarray(means[..., len(columns) :]) if over_run else None,
        network=_read_network(folder, known["network_arm"]),
    )
    _check_defaults(comparison, settings, manifest, folder)
    return comparison


def _check_defaults(
    comparison: Comparison, settings: Mapping[str, Any], manifest: Mapping[str, Any], folder: Path
) -> None:
    """Refuse results of a version with other indicators or other people by default."""
    from sim.indicators import COLUMNS

    if comparison.columns != COLUMNS or comparison.n_residents != settings["n_residents"]:
        version = manifest["version"]
        raise InputError(
            f"made by version {version}, whose indicators or parameters differ from those of this one; "
            "report with that version, or compare again.",
            f"由版本 {version} 写成，其指标或参数与本版本不同；请用该版本生成报告，或重新比较。",
            str(folder / MANIFEST),
        )


def _settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a comparison that are no tables."""
    profile, note, months = settings["profile"], settings["precision_note"], int(settings["months"])
    return {
        "arms": tuple(_arm(arm) for arm in settings["lanes"]),
        "months": np.arange(1 - int(settings["burn_in"]), months + 1),
        "n_months": months,
        "profile": Profile(profile["name"], _text(profile["label"]), profile["params"], _period(settings)),
        "seed": int(settings["seed"]),
        "replicate_numbers": tuple(int(number) - 1 for number in settings["replicates"]),
        "precision_note": None if note is None else _text(note),
        "columns": tuple(settings["columns"]),
        **_worlds(settings),
        **{name: settings[name] for name in ("params", "levers", "smallest", "budget", "precision")},
        "smallest_each": settings.get("smallest_each", {}),
        "network_arm": settings["network_lane"],
    }


def _period(settings: Mapping[str, Any]) -> Period:
    """Return the dated setting; a folder of an earlier version is of the seed's time."""
    stored = settings.get("period")
    if stored is None:
        return usual_period()
    return Period(str(stored["name"]), _text(stored["label"]), int(stored["prices"]))


def _worlds(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is told over plausible worlds, and nothing where nobody looked whether they are plausible here."""
    from experiments.plausible.ranges import Checked, WorldRange

    if settings["worlds"] and "worlds_checked" not in settings:
        return {"worlds_note": Text(
            "an earlier version ran the policies in stored worlds and did not look whether these worlds are plausible "
            "in this setting; compare again to know.",
            "旧版程序在存好的世界里运行了各项政策，却没有核对这些世界在这一设定下是否合乎已知情况；请重新比较。",
        )}  # fmt: skip
    checked, note = settings.get("worlds_checked"), settings["worlds_note"]
    return {
        "worlds": {key: WorldRange.of_columns(columns) for key, columns in settings["worlds"].items()},
        "worlds_checked": None if checked is None else Checked(**checked),
        "worlds_note": None if note is None else _text(note),
    }


def _arm_json(arm: Arm) -> dict[str, Any]:
    scenario = arm.scenario
    changes = [{"from": c.start, "until": c.until, "ramp": c.ramp, "levers": dict(c.levers)} for c in scenario.changes]
    return {
        "key": arm.key,
        "row": arm.row,
        "factor": arm.factor,
        "grant": arm.grant,
        "nominal_cost": arm.nominal_cost,
        "shadow": arm.shadow,
        "scenario": {
            "name": scenario.name,
            "label": scenario.label.content(),
            "question": scenario.question.content(),
            "problem": scenario.problem,
            "levers": dict(scenario.levers),
            "changes": changes,
            "params": dict(scenario.params),
        },
    }


def _arm(content: Mapping[str, Any]) -> Arm:
    s = content["scenario"]
    changes = tuple(Change(start=c["from"], until=c["until"], ramp=c["ramp"], levers=c["levers"]) for c in s["changes"])
    scenario = Scenario(
        s["name"], _text(s["label"]), _text(s["question"]), s["levers"], changes, s["params"], s["problem"]
    )
    own = {name: content[name] for name in ("key", "row", "factor", "grant", "nominal_cost", "shadow")}
    return Arm(scenario=scenario, **own)


def _text(content: Mapping[str, str]) -> Text:
    return Text(str(content["en"]), str(content["zh"]))


def _read_means(path: Path, arms: Sequence[Arm], numbers: Sequence[int], columns: Sequence[str]) -> Array:
    """Return means (communities, arms, columns)."""
    table = read_columns(path, ("key", "replicate", *columns))
    keys = [arm.key for arm in arms]
    _check(path, table, "key", keys * len(numbers))
    _check(path, table, "replicate", np.repeat(np.array(numbers) + 1, len(arms)).tolist())
    values = np.stack([table[column].to_numpy() for column in columns], axis=1)
    return values.reshape(len(numbers), len(arms), len(columns)).astype(np.float64)


def _read_trajectories(
    path: Path, arms: Sequence[Arm], numbers: Sequence[int], months: NDArray[np.int64], columns: Sequence[str]
) -> Array:
    """Return the trajectories (communities, arms, months, columns) from a file sorted by month, row, replicate."""
    table = read_columns(path, ("scenario", "row", "replicate", "month", *columns))
    n, n_arms, n_months = len(numbers), len(arms), len(months)
    _check(path, table, "month", np.repeat(months, n_arms * n).tolist())
    first = table.slice(0, n_arms * n)
    _check(path, first, "scenario", [arm.name for arm in arms for _ in numbers])
    _check(path, first, "row", [arm.row for arm in arms for _ in numbers])
    _check(path, first, "replicate", [number + 1 for number in numbers] * n_arms)
    values = np.empty((n, n_arms, n_months, len(columns)))
    for index, column in enumerate(columns):
        values[..., index] = table[column].to_numpy().reshape(n_months, n_arms, n).transpose(2, 1, 0)
    return values


def _read_network(folder: Path, arm: str) -> "Network | None":
    """Return the community that is drawn, where one was kept."""
    from sim.engine.replicate import Network

    if not arm:
        return None
    people, ties = read_columns(folder / RESIDENTS, _PEOPLE), read_columns(folder / TIES, ("one", "other"))
    building, renter, member, without, under = (people[name].to_numpy() for name in _PEOPLE)
    ends = np.column_stack([ties["one"].to_numpy(), ties["other"].to_numpy()])
    if ends.size and not 0 <= ends.min() <= ends.max() < len(building):
        raise unreadable(folder / TIES, ValueError())
    return Network(building, renter, member, ends, np.array([without, under]))


def _write(columns: Mapping[str, Any], path: Path, split: Sequence[str] = ()) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    words = [name for name in ("scenario", "row", "key", "replicate") if name in columns]
    parquet.write_table(
        pa.table(dict(columns)), path, compression="zstd", use_dictionary=words, use_byte_stream_split=list(split)
    )


def _check(path: Path, table: "Table", column: str, wanted: Sequence[Any]) -> None:
    """Refuse a table whose column holds something else than the manifest says."""
    if table[column].to_pylist() != list(wanted):
        raise InputError(
            f"its column '{column}' does not fit {MANIFEST}: the file is of another run.",
            f"其中的“{column}”列与 {MANIFEST} 不符：这是另一次运行的文件。",
            str(path),
        )
