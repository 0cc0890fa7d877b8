"""The election: favours, votes, what it looked like, the official count, and the chair."""

import numpy as np

from sim import elections
from sim.agents import resident
from sim.community import MIDDLE, YOUNG
from sim.compute import elementary, rng
from sim.compute.compiled import compile_rules, compiled
from sim.compute.layout import LANES, N_CELLS, N_OWN, N_SHARED, lever, number, param, person, quantity
from sim.compute.rng import stream
from sim.compute.segments import each_lane, each_resident_in_place
from sim.engine.passes.holding import hold

compile_rules(elementary, rng, elections, resident)

OWN, NEAR, FLAGS = N_OWN * LANES, N_SHARED * LANES, 2 * LANES
N_CANDIDATES = 3


@compiled
def hold_election(seed, draw_month, used, own, near, flags, age, cell, traits, s, votes, source, holding):
    """Let everybody vote or stay away; ``votes`` (12 · LANES) gets the votes by group."""
    n = len(age)
    favour_row = rng.row(seed, stream.resident_favour, draw_month)
    vote_row = rng.row(seed, stream.resident_vote, draw_month)
    votes[:] = 0.0
    fairness = np.zeros(LANES)
    for lane in range(LANES):
        call_election(lane, s)
    if holding:
        hold(s, number.canvassing, source, quantity.canvassing)
    for i in range(n):
        row = own[i * OWN : (i + 1) * OWN]
        vote(
            row, near[i * NEAR : (i + 1) * NEAR], flags[i * FLAGS : (i + 1) * FLAGS], s, traits[i],
            age[i], rng.uniform(favour_row, i), rng.uniform(vote_row, i),
        )  # fmt: skip
        for lane in range(LANES):
            votes[cell[i] * LANES + lane] += row[person.voted + lane]
            fairness[lane] += row[person.fairness + lane]
        if holding:
            hold(own, i * OWN + person.voted, source, quantity.voted)
            hold(own, i * OWN + person.fairness, source, quantity.fairness)
    for lane in range(LANES):
        total = 0.0
        for group in range(N_CELLS):
            total += votes[group * LANES + lane]
        count_votes(lane, s, total, fairness[lane], n)
    for lane in range(used):
        s[number.leader_quality + lane] = _chosen(seed, draw_month, lane, s)
    if holding:
        hold(s, number.legitimacy, source, quantity.fairness)
        hold(s, number.leader_quality, source, quantity.chair)


@compiled
def _chosen(seed, draw_month, lane, s):
    """The quality of the candidate who wins in one lane; the candidates are the same in every lane."""
    good_row = rng.row(seed, stream.election_quality, draw_month)
    connected_row = rng.row(seed, stream.election_connections, draw_month)
    luck_row = rng.row(seed, stream.election_noise, draw_month)
    best, chosen = -np.inf, 0.0
    for candidate in range(N_CANDIDATES):
        good = rng.gamma(good_row, 2 * candidate, s[param.candidate_good + lane])
        poor = rng.gamma(good_row, 2 * candidate + 1, s[param.candidate_poor + lane])
        quality = elections.beta_from_gammas(good, poor)
        score = candidate_score(
            lane, s, quality, rng.uniform(connected_row, candidate), rng.normal(luck_row, candidate)
        )
        if score > best:
            best, chosen = score, quality
    return chosen


@each_lane
def call_election():
    """How much connections decide, and what moves everybody to vote."""
    number.canvassing = elections.canvassing_strength(openness=lever.election_openness, canvassing=param.canvassing)
    number.civic_motive = elections.civic_motive(openness=lever.election_openness)


@each_resident_in_place
def vote(age, favour_draw, vote_draw):
    """Is a resident favoured, does he vote, how fair did it look."""
    favoured = resident.happens(favour_draw, elections.favour_probability(number.canvassing))
    age_motive = param.voting_young if age == YOUNG else param.voting_middle if age == MIDDLE else param.voting_old
    brought = elections.voter_motive(age_motive)
    attached, custom = elections.attachment_to_vote(), elections.custom_to_vote(favoured=favoured)
    utility = number.civic_motive + brought + attached + custom
    person.voted = resident.happens(vote_draw, elections.vote_probability(utility=utility))
    seen = elections.seen_fairness(favoured, number.canvassing)
    person.fairness = elections.fairness_after_election(seen=seen)


@each_lane
def count_votes(votes, fairness, n):
    """What was cast, what is reported, and how fair it looked."""
    number.turnout = elections.turnout(votes, n)
    number.official_turnout = elections.official_turnout(number.turnout, lever.election_openness)
    number.legitimacy = elections.mean_fairness(fairness, n)


@each_lane
def candidate_score(quality, connections, luck):
    """What a candidate is chosen by."""
    return elections.candidate_score(quality, connections, luck, number.canvassing)
