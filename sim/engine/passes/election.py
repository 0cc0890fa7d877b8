"""The election: favours, votes, what it looked like, the official count, and the chair."""

import numpy as np

from sim import elections
from sim.agents import resident
from sim.community import MEMBER, TASTE
from sim.compute import elementary, rng
from sim.compute.compiled import compile_rules, compiled
from sim.compute.layout import LANES, N_CELLS, N_OWN, N_SHARED, lever, number, param, person, quantity
from sim.compute.rng import stream
from sim.engine.passes.holding import hold

compile_rules(elementary, rng, elections, resident)

OWN, NEAR, FLAGS = N_OWN * LANES, N_SHARED * LANES, 2 * LANES
TRUST, BELONGING = person.trust - person.talk, person.belonging - person.talk
N_CANDIDATES = 3


@compiled
def hold_election(seed, draw_month, used, own, near, flags, age, cell, traits, s, votes, source, holding):  # type: ignore[no-untyped-def]  # fmt: skip
    """Let everybody vote or stay away; ``votes`` (12 · LANES) gets the votes by group."""
    n = len(age)
    favour_row = rng.row(seed, stream.resident_favour, draw_month)
    vote_row = rng.row(seed, stream.resident_vote, draw_month)
    votes[:] = 0.0
    fairness = np.zeros(LANES)
    for lane in range(LANES):
        s[number.canvassing + lane] = elections.canvassing_strength(
            s[lever.cross_appointment + lane], s[lever.election_openness + lane], s[param.canvassing + lane],
            s[param.cross_canvassing + lane], s[param.openness_effect + lane],
        )  # fmt: skip
        s[number.civic_motive + lane] = elections.civic_motive(
            s[number.autonomy + lane], s[lever.election_openness + lane], s[param.voting_base + lane],
            s[param.voting_autonomy + lane], s[param.autonomy_reference + lane], s[param.openness_turnout + lane],
        )  # fmt: skip
    if holding:
        hold(s, number.canvassing, source, quantity.canvassing)
    for i in range(n):
        _vote(
            own[i * OWN : (i + 1) * OWN], near[i * NEAR : (i + 1) * NEAR], flags[i * FLAGS : (i + 1) * FLAGS],
            votes[cell[i] * LANES : (cell[i] + 1) * LANES], fairness, traits[i, MEMBER], traits[i, TASTE],
            age[i] * LANES, rng.uniform(favour_row, i), rng.uniform(vote_row, i), s,
        )  # fmt: skip
        if holding:
            hold(own, i * OWN + person.voted, source, quantity.voted)
            hold(own, i * OWN + person.fairness, source, quantity.fairness)
    for lane in range(LANES):
        total = 0.0
        for group in range(N_CELLS):
            total += votes[group * LANES + lane]
        real = elections.turnout(total, n)
        s[number.turnout + lane] = real
        s[number.official_turnout + lane] = elections.official_turnout(
            real, s[lever.election_openness + lane], s[param.proxy_votes + lane], s[param.openness_proxy + lane]
        )
        s[number.legitimacy + lane] = elections.mean_fairness(fairness[lane], n)
    for lane in range(used):
        s[number.leader_quality + lane] = _chosen(seed, draw_month, lane, s)
    if holding:
        hold(s, number.legitimacy, source, quantity.fairness)
        hold(s, number.leader_quality, source, quantity.chair)


@compiled
def _vote(row, shared, flagged, votes, fairness, member, taste, age_offset, favour_draw, vote_draw, s):  # type: ignore[no-untyped-def]  # fmt: skip
    """One resident in every lane: is he favoured, does he vote, how fair did it look."""
    for lane in range(LANES):
        strength = s[number.canvassing + lane]
        favoured = resident.happens(favour_draw, elections.favour_probability(strength, s[param.favour_rate + lane]))
        aware, fair = row[person.awareness + lane], row[person.fairness + lane]
        brought = elections.voter_motive(
            s[param.voting_young + age_offset + lane], member, taste,
            s[param.voting_member + lane], s[param.voting_taste + lane],
        )  # fmt: skip
        attached = elections.attachment_to_vote(
            shared[TRUST + lane], shared[BELONGING + lane], fair,
            s[param.voting_trust + lane], s[param.trust_reference + lane], s[param.voting_belonging + lane],
            s[param.belonging_reference + lane], s[param.voting_fairness + lane], s[param.fairness_reference + lane],
        )  # fmt: skip
        custom = elections.custom_to_vote(
            row[person.habit + lane], flagged[lane], favoured, row[person.voted + lane],
            s[param.voting_habit + lane], s[param.voting_asked + lane], s[param.voting_favour + lane],
            s[param.voting_habit_vote + lane], s[param.voted_reference + lane],
        )  # fmt: skip
        chance = elections.vote_probability(
            aware, s[number.civic_motive + lane] + brought + attached + custom, s[param.vote_notice_base + lane]
        )
        voted = resident.happens(vote_draw, chance)
        seen = elections.seen_fairness(
            favoured, strength, aware, s[param.fairness_of_favoured + lane], s[param.canvassing_seen_base + lane]
        )
        fair = elections.fairness_after_election(fair, seen, s[param.fairness_memory + lane])
        row[person.fairness + lane], row[person.voted + lane] = fair, voted
        votes[lane] += voted
        fairness[lane] += fair


@compiled
def _chosen(seed, draw_month, lane, s):  # type: ignore[no-untyped-def]
    """The quality of the candidate who wins in one lane; the candidates are the same in every lane."""
    good_row = rng.row(seed, stream.election_quality, draw_month)
    connected_row = rng.row(seed, stream.election_connections, draw_month)
    luck_row = rng.row(seed, stream.election_noise, draw_month)
    best, chosen = -np.inf, 0.0
    for candidate in range(N_CANDIDATES):
        good = rng.gamma(good_row, 2 * candidate, s[param.candidate_good + lane])
        poor = rng.gamma(good_row, 2 * candidate + 1, s[param.candidate_poor + lane])
        quality = elections.beta_from_gammas(good, poor)
        score = elections.candidate_score(
            quality, rng.uniform(connected_row, candidate), rng.normal(luck_row, candidate),
            s[number.canvassing + lane], s[param.election_noise + lane],
        )  # fmt: skip
        if score > best:
            best, chosen = score, quality
    return chosen
