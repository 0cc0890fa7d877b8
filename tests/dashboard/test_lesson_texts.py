"""Headline, explanation and doubt of a lesson agree with what was measured in each kind of community."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.engine.replicate import run_worlds
from sim.indicators import COLUMNS
from sim.scenarios.scenario import load_profile, load_scenario, profile_names

FOLDER = Path(__file__).parents[2] / "dashboard" / "content" / "lessons"
NAMES = [file.stem for file in sorted(FOLDER.glob("*.toml"))]
KINDS = profile_names()
WAYS = {"up", "flat", "down", "open"}
ROUNDED = 2e-6
"""Stored numbers have seven digits."""


def text_of(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def stored_of(name: str, kind: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.{kind}.json").read_text(encoding="utf-8"))


def way_of(interval: dict[str, float], smallest: float | None) -> str:
    """Return up, down, flat or open, from the interval and the smallest difference that matters; of money, from 0."""
    low, high = interval["low"], interval["high"]
    least = smallest or 0.0
    if low > least:
        return "up"
    if high < -least:
        return "down"
    return "flat" if smallest and -least <= low and high <= least else "open"


def ways_of(name: str, kind: str) -> tuple[str, str]:
    """Return the measured ways of the two indicators of a lesson."""
    text, ends = text_of(name), {end["indicator"]: end for end in stored_of(name, kind)["ends"]}
    first, second = (way_of(ends[text[key]]["total"], ends[text[key]]["smallest"]) for key in ("indicator", "also"))
    return first, second


def explanation(name: str, kind: str) -> int:
    """Return the number of the explanation that is shown."""
    way, also = ways_of(name, kind)
    rows = text_of(name)["explain"]
    return next(k for k, row in enumerate(rows) if way in row["way"] and also in row.get("also", WAYS))


def moved(name: str, kind: str) -> str:
    """Return what the doubted number moves: the indicator, the end of the path, or neither."""
    text, stored = text_of(name), stored_of(name, kind)
    smallest = {end["indicator"]: end["smallest"] for end in stored["ends"]}
    for key in ("indicator", "path_end"):
        if way_of(stored["doubts"][0]["ends"][text[key]]["change"], smallest[text[key]]) in ("up", "down"):
            return key
    return "none"


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_of_community_has_its_pathway_headline_explanation_and_doubt(name: str) -> None:
    text = text_of(name)
    explained, doubted = set(), set()
    for kind in KINDS:
        assert stored_of(name, kind)["profile"] == kind
        assert ways_of(name, kind)[0] in {*text["claim"], "open"}
        explained.add(explanation(name, kind))
        doubted.add(moved(name, kind))
    assert explained == set(range(len(text["explain"])))
    assert doubted == {row["moves"] for row in text["wrong"]} and len(doubted) == len(text["wrong"])


@pytest.mark.parametrize("name", NAMES)
def test_the_ways_that_an_explanation_is_meant_for_exist(name: str) -> None:
    for row in text_of(name)["explain"]:
        assert set(row) <= {"way", "also", "en", "zh"}
        assert row["way"] and set(row["way"]) <= WAYS and set(row.get("also", WAYS)) <= WAYS


OUTCOME = {
    "p01": {"down": (r"wait less", r"等得就短了"), "open": (r"cannot be told", r"还分不清")},
    "p02": {"open": (r"by little, if at all", r"就算有提高，也只有一点")},
    "p03": {"up": (r"larger share", r"比例反而大了")},
    "p04": {"up": (r"distance .* grows", r"差距就拉开了")},
    "p05": {"down": (r"wears them out less", r"没有那么累人")},
    "p06": {"down": (r"less satisfied", r"满意的少了")},
    "p07": {"down": (r"nearer to the number", r"更接近真正来投票的人数")},
    "p08": dict.fromkeys(("flat", "open"), (r"not seen to become lighter", r"看不出轻了")),
    "p09": {"up": (r"not quieter", r"没有清静下来")},
    "p10": {"flat": (r"hardly moves", r"几乎没有变"), "up": (r"quality rises", r"质量就提高了")},
    "p11": {"flat": (r"hardly moves", r"几乎没有变"), "up": (r"mean to rise", r"平均下来也提高了")},
    "p12": {"up": (r"list of items grows longer", r"清单反而比没有减的社区还长")},
}  # fmt: skip
"""The words of each lesson that tell a measured way of its indicator, in both languages."""


@pytest.mark.parametrize("name", NAMES)
def test_an_explanation_says_what_was_measured_in_each_kind(name: str) -> None:
    for kind in KINDS:
        row = text_of(name)["explain"][explanation(name, kind)]
        en, zh = OUTCOME[name][ways_of(name, kind)[0]]
        assert re.search(en, row["en"]) and re.search(zh, row["zh"]), kind


def simulated(name: str, kind: str) -> np.ndarray:
    """Return the monthly numbers (communities, arms, months, columns) of a lesson, its doubt and what is beside it."""
    text, stored = text_of(name), stored_of(name, kind)
    baseline, policy = load_scenario("baseline"), load_scenario(text["scenario"])
    own = policy.replace(levers={**policy.levers, **text.get("set", {})})
    doubt = stored["doubts"][0]
    worlds = [{}, {doubt["parameter"]: doubt["low"]}, {doubt["parameter"]: doubt["high"]}]
    arms = [(world, arm) for world in range(3) for arm in (baseline, own)]
    if "otherwise" in text:
        arms.append((0, policy.replace(levers={**policy.levers, **text["otherwise"]})))
    runs = [
        run_worlds(worlds, arms, profile=load_profile(kind), seed=stored["seed"], replicate=replicate,
                   months=stored["months"]).trajectories
        for replicate in range(stored["replicates"])
    ]  # fmt: skip
    return np.stack(runs)


def compared(runs: np.ndarray, end: dict[str, Any], arms: tuple[int, int]) -> tuple[float, float, float]:
    """Return mean and 95 % interval of the paired difference of two arms over the window of an end."""
    first, last = end["window"]
    months = runs.shape[2]
    total = runs[..., months - (last - first + 1) :, COLUMNS.index(end["indicator"])].mean(axis=2)
    gaps = total[:, arms[1]] - total[:, arms[0]]
    half = stats.t.ppf(0.975, len(gaps) - 1) * gaps.std(ddof=1) / len(gaps) ** 0.5
    return gaps.mean(), gaps.mean() - half, gaps.mean() + half


def is_told(told: dict[str, float], found: tuple[float, float, float]) -> bool:
    """Tell whether a stored interval is the one that raw numbers give."""
    return np.allclose([told["mean"], told["low"], told["high"]], found, rtol=ROUNDED, atol=1e-9)


def check(name: str, kind: str) -> None:
    """Compare every effect of a stored pathway with raw monthly numbers."""
    stored, runs = stored_of(name, kind), simulated(name, kind)
    for end in stored["ends"]:
        assert is_told(end["total"], compared(runs, end, (0, 1))), end["indicator"]
        ends = stored["doubts"][0]["ends"][end["indicator"]]
        assert is_told(ends["low"], compared(runs, end, (2, 3))) and is_told(ends["high"], compared(runs, end, (4, 5)))
        assert ends["default"] == end["total"]
    for end in (stored.get("otherwise") or {"ends": []})["ends"]:
        assert is_told(end["total"], compared(runs, end, (0, 6)))
    for row in stored["quantities"]:
        if level := row["level"]:
            end = {"indicator": level["indicator"], "window": stored["window"]}
            length = next((one["window"] for one in stored["ends"] if one["indicator"] == level["indicator"]), None)
            if length or level["indicator"] not in RARE:
                assert is_told(level["change"], compared(runs, end | {"window": length or stored["window"]}, (0, 1))), (
                    row
                )


RARE = ("quit_rate", "filled_posts", "turnout")
"""Levels over another window than the others, where the window is not stored beside them."""


def test_the_effects_of_a_lesson_in_an_urban_village_are_those_of_raw_numbers() -> None:
    check("p09", "urban_village")


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_the_effects_of_every_lesson_in_every_kind_are_those_of_raw_numbers(name: str, kind: str) -> None:
    check(name, kind)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_without_a_rule_a_good_part_of_the_relief_is_lost_and_with_it_little(kind: str) -> None:
    """Relief of a year: the share of the hours that orders ask for without relief that is no longer asked for."""
    runs = simulated("p12", kind)[..., COLUMNS.index("orders_asked")].mean(axis=0)
    years = runs[:, -120:].reshape(len(runs), 10, 12).mean(axis=2)
    relief = 1 - years / years[0]
    kept = relief[:, -1] / np.where(relief[:, 0] == 0, 1, relief[:, 0])
    assert 0.5 < kept[1] < 0.75 and kept[6] > 0.88
