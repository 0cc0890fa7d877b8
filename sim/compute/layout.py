"""What is stored, and where: one column a quantity, sixteen slots a column.

A block has up to sixteen lanes, each a scenario or a world on the same community. Compiled loops work on the
sixteen slots of a tile at once: with sixteen lanes those of one resident, with one lane sixteen residents
(``sim.compute.tiles``).
Every name below becomes an offset into a flat array: ``number.autonomy + lane`` is where the autonomy of a lane stands,
and in the same way ``param.forgetting``, ``lever.wage_rise``, ``person.awareness``, ``post.burnout``,
``unit.willingness``.

    board   what a lane has one of: numbers, parameters, levers; the slots of further residents repeat the lanes
    room    the residents at hand: their states, what their rules pass on, and sums over residents
    here    what residents at hand have for good (their dwelling), and the draws of the month
"""

from collections.abc import Iterable
from types import ModuleType
from typing import Any

from sim.indicators import INDICATORS
from sim.levers import LEVERS
from sim.params import PARAMS
from sim.params.people import SERVICE_TYPES
from sim.states import MEMBER, RESIDENT, SEAT, UNIT, WORKER

SLOTS = 16
LANES = SLOTS  # of a block, at most
N_SERVICES = len(SERVICE_TYPES)
N_CELLS = 12  # age (3) x tenure (2) x party membership (2): the finest group that is recorded
HABIT_BINS = 128
EXTRA_POSTS = int(LEVERS["extra_posts"].high)
UNIT_PLACES = int(PARAMS["member_units"].high)

OWN_STATES = tuple(state.name for state in RESIDENT if not state.shared)
SHARED_STATES = tuple(state.name for state in RESIDENT if state.shared)
PERSON = (*OWN_STATES, *SHARED_STATES)
"""What stands in a resident's row; what neighbours read is double-buffered, so that their order never matters."""
N_OWN, N_SHARED = len(OWN_STATES), len(SHARED_STATES)
WORKING = (
    # what the rules of one resident pass on within the month
    *(f"near_{name}" for name in SHARED_STATES),
    "asked", "active", "seen", "met", "building", "motive", "to_go", "to_help", "to_sit", "went", "helped", "sat",
    "answered", "recent", "sound",
)  # fmt: skip
SUMMED = (
    # sums over residents
    "requests", "mean_awareness", "mean_trust", "participants", "recent_participants", "complaints",
    "volunteer_hours_given", "complaints_answered", "trust_before_moves", "legitimacy",
)  # fmt: skip
FLAGS = ("asked", "active")  # of this month's working states those that are kept until the next
TRAITS = (
    "education", "free_time", "taste", "leniency", "board_reach", "digital_reach", "belonging_base", "member",
    "trust_setpoint", "fairness_setpoint", "efficacy_setpoint",
)  # fmt: skip
"""What never changes of a resident."""
DWELLING = (*TRAITS, "age", "part", "alone")
"""Traits; the age group; 1 over the number of neighbours; 1 for those without any."""
DRAWS = ("request", "speaking", "experience", "answered", "participation", "kind", "volunteer_hours", "favour", "vote")
"""The random draws of a resident in a month."""
POST = tuple(state.name for state in WORKER)
MEMBERS = tuple(state.name for state in MEMBER)
UNITS = tuple(state.name for state in UNIT)
SEATED = tuple(state.name for state in SEAT)
PARTY_SEATS, ELECTED_SEATS = 3, 4
SEATS = PARTY_SEATS + ELECTED_SEATS
"""Seats of the party committee come first, then those of the residents' committee, the chair's before the others."""

PER_SERVICE = ("variety", "voice", "mix", "template", "party_list")
NUMBER = (
    # carried from month to month
    "fiscal_shock", "erosion", "erosion_unindexed", "coordination", "autonomy", "leader_quality",
    "item_stock", "seen_load", "used_load", "street_pressure", "score_complaints", "load",
    "backlog", "timeliness", "infrastructure", "stock_boards", "stock_digital", "providers", "volunteer_hours_given",
    "attraction", "order_share", "turnout", "official_turnout", "legitimacy",
    # made within the month: sums over residents as it opens
    "mean_awareness", "mean_trust", "participants", "recent_participants", "requests", "complaints",
    # accounts
    "filled", "extra_filled", "relief", "orders", "orders_worked", "hours_inspections", "paper_compliance",
    "orders_undone", "revenue_fiscal", "revenue_tasks", "revenue_party",
    "revenue_units", "revenue_residents", "revenue_match", "revenue_market", "revenue_fund", "revenue_total",
    "revenue_concentration", "orders_bill", "free_money", "deficit", "spent_events", "spent_party", "spent_fund",
    "spent_service",
    "spent_infrastructure", "operating_cost", "events", "cost", "shadow_cost", "units_giving",
    # hours
    "contract_hours", "hours_worked", "overtime", "pay", "harmony", "output", "output_orders", "output_service",
    "output_volunteers",
    "care", "effort", "hours_training", "hours_meetings", "hours_organising", "hours_orders", "hours_requests",
    "hours_overtime", "discord_hours_lost", "volunteer_hours",
    # queue and services
    "served", "abandoned", "wait", "mean_match", "relevance", "agenda_overlap", "supply_committee",
    "supply_others", "supply_by_voice", "non_government_share", "service_paid_by_others", "promised_unpaid",
    "resident_decided_money", "heard",
    # what the residents' rules read
    "board_pull", "digital_pull", "visited", "visit_bond", "visible_work", "service_part", "wish", "event_pull",
    "meetings", "complaints_answered", "answered_share", "civic_motive", "canvassing", "trust_before_moves",
    # workers and members
    "pay_ratio", "fills", "posts_filled", "burnout", "competence", "burned_out", "quits", "new_quits",
    "grades", "quit_intention", "burnout_intention_r", "burnout_severe", "tenure_years", "retirements",
    "active_retired", "active_in_service", "active_floating", "habit_gini", "top_tenth_share",
    # the two committees
    "merged_seats", "seated", "connections_seated", "street_loyalty_median", "for_residents", "carried",
    "split_votes", "overruled", "member_trust",
)  # fmt: skip

QUANTITIES = (
    # accounts: requests and orders, units, money, hours, work, services, publicity
    "requests", "orders", "partners", "money", "events", "service_money", "infrastructure", "hours", "load", "pay",
    "effort", "output", "care", "order_share", "service_hours", "waiting", "providers", "supply", "agenda", "match",
    "attraction", "publicity", "visible_work", "seats",
    # members and residents
    "mobilisation", "asked", "peers", "awareness", "quality", "expectation", "satisfaction", "fairness", "trust",
    "belonging", "habit", "efficacy", "volunteers",
    # election and staff
    "canvassing", "voted", "chair", "competence", "burnout", "posts", "coordination", "autonomy",
)  # fmt: skip
"""The quantities that a lane may read from another lane instead of its own, in the order of the calendar."""

RECORDED = tuple(name for name, indicator in INDICATORS.items() if indicator.sums)
"""The quantities of residents that are summed by group each month."""


def offsets(name: str, columns: Iterable[str], first: int = 0) -> Any:
    """Return a namespace of offsets from ``first``, one a column; a module: compiled code reads it as constants."""
    namespace = ModuleType(name)
    namespace.__dict__.update({column: (first + place) * SLOTS for place, column in enumerate(columns)})
    return namespace


def with_services(columns: Iterable[str]) -> tuple[str, ...]:
    """Return the columns and, for those of each service type, one a type: ``variety_0`` … ."""
    return (*columns, *(f"{name}_{k}" for name in PER_SERVICE for k in range(N_SERVICES)))


NUMBERS = with_services(NUMBER)
HERE = (*DWELLING, *(f"demand_{k}" for k in range(N_SERVICES)), *DRAWS)
N_DWELLING = len(HERE) - len(DRAWS)
SCRATCH = (*PERSON, *WORKING, *SUMMED, *(f"voice_{k}" for k in range(N_SERVICES)))
FIRST_PARAM = len(NUMBERS)
FIRST_LEVER = FIRST_PARAM + len(PARAMS)
N_BOARD = FIRST_LEVER + len(LEVERS)
person = offsets("person", (*PERSON, *WORKING))
summed = offsets("summed", SCRATCH[len(PERSON) + len(WORKING) :], len(PERSON) + len(WORKING))
here = offsets("here", HERE)
number = offsets("number", NUMBERS)
param = offsets("param", PARAMS, FIRST_PARAM)
lever = offsets("lever", LEVERS, FIRST_LEVER)
post = offsets("post", POST)
unit = offsets("unit", UNITS)
seat = offsets("seat", SEATED)
quantity = offsets("quantity", QUANTITIES)
recorded = offsets("recorded", RECORDED)

SHARED = N_OWN * SLOTS  # from here on the shared columns of a row
VARIETY, VOICE, MIX, TEMPLATE = number.variety_0, number.voice_0, number.mix_0, number.template_0
PARTY_LIST = number.party_list_0
TEMPLATE_WEIGHTS, PARTY_WEIGHTS = param.template_relief, param.party_agenda_relief
