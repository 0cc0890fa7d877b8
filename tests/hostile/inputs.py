"""The kinds of input, a good one of each, and how its result is told from another one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

SMALL = {"n_residents": 60, "n_buildings": 2, "burn_in_months": 2}
RUN = ("--months", "4", "--replicates", "1", "--processes", "1")
PARAMS = tuple(part for name, value in SMALL.items() for part in ("--param", f"{name}={value}"))
LABELS = 'label.en = "Mine"\nlabel.zh = "我的方案"\n'
QUESTIONS = 'question.en = "What comes of it?"\nquestion.zh = "结果会怎样？"\n'


@dataclass(frozen=True)
class Number:
    """A number of an input: the text before it, the number as it stands, and the ends of what is allowed."""

    before: str
    text: str
    low: float
    high: float
    whole: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of input.

    ``command`` makes the arguments from the path of the input and of an empty place for results; ``result`` reads
    what came of it. ``text`` is a line of the input that holds free text, ``table`` whether it is a CSV file.
    """

    name: str
    file: str
    content: str
    numbers: tuple[Number, ...]
    text: str
    keys: tuple[str, ...]
    command: Callable[[str, str], list[str]]
    result: Callable[[Path], object]
    table: bool = False
    more: Mapping[str, str] = field(default_factory=dict)


def values(path: Path) -> object:
    """Return the numbers of a table, and nothing of how rows are named."""
    import pandas as pd

    frame = pd.read_parquet(path).select_dtypes("number").round(12)
    return frame.to_numpy().tobytes()


def _published(out: Path) -> object:
    return values(out / "summary.parquet")


def _communities(out: Path) -> object:
    return values(out / "communities.parquet")


def _bands(out: Path) -> object:
    return (out.parent / "read.txt").read_text(encoding="utf-8")


SCENARIO = Kind(
    "scenario", "mine.toml",
    LABELS + QUESTIONS + 'problem = "P6"\n[levers]\npublicity_boards = 4000\ntraining_hours = 4\n'
    "[[change]]\nfrom = 3\nlevers = { wage_rise = 0.25 }\n[params]\nforgetting = 0.05\n",
    (
        Number("publicity_boards = ", "4000", 0, 20000), Number("training_hours = ", "4", 0, 12),
        Number("wage_rise = ", "0.25", 0, 0.6), Number("forgetting = ", "0.05", 0.015, 0.06),
        Number("from = ", "3", 1, 1200, whole=True),
    ),
    'label.en = "Mine"', ("publicity_boards", "training_hours", "wage_rise", "forgetting"),
    lambda path, out: ["run", path, *RUN, *PARAMS, "--out", f"{out}.parquet"],
    lambda out: values(out.with_name(f"{out.name}.parquet")),
)  # fmt: skip
PROFILE = Kind(
    "profile", "town.toml",
    LABELS + "[params]\nn_residents = 60\nn_buildings = 2\nburn_in_months = 2\nrenting_share = 0.25\n",
    (
        Number("n_residents = ", "60", 50, 1_000_000, whole=True), Number("n_buildings = ", "2", 1, 20_000, whole=True),
        Number("burn_in_months = ", "2", 1, 600, whole=True), Number("renting_share = ", "0.25", 0, 1),
    ),
    'label.en = "Mine"', ("n_residents", "renting_share", "burn_in_months"),
    lambda path, out: ["run", "publicity", "--profile", path, *RUN, "--out", f"{out}.parquet"],
    lambda out: values(out.with_name(f"{out.name}.parquet")),
)  # fmt: skip
PLAN = Kind(
    "plan", "plan.toml",
    QUESTIONS + 'scenarios = ["baseline", "publicity"]\nreplicates = 1\nmonths = 4\nseed = 1\n'
    "[params]\nn_residents = 60\nn_buildings = 2\nburn_in_months = 2\n"
    '[design]\nkind = "grid"\n[design.levers]\nwage_rise = [0.25, 0.5]\n',
    (
        Number("replicates = ", "1", 1, 10_000, whole=True), Number("months = ", "4", 1, 1200, whole=True),
        Number("seed = ", "1", 0, 2**62, whole=True), Number("n_buildings = ", "2", 1, 20_000, whole=True),
        Number("wage_rise = [", "0.25", 0, 0.6),
    ),
    'question.en = "What comes of it?"', ("replicates", "wage_rise", "n_residents", "kind"),
    lambda path, out: ["sweep", path, "--processes", "1", "--out", out],
    _published,
)  # fmt: skip
TABLE = Kind(
    "table", "district.csv",
    "name,residents,share_old,renters,party_members,posts,grant\nEast,60,0.25,15,6,5,6000\nWest,80,0.5,20,8,4,7000\n",
    (
        Number("East,", "60", 50, 100_000, whole=True), Number("East,60,", "0.25", 0, 1),
        Number("East,60,0.25,", "15", 0, 60, whole=True), Number("West,80,0.5,20,8,4,", "7000", 5000, 40_000),
    ),
    "East", ("residents", "share_old", "posts", "grant"),
    lambda path, out: [
        "district", path, "publicity", "--profile", "town.toml", "--months", "4", "--processes", "1", "--out", out,
    ],
    _communities, table=True,
    more={"town.toml": LABELS + "[params]\nn_buildings = 2\nburn_in_months = 2\n"},
)  # fmt: skip
BAND = Kind(
    "band", "bands.csv",
    "indicator,low,high,source\nsatisfaction,0.25,0.75,a survey\nquality,0.5,0.9,another one\n",
    (Number("satisfaction,", "0.25", 0, 0.74), Number("satisfaction,0.25,", "0.75", 0.26, 1),
     Number("quality,", "0.5", 0, 0.89)),
    "a survey", ("indicator", "satisfaction", "quality"),
    lambda path, out: ["(bands)", path], _bands, table=True,
)  # fmt: skip
OPTION = Kind(
    "option", "mine.toml", SCENARIO.content,
    (
        Number("--months=", "4", 1, 1200, whole=True), Number("--replicates=", "1", 1, 10_000, whole=True),
        Number("--seed=", "1", 0, 2**62, whole=True), Number("--set=wage_rise=", "0.25", 0, 0.6),
        Number("--param=n_residents=", "60", 50, 1_000_000, whole=True),
    ),
    "mine.toml", ("--months", "--replicates", "--seed", "--param"),
    lambda path, out: [
        "run", path, "--months=4", "--replicates=1", "--seed=1", "--processes=1", "--set=wage_rise=0.25",
        "--param=n_residents=60", "--param=n_buildings=2", "--param=burn_in_months=2", f"--out={out}.parquet",
    ],
    lambda out: values(out.with_name(f"{out.name}.parquet")),
)  # fmt: skip
KINDS = {kind.name: kind for kind in (SCENARIO, PROFILE, PLAN, TABLE, BAND, OPTION)}
