"""The election: favours, votes, what it looked like, the official count, and who sits in the committees."""

from sim import elections
from sim.agents import resident
from sim.community import MIDDLE, YOUNG
from sim.compute import elementary, rng
from sim.compute.apart import apart
from sim.compute.compiled import compile_rules
from sim.compute.layout import N_CELLS, SLOTS, here, lever, number, param, person, quantity, summed
from sim.compute.rng import stream
from sim.compute.segments import draw, each_lane, each_resident, states_of, trait
from sim.compute.tiles import scratch
from sim.engine.passes.committees import fill_seats
from sim.engine.passes.holding import hold, hold_here
from sim.engine.passes.tile import (
    FLAG,
    N_HERE,
    N_SCRATCH,
    OWN,
    add_up,
    begin_sums,
    bring_dwelling,
    forget_nobody,
    keep_sums,
    keeping,
    see_shown,
    taking,
)

compile_rules(elementary, rng, elections, resident)


@apart
def open_polls(s, source, holding, width):
    """What the community makes of the election before anybody votes."""
    for lane in range(width):
        call_election(lane, s)
    if holding:
        hold(s, number.canvassing, source, quantity.canvassing)


@apart
def hold_election(seed, draw_month, n, own, near, flags, cell, fixed, s, votes, source, holding, lanes):
    """Let everybody vote or stay away; ``votes`` (12 · 16) gets the votes by group."""
    width = len(lanes)
    people, places = SLOTS // width, len(fixed) // (here.request // SLOTS)
    favour_row = rng.row(seed, stream.resident_favour, draw_month)
    vote_row = rng.row(seed, stream.resident_vote, draw_month)
    votes[:] = 0.0
    p, at_hand, kept = scratch(N_SCRATCH), scratch(N_HERE), scratch(N_SCRATCH)
    begin_sums(p)
    for tile in range((n + people - 1) // people):
        first = tile * people
        row, flagged = own[tile * OWN : (tile + 1) * OWN], flags[tile * FLAG : (tile + 1) * FLAG]
        if n - first < people:
            keep_sums(p, kept)
        take(p, row, flagged)
        see_shown(p, near, first, lanes)
        bring_dwelling(at_hand, fixed, first, places, lanes)
        for k in range(people):
            favour, vote_draw = rng.uniform(favour_row, first + k), rng.uniform(vote_row, first + k)
            for lane in range(width):
                at_hand[here.favour + k * width + lane] = favour
                at_hand[here.vote + k * width + lane] = vote_draw
        vote(p, at_hand, s)
        for k in range(min(people, n - first)):
            for lane in range(width):
                votes[cell[first + k] * SLOTS + lane] += p[person.voted + k * width + lane]
        if holding:
            hold_here(p, person.voted, source, quantity.voted)
            hold_here(p, person.fairness, source, quantity.fairness)
        keep(p, row, flagged)
        if n - first < people:
            forget_nobody(p, kept, (n - first) * width)
    add_up(p, summed.legitimacy, s, number.legitimacy, width)


@apart
def close_polls(seed, draw_month, n, used, seats, s, votes, source, holding, width):
    """Count votes, and see who is sent and elected."""
    for lane in range(width):
        total = 0.0
        for group in range(N_CELLS):
            total += votes[group * SLOTS + lane]
        count_votes(lane, s, total, s[number.legitimacy + lane], n)
    for lane in range(used):
        fill_seats(lane, seed, draw_month, seats, s)
    if holding:
        hold(s, number.legitimacy, source, quantity.fairness)


@each_lane
def call_election():
    """How much connections decide, and what moves everybody to vote."""
    number.canvassing = elections.canvassing_strength(openness=lever.election_openness, canvassing=param.canvassing)
    number.civic_motive = elections.civic_motive(openness=lever.election_openness)


@each_resident
def vote():
    """Is a resident favoured, does he vote, how fair did it look."""
    favoured = resident.happens(draw.favour, elections.favour_probability(number.canvassing))
    old = param.voting_middle if trait.age == MIDDLE else param.voting_old
    brought = elections.voter_motive(param.voting_young if trait.age == YOUNG else old)
    attached, custom = elections.attachment_to_vote(), elections.custom_to_vote(favoured=favoured)
    utility = number.civic_motive + brought + attached + custom
    person.voted = resident.happens(draw.vote, elections.vote_probability(utility=utility))
    seen = elections.seen_fairness(favoured, number.canvassing)
    person.fairness = elections.fairness_after_election(seen=seen)
    number.legitimacy += person.fairness


@each_lane
def count_votes(votes, fairness, n):
    """What was cast, what is reported, and how fair it looked."""
    number.turnout = elections.turnout(votes, n)
    number.official_turnout = elections.official_turnout(number.turnout, lever.election_openness)
    number.legitimacy = elections.mean_fairness(fairness, n)


_READ, _SET = states_of(vote)
take, keep = taking(("asked", *_READ), globals()), keeping(_SET, globals())
