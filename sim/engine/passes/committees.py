"""The two committees as the people who sit there: who comes in by an election, and the item they decide a month."""

import numpy as np

from sim import elections
from sim.agents import committee
from sim.compute import elementary, rng
from sim.compute.compiled import compile_rules, compiled
from sim.compute.layout import PARTY_SEATS, SEATS, number, param, seat
from sim.compute.rng import stream
from sim.compute.segments import each_lane, each_seat

compile_rules(elementary, rng, elections, committee)


@compiled
def fill_seats(lane, seed, draw_month, seats, s):
    """Let the party send three and residents elect four of the candidates; all are drawn alike in every lane."""
    sent_row = rng.row(seed, stream.committee_party_quality, draw_month)
    loyal_row = rng.row(seed, stream.committee_party_loyalty, draw_month)
    good, poor = s[param.candidate_good + lane], s[param.candidate_poor + lane]
    for place in range(PARTY_SEATS):
        first, other = _beta(sent_row, 4 * place, good, poor), _beta(sent_row, 4 * place + 2, good, poor)
        send(lane, seats[place], s, first, other, rng.normal(loyal_row, place))
    good_row = rng.row(seed, stream.candidate_quality, draw_month)
    connected_row = rng.row(seed, stream.candidate_connections, draw_month)
    noise_row = rng.row(seed, stream.candidate_noise, draw_month)
    loyalty_row = rng.row(seed, stream.member_loyalty_noise, draw_month)
    n = int(s[param.candidates + lane])
    qualities, scores = np.empty(n), np.empty(n)
    for candidate in range(n):
        qualities[candidate] = _beta(good_row, 2 * candidate, good, poor)
        scores[candidate] = candidate_score(
            lane, s, qualities[candidate], rng.uniform(connected_row, candidate), rng.normal(noise_row, candidate)
        )
    for place in range(PARTY_SEATS, SEATS):
        best = 0
        for candidate in range(1, n):
            if scores[candidate] > scores[best]:
                best = candidate
        scores[best] = -np.inf
        elect(
            lane, seats[place], s, qualities[best], rng.uniform(connected_row, best), rng.normal(loyalty_row, best)
        )  # fmt: skip


@compiled
def _beta(row, key, good, poor):
    """A beta draw out of two gamma draws with neighbouring keys."""
    return elections.beta_from_gammas(rng.gamma(row, key, good), rng.gamma(row, key + 1, poor))


@compiled
def begin_terms(lane, seed, seats, s):
    """Who sits before the first month, when nobody has worked together yet."""
    s[number.canvassing + lane] = elections.canvassing_strength(
        0.0, s[param.canvassing + lane], s[param.openness_effect + lane]
    )
    fill_seats(lane, seed, 0, seats, s)
    for place in range(SEATS):
        seats[place, seat.trust + lane] = s[param.seated_trust + lane]
    take_chair(lane, seats, s)
    s[number.coordination + lane] = committee.coordination(s[param.seated_trust + lane], s[number.merged_seats + lane])


@compiled
def take_chair(lane, seats, s):
    """Who is chair, and how far connections decided who was elected."""
    preside(lane, s, seats[PARTY_SEATS, seat.ability + lane], seats[0, seat.ability + lane])
    for place in range(PARTY_SEATS, SEATS):
        be_known(lane, seats[place], s)


@compiled
def decide_item(lane, seats, s, item):
    """One item: who sits takes a side, the majority decides, and trust between members follows."""
    begin_sitting(lane, s)
    merged = s[number.merged_seats + lane]
    for place in range(SEATS):
        if committee.sits(place, merged) > 0.5:
            before = 0.0
            for other in range(SEATS):
                if committee.sits(other, merged) > 0.5:
                    before += committee.stands_before(
                        seats[other, seat.loyalty + lane], other, seats[place, seat.loyalty + lane], place
                    )
            take_side(lane, seats[place], s, item, before)
    close_vote(lane, s)
    for place in range(SEATS):
        if committee.sits(place, merged) > 0.5:
            accept(lane, seats[place], s, item)
    pull_together(lane, s)


@each_seat
def send(first, other, loyalty_draw):
    """The party sends the better of two."""
    seat.ability = committee.better_of(first, other)
    seat.loyalty = committee.loyalty_of_sent(loyalty_draw)
    seat.connections = 0.0


@each_lane
def candidate_score(quality, connections, noise):
    """What a candidate is chosen by."""
    return elections.candidate_score(quality, connections, noise, number.canvassing)


@each_seat
def elect(quality, connections, loyalty_draw):
    """Residents send somebody new to the others."""
    seat.ability = quality
    seat.connections = connections
    seat.loyalty = committee.loyalty_of_elected(draw=loyalty_draw)
    seat.trust = param.seated_trust


@each_lane
def preside(elected, sent):
    """Which seats one person holds, and the quality of the chair."""
    number.merged_seats = committee.merged_seats()
    number.leader_quality = committee.leading_quality(elected=elected, sent=sent)
    number.connections_seated = 0.0


@each_seat
def be_known():
    """What one of the elected adds to the mean of their connections."""
    number.connections_seated += committee.part_of_elected()


@each_lane
def begin_sitting():
    """Those who sit come together; nobody has taken a side yet."""
    number.seated = committee.seats_taken()
    number.for_residents = 0.0
    number.street_loyalty_median = 0.0
    number.member_trust = 0.0


@each_seat
def take_side(item, before):
    """A member stands with residents or with the street; the one in the middle by loyalty tells for all."""
    number.for_residents += committee.stands_with_residents(item=item)
    number.street_loyalty_median += seat.loyalty * committee.part_of_median(before)


@each_lane
def close_vote():
    """The majority decides."""
    number.carried = committee.is_carried()
    number.split_votes = committee.is_split()
    number.overruled = committee.overruled_share()


@each_seat
def accept(item):
    """Who is overruled trusts the others less, everybody else more."""
    side = committee.stands_with_residents(item=item)
    seat.trust = committee.trust_of_member_after(side=side)
    number.member_trust += seat.trust / number.seated


@each_lane
def pull_together():
    """How far the two committees pull together is how far those who sit trust each other."""
    number.coordination = committee.coordination()
