"""The two committees: who sits there, how they decide and pull together, how much say residents have."""

import math
from typing import Any

from sim.agents.handle import LANE, Handle, Place, community_number, with_states
from sim.compute.elementary import clip
from sim.compute.layout import ELECTED_SEATS, LANES, MIX, PARTY_LIST, PARTY_SEATS, lever, number, seat
from sim.params.people import SERVICE_TYPES
from sim.quantity import Index, Nonnegative, Truth
from sim.states import SEAT


def surplus(value: float, reference: float) -> float:
    """How far a value lies above its reference."""
    return value - reference


def better_of(first: float, second: float) -> Index:
    """Of two who could be sent, the party sends the better."""
    return max(first, second)


def loyalty_of_sent(draw: float, street_loyalty: float, street_loyalty_spread: float) -> Index:
    """How far somebody whom the party sends stands with the street office."""
    return clip(street_loyalty + street_loyalty_spread * draw)


def loyalty_of_elected(
    connections: float, draw: float, loyalty_open: float, loyalty_connected: float, elected_loyalty_spread: float
) -> Index:
    """How far somebody who was elected stands with the street office: who sits by connections owes them something."""
    return clip(loyalty_open + loyalty_connected * connections + elected_loyalty_spread * draw)


def merged_seats(cross_appointment: float, merged_by_law: float) -> Nonnegative:
    """How many of the three party members hold a seat of the residents' committee too: the nearest third.

    No policy has fewer than the law of the day.
    """
    seats = PARTY_SEATS * max(cross_appointment, merged_by_law)
    return 0.0 if seats < 0.5 else 1.0 if seats < 1.5 else 2.0 if seats < 2.5 else 3.0


def sits(place: float, merged_seats: float) -> Truth:
    """1 for who sits: a seat that a party member holds too is his, the chair's first."""
    return 0.0 if PARTY_SEATS <= place < PARTY_SEATS + merged_seats else 1.0


def seats_taken(merged_seats: float) -> Nonnegative:
    """How many people sit in the two committees."""
    return PARTY_SEATS + ELECTED_SEATS - merged_seats


def leading_quality(merged_seats: float, elected: float, sent: float) -> Index:
    """Quality of the chair: the elected one, or the party's own where posts are merged."""
    return sent if merged_seats > 0.5 else elected


def part_of_elected(connections: float) -> Index:
    """What one of the elected adds to the mean of their connections."""
    return connections / ELECTED_SEATS


def stands_with_residents(loyalty: float, item: float) -> Truth:
    """1 where a member stands with the residents' wish; an item of 1 nobody leaves to the street, one of 0 all do."""
    return 1.0 if item > loyalty else 0.0


def is_carried(for_residents: float, seated: float) -> Truth:
    """1 where more than half decide as residents wish; a tie is the street's."""
    return 1.0 if for_residents > 0.5 * seated else 0.0


def is_split(for_residents: float, seated: float) -> Truth:
    """1 where members do not all stand on one side."""
    return 1.0 if 0.0 < for_residents < seated else 0.0


def overruled_share(for_residents: float, seated: float, carried: float) -> Index:
    """The share of those who sit that is overruled."""
    return (seated - for_residents if carried > 0.5 else for_residents) / seated


def trust_of_member_after(
    trust: float,
    side: float,
    carried: float,
    joint_meetings: float,
    leader_quality: float,
    agreement_gain: float,
    agreement_chair_base: float,
    overruled_cost: float,
) -> Index:
    """A member who is overruled trusts the others less; all others more, by meetings and a good chair."""
    if side != carried:
        return trust * (1.0 - overruled_cost)
    won = agreement_gain * (1.0 + joint_meetings) * (agreement_chair_base + leader_quality)
    return trust + min(won, 1.0) * (1.0 - trust)


def coordination(member_trust: float, merged_seats: float) -> Index:
    """How far the committees pull together: of all pairs of seats some are one person, others trust each other."""
    one_person = merged_seats / (PARTY_SEATS * ELECTED_SEATS)
    return (1.0 - one_person) * member_trust + one_person


def stands_before(loyalty: float, place: float, own_loyalty: float, own_place: float) -> Truth:
    """1 for a member who comes before another by loyalty, or by the seat where they are alike."""
    return 1.0 if loyalty < own_loyalty or (loyalty == own_loyalty and place < own_place) else 0.0


def part_of_median(rank: float, seated: float) -> Index:
    """How much a member counts in the median, by how many come before him; of an even number two count half."""
    distance = abs(rank - 0.5 * (seated - 1.0))
    return 1.0 if distance < 0.25 else 0.5 if distance < 0.75 else 0.0


def budget_voice(resident_budget_share: float, deliberation_meetings: float, autonomy_budget_alone: float) -> Index:
    """What a residents' budget is worth as a say: money without deliberation gives little."""
    heard = autonomy_budget_alone + (1.0 - autonomy_budget_alone) * min(1.0, deliberation_meetings)
    return resident_budget_share * heard


def autonomy_target(
    deliberation_meetings: float,
    budget_voice: float,
    street_loyalty_median: float,
    order_surplus: float,
    autonomy_base: float,
    autonomy_meeting: float,
    autonomy_budget: float,
    loyalty_pull: float,
    loyalty_reference: float,
    autonomy_orders: float,
) -> Index:
    """Deliberation and a budget give residents a say; orders take it, and a majority that stands with the street."""
    return clip(
        autonomy_base
        + autonomy_meeting * deliberation_meetings
        + autonomy_budget * budget_voice
        + loyalty_pull * (loyalty_reference - street_loyalty_median)
        - autonomy_orders * order_surplus
    )


def moved_towards(value: float, target: float, speed: float) -> Index:
    """A slow state moves to its target."""
    return value + speed * (target - value)


def service_mix(autonomy: float, template: float, voice: float) -> Index:
    """The residents' committee's agenda for one service: the template, and the voice as far as autonomy goes."""
    return (1.0 - autonomy) * template + autonomy * voice


def party_agenda(coordination: float, listed: float, mix: float) -> Index:
    """The party committee's agenda for one service: its own list, and the other's mix as far as they coordinate."""
    return (1.0 - coordination) * listed + coordination * mix


def autonomy_wish(
    month: float, autonomy_demand: float, autonomy_demand_growth: float, autonomy_demand_limit: float
) -> Index:
    """The wish for a say, which grows over the policy months."""
    return min(autonomy_demand_limit, autonomy_demand + autonomy_demand_growth * max(month, 0.0))


def _made(name: str, doc: str) -> Any:
    """A property on a number that follows from who sits, and can only be read."""
    return property(community_number(name, doc).fget, doc=doc)


class Committee(Handle):
    """One of the two committees; both share how far they pull together."""

    coordination = _made("coordination", "How far the two committees pull together: their members' trust [0..1].")

    def __init__(self, model: Any) -> None:
        """Take a seat in the model; a committee has no row."""
        super().__init__(model, 0)

    def _by_service(self, first: int) -> list[float]:
        board = self.lanes.board
        return [float(board[first + k * LANES + LANE]) for k in range(len(SERVICE_TYPES))]


class ResidentsCommittee(Committee):
    """Runs the queue, sets the service mix, stands for election, holds deliberation meetings."""

    autonomy = community_number("autonomy", "How much say residents have [0..1].")
    leader_quality = _made("leader_quality", "Quality of the chair [0..1].")
    backlog = community_number("backlog", "Requests waiting.", 0.0, math.inf)

    @property
    def agenda(self) -> dict[str, float]:
        """The service mix: the weight of each service type."""
        return dict(zip(SERVICE_TYPES, self._by_service(MIX), strict=True))


class PartyCommittee(Committee):
    """Mobilises members, plans the events, spends the party fund."""

    @property
    def fund(self) -> float:
        """The party activity fund of the month [yuan]."""
        return float(self.lanes.board[lever.party_activity_fund + LANE])

    @property
    def agenda(self) -> dict[str, float]:
        """What events are about: its own list, and the other committee's mix as far as they coordinate."""
        pairs = zip(self._by_service(PARTY_LIST), self._by_service(MIX), strict=True)
        return {
            service: party_agenda(float(self.coordination), listed, mix)
            for service, (listed, mix) in zip(SERVICE_TYPES, pairs, strict=True)
        }


def _seat(name: str) -> Place:
    """Where a state of a seat stands."""
    column = getattr(seat, name) + LANE
    return lambda agent: (agent.lanes.seats, (agent.row, column))


@with_states(SEAT, _seat)
class CommitteeMember(Handle):
    """Who holds a seat: three in the party committee, then the chair and three more of the residents' committee."""

    @property
    def committee(self) -> Committee:
        """The committee in which this member has a seat."""
        model = self.model
        found: Committee = model.party_committee if self.row < PARTY_SEATS else model.residents_committee
        return found

    @property
    def sits(self) -> bool:
        """Whether the member decides along: not where a party member holds the seat too."""
        return sits(self.row, float(self.lanes.board[number.merged_seats + LANE])) > 0.0
