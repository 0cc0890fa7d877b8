"""The table of patterns: every number once more from raw runs, known failures, and what is said of each row."""

from dataclasses import replace

import numpy as np
import pytest

from experiments.patterns.bands import SET_WITHOUT
from experiments.patterns.catalogue import catalogue, known_failures
from experiments.patterns.families import TITLES
from experiments.patterns.pattern import CLOSED_FORM, KINDS, Measure, above, below
from experiments.patterns.study import Request, check_request, run
from experiments.plausible.bands import load_bands
from experiments.runs import Execution
from sim.engine.replicate import run_lockstep
from sim.errors import InputError
from sim.indicators import COLUMNS, OWN
from sim.levers import PROBLEMS
from sim.scenarios.scenario import Change, load_profile, load_scenario
from tests.small import scenario

N, SEED = 2, 5
HERE = Execution(processes=1)
LIGHT = {"admin_hours_demanded": 900.0}
SCENARIOS = [
    *map(load_scenario, (
        "baseline", "training", "higher_pay", "funding_channels", "party_mobilisation", "joint_committees",
        "publicity", "open_elections", "diverse_services", "fewer_orders", "self_governance", "package",
    )),
    scenario("capacity", {**load_scenario("diverse_services").levers, **load_scenario("fewer_orders").levers}),
    scenario("both", {
        **load_scenario("diverse_services").levers, **load_scenario("fewer_orders").levers,
        **load_scenario("publicity").levers,
    }),
    scenario("light", params=LIGHT), scenario("light_pay", {"wage_rise": 0.3}, params=LIGHT),
    scenario("pay", {"wage_rise": 0.3}), scenario("open", {"election_openness": 1.0}),
    scenario("relief", {"admin_reduction": 0.3}), scenario("posts", {"extra_posts": 3.0}),
    scenario("posts_rule", {"extra_posts": 3.0, "admission_rule": 1.0}),
    scenario("more", {"admin_reduction": -0.3}), scenario("visits", {"publicity_visits": 300.0}),
    scenario("boards", {"publicity_boards": 5500.0}), scenario("match", {"donation_match_rate": 1.0}),
    scenario("six", params={"peer_influence": 6.0}),
    scenario("six_ended", changes=[Change(1, 36, load_scenario("package").levers)], params={"peer_influence": 6.0}),
    scenario("two_ended", changes=[Change(1, 36, load_scenario("package").levers)]),
]  # fmt: skip
"""Every scenario of the patterns, written once more."""


@pytest.fixture(scope="module")
def table():
    """All patterns that are measured in communities, in a few of them."""
    few = tuple(replace(own, times=1) for own in catalogue() if isinstance(own.measure, Measure))
    return run(Request(few, {}, N, SEED), HERE)


@pytest.fixture(scope="module")
def raw():
    """What the same communities did, (scenarios, communities, policy months, columns)."""
    runs = [run_lockstep(SCENARIOS, profile=load_profile("mixed"), seed=SEED, replicate=r) for r in range(N)]
    return np.stack([one.trajectories[:, -120:] for one in runs], axis=1)


class By:
    """Numbers by name from raw trajectories."""

    def __init__(self, raw):
        self.raw = raw

    def at(self, name, column, first, last):
        row = [one.name for one in SCENARIOS].index(name)
        return self.raw[row, :, first - 1 : last, COLUMNS.index(column)].mean(axis=1)

    def end(self, name, column):
        rare = column in ("quit_rate", "retirements")
        return self.at(name, column, 61 if rare else 97, 120)

    def moved(self, name, column, base="baseline"):
        return self.end(name, column) - self.end(base, column)


PARTS = (
    "training", "higher_pay", "funding_channels", "party_mobilisation", "joint_committees", "publicity",
    "open_elections", "diverse_services", "fewer_orders", "self_governance",
)  # fmt: skip


def by_hand(by):
    """Every number of behaviours and observed patterns, without a word of the code that printed them."""
    ordered = ("baseline", "relief", "fewer_orders", "posts", "posts_rule")
    fifth = {name: by.at(name, "orders_asked", 49, 60) for name in ordered}
    late = {name: by.at(name, "trust", 37, 60) for name in ("baseline", "more", "relief")}
    monthly = "participation_month"
    left = {
        k: (by.at(one, monthly, 91, 96) - by.at(base, monthly, 91, 96))
        / (by.at(one, monthly, 25, 36) - by.at(base, monthly, 25, 36))
        for k, one, base in ((2, "two_ended", "baseline"), (6, "six_ended", "six"))
    }
    sd, took = by.end("baseline", "trust_sd"), "participation_12m"
    return {
        "old_vote_more": by.end("baseline", "turnout.old") - by.end("baseline", "turnout.young"),
        "old_take_part_more": by.end("baseline", f"{took}.old") - by.end("baseline", f"{took}.young"),
        "members_vote_more": by.end("baseline", "turnout.party") / by.end("baseline", "turnout.other"),
        "members_take_part_more": by.end("baseline", f"{took}.party") / by.end("baseline", f"{took}.other"),
        "members_trust_no_more": (by.end("baseline", "trust.party") - by.end("baseline", "trust.other")) / sd,
        "openness_raises_trust": by.moved("open", "trust") / sd,
        "boards_less_than_half": by.moved("boards", took) - by.moved("visits", took) / 2,
        "boards_less_turnout": by.moved("boards", "turnout") - by.moved("visits", "turnout"),
        "match_raises_gifts": by.end("match", "revenue_residents") / by.end("baseline", "revenue_residents"),
        "publicity_awareness": by.moved("publicity", "awareness"),
        "publicity_participation": by.moved("publicity", took),
        "publicity_satisfaction": by.moved("publicity", "satisfaction"),
        "publicity_trust": by.moved("publicity", "trust"),
        "capacity_satisfaction": by.moved("both", "satisfaction", "capacity") - by.moved("publicity",
        "satisfaction") * 2 / 3,
        "capacity_trust": by.moved("both", "trust", "capacity") - by.moved("publicity", "trust") * 2 / 3,
        "pay_and_load": by.moved("pay", "quality") - by.moved("light_pay", "quality", "light"),
        "openness_turnout": by.moved("open", "turnout"),
        "openness_official": by.moved("open", "official_turnout"),
        "package_participation": by.moved("package", took) - sum(by.moved(part, took) for part in PARTS),
        "package_quality": by.moved("package", "quality") - sum(by.moved(part, "quality") for part in PARTS),
        "nothing_lasts_2": left[2], "nothing_lasts_6": left[6],
        "asymmetry": 2 * late["baseline"] - late["more"] - late["relief"],
        "relief_comes_back": (fifth["relief"] / fifth["baseline"] - 0.7) / 0.3,
        "rule_holds": (fifth["fewer_orders"] / fifth["baseline"] - 0.7) / 0.3,
        "posts_absorbed": (fifth["posts"] - fifth["baseline"]) / 522.0,
        "posts_kept": (fifth["posts_rule"] - fifth["baseline"]) / 522.0,
        "standing_still_quality": by.at("baseline", "quality", 109, 120) - by.at("baseline", "quality", 1, 12),
        "standing_still_satisfaction": by.at("baseline", "satisfaction", 109, 120) - by.at("baseline", "satisfaction",
        1, 12),
        "standing_still_orders": by.at("baseline", "order_share", 109, 120) - by.at("baseline", "order_share", 1, 12),
        "money_of_others": by.moved("funding_channels", "other_money_share"),
    }  # fmt: skip


def test_every_number_of_the_table_is_that_of_the_raw_runs(table, raw):
    by, seen = By(raw), set()
    expected = by_hand(by)
    answers = {load_scenario(name).problem: name for name in PARTS}
    for row in table.rows:
        name = row.pattern.name
        if name.startswith("band_"):
            first, _, second = name.removeprefix("band_").partition("_less_")
            if first == "new_leaver_share":
                continue
            values = by.end("baseline", first) - (by.end("baseline", second) if second else 0.0)
        elif name[0] == "P":
            problem, _, column = name.partition("_")
            values = by.moved(answers[problem], column)
        else:
            values = expected[name]
            seen.add(name)
        np.testing.assert_allclose(row.values, values, rtol=1e-9, atol=1e-12, err_msg=name)
        assert row.judged.found == pytest.approx(values.mean())
    assert seen == set(expected)


def test_the_share_of_new_leavers_is_pooled_over_communities(table):
    runs = [
        run_lockstep([load_scenario("baseline")], profile=load_profile("mixed"), seed=SEED, replicate=r)
        for r in range(N)
    ]
    left, new = np.sum([one.leavers[0, -60:].sum(axis=0) for one in runs], axis=0)
    assert table.row("band_new_leaver_share").judged.found == pytest.approx(new / left)


def test_every_plain_band_is_a_row():
    plain = [band for band in load_bands() if not band.profile and not band.policy and band.measure == "level"]
    plain = [band for band in plain if band.operator != "/"]
    names = {own.name for own in catalogue()}
    assert len(plain) == 24 and {"members_take_part_more", "members_trust_no_more"} <= names
    assert set(SET_WITHOUT) <= {band.indicator for band in plain}
    assert {"band_" + "_less_".join(band.columns) for band in plain} <= names


def test_every_problem_has_its_rows_with_both_of_its_indicators():
    names = {own.name for own in catalogue()}
    assert {f"{problem}_{column}" for problem in PROBLEMS for column in OWN[problem]} <= names


def test_every_row_says_what_it_is_and_is_measured():
    rows = catalogue()
    assert len({own.name for own in rows}) == len(rows) and len({own.label.en for own in rows}) == len(rows)
    for own in rows:
        assert callable(own.measure) or (isinstance(own.measure, Measure) and own.measure.arms[0])
        assert own.kind in KINDS and own.expected.low <= own.expected.high
        assert all(text.en and text.zh for text in (own.label, own.follows, own.built_in, own.unit.name))
        in_communities = isinstance(own.measure, Measure)  # a family, else a picture, a section and a file by itself
        assert own.family in TITLES if in_communities else own.family == own.name not in TITLES


def test_what_is_built_in_is_not_sold_as_found():
    built = {own.name: own.built_in.en.split(":")[0] for own in catalogue()}
    assert built["asymmetry"] == built["old_vote_more"] == built["boards_less_than_half"] == "yes"
    assert {own.built_in.en for own in catalogue() if own.kind == CLOSED_FORM} == {"algebra"}


def one(name, **changed):
    """A request for one pattern in few communities, perhaps with a doctored expectation."""
    own = next(own for own in catalogue() if own.name == name)
    return Request((replace(own, times=1, **changed),), {}, N, SEED)


def test_a_wrong_expectation_fails_and_a_right_one_holds():
    assert run(one("publicity_awareness"), HERE).as_expected
    assert run(one("publicity_awareness", expected=below(0.0)), HERE).rows[0].verdict == "fails"
    assert not run(one("publicity_awareness", expected=below(0.0)), HERE).as_expected


def test_a_known_failure_that_holds_is_not_as_expected():
    name = "match_raises_gifts"
    known = {name: known_failures(catalogue())[name]}
    fails = replace(one(name, expected=below(1.0)), known=known)
    assert run(fails, HERE).rows[0].verdict == "known failure" and run(fails, HERE).as_expected
    holds = replace(one(name, expected=above(0.0)), known=known)
    assert run(holds, HERE).rows[0].verdict == "fails no more" and not run(holds, HERE).as_expected


@pytest.mark.parametrize("line,said", [
    ("no_such,why,为何,run", "not a pattern"), ("asymmetry,,为何,run", "needs"),
    ("asymmetry,why,为何,run\nasymmetry,why,为何,run", "twice"),
])  # fmt: skip
def test_a_list_of_known_failures_with_a_mistake_is_refused(tmp_path, line, said):
    path = tmp_path / "known.csv"
    path.write_text(f"pattern,reason,reason_zh,run\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=said):
        known_failures(catalogue(), path)


@pytest.mark.parametrize("asked", [{"replicates": 1}, {"replicates": 10**6}, {"seed": -1}])
def test_numbers_that_cannot_be_used_are_refused(asked):
    with pytest.raises(InputError):
        check_request(**asked)


def test_processes_change_not_a_bit(table):
    few = [row.pattern for row in table.rows if row.pattern.name in ("asymmetry", "publicity_trust")]
    again = run(Request(tuple(few), {}, N, SEED), Execution(processes=2))
    for row in again.rows:
        np.testing.assert_array_equal(row.values, table.row(row.pattern.name).values)
