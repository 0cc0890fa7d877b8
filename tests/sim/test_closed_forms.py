"""Closed forms: where everything but one mechanism is switched off, the engine must do what algebra says.

The table of `python run.py patterns` computes the same forms by code of its own; here they are computed once more,
person by person and draw by draw.
"""

import math

import networkx
import numpy as np
import pytest

from sim.agents import resident
from sim.compute import rng
from sim.compute.layout import LANES, SEATED, SEATS
from sim.engine.lanes import Lanes
from sim.engine.replicate import participants_of_year
from tests.small import bare, column, flag, live, posts, units

STILL = {"move_rate_renter": 0.0, "move_rate_owner": 0.0, "party_member_share": 0.0}
STILL |= {"trust_spread": 0.0, "fairness_spread": 0.0, "voice_rate": 0.0}
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
    "inspection_hours": 0.0,
    "start_backlog": 0.0,
    "hours_per_activity": 0.0,
    "hours_publicity": 0.0,
    "voice_rate": 0.0,
    "hours_providers": 0.0,
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
            "attraction",
            "asked",
            "habit",
        )
    },
    "peer_influence": 0.0,
    "taste_spread": 0.0,
    "efficacy_pull": 0.0,
    "help_weight": 0.0,
}
UNMOVED = {"unit_trust_base": 1e9, "unit_coordination_base": 1e9, "unit_awareness_base": 1e9}
"""Units whom neither trust nor coordination nor awareness moves, once their rate is as much smaller."""
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
    settled = np.maximum((ceiling + 0.20) / 2.0, 0.20)  # nobody falls below the floor
    np.testing.assert_allclose(posts(block, "competence")[:15, 0], settled, rtol=1e-10)
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
    """Next month's participation where all know of it and are moved by those of their building alone."""
    pull = resident.own_motive(0.0, 0.0, base, 1.5, 2.0) + resident.social_motive(0.0, participation, 0.8, k)
    return resident.participation_probability(resident.gate(1.0, 0.0, 0.7), pull, 1.0)


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


def test_community_of_one_building_keeps_the_level_it_began_with_beyond_the_fold():
    """Three hundred who see each other; in two lanes nobody, in two others everybody begins."""
    one_building = INDIFFERENT | {"n_buildings": 1.0}
    worlds = [one_building | {"peer_influence": k, "participation_base": -k / 2.0} for k in (3.0, 8.0, 3.0, 8.0)]
    block = bare(worlds)
    for row in range(block.community.n_residents):
        array, first = block.place("took_part", row)
        array[first : first + 4] = 0.0, 0.0, 1.0, 1.0
    live(block, 60)
    levels = np.array([column(live(block, 1), "took_part")[:, :4].mean(axis=0) for _ in range(20)]).mean(axis=0)
    assert levels[0] == pytest.approx(0.5, abs=0.08) and levels[2] == pytest.approx(0.5, abs=0.08)
    low, high = ends(-4.0, 8.0)
    assert levels[1] == pytest.approx(low, abs=0.02) and levels[3] == pytest.approx(high, abs=0.02)


KINDS = {"help_weight": 0.6, "seat_weight": 0.3, "participation_base": 0.0}


def test_one_does_one_thing_a_month_each_kind_by_its_odds():
    block = bare([INDIFFERENT | KINDS])
    odds = np.array([1.0, 0.6, 0.3 * 2.0])
    done, months = np.zeros(3), 60
    for _ in range(months):
        live(block, 1, deliberation_meetings=2.0)
        now = [column(block, f"last_{kind}")[:, 0] == block.month for kind in ("went", "helped", "sat")]
        np.testing.assert_array_equal(sum(one.astype(float) for one in now), column(block, "took_part")[:, 0])
        done += [one.mean() for one in now]
    expected = odds / (1.0 + odds.sum())
    error = np.sqrt(expected * (1.0 - expected) / (300 * months))
    assert (np.abs(done / months - expected) < 4.0 * error).all()


def test_efficacy_of_one_who_always_sits_is_between_what_is_heard_and_what_he_inclines_to():
    sitting = INDIFFERENT | {
        "participation_base": 40.0, "seat_weight": 1e6, "efficacy_contagion": 0.0, "voice_rate": 0.0,
        "autonomy_speed": 0.0, "start_autonomy": 0.8, "efficacy_spread": 0.0, "efficacy_education": 0.0,
    }  # fmt: skip
    block = live(bare([sitting]), 150, deliberation_meetings=1.0)
    heard = block.number("heard")[0]
    assert heard == pytest.approx(0.8)
    expected = (0.10 * heard + 0.01 * 0.4) / (0.10 + 0.01)
    np.testing.assert_allclose(column(block, "efficacy")[:, 0], expected, atol=1e-6)


def test_complaints_come_by_what_was_met_and_are_answered_as_fast_as_requests():
    block = bare([STILL | {"voice_rate": 0.8, "efficacy_gain": 0.0}])
    complained = answered = expected = due = 0.0
    for _ in range(60):
        met, word = column(block, "quality")[:, 0], column(block, "efficacy")[:, 0]
        expected += (0.8 / 12.0 * (1.0 - met) * (0.5 + word)).sum()
        live(block, 1)
        now = column(block, "last_complained")[:, 0] == block.month
        assert now.sum() == block.number("complaints")[0] == column(block, "complained")[:, 0].sum()
        assert (column(block, "asked_service")[now, 0] == 1.0).all()
        complained += block.number("complaints")[0]
        answered += block.number("complaints_answered")[0]
        due += block.number("complaints")[0] * block.number("timeliness")[0]
    assert complained == pytest.approx(expected, abs=4.0 * math.sqrt(expected))
    assert answered == pytest.approx(due, abs=4.0 * math.sqrt(due))


def test_the_street_fills_the_time_that_it_sees_free_unless_a_rule_stands_at_the_door():
    """The load is 0, so that both impressions of it fade at their speeds and every month's slack is known."""
    still = {"autonomy_speed": 0.0, "start_autonomy": 0.25, "admin_hours_demanded": 0.0, "start_street_pressure": 0.0}
    still |= {"requests_per_resident": 0.0, "start_backlog": 0.0, "item_lapse": 0.0, "inspection_hours": 0.0}
    still |= {"burn_in_months": 1.0, "voice_rate": 0.0}
    block = bare([still, still | {"rule_protection": 1.0}])
    block.number("load")[:] = 0.0
    live(block, 30, admission_rule=np.repeat([0.0, 1.0], [1, 15]))
    seen, used, filled = 1.2, 1.2, 1.0
    for _ in range(30):
        seen *= 11 / 12
        filled += 0.2 * 0.75 * max(used - seen - 0.03, 0.0)
        used += (seen - used) / 120
    assert block.number("load")[0] == 0.0
    np.testing.assert_allclose(block.number("seen_load")[:2], 1.2 * (11 / 12) ** 30, rtol=1e-12)
    np.testing.assert_allclose(block.number("item_stock")[:2], [filled, 1.0], rtol=1e-12)


def test_without_free_time_the_items_return_to_their_first_stock():
    block = bare(in_lanes("item_lapse", (0.0, 0.01), {"street_tolerance": 9.0}))
    block.number("item_stock")[:] = 1.5
    live(block, 40)
    np.testing.assert_allclose(block.number("item_stock")[:2], 1.0 + 0.5 * 0.99 ** np.array([0, 40]), rtol=1e-12)


def test_pressure_settles_at_what_is_undone_and_what_is_done_on_paper():
    """Orders of twice the hours there are: the load is at its limit, and a known part is undone."""
    busy = EVEN_WORK | {"admin_hours_demanded": 9000.0, "campaign_surge": 0.0}
    busy |= {"item_entry": 0.0, "paper_share": 0.2, "order_growth": 0.0}
    block = live(bare([busy, busy | {"paper_share": 0.0}]), 200)
    worked = 9000.0 * np.array([1.0 - 0.2 * 0.7, 1.0])
    undone = 1.0 - 0.85 * block.number("output")[:2] / worked
    np.testing.assert_allclose(block.number("orders_worked")[:2], worked, rtol=1e-12)
    np.testing.assert_allclose(block.number("orders_undone")[:2], undone, rtol=1e-12)
    np.testing.assert_allclose(block.number("street_pressure")[:2], undone + np.array([0.2, 0.0]), rtol=1e-8)


def test_striking_items_off_and_relief_multiply():
    even = EVEN_WORK | {"admin_hours_demanded": 1000.0, "campaign_surge": 0.0}
    block = bare([even | {"item_entry": 0.0, "order_growth": 0.0}] * 4)
    cut, relief = np.zeros(LANES), np.zeros(LANES)
    cut[[1, 3]], relief[[2, 3]] = 0.5, 0.3
    live(block, 1, items_cut=cut, admin_reduction=relief)
    np.testing.assert_allclose(block.number("orders")[:4], [1000.0, 800.0, 700.0, 560.0], rtol=1e-12)
    np.testing.assert_allclose(block.number("shadow_cost")[:4], 25 * (1000.0 - block.number("orders")[:4]), rtol=1e-9)


def test_willingness_of_units_comes_to_its_target_at_its_speed():
    """Trust, coordination and awareness of no effect: the target is rate, openness, outreach and match alone."""
    block = bare([{**UNMOVED, "unit_giving_rate": 0.12e-27, "unit_spread": spread} for spread in (0.4, 0.8)])
    open_ = units(block, "openness")[:12, :2].copy()
    units(block, "willingness")[:12] = 0.5
    live(block, 20, donation_outreach=1.0, donation_match_rate=0.5)
    target = np.minimum(1.0, 0.12 * open_ * 2.0 * 1.2)
    expected = target + (0.5 - target) * 0.95**20
    np.testing.assert_allclose(units(block, "willingness")[:12, :2], expected, rtol=1e-6)


def test_units_give_as_often_as_they_are_willing():
    block = bare([{"partner_speed": 0.0, "unit_spread": 0.0, "unit_giving_rate": 0.3, "member_units": 40.0}])
    months = []
    for _ in range(60):
        live(block, 1)
        draws = rng.draws(block.community.seed, "unit.gives", block.draw_month, np.arange(40))
        np.testing.assert_array_equal(units(block, "gives")[:, 0], draws < 0.3)
        months.append(block.number("units_giving")[0])
    assert np.mean(months) == pytest.approx(40 * 0.3, abs=1.2)


def test_providers_come_to_what_is_paid_of_the_favours_and_none_to_a_promise():
    unmoved = {"provider_trust_base": 1e9, "provider_awareness_base": 1e9}
    block = bare([{**unmoved, "provider_response": 3e-18}])
    live(block, 24, provider_incentive=0.8, favours_paid=0.5)
    there = 3.0 * 0.4 * (1 - (11 / 12) ** 24)
    assert block.number("providers")[0] == pytest.approx(there, rel=1e-6)
    live(block, 12, provider_incentive=1.0, favours_paid=0.0)
    assert block.number("providers")[0] == pytest.approx(there * (11 / 12) ** 12, rel=1e-6)


def test_facilities_settle_where_what_is_built_is_what_decays():
    """Besides what the community itself spends on them, which is nothing here."""
    block = bare([{"fiscal_grant": 0.0, "operating_cost": 1e9}])
    live(block, 1500, facility_investment=4000.0)
    built = 0.01 / 800 * 4000.0
    assert block.number("infrastructure")[0] == pytest.approx(built / (built + 0.01), rel=1e-6)


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
    even |= {"item_entry": 0.0}
    block = live(bare([even | {"order_growth": rate} for rate in (0.0, 0.05)]), 3)
    np.testing.assert_allclose(block.number("orders")[:2], 1000.0, rtol=1e-12)
    live(block, 30)
    np.testing.assert_allclose(block.number("orders")[:2], [1000.0, 1000.0 * 1.05**2.5], rtol=1e-12)


FOR_THE_STREET = {
    "street_loyalty": 1.0, "street_loyalty_spread": 0.0, "loyalty_open": 1.0, "loyalty_connected": 0.0,
    "elected_loyalty_spread": 0.0, "election_term": 1000.0,
}  # fmt: skip


def test_members_who_always_agree_come_to_trust_each_other_geometrically():
    block = live(bare([FOR_THE_STREET | {"seated_trust": start} for start in (0.2, 0.45)]), 30, joint_meetings=1.0)
    gain = 0.02 * 2.0 * (0.5 + block.number("leader_quality")[:2])
    expected = 1.0 - (1.0 - np.array([0.2, 0.45])) * (1.0 - gain) ** 30
    np.testing.assert_allclose(block.number("coordination")[:2], expected, rtol=1e-12)
    assert block.number("split_votes")[0] == block.number("overruled")[0] == 0.0


def test_members_split_as_often_as_their_loyalties_lie_apart():
    block = bare([{"election_term": 1000.0, "street_loyalty_spread": 0.2}])
    loyalty = block.seats.reshape(SEATS, len(SEATED), LANES)[:, SEATED.index("loyalty"), 0]
    split, expected = [], []
    for _ in range(300):
        live(block, 1)
        item = rng.draws(block.community.seed, "committee.item", block.draw_month, [0])[0]
        split.append(block.number("split_votes")[0])
        expected.append(loyalty.min() < item <= loyalty.max())
        assert block.number("overruled")[0] == min((loyalty < item).mean(), (loyalty >= item).mean())
    np.testing.assert_array_equal(split, expected)
    assert np.mean(split) == pytest.approx(loyalty.max() - loyalty.min(), abs=0.09)
    assert block.number("street_loyalty_median")[0] == np.median(loyalty)


@pytest.mark.parametrize("share,merged", [(0.3, 1), (0.7, 2), (1.0, 3)])
def test_seats_held_by_one_person_are_pairs_of_full_trust(share, merged):
    block = live(bare([FOR_THE_STREET | {"agreement_gain": 0.0, "seated_trust": 0.4}]), 1, cross_appointment=share)
    assert block.number("coordination")[0] == pytest.approx(0.4 + 0.6 * merged / 12, rel=1e-12)
    ability = block.seats.reshape(SEATS, len(SEATED), LANES)[:, SEATED.index("ability"), 0]
    assert block.number("leader_quality")[0] == ability[0] and block.number("seated")[0] == 7 - merged


def test_elected_are_the_four_candidates_with_the_highest_scores():
    """Where connections alone decide, those with most of them."""
    block = bare([{"canvassing": 1.0, "election_noise": 0.0}, {"canvassing": 0.0, "election_noise": 0.0}])
    seats = block.seats.reshape(SEATS, len(SEATED), LANES)
    drawn = rng.draws(block.community.seed, "candidate.connections", 0, np.arange(8))
    np.testing.assert_array_equal(seats[3:, SEATED.index("connections"), 0], np.sort(drawn)[:3:-1])
    ability = seats[3:, SEATED.index("ability"), 1]
    assert (np.diff(ability) < 0).all() and ability[0] == block.number("leader_quality")[1]


def test_autonomy_moves_to_what_the_median_member_leaves():
    still = {"autonomy_orders": 0.0, "election_term": 1000.0, "start_autonomy": 0.2, "loyalty_reference": 0.8}
    block = live(bare([still]), 20)
    target = 0.30 + 0.4 * (0.8 - block.number("street_loyalty_median")[0])
    assert block.number("autonomy")[0] == pytest.approx(target + (0.2 - target) * 0.94**20, rel=1e-12)


def test_habit_follows_participation_at_its_speed():
    always = INDIFFERENT | {"participation_base": 60.0, "start_habit": 0.0}
    block = live(bare(in_lanes("habit_speed", (0.1, 0.3), always)), 9)
    np.testing.assert_allclose(
        column(block, "habit")[:, :2], np.tile(1.0 - np.array([0.9, 0.7]) ** 9, (300, 1)), rtol=1e-12
    )


def test_fairness_returns_to_neutral_between_elections():
    block = live(bare([STILL | {"start_fairness": 0.9, "fairness_recovery": 0.05, "election_term": 1000.0}]), 12)
    np.testing.assert_allclose(column(block, "fairness")[:, 0], 0.5 + 0.4 * 0.95**12, rtol=1e-12)


def test_open_accounts_are_felt_by_who_hears_of_them():
    known = STILL | {"start_fairness": 0.5, "fairness_recovery": 0.05, "election_term": 1000.0, "forgetting": 0.0}
    known |= {"start_awareness_spread": 0.0}
    informed, ignorant = (
        column(live(bare([known | {"start_awareness": level}]), 12, open_accounts=1.0), "fairness")
        for level in (1.0, 0.0)
    )
    np.testing.assert_allclose(informed[:, 0], 0.5 + 0.15 * (1.0 - 0.95**12), rtol=1e-12)
    assert (ignorant > 0.5).all() and (ignorant < informed).all()


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
