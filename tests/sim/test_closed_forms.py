"""Closed forms: where everything but one mechanism is switched off, the engine must do what algebra says."""

import math

import networkx
import numpy as np
import pytest

from sim.agents import resident
from sim.compute import rng
from sim.engine.lanes import Lanes
from sim.engine.replicate import participants_of_year
from tests.small import bare, column, flag, live, posts

STILL = {"move_rate_renter": 0.0, "move_rate_owner": 0.0, "party_member_share": 0.0}
STILL |= {"trust_spread": 0.0, "fairness_spread": 0.0}
ALIKE = STILL | {
    "reach_spread": 0.0,
    **{f"{channel}_reach_{age}": 1.0 for channel in ("board", "digital") for age in ("young", "middle", "old")},
    "start_awareness": 0.0,
    "start_awareness_spread": 0.0,
    "visibility": 0.0,
    "quiet_talk": 1.0,
}
FAITHFUL = {"quit_scale": 0.0, "career_min": 1e9, "career_max": 1e9}
EVEN_WORK = FAITHFUL | {
    "burnout_effort_loss": 0.0,
    "competence_elasticity": 0.0,
    "effort_elasticity": 0.0,
    "overtime_limit": 0.0,
    "discord_loss": 0.0,
    "volunteer_yield": 0.0,
    "admin_hours_demanded": 0.0,
    "start_backlog": 0.0,
    "hours_per_activity": 0.0,
    "hours_publicity": 0.0,
}
INDIFFERENT = STILL | {
    "start_awareness": 1.0,
    "start_awareness_spread": 0.0,
    "forgetting": 0.0,
    **{
        f"participation_{name}": 0.0
        for name in (
            "free_time",
            "education",
            "belonging",
            "trust",
            "autonomy",
            "attraction",
            "asked",
            "habit",
        )
    },
    "peer_influence": 0.0,
    "taste_spread": 0.0,
}
BOARDS_AT_DEFAULT = 1.0 / (1.0 + 5.0)  # exposure by a thousand yuan of boards, in shares of the peak


def in_lanes(name, values, base):
    """One world a lane that differs in one parameter."""
    return [base | {name: value} for value in values]


def test_awareness_spreads_as_in_the_bass_recursion():
    peaks, told = (0.0, 0.06, 0.3), 0.4
    block = bare(in_lanes("publicity_peak", peaks, ALIKE | {"forgetting": 0.0, "word_of_mouth": told}))
    expected = np.zeros(len(peaks))
    for _ in range(40):
        live(block, 1)
        innovation = np.array(peaks) * BOARDS_AT_DEFAULT
        expected += (1.0 - expected) * (1.0 - np.exp(-(innovation + told * expected)))
        np.testing.assert_allclose(
            column(block, "awareness")[:, :3], np.tile(expected, (300, 1)), rtol=1e-12, atol=1e-14
        )
    assert expected[0] == 0.0 and expected[1] > 0.9


def test_diffusion_is_s_shaped_with_strong_word_of_mouth_and_concave_without():
    block = bare(in_lanes("word_of_mouth", (0.0, 0.6), ALIKE | {"forgetting": 0.0, "publicity_peak": 0.05}))
    path = np.array([column(live(block, 1), "awareness")[0, :2].copy() for _ in range(60)])
    curvature = np.diff(path, 2, axis=0)
    assert (curvature[:, 0] < 0).all()
    turn = np.flatnonzero(np.diff(np.sign(curvature[:, 1])))
    assert curvature[0, 1] > 0 and len(turn) == 1 and curvature[-1, 1] < 0


def test_awareness_settles_at_hazard_over_hazard_and_forgetting():
    peaks = (0.03, 0.06, 0.5, 3.0)
    block = bare(in_lanes("publicity_peak", peaks, ALIKE | {"word_of_mouth": 0.0, "forgetting": 0.05}))
    live(block, 500)
    hazard = 1.0 - np.exp(-np.array(peaks) * BOARDS_AT_DEFAULT)
    np.testing.assert_allclose(column(block, "awareness")[7, :4], hazard / (hazard + 0.05), rtol=1e-10)


def test_trust_relaxes_geometrically_and_faster_down_than_up():
    ends = np.array([0.2, 0.52, 0.9])
    only_autonomy = STILL | {
        "trust_satisfaction": 0.0,
        "trust_fairness": 0.0,
        "trust_neighbours": 0.0,
        "autonomy_demand": 0.0,
        "autonomy_demand_growth": 0.0,
        "start_trust": 0.5,
        "start_trust_spread": 0.0,
    }
    block = live(bare(in_lanes("trust_autonomy", ends.tolist(), only_autonomy)), 20)
    speed = np.where(ends < 0.5, 0.10, 0.06)
    expected = ends + (0.5 - ends) * (1.0 - speed) ** 20
    np.testing.assert_allclose(column(block, "trust")[:, :3], np.tile(expected, (300, 1)), rtol=1e-12)


def talkers() -> Lanes:
    """Everybody trusts as the neighbours do, and is as easily won as lost."""
    weights = {
        "trust_satisfaction": 0.0,
        "trust_fairness": 0.0,
        "trust_autonomy": 0.0,
        "trust_neighbours": 1.0,
    }
    return bare([STILL | weights | {"trust_gain": 0.5, "trust_loss": 0.5, "start_trust_spread": 0.3}])


def test_trust_among_neighbours_ends_at_the_degree_weighted_mean():
    block = talkers()
    start = column(block, "trust")[:, 0].copy()
    graph = block.community.graph()
    degree = np.array([graph.degree(i) for i in range(300)])
    live(block, 4000)
    for part in networkx.connected_components(graph):
        rows = sorted(part)
        consensus = np.average(start[rows], weights=degree[rows] if len(rows) > 1 else None)
        np.testing.assert_allclose(column(block, "trust")[rows, 0], consensus, rtol=1e-9)
    assert abs(np.average(start, weights=degree) - start.mean()) > 1e-4


def test_trust_among_neighbours_moves_half_way_to_their_mean_of_last_month():
    block = talkers()
    before = column(block, "trust")[:, 0].copy()
    live(block, 1)
    for i in range(300):
        heard = before[block.community.neighbours(i)].mean()
        assert column(block, "trust")[i, 0] == pytest.approx(0.5 * (before[i] + heard), rel=1e-12)


def test_burnout_settles_at_strain_over_strain_and_recovery():
    rates = np.array([0.02, 0.1, 0.3])
    overloaded = FAITHFUL | {
        "admin_hours_demanded": 1e6,
        "strain_spread": 0.0,
        "resource_competence": 0.0,
        "resource_coordination": 0.0,
        "resource_pay": 0.0,
        "resource_trust": 0.0,
        "start_burnout_spread": 0.0,
    }
    block = live(bare(in_lanes("strain_rate", rates.tolist(), overloaded)), 10)
    strain, recovery = rates * (2.0 - 0.8), 0.06
    end = strain / (strain + recovery)
    after_ten = end + (0.38 - end) * (1.0 - strain - recovery) ** 10
    np.testing.assert_allclose(posts(block, "burnout")[:15, :3], np.tile(after_ten, (15, 1)), rtol=1e-11)
    np.testing.assert_allclose(posts(live(block, 600), "burnout")[3, :3], end, rtol=1e-10)


def test_burnout_without_load_fades_at_the_rate_of_recovery():
    block = bare([FAITHFUL | {"admin_hours_demanded": 0.0, "requests_per_resident": 0.0, "start_backlog": 0.0}])
    before = posts(block, "burnout")[:15, 0].copy()
    np.testing.assert_allclose(posts(live(block, 7), "burnout")[:15, 0], before * 0.94**7, rtol=1e-12)


def test_competence_settles_where_learning_and_decay_balance():
    hours = np.array([0.0, 2.0, 6.0, 12.0])
    block = bare([FAITHFUL] * 4)
    ceiling = 0.665 + posts(block, "talent")[:15]
    live(block, 900, training_hours=np.repeat(hours, 4))
    trained = np.repeat(hours, 4) * 0.00167
    below = (0.03 * ceiling + trained + 0.03 * 0.20) / (0.03 + trained + 0.03)
    above = (trained + 0.03 * 0.20) / (trained + 0.03)
    expected = np.where(below < ceiling, below, above)
    np.testing.assert_allclose(posts(block, "competence")[:15, :4], expected[:, :4], rtol=1e-10)
    assert (below < ceiling).any() and (below >= ceiling).any()


def test_whoever_is_more_talented_ends_up_the_same_amount_of_learning_more_competent():
    block = live(bare([FAITHFUL]), 900)
    ceiling = 0.665 + posts(block, "talent")[:15, 0]
    np.testing.assert_allclose(posts(block, "competence")[:15, 0], (ceiling + 0.20) / 2.0, rtol=1e-10)
    assert np.ptp(ceiling) > 0.2


STEADY = FAITHFUL | {
    "attachment": 0.0,
    "intention_burnout": 0.0,
    "overtime_limit": 0.0,
    "quit_pay_reference": 0.75,
    "wage_erosion": 0.0,
}
"""Nobody's reason to leave changes."""


def test_intention_to_quit_relaxes_to_what_restlessness_makes_of_it():
    speeds = np.array([0.1, 0.3])
    block = live(bare(in_lanes("intention_speed", speeds.tolist(), STEADY)), 8)
    end = 1.0 / (1.0 + np.exp(-(0.1 + 0.8 * posts(block, "restlessness")[:15, :2])))
    expected = end + (0.2 - end) * (1.0 - speeds) ** 8
    np.testing.assert_allclose(posts(block, "intention")[:15, :2], expected, rtol=1e-11)


def test_years_in_post_with_retirement_alone_go_round():
    """Hired, so many months in post, a month vacant: a round takes two months more than the career."""
    careers = (10.0, 30.0)
    always = {"fill_rate": 1e9, "quit_scale": 0.0, "start_tenure": 0.0}
    block = live(bare([always | {"career_min": months, "career_max": months} for months in careers]), 5)
    years, retired, rounds = np.zeros(2), np.zeros(2), 96
    for _ in range(rounds):
        live(block, 1)
        years += block.number("tenure_years")[:2]
        retired += block.number("retirements")[:2]
    for lane, months in enumerate(careers):
        assert years[lane] / rounds == pytest.approx(months * (months + 1) / 2 / (months + 2) / 12, rel=1e-12)
        assert retired[lane] == 15 * rounds / (months + 2)


def test_queue_settles_at_what_is_asked_beyond_what_is_served():
    everybody_asks = {"requests_per_resident": 1.0, "request_awareness_floor": 1.0, "patience_floor": 1.0}
    given_up = (0.1, 0.25, 0.5)
    block = bare(in_lanes("request_abandonment", given_up, EVEN_WORK | everybody_asks | {"hours_per_request": 10.0}))
    live(block, 300)
    asked, served, leave = 300.0, 15 * 174 / 10.0, np.array(given_up)
    backlog = (1.0 - leave) * (asked - served) / leave
    np.testing.assert_allclose(block.number("backlog")[:3], backlog, rtol=1e-10)
    np.testing.assert_allclose(block.number("timeliness")[:3], 1.0 / (1.0 + backlog / served), rtol=1e-10)


def test_queue_empties_where_more_can_be_served_than_is_asked():
    everybody_asks = {"requests_per_resident": 1.0, "request_awareness_floor": 1.0, "patience_floor": 1.0}
    block = bare([EVEN_WORK | everybody_asks | {"hours_per_request": 8.0, "start_backlog": 500.0}])
    live(block, 60)
    assert block.number("backlog")[0] == 0.0 and block.number("served")[0] == 300.0


def test_vacant_posts_settle_at_quits_over_quits_and_hires():
    n_posts, rates = 3000, ((0.05, 0.3), (0.1, 0.3), (0.2, 0.1))
    fixed = {
        "n_posts": float(n_posts),
        "intention_spread": 0.0,
        "intention_base": 0.0,
        "start_intention": 0.5,
        "recruit_intention": 0.5,
    }
    block = bare([STEADY | fixed | {"quit_scale": 2 * q, "fill_rate": f} for q, f in rates])
    live(block, 40)
    vacant = np.zeros(3)
    for _ in range(30):
        vacant += 1.0 - posts(live(block, 1), "filled")[:, :3].sum(axis=0) / n_posts
    for lane, (q, f) in enumerate(rates):
        assert vacant[lane] / 30 == pytest.approx(q / (q + f), abs=0.006)


BASES = (-4.0, -2.5, -1.0, 0.5)


def test_participation_without_motives_is_the_logistic_of_its_base():
    block = bare(in_lanes("participation_base", BASES, INDIFFERENT))
    chance = np.array([1.0 / (1.0 + math.exp(-base)) for base in BASES])
    taken = np.zeros(len(BASES))
    for _ in range(50):
        live(block, 1)
        draws = rng.draws(block.community.seed, "resident.participation", block.draw_month, np.arange(300))
        np.testing.assert_array_equal(column(block, "took_part")[:, :4], draws[:, None] < chance)
        taken += column(block, "took_part")[:, :4].mean(axis=0)
    error = np.sqrt(chance * (1.0 - chance) / (300 * 50))
    assert (np.abs(taken / 50 - chance) < 4.0 * error).all()


def test_participation_of_a_year_is_one_less_twelve_absences():
    block = bare(in_lanes("participation_base", BASES[:3], INDIFFERENT))
    chance = np.array([1.0 / (1.0 + math.exp(-base)) for base in BASES[:3]])
    expected, years, found = 1.0 - (1.0 - chance) ** 12, 20, np.zeros(3)
    for _ in range(years):
        live(block, 12)
        found += [participants_of_year(block, lane).mean() for lane in range(3)]
    error = np.sqrt(expected * (1.0 - expected) / (300 * years))
    assert (np.abs(found / years - expected) < 4.0 * error).all()


def test_gate_multiplies_participation_by_those_who_hear_of_it():
    half = INDIFFERENT | {
        "start_awareness": 0.4,
        "publicity_peak": 0.0,
        "word_of_mouth": 0.0,
        "visibility": 0.0,
        "participation_base": 1.0,
    }
    block = live(bare([half]), 1)
    draws = rng.draws(block.community.seed, "resident.participation", 1, np.arange(300))
    np.testing.assert_array_equal(
        column(block, "took_part")[:, 0] == 1.0, draws < (0.6 + 0.4 * 0.4) / (1.0 + math.exp(-1.0))
    )


def response(participation, base, k):
    """Next month's participation where all know of it and are moved by their neighbours alone."""
    shared = resident.shared_motive(0.3, 0.0, base, 0.8, 0.3, 0.8)
    pull = shared + resident.social_motive(0.0, 0.0, participation, 0.8, 2.0, k)
    return resident.participation_probability(resident.gate(1.0, 0.0, 0.7), pull)


def ends(base, k):
    """Where participation ends when nobody and when everybody begins."""
    low, high = 0.0, 1.0
    for _ in range(20_000):
        low, high = response(low, base, k), response(high, base, k)
    return low, high


@pytest.mark.parametrize("k", [5.0, 8.0, 12.0])
def test_participation_folds_where_peers_weigh_more_than_four(k):
    """At a fold the slope k·P(1-P) is 1; between the folds two levels hold, outside of them one."""
    spread = math.sqrt(1.0 - 4.0 / k)
    upper, lower = ((1.0 + sign * spread) / 2.0 for sign in (1.0, -1.0))
    first, last = (math.log(p / (1.0 - p)) - k * p for p in (upper, lower))
    assert first < last
    for base, two_levels in (
        (first - 0.02, False),
        (first + 0.02, True),
        (last - 0.02, True),
        (last + 0.02, False),
    ):
        low, high = ends(base, k)
        assert (high - low > 0.05) == two_levels, base


@pytest.mark.parametrize("base", [-6.0, -2.0, -1.9, -1.5, 0.0])
def test_participation_has_one_level_where_peers_weigh_less_than_four(base):
    low, high = ends(base, 3.9)
    assert high == pytest.approx(low, abs=1e-6)


def test_community_in_which_all_know_all_keeps_the_level_it_began_with_beyond_the_fold():
    """Three hundred neighbours of each other; in two lanes nobody, in two others everybody begins."""
    all_know_all = INDIFFERENT | {"n_buildings": 1.0, "building_ties": 300.0, "rewired_share": 0.0}
    worlds = [all_know_all | {"peer_influence": k, "participation_base": -k / 2.0} for k in (3.0, 8.0, 3.0, 8.0)]
    block = bare(worlds)
    assert len(block.community.neighbours(0)) == 299
    for row in range(block.community.n_residents):
        array, first = block.place("took_part", row)
        array[first : first + 4] = 0.0, 0.0, 1.0, 1.0
    live(block, 60)
    levels = np.array([column(live(block, 1), "took_part")[:, :4].mean(axis=0) for _ in range(20)]).mean(axis=0)
    assert levels[0] == pytest.approx(0.5, abs=0.08) and levels[2] == pytest.approx(0.5, abs=0.08)
    low, high = ends(-4.0, 8.0)
    assert levels[1] == pytest.approx(low, abs=0.02) and levels[3] == pytest.approx(high, abs=0.02)


def test_relieved_hours_creep_back_to_their_limit_without_a_rule():
    still = {"autonomy_speed": 0.0, "start_autonomy": 0.25}
    block = bare([still, still | {"rule_protection": 1.0}])
    live(block, 30, admin_reduction=0.3, admission_rule=np.repeat([0.0, 1.0], [1, 15]))
    left = (1.0 - 0.04 * 0.75) ** np.array([30, 29])
    assert block.number("order_creep")[0] == pytest.approx(0.8 * (1.0 - left[0]), rel=1e-12)
    relieved = 1.0 - block.number("orders")[:2] / block.number("orders_without_relief")[:2]
    np.testing.assert_allclose(relieved, [0.3 * (1.0 - 0.8 * (1.0 - left[1])), 0.3], rtol=1e-12)


def test_visits_and_messages_ask_as_many_as_they_reach():
    block = bare([STILL] * 2)
    live(block, 1, publicity_visits=np.repeat([30.0, 0.0], [1, 15]), personal_messages=np.repeat([0.0, 90.0], [1, 15]))
    visited, messaged = (
        rng.draws(block.community.seed, f"resident.{how}", block.draw_month, np.arange(300))
        for how in ("visited", "messaged")
    )
    np.testing.assert_array_equal(flag(block, "asked")[:, 0], visited < 2 * 30 / 300)
    np.testing.assert_array_equal(flag(block, "asked")[:, 1], 0.3 * (messaged < 90 / 300))


def test_orders_and_wishes_grow_over_the_policy_years_and_not_before():
    even = EVEN_WORK | {"admin_hours_demanded": 1000.0, "campaign_surge": 0.0, "burn_in_months": 3.0}
    block = live(bare([even | {"order_growth": rate} for rate in (0.0, 0.05)]), 3)
    np.testing.assert_allclose(block.number("orders")[:2], 1000.0, rtol=1e-12)
    live(block, 30)
    np.testing.assert_allclose(block.number("orders")[:2], [1000.0, 1000.0 * 1.05**2.5], rtol=1e-12)


def test_habit_follows_participation_at_its_speed():
    always = INDIFFERENT | {"participation_base": 60.0, "start_habit": 0.0}
    block = live(bare(in_lanes("habit_speed", (0.1, 0.3), always)), 9)
    np.testing.assert_allclose(
        column(block, "habit")[:, :2], np.tile(1.0 - np.array([0.9, 0.7]) ** 9, (300, 1)), rtol=1e-12
    )


def test_fairness_returns_to_neutral_between_elections():
    block = live(bare([STILL | {"start_fairness": 0.9, "fairness_recovery": 0.05, "election_term": 1000.0}]), 12)
    np.testing.assert_allclose(column(block, "fairness")[:, 0], 0.5 + 0.4 * 0.95**12, rtol=1e-12)


def test_wages_lose_one_percent_a_policy_year_unless_they_are_indexed():
    block = live(bare([{"burn_in_months": 1.0}] * 3), 1)
    assert (block.month, block.number("erosion")[0]) == (0, 1.0)
    live(block, 12, wage_indexation=np.repeat([0.0, 0.5, 1.0], [1, 1, 14]))
    np.testing.assert_allclose(block.number("erosion")[:3], [0.99, 0.995, 1.0], rtol=1e-12)
    np.testing.assert_allclose(block.number("erosion_unindexed")[:3], 0.99, rtol=1e-12)


def test_fiscal_shock_keeps_its_spread_and_its_persistence():
    block = bare(in_lanes("fiscal_persistence", (0.0, 0.8), {"fiscal_variation": 0.1}))
    shocks = np.array([live(block, 1).number("fiscal_shock")[:2].copy() for _ in range(1500)])[100:]
    for lane, (persistence, slack) in enumerate(((0.0, 0.008), (0.8, 0.02))):
        assert shocks[:, lane].std() == pytest.approx(0.1, abs=slack)
        assert np.corrcoef(shocks[:-1, lane], shocks[1:, lane])[0, 1] == pytest.approx(persistence, abs=0.08)
