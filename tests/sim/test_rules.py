"""Every rule against its formula written anew, and against the bounds it promises."""

import inspect
import math
from importlib import import_module
from typing import get_type_hints

import numpy as np
import pytest

from sim import elections, finance, inequality, services
from sim.agents import committee, member_unit, newcomer, party_member, resident, street, worker
from sim.levers import LEVERS
from sim.params import PARAMS
from sim.quantity import Bounds

MODULES = (
    "sim.agents.resident",
    "sim.agents.party_member",
    "sim.agents.worker",
    "sim.agents.newcomer",
    "sim.inequality",
    "sim.agents.committee",
    "sim.agents.member_unit",
    "sim.agents.street",
    "sim.finance",
    "sim.services",
    "sim.elections",
)


def call(rule, **given):
    """Call a rule; parameters that are not given stand at their defaults."""
    names = inspect.signature(rule).parameters
    assert set(given) <= set(names), f"{rule.__name__} has no {sorted(set(given) - set(names))}"
    return rule(**{name: given[name] if name in given else (PARAMS | LEVERS)[name].default for name in names})


def sigma(x):
    return 1.0 / (1.0 + math.exp(-x))


# rule, what it is given, what it must return
RESIDENT = [
    (
        resident.request_probability,
        {"awareness": 0.4, "timeliness": 0.5},
        0.16 * (0.5 + 0.5 * 0.4) * (0.5 + 0.5 * 0.5),
    ),
    (resident.happens, {"draw": 0.3, "probability": 0.31}, 1.0),
    (resident.happens, {"draw": 0.3, "probability": 0.3}, 0.0),
    (resident.wish_heard, {"wish": 0.3, "recent": 1.0}, 0.3),
    (resident.wish_heard, {"wish": 0.3, "recent": 0.0}, 0.0),
    (resident.took_part_within_year, {"month": 20.0, "last_participation": 9.0}, 1.0),
    (resident.took_part_within_year, {"month": 20.0, "last_participation": 8.0}, 0.0),
    (resident.took_part_within_year, {"month": 20.0, "last_participation": resident.NEVER}, 0.0),
    (resident.talk, {"awareness": 0.5, "took_part": 0.0}, 0.5 * 0.3),
    (resident.talk, {"awareness": 0.5, "took_part": 1.0}, 0.5),
    (
        resident.exposure,
        {"board_reach": 1.2, "digital_reach": 0.5, "board_pull": 0.02, "digital_pull": 0.03},
        0.039,
    ),
    (
        resident.awareness_hazard,
        {"seen": 0.01, "member": 1.0, "visited": 0.02, "neighbours_talk": 0.3, "visible_work": 0.005},
        0.01 + 0.03 + 0.02 + 0.10 * 0.3 + 0.005,
    ),
    (
        resident.awareness_after,
        {"awareness": 0.4, "hazard": 0.1},
        0.4 + 0.6 * (1 - math.exp(-0.1)) - 0.032 * 0.4,
    ),
    (resident.demand_met, {"wish": 0.2, "variety": 0.7}, 0.14),
    (resident.quality, {"match": 0.5, "service_part": 0.8}, 0.5**0.4 * 0.8),
    (resident.use_of_service, {"asked": 1.0}, 1.0),
    (resident.use_of_service, {"asked": 0.0}, 0.35),
    (resident.experience, {"quality": 0.5, "draw": -2.0}, 0.4),
    (resident.experience, {"quality": 0.99, "draw": 2.0}, 1.0),
    (
        resident.expectation_after,
        {"expectation": 0.5, "experience": 0.7, "seen": 0.02, "use": 0.35},
        0.5 + 0.10 * 0.35 * 0.2 + 0.8 * 0.02 * 0.35 * 0.5,
    ),
    (resident.disconfirmation, {"experience": 0.4, "expectation": 0.6}, -0.2),
    (
        resident.satisfaction_target,
        {"experience": 0.5, "surprise": 0.1, "leniency": 1.0},
        0.26 + 0.15 + 0.72 * 0.5 + 0.03,
    ),
    (
        resident.satisfaction_target,
        {"experience": 0.5, "surprise": -0.1, "leniency": 0.0},
        0.26 + 0.72 * 0.5 - 0.06,
    ),
    (resident.satisfaction_after, {"satisfaction": 0.5, "target": 0.7, "asked": 1.0}, 0.5 + 0.15 * 0.2),
    (resident.satisfaction_after, {"satisfaction": 0.5, "target": 0.7, "asked": 0.0}, 0.5 + 0.05 * 0.2),
    (
        resident.fairness_after,
        {"fairness": 0.7, "fairness_setpoint": 0.1, "awareness": 0.4, "open_accounts": 0.0},
        0.7 - 0.01 * 0.1,
    ),
    (
        resident.fairness_after,
        {"fairness": 0.7, "fairness_setpoint": 0.1, "awareness": 0.4, "open_accounts": 0.5},
        0.7 - 0.01 * 0.07,
    ),
    (
        resident.fairness_after,
        {"fairness": 0.7, "fairness_setpoint": 0.9, "awareness": 0.0, "open_accounts": 1.0},
        0.7 + 0.01 * 0.3,
    ),
    (resident.autonomy_gap, {"education": 0.6, "efficacy": 0.3, "wish": 0.5}, 0.5 * 1.1 - 0.3),
    (resident.autonomy_gap, {"education": 0.6, "efficacy": 0.9, "wish": 0.5}, 0.0),
    (resident.trust_after_complaint, {"trust": 0.6, "complained": 1.0, "answered": 1.0}, 0.6 + 0.05 * 0.4),
    (resident.trust_after_complaint, {"trust": 0.6, "complained": 1.0, "answered": 0.0}, 0.6 - 0.05 * 0.6),
    (resident.trust_after_complaint, {"trust": 0.6, "complained": 0.0, "answered": 0.0}, 0.6),
    (
        resident.trust_target,
        {"satisfaction": 0.6, "fairness": 0.5, "neighbours_trust": 0.7, "gap": 0.2, "trust_setpoint": -0.05},
        -0.05 + 0.45 * 0.6 + 0.25 * 0.5 + 0.20 * 0.7 + 0.10 * 0.8,
    ),
    (resident.trust_after, {"trust": 0.5, "target": 0.6}, 0.506),
    (resident.trust_after, {"trust": 0.5, "target": 0.4}, 0.49),
    (
        resident.belonging_pull,
        {"belonging": 0.4, "took_part": 1.0, "awareness": 0.5, "satisfaction": 0.7},
        (0.05 + 0.010 * 0.5 + 0.02 * 0.2) * 0.6,
    ),
    (
        resident.belonging_after,
        {"belonging": 0.4, "pull": 0.01, "neighbours_belonging": 0.6, "base": 0.22, "visit_bond": 0.02},
        0.4 + 0.01 + 0.03 * 0.2 - 0.03 * 0.18 + 0.02 * 0.6,
    ),
    (resident.own_motive, {"taste": -1.0, "habit": 0.3}, -5.2 - 1.5 + 2.0 * 0.3),
    (resident.attachment_motive, {"belonging": 0.6, "trust": 0.4, "efficacy": 0.6}, 1.5 * 0.2 - 1.0 * 0.1 + 1.5 * 0.2),
    (resident.social_motive, {"asked": 1.0, "building": 0.25}, 0.8 + 2.0 * 0.25),
    (resident.share_of_building, {"took_part": 3.0, "residents": 50.0}, 0.06),
    (resident.event_pull, {"attraction": 0.4}, math.exp(0.8 * 0.4)),
    (resident.free_time_pull, {"free_time": 0.7}, math.exp(1.2 * 0.3)),
    (resident.odds_to_go, {"events": 1.4, "free": 1.5}, 2.1),
    (resident.odds_to_help, {"free": 1.5}, 0.35 * 1.5),
    (resident.meetings, {"deliberation_meetings": 2.0, "community_fund": 15.0}, 2.5),
    (resident.meetings, {"deliberation_meetings": 0.0, "community_fund": 90.0}, 1.0),
    (resident.odds_to_sit, {"education": 0.65, "ease": 1.3, "meetings": 2.0}, 0.2 * 2.0 * math.exp(0.5 * 0.2) * 1.3),
    (resident.ease_of_speaking, {"digital_reach": 1.2, "online_channel": 0.5}, 1.0 + 0.6 * 1.2 * 0.5),
    (resident.complaint_probability, {"quality": 0.5, "efficacy": 0.4, "ease": 1.2}, 0.3 / 12.0 * 0.5 * 0.9 * 1.2),
    (resident.asked_or_complained, {"asked_service": 0.0, "complained": 1.0}, 1.0),
    (resident.answer_probability, {"timeliness": 0.7}, 0.7),
    (resident.share_answered, {"answered": 21.0, "complaints": 30.0}, 0.7),
    (resident.share_answered, {"answered": 0.0, "complaints": 0.0}, 1.0),
    (resident.within_year, {"month": 20.0, "last": 9.0}, 1.0),
    (resident.within_year, {"month": 20.0, "last": 8.0}, 0.0),
    (
        resident.efficacy_after,
        {
            "efficacy": 0.4,
            "sat": 1.0,
            "heard": 0.3,
            "complained": 1.0,
            "answered": 1.0,
            "neighbours_efficacy": 0.5,
            "efficacy_setpoint": 0.45,
        },
        0.4 + 0.1 * (-0.1 + 0.6) + 0.02 * 0.1 + 0.01 * 0.05,
    ),
    (resident.asked_along, {"asked": 0.0, "visited": 0.0, "messaged": 1.0}, 0.3),
    (resident.asked_along, {"asked": 0.0, "visited": 1.0, "messaged": 1.0}, 1.0),
    (resident.asked_along, {"asked": 1.0, "visited": 0.0, "messaged": 0.0}, 1.0),
    (resident.gate, {"awareness": 0.5, "asked": 1.0}, 1.0),
    (resident.gate, {"awareness": 0.5, "asked": 0.3}, 0.8),
    (resident.gate, {"awareness": 0.2, "asked": 0.3}, 0.6 + 0.4 * 0.3),
    (resident.participation_probability, {"gate": 0.6, "motive": -1.3, "odds": 2.0}, 0.6 * sigma(-1.3 + math.log(2.0))),
    (resident.takes_part, {"draw": 0.4, "probability": 0.5, "active": 0.0}, 1.0),
    (resident.takes_part, {"draw": 0.5, "probability": 0.5, "active": 0.0}, 0.0),
    (resident.takes_part, {"draw": 0.9, "probability": 0.1, "active": 1.0}, 1.0),
    (resident.sits, {"draw": 0.1, "took_part": 1.0, "active": 0.0, "to_sit": 0.3, "odds": 2.0}, 1.0),
    (resident.sits, {"draw": 0.2, "took_part": 1.0, "active": 0.0, "to_sit": 0.3, "odds": 2.0}, 0.0),
    (resident.sits, {"draw": 0.1, "took_part": 0.0, "active": 0.0, "to_sit": 0.3, "odds": 2.0}, 0.0),
    (resident.sits, {"draw": 0.1, "took_part": 1.0, "active": 1.0, "to_sit": 0.3, "odds": 2.0}, 0.0),
    (resident.helps, {"draw": 0.9, "took_part": 1.0, "active": 0.0, "to_help": 0.4, "odds": 2.0}, 1.0),
    (resident.helps, {"draw": 0.7, "took_part": 1.0, "active": 0.0, "to_help": 0.4, "odds": 2.0}, 0.0),
    (resident.helps, {"draw": 0.9, "took_part": 0.0, "active": 0.0, "to_help": 0.4, "odds": 2.0}, 0.0),
    (resident.helps, {"draw": 0.1, "took_part": 1.0, "active": 1.0, "to_help": 0.4, "odds": 2.0}, 1.0),
    (resident.last_after, {"last": 3.0, "happened": 1.0, "month": 9.0}, 9.0),
    (resident.last_after, {"last": 3.0, "happened": 0.0, "month": 9.0}, 3.0),
    (resident.habit_after, {"habit": 0.2, "took_part": 1.0}, 0.28),
    (resident.volunteer_hours, {"draw": 0.5, "free_time": 0.7}, 2.0 + 4.0 * 0.7 * 0.5),
    (newcomer.newcomer_belonging, {"base": 0.22, "draw": 1.0}, 0.17),
    (newcomer.newcomer_trust, {"draw": -2.0}, 0.3),
    (inequality.place_among_bins, {"habit": 0.25, "n_bins": 129.0}, 64.0),
    (inequality.lorenz_slice, {"count": 3.0, "held": 0.6, "below": 0.2}, 3.0 * (0.2 + 0.3)),
    (inequality.gini, {"area": 2.0, "total": 2.0, "n_residents": 4.0}, 0.5),
    (inequality.gini, {"area": 0.0, "total": 0.0, "n_residents": 4.0}, 0.0),
    (inequality.held_by_top, {"count": 4.0, "held": 0.8, "places": 1.0}, 0.2),
    (inequality.held_by_top, {"count": 4.0, "held": 0.8, "places": 9.0}, 0.8),
    (inequality.held_by_top, {"count": 0.0, "held": 0.0, "places": 9.0}, 0.0),
    (inequality.share_of, {"part": 1.0, "total": 4.0}, 0.25),
    (inequality.share_of, {"part": 0.0, "total": 0.0}, 0.0),
    (inequality.variance, {"mean": 0.5, "mean_square": 0.29}, 0.04),
    (inequality.variance, {"mean": 0.5, "mean_square": 0.25 - 1e-17}, 0.0),
    *(
        (inequality.correlation, {"both": both, "one": 0.5, "other": 0.5, "square_one": 0.29, "square_other": 0.29}, r)
        for both, r in ((0.25, 0.0), (0.27, 0.5), (0.23, -0.5), (0.29, 1.0), (0.35, 1.0))
    ),
    (inequality.correlation, {"both": 0.25, "one": 0.5, "other": 0.5, "square_one": 0.25, "square_other": 0.29}, 0.0),
]
PARTY_AND_COMMITTEES = [
    (party_member.organisation, {"base": 0.08, "gain": 0.5, "coverage": 0.6}, 0.38),
    (
        party_member.mobilisation_target,
        {"organisation": 0.5, "attraction": 0.3, "coordination": 0.45},
        0.5 * (0.4 + 0.6 * 0.3) * (0.5 + 0.5 * 0.45),
    ),
    (party_member.activity_probability, {"readiness": 0.3, "mobilisation": 0.25}, 0.3**3),
    (party_member.activity_probability, {"readiness": 0.3, "mobilisation": 0.0}, 0.0),
    (party_member.activity_probability, {"readiness": 0.3, "mobilisation": 1.0}, 1.0),
    (party_member.mobilisation_after, {"mobilisation": 0.2, "target": 0.7}, 0.26),
    (committee.surplus, {"value": 0.5, "reference": 0.7}, -0.2),
    (committee.better_of, {"first": 0.6, "second": 0.7}, 0.7),
    (committee.loyalty_of_sent, {"draw": -1.0}, 0.63),
    (committee.loyalty_of_sent, {"draw": 3.0}, 1.0),
    (committee.loyalty_of_elected, {"connections": 0.4, "draw": 1.0}, 0.55),
    (committee.loyalty_of_elected, {"connections": 0.0, "draw": -3.0}, 0.0),
    (committee.merged_seats, {"cross_appointment": 0.0}, 0.0),
    (committee.merged_seats, {"cross_appointment": 0.3}, 1.0),
    (committee.merged_seats, {"cross_appointment": 0.5}, 2.0),
    (committee.merged_seats, {"cross_appointment": 1.0}, 3.0),
    (committee.merged_seats, {"cross_appointment": 0.0, "merged_by_law": 0.34}, 1.0),
    (committee.merged_seats, {"cross_appointment": 0.7, "merged_by_law": 0.34}, 2.0),
    (committee.sits, {"place": 2.0, "merged_seats": 2.0}, 1.0),
    (committee.sits, {"place": 4.0, "merged_seats": 2.0}, 0.0),
    (committee.sits, {"place": 5.0, "merged_seats": 2.0}, 1.0),
    (committee.seats_taken, {"merged_seats": 2.0}, 5.0),
    (committee.leading_quality, {"merged_seats": 0.0, "elected": 0.6, "sent": 0.8}, 0.6),
    (committee.leading_quality, {"merged_seats": 1.0, "elected": 0.6, "sent": 0.8}, 0.8),
    (committee.part_of_elected, {"connections": 0.6}, 0.15),
    (committee.stands_with_residents, {"loyalty": 0.7, "item": 0.7}, 0.0),
    (committee.stands_with_residents, {"loyalty": 0.7, "item": 0.71}, 1.0),
    (committee.is_carried, {"for_residents": 3.0, "seated": 6.0}, 0.0),
    (committee.is_carried, {"for_residents": 4.0, "seated": 7.0}, 1.0),
    (committee.is_split, {"for_residents": 1.0, "seated": 7.0}, 1.0),
    (committee.is_split, {"for_residents": 0.0, "seated": 7.0}, 0.0),
    (committee.is_split, {"for_residents": 7.0, "seated": 7.0}, 0.0),
    (committee.overruled_share, {"for_residents": 3.0, "seated": 6.0, "carried": 0.0}, 0.5),
    (committee.overruled_share, {"for_residents": 4.0, "seated": 5.0, "carried": 1.0}, 0.2),
    (
        committee.trust_of_member_after,
        {"trust": 0.5, "side": 1.0, "carried": 0.0, "joint_meetings": 2.0, "leader_quality": 0.7},
        0.5 * 0.78,
    ),
    (
        committee.trust_of_member_after,
        {"trust": 0.5, "side": 0.0, "carried": 0.0, "joint_meetings": 2.0, "leader_quality": 0.7},
        0.5 + 0.02 * 3 * 1.2 * 0.5,
    ),
    (committee.coordination, {"member_trust": 0.4, "merged_seats": 3.0}, 0.75 * 0.4 + 0.25),
    (committee.stands_before, {"loyalty": 0.4, "place": 3.0, "own_loyalty": 0.5, "own_place": 1.0}, 1.0),
    (committee.stands_before, {"loyalty": 0.5, "place": 3.0, "own_loyalty": 0.5, "own_place": 1.0}, 0.0),
    (committee.stands_before, {"loyalty": 0.5, "place": 0.0, "own_loyalty": 0.5, "own_place": 1.0}, 1.0),
    (committee.part_of_median, {"rank": 3.0, "seated": 7.0}, 1.0),
    (committee.part_of_median, {"rank": 2.0, "seated": 7.0}, 0.0),
    (committee.part_of_median, {"rank": 2.0, "seated": 6.0}, 0.5),
    (committee.part_of_median, {"rank": 3.0, "seated": 6.0}, 0.5),
    (committee.part_of_median, {"rank": 4.0, "seated": 6.0}, 0.0),
    (committee.budget_voice, {"resident_budget_share": 0.8, "deliberation_meetings": 0.0}, 0.2),
    (committee.budget_voice, {"resident_budget_share": 0.8, "deliberation_meetings": 0.5}, 0.8 * 0.625),
    (committee.budget_voice, {"resident_budget_share": 0.8, "deliberation_meetings": 3.0}, 0.8),
    (
        committee.autonomy_target,
        {
            "deliberation_meetings": 2.0,
            "budget_voice": 0.5,
            "street_loyalty_median": 0.44,
            "order_surplus": 0.1,
        },
        0.30 + 0.35 + 0.10 + 0.4 * 0.25 - 0.05,
    ),
    (committee.moved_towards, {"value": 0.2, "target": 0.6, "speed": 0.25}, 0.3),
    (committee.service_mix, {"autonomy": 0.3, "template": 0.2, "voice": 0.1}, 0.17),
    (committee.party_agenda, {"coordination": 0.4, "listed": 0.2, "mix": 0.1}, 0.16),
    (committee.autonomy_wish, {"month": -20.0}, 0.35),
    (committee.autonomy_wish, {"month": 100.0}, 0.5),
    (committee.autonomy_wish, {"month": 1000.0}, 0.9),
]
WORKER = [
    (worker.is_burned_out, {"burnout": 0.40}, 1.0),
    (worker.is_burned_out, {"burnout": 0.3999}, 0.0),
    (worker.is_severely_burned_out, {"burnout": 0.60}, 1.0),
    (worker.is_severely_burned_out, {"burnout": 0.5999}, 0.0),
    (worker.is_new, {"tenure": 35.0, "months": 36.0}, 1.0),
    (worker.is_new, {"tenure": 36.0, "months": 36.0}, 0.0),
    (worker.pay_per_hour, {"wage": 0.75, "overtime": 0.25}, 0.6),
    (worker.grade, {"tenure": 23.0}, 0.0),
    (worker.grade, {"tenure": 71.0}, 2.0),
    (worker.grade, {"tenure": 400.0}, 5.0),
    (worker.pay_of_grade, {"entry_pay": 0.7, "grade": 3.0, "career_ladder": 0.5}, 0.7 * 1.075),
    (worker.motivation, {"pay": 0.75}, 1 - 0.7 * math.exp(-0.75)),
    (worker.effort, {"motivation": 0.6, "burnout": 0.4}, 0.48),
    (worker.effort, {"motivation": 0.6, "burnout": 0.9, "burnout_effort_loss": 2.0}, 0.0),
    (
        worker.output,
        {"hours": 174.0, "competence": 0.5, "effort": 0.4, "harmony": 0.9},
        174 * 1.25**0.3 * 0.8**0.5 * 0.9,
    ),
    (worker.care, {"competence": 0.45, "effort": 0.5}, math.sqrt(0.225)),
    (
        worker.resources,
        {"competence": 0.4, "coordination": 0.5, "pay": 0.7, "trust": 0.6},
        0.12 + 0.15 + 0.14 + 0.12,
    ),
    (
        worker.resources,
        {"competence": 0.4, "coordination": 0.5, "pay": 1.7, "trust": 0.6},
        0.12 + 0.15 + 0.20 + 0.12,
    ),
    (worker.strain, {"load": 1.2, "susceptibility": 1.5, "resources": 0.4}, 0.20 * 1.5 * 0.4 * 0.6),
    (worker.strain, {"load": 0.7, "susceptibility": 1.5, "resources": 0.4}, 0.0),
    (worker.burnout_after, {"burnout": 0.4, "strain": 0.1}, 0.4 + 0.06 - 0.024),
    (worker.burnout_after, {"burnout": 0.5, "strain": 3.0}, 1.0),
    (
        worker.learning,
        {"competence": 0.4, "talent": 0.1, "training_hours": 6.0},
        0.03 * 0.365 + 0.00167 * 6 * 0.6,
    ),
    (worker.learning, {"competence": 0.6, "talent": -0.1, "training_hours": 0.0}, 0.0),
    (worker.competence_after, {"competence": 0.4, "learned": 0.01}, 0.41 - 0.03 * 0.2),
    (
        worker.competence_after,
        {"competence": 0.05, "learned": 0.0, "skill_decay": 3.0, "skill_floor": 0.0},
        0.05,
    ),
    (
        worker.intention_target,
        {"burnout": 0.6, "pay_ratio": 0.8, "tenure": 30.0, "restlessness": -1.0, "career_ladder": 0.5},
        1 / (1 + math.exp(-(0.1 + 3.5 * 0.2 - 1.4 * math.log(0.8) - 1.1 - 0.25 - 0.8))),
    ),
    (
        worker.intention_target,
        {"burnout": 0.4, "pay_ratio": 1.0, "tenure": 90.0, "restlessness": 0.0, "career_ladder": 0.0},
        1 / (1 + math.exp(2.1)),
    ),
    (
        worker.intention_target,
        {"burnout": 0.4, "pay_ratio": 0.0, "tenure": 90.0, "restlessness": 0.0, "career_ladder": 0.0},
        1 / (1 + math.exp(2.1 + 1.4 * math.log(1e-9))),
    ),
    (worker.intention_after, {"intention": 0.2, "target": 0.6}, 0.28),
    (worker.quit_probability, {"intention": 0.5}, 0.0205),
    (worker.quit_probability, {"intention": 1.0, "quit_scale": 3.0}, 0.25),
    (worker.career, {"draw": 0.25}, 135.0),
    (worker.has_served, {"tenure": 134.0, "career": 135.0}, 0.0),
    (worker.has_served, {"tenure": 135.0, "career": 135.0}, 1.0),
    (worker.fill_probability, {"pay_ratio": 1.2, "open_recruitment": 0.0}, 0.36),
    (worker.fill_probability, {"pay_ratio": 1.2, "open_recruitment": 1.0}, 0.36 * 0.7),
    (worker.fill_probability, {"pay_ratio": 9.0, "open_recruitment": 0.0}, 1.0),
    (
        worker.talent,
        {"entry_pay": 0.8, "draw": 1.0, "connections_seated": 0.7, "open_recruitment": 0.0},
        0.2 * 0.2 + 0.16 - 0.07,
    ),
    (
        worker.talent,
        {"entry_pay": 0.6, "draw": -1.0, "connections_seated": 0.7, "open_recruitment": 0.5},
        -0.16 - 0.035,
    ),
    (
        worker.talent,
        {"entry_pay": 0.6, "draw": 0.0, "connections_seated": 0.7, "open_recruitment": 1.0},
        0.0,
    ),
    (worker.talent_at_start, {"draw": 0.5}, -0.065 + 0.08),
    (worker.competence_of_recruit, {"talent": 0.1}, 0.485),
    (worker.competence_of_recruit, {"talent": -0.9}, 0.05),
    (worker.susceptibility, {"draw": 1.0}, math.exp(0.7 - 0.245)),
]
UNIT = [
    (member_unit.openness, {"draw": 1.0}, math.exp(0.8 - 0.32)),
    (member_unit.willingness_target, {"chance": 0.2, "openness": 1.5}, 0.3),
    (member_unit.willingness_target, {"chance": 0.2, "openness": 7.0}, 1.0),
    (member_unit.willingness_after, {"willingness": 0.1, "target": 0.3}, 0.1 + 0.05 * 0.2),
    (member_unit.hours_given, {"units_giving": 2.0}, 12.0),
]
FINANCE = [
    (finance.fiscal_shock_after, {"shock": 0.1, "draw": -1.0}, 0.08 - 0.6 * 0.10),
    (finance.grown, {"month": 30.0, "rate": 0.02}, 1.02**2.5),
    (finance.grown, {"month": -30.0, "rate": 0.02}, 1.0),
    (
        finance.orders_of_items,
        {"campaign": 1.0, "growth": 1.1, "item_stock": 1.2, "relief": 0.3},
        1560 * 1.1 * 1.35 * 1.2 * 0.7,
    ),
    (finance.orders_of_items, {"campaign": 0.0, "growth": 1.0, "item_stock": 1.0, "relief": -0.4}, 1560 * 1.4),
    (finance.fund_revenue, {"community_fund": 60.0, "n_residents": 3000.0}, 15_000.0),
    (finance.fund_part, {"fund": 15_000.0, "share": 0.3}, 4500.0),
    (finance.fiscal_revenue, {"shock": -0.1, "grant": 2000.0}, 15000 * 0.9 + 2000),
    (finance.fiscal_revenue, {"shock": -2.0, "grant": 0.0}, 4500.0),
    (finance.task_revenue, {"task_payment_share": 0.1, "orders": 1740.0}, 870.0),
    (finance.match_pull, {"donation_match_rate": 0.01}, 1.2),
    (finance.match_pull, {"donation_match_rate": 0.0}, 1.0),
    (
        finance.unit_giving_chance,
        {"trust": 0.6, "coordination": 0.45, "awareness": 0.5, "donation_outreach": 0.5, "match_pull": 1.2},
        0.12 * 1.1 * 0.95 * 1.0 * 1.5 * 1.2,
    ),
    (finance.certain_probability, {"chance": 1.3}, 1.0),
    (finance.certain_probability, {"chance": 0.3}, 0.3),
    (finance.unit_gift_size, {"draw": 1.0}, 800 * math.exp(0.5 - 0.125)),
    (finance.not_crowded_out, {"tasks": 900.0, "party": 600.0, "fiscal": 15000.0}, 0.99),
    (finance.not_crowded_out, {"tasks": 9e5, "party": 0.0, "fiscal": 1.0}, 0.0),
    (
        finance.resident_gifts,
        {"participants": 90.0, "trust": 0.6, "match_pull": 1.2},
        0.05 * 20 * 90 * 1.1 * 1.2,
    ),
    (finance.matched, {"donation_match_rate": 0.5, "units": 900.0, "residents": 100.0}, 500.0),
    (finance.market_revenue, {"service_purchase": 10000.0}, 1100.0),
    (finance.share_squared, {"part": 1.0, "total": 4.0}, 0.0625),
    (finance.orders_bill, {"orders": 1740.0}, 8700.0),
    (
        finance.from_others,
        {"money": 800.0, "units": 1500.0, "residents": 100.0, "market": 400.0, "total": 20000.0},
        80.0,
    ),
    (finance.favours_cost, {"provider_incentive": 1.0, "favours_paid": 1.0}, 4000 * 0.85),
    (finance.favours_cost, {"provider_incentive": 0.5, "favours_paid": 0.3}, 0.0),
    (finance.favours_cost, {"provider_incentive": 0.0, "favours_paid": 1.0}, -600.0),
    (finance.free_money, {"total": 16000.0, "bound": 500.0, "orders_bill": 8700.0}, 2800.0),
    (finance.free_money, {"total": 9000.0, "bound": 500.0, "orders_bill": 8700.0}, 0.0),
    (finance.deficit, {"total": 9000.0, "bound": 500.0, "orders_bill": 8700.0}, 4200.0),
    (finance.deficit, {"total": 16000.0, "bound": 500.0, "orders_bill": 8700.0}, 0.0),
    (finance.event_money, {"free": 2800.0}, 1400.0),
    (finance.events, {"event_money": 1400.0, "funds": 1600.0}, 2.0),
    (finance.service_money, {"free": 2800.0}, 840.0),
    (finance.infrastructure_money, {"free": 2800.0, "event_money": 1400.0, "service_money": 840.0}, 560.0),
    (finance.infrastructure_after, {"infrastructure": 0.5, "money": 800.0}, 0.5 * 0.99 + 0.01 * 0.5),
    (finance.infrastructure_after, {"infrastructure": 0.5, "money": 1e9}, 0.995),
    (finance.wage, {"erosion": 0.9, "wage_rise": 0.2}, 0.81),
    (finance.wage_erosion_after, {"erosion": 0.9, "wage_indexation": 0.0}, 0.9 * 0.99 ** (1 / 12)),
    (finance.wage_erosion_after, {"erosion": 0.9, "wage_indexation": 1.0}, 0.9),
    (finance.pay_ratio, {"pay": 0.75, "reference": 0.6}, 1.25),
    (finance.training_cost, {"training_hours": 6.0, "filled": 14.0}, 33 * 84),
    (finance.raise_cost, {"wage_rise": 0.3, "erosion": 1.0, "erosion_unindexed": 0.9, "filled": 15.0}, 0.4 * 3640 * 15),
    (
        finance.ladder_cost,
        {"career_ladder": 0.5, "grades": 30.0, "wage_rise": 0.2, "erosion": 0.9, "erosion_unindexed": 0.8},
        0.5 * 0.05 * 3640 * 1.3 * 30,
    ),
    (finance.extra_posts_cost, {"extra_filled": 2.0}, 7280.0),
    (finance.task_payment_cost, {"task_payment_share": 0.7, "orders": 1000.0}, 3000.0),
    (finance.boards_cost, {"publicity_boards": 5000.0}, 4000.0),
    (finance.boards_cost, {"publicity_boards": 0.0}, -1000.0),
    (
        finance.member_groups_cost,
        {"retired_member_groups": 0.3, "in_service_registration": 0.5, "floating_member_service": 1.0},
        1300 * 1.8,
    ),
    (finance.shadow_cost, {"relief": 0.3}, 25 * 0.3 * 1560),
    (finance.shadow_cost, {"relief": -0.1}, -25 * 0.1 * 1560),
]
STREET = [
    (street.relief, {"admin_reduction": 0.3, "items_cut": 0.5}, 1 - 0.7 * (1 - 0.4 * 0.5)),
    (street.relief, {"admin_reduction": -0.3, "items_cut": 0.0}, -0.3),
    (street.relief, {"admin_reduction": 0.0, "items_cut": 0.0}, 0.0),
    (street.load_noticed, {"noticed": 1.2, "load": 0.9, "speed": 0.25}, 1.2 - 0.25 * 0.3),
    (street.slack, {"used_load": 1.2, "seen_load": 1.0}, 0.2 - 0.03),
    (street.slack, {"used_load": 1.2, "seen_load": 1.18}, 0.0),
    (
        street.items_after,
        {"item_stock": 1.1, "slack": 0.2, "autonomy": 0.4, "admission_rule": 0.5},
        1.1 + 0.2 * (1 - 0.45) * 0.6 * 0.2 - 0.003 * 0.1,
    ),
    (
        street.items_after,
        {"item_stock": 0.9, "slack": 0.0, "autonomy": 0.4, "admission_rule": 1.0},
        0.9 + 0.003 * 0.1,
    ),
    (street.inspections, {"street_pressure": 0.2}, 40.0),
    (street.reports_on_complaints, {"complaints": 30.0, "complaint_weight": 0.5}, 15.0),
    (street.reports_on_complaints, {"complaints": 30.0, "complaint_weight": 0.0}, 0.0),
    (street.paper, {"load": 1.25}, 0.4 * 0.25),
    (street.paper, {"load": 0.9}, 0.0),
    (street.paper, {"load": 2.0}, 0.4),
    (street.orders_worked, {"orders": 1000.0, "paper_compliance": 0.1}, 1000 * (1 - 0.1 * 0.7)),
    (street.undone, {"done": 900.0, "wanted": 1000.0}, 0.1),
    (street.undone, {"done": 0.0, "wanted": 0.0}, 0.0),
    (resident.share_answered, {"complaints": 40.0, "answered": 30.0}, 0.75),
    (
        street.pressure_after,
        {
            "street_pressure": 0.2,
            "orders_undone": 0.1,
            "paper_compliance": 0.1,
            "answered_share": 0.6,
            "complaint_weight": 0.5,
        },
        0.2 + 0.1 * (0.1 + 0.1 + 0.2 - 0.2),
    ),
    (
        street.pressure_after,
        {
            "street_pressure": 0.2,
            "orders_undone": 0.8,
            "paper_compliance": 0.4,
            "answered_share": 0.0,
            "complaint_weight": 1.0,
        },
        0.2 + 0.1 * 0.8,
    ),
    (street.complaint_invited, {"probability": 0.02, "complaint_weight": 0.5}, 0.03),
    (street.complaint_invited, {"probability": 0.9, "complaint_weight": 1.0}, 1.0),
    (street.answer_pushed, {"timeliness": 0.6, "complaint_weight": 1.0}, 0.6 + 0.8 * 0.4),
    (street.answer_pushed, {"timeliness": 0.6, "complaint_weight": 0.0}, 0.6),
]
SERVICES = [
    (services.orders_output, {"orders_worked": 1740.0, "output": 2400.0}, 1740.0),
    (services.orders_output, {"orders_worked": 2300.0, "output": 2400.0}, 2040.0),
    (
        services.orders_output,
        {"orders_worked": 2300.0, "output": 2400.0, "complaint_weight": 0.5},
        0.85 * (1 - 0.125) * 2400,
    ),
    (services.volunteer_output, {"hours": 60.0, "service_output": 600.0}, 30.0),
    (services.volunteer_output, {"hours": 900.0, "service_output": 60.0}, 0.5 * 900 * 60 / (4 * 0.15 * 900)),
    (services.requests_served, {"waiting": 500.0, "output": 640.0}, 200.0),
    (services.requests_served, {"waiting": 50.0, "output": 640.0}, 50.0),
    (services.backlog_after, {"waiting": 500.0, "served": 200.0}, 225.0),
    (services.waiting_time, {"backlog": 100.0, "served": 400.0}, 0.25),
    (services.waiting_time, {"backlog": 100.0, "served": 0.0}, 100.0),
    (services.timeliness, {"wait": 0.25}, 0.8),
    (services.service_part, {"timeliness": 0.8, "care": 0.5}, 0.8**0.3 * 0.5**0.3),
    (services.voice_weight_of_participants, {}, 2.0),
    (
        services.voice,
        {
            "everybody": 300.0,
            "participants": 90.0,
            "weight": 2.0,
            "n_residents": 3000.0,
            "n_participants": 600.0,
        },
        480 / 4200,
    ),
    (services.favours, {"provider_incentive": 0.8, "favours_paid": 0.5}, 0.4),
    (services.promised_unpaid, {"provider_incentive": 0.8, "favours_paid": 0.25}, 0.6),
    (services.with_rooms, {"infrastructure": 0.4, "units_giving": 3.0}, 0.4 + 0.06 * 0.6),
    (services.with_rooms, {"infrastructure": 0.4, "units_giving": 60.0}, 1.0),
    (
        services.providers_after,
        {"providers": 0.6, "favours": 0.5, "trust": 0.6, "awareness": 0.5},
        0.6 + (3 * 0.5 * 1.1 * 1.0 - 0.6) / 12,
    ),
    (
        services.supply_by_committee,
        {"infrastructure": 0.5, "service_money": 800.0, "resident_budget_share": 0.25},
        7.6,
    ),
    (
        services.supply_by_others,
        {"bought": 15000.0, "volunteer_hours": 60.0, "providers": 0.5},
        7.5 + 0.3 + 0.5,
    ),
    (
        services.supply_by_voice,
        {"service_money": 800.0, "resident_budget_share": 0.25, "by_others": 2.0},
        2.2,
    ),
    (
        services.supply_by_voice,
        {"service_money": 936.0, "resident_budget_share": 0.25, "by_others": 2.0, "kiloyuan": 1170.0},
        2.2,
    ),
    (services.supply, {"by_committee": 7.0, "mix": 0.2, "by_voice": 2.0, "voice": 0.1}, 1.6),
    (services.variety_target, {"supply": 1.2}, 1 - math.exp(-0.8)),
    (services.overlap, {"agenda": 0.2, "other": 0.1}, 0.1),
    (services.overlap, {"agenda": 0.05, "other": 0.1}, 0.05),
    (
        services.attraction,
        {"events": 1.5, "relevance": 0.7, "match": 0.4},
        (1 - math.exp(-0.5)) * 0.5 * (0.7 + 0.5 + 0.5 * 0.4),
    ),
    (services.publicity_stock_after, {"stock": 1.0, "spent": 5000.0}, 2.6),
    (services.publicity_pull, {"stock": 2.0, "all_stocks": 3.0}, 0.06 * 2 / 8),
    (services.visited_share, {"visits": 300.0, "n_residents": 3000.0}, 2 * 0.3 * 0.1),
    (services.visible_work, {"output": 1200.0}, 0.009),
    (services.load, {"hours_needed": 2000.0, "hours_there": 1600.0}, 1.25),
    (services.load, {"hours_needed": 9000.0, "hours_there": 1600.0}, 2.0),
    (services.overtime, {"load": 1.1}, 0.1),
    (services.overtime, {"load": 0.9}, 0.0),
    (services.overtime, {"load": 1.9}, 0.25),
    (services.harmony, {"coordination": 0.4}, 0.91),
    (services.discord_hours_lost, {"output": 910.0, "harmony": 0.91}, 90.0),
    (services.meeting_hours, {"joint_meetings": 2.0, "deliberation_meetings": 1.0}, 4.5),
    (
        services.hours_of_activities,
        {"events": 3.0, "service_purchase": 5000.0, "donation_outreach": 0.5, "favours": 0.2},
        16 * 3 + 2 * 5 + 20 * 0.5 + 10 * 0.2,
    ),
    (
        services.hours_of_contact,
        {
            "publicity_boards": 1000.0,
            "publicity_digital": 3000.0,
            "publicity_visits": 50.0,
            "personal_messages": 600.0,
        },
        2.5 * 4 + 50 + 600 / 60,
    ),
    (
        services.hours_of_organisation,
        {
            "retired_member_groups": 1.0,
            "in_service_registration": 0.5,
            "floating_member_service": 0.25,
            "resident_budget_share": 0.5,
            "community_fund": 6.0,
            "open_accounts": 0.5,
            "election_openness": 0.5,
            "online_channel": 0.5,
            "election": 1.0,
        },
        12 * 1.75 + 40 * 0.5 + 10 * 0.5 + 10 * 0.5 + 60 * 0.5,
    ),
    (
        services.hours_of_organisation,
        {
            "retired_member_groups": 0.0,
            "in_service_registration": 0.0,
            "floating_member_service": 0.0,
            "resident_budget_share": 0.5,
            "community_fund": 24.0,
            "open_accounts": 0.0,
            "election_openness": 0.5,
            "online_channel": 0.0,
            "election": 0.0,
        },
        40 * 0.8,
    ),
    (services.contact_chance, {"contacts": 300.0, "n_residents": 3000.0}, 0.1),
    (services.contact_chance, {"contacts": 9000.0, "n_residents": 3000.0}, 1.0),
    (services.contract_hours, {"whole": 174.0, "elsewhere": 20.0}, 154.0),
    (services.contract_hours, {"whole": 174.0, "elsewhere": 170.0}, 43.5),
    (services.spared_share, {"whole": 174.0, "contract": 43.5, "elsewhere": 174.0}, 0.75),
    (services.spared_share, {"whole": 174.0, "contract": 154.0, "elsewhere": 20.0}, 1.0),
    (services.spared_share, {"whole": 174.0, "contract": 174.0, "elsewhere": 0.0}, 1.0),
    (services.hours_needed, {"orders_worked": 1740.0, "waiting": 500.0}, 3340.0),
    (services.hours_worked, {"workers": 15.0, "contract": 160.0, "overtime": 0.25}, 3000.0),
    (services.order_share, {"orders": 1740.0, "output": 2400.0}, 0.725),
    (services.order_share, {"orders": 0.0, "output": 0.0}, 0.0),
    (services.hours_to_orders, {"worked": 2400.0, "order_share": 0.7}, 1680.0),
    (services.non_government_share, {"by_committee": 6.0, "by_voice": 2.0, "by_others": 1.0}, 0.125),
    (
        services.paid_by_others,
        {
            "by_committee": 7.0,
            "by_voice": 3.0,
            "volunteer_hours": 60.0,
            "providers": 1.5,
            "favours": 0.4,
            "money": 200.0,
        },
        (0.3 + 1.5 - 0.5 * 4 * 0.4 + 0.2) / 10,
    ),
    (
        services.paid_by_others,
        {
            "by_committee": 7.0,
            "by_voice": 3.0,
            "volunteer_hours": 0.0,
            "providers": 0.1,
            "favours": 1.0,
            "money": 0.0,
        },
        0.0,
    ),
    (
        services.resident_decided_money,
        {"service_money": 800.0, "resident_budget_share": 0.25, "autonomy": 0.4},
        800 * 0.55,
    ),
    (services.visit_bond, {"visited": 0.06}, 0.0012),
    (services.heard, {"decided": 900.0, "on_the_table": 3000.0, "autonomy": 0.5}, 0.3),
    (services.heard, {"decided": 0.0, "on_the_table": 0.0, "autonomy": 0.5}, 0.5),
]
ELECTIONS = [
    (elections.canvassing_strength, {"openness": 0.5}, 0.6 * 0.6),
    (elections.canvassing_strength, {"openness": 0.0, "canvassing": 1.0}, 1.0),
    (elections.favour_probability, {"strength": 0.6}, 0.09),
    (elections.civic_motive, {"openness": 0.5}, 0.10 + 0.2),
    (elections.voter_motive, {"age_motive": -1.3, "member": 1.0, "taste": -0.6}, -1.3 + 0.4 - 0.3),
    (
        elections.attachment_to_vote,
        {"trust": 0.7, "belonging": 0.3, "fairness": 0.6, "efficacy": 0.6},
        1.5 * 0.2 - 1.2 * 0.1 + 0.1 + 1.5 * 0.2,
    ),
    (
        elections.custom_to_vote,
        {"habit": 0.5, "asked": 1.0, "favoured": 1.0, "voted": 1.0},
        0.6 + 0.3 + 1.0 + 0.6 * 0.65,
    ),
    (elections.custom_to_vote, {"habit": 0.0, "asked": 0.0, "favoured": 0.0, "voted": 0.0}, -0.6 * 0.35),
    (elections.vote_probability, {"awareness": 0.5, "utility": 0.3}, 0.8 * sigma(0.3)),
    (elections.official_turnout, {"real": 0.4, "openness": 0.5}, 0.4 + 0.6 * 0.6 * 0.6),
    (
        elections.seen_fairness,
        {"favoured": 1.0, "strength": 0.6, "awareness": 0.5, "fairness_setpoint": 0.1},
        0.8,
    ),
    (
        elections.seen_fairness,
        {"favoured": 0.0, "strength": 0.6, "awareness": 0.5, "fairness_setpoint": -0.1},
        0.9 - 0.6 * 0.7,
    ),
    (elections.fairness_after_election, {"fairness": 0.5, "seen": 0.8}, 0.59),
    (elections.beta_from_gammas, {"first": 3.0, "second": 2.0}, 0.6),
    (
        elections.candidate_score,
        {"quality": 0.7, "connections": 0.2, "draw": 1.0, "strength": 0.6},
        0.28 + 0.12 + 0.1,
    ),
    (elections.turnout, {"votes": 90.0, "n_residents": 300.0}, 0.3),
    (elections.mean_fairness, {"total": 165.0, "n_residents": 300.0}, 0.55),
]
CASES = [*RESIDENT, *PARTY_AND_COMMITTEES, *WORKER, *UNIT, *STREET, *FINANCE, *SERVICES, *ELECTIONS]


@pytest.mark.parametrize(
    ("rule", "given", "expected"), CASES, ids=[f"{rule.__name__}-{k}" for k, (rule, *_) in enumerate(CASES)]
)
def test_rule_is_its_formula(rule, given, expected):
    assert call(rule, **given) == pytest.approx(expected, rel=1e-12, abs=1e-14)


def promising(module_name):
    """The rules of a module that say what they return."""
    module = import_module(module_name)
    for rule in vars(module).values():
        if inspect.isfunction(rule) and rule.__module__ == module_name and not rule.__name__.startswith("_"):
            result = get_type_hints(rule, include_extras=True).get("return")
            if result in (float, bool) or any(isinstance(b, Bounds) for b in getattr(result, "__metadata__", ())):
                yield rule


RULES = [rule for module in MODULES for rule in promising(module)]


def test_every_rule_has_a_case():
    truth_of_month = {elections.is_election_month, finance.is_campaign_month}
    known = {rule.__name__ for rule, *_ in CASES} | {rule.__name__ for rule in truth_of_month}
    assert {rule.__name__ for rule in RULES} == known, "a new rule needs a case in the list of its role, above"


def test_elections_fall_in_december_of_the_first_year_and_every_term_before_and_after():
    assert [m for m in range(-40, 90) if elections.is_election_month(m, 36.0)] == [-24, 12, 48, 84]
    assert [m for m in range(-40, 90) if elections.is_election_month(m, 60.0)] == [12, 72]


def test_campaigns_fall_in_march_october_and_december_of_every_year():
    assert [m for m in range(-11, 13) if finance.is_campaign_month(m)] == [-9, -2, 0, 3, 10, 12]


@pytest.mark.parametrize("mobilisation", [0.05, 0.2, 0.6])
def test_members_are_active_as_they_are_mobilised_in_the_mean(mobilisation):
    readiness = (np.arange(20_000) + 0.5) / 20_000
    chances = [party_member.activity_probability(r, mobilisation) for r in readiness]
    assert np.mean(chances) == pytest.approx(mobilisation, abs=2e-4)


def test_susceptibility_openness_and_gifts_have_the_mean_they_promise():
    rng = np.random.default_rng(1).standard_normal(20_000).tolist()
    assert np.mean([worker.susceptibility(x, 0.7) for x in rng]) == pytest.approx(1.0, abs=0.02)
    assert np.mean([member_unit.openness(x, 0.8) for x in rng]) == pytest.approx(1.0, abs=0.02)
    assert np.mean([finance.unit_gift_size(x, 800.0, 0.5) for x in rng]) == pytest.approx(800.0, rel=0.02)


AMOUNTS = {
    "reference": (0.3, 1.0), "pay_ratio": (0.2, 3.0), "pay": (0.2, 2.0), "wage": (0.2, 2.0),
    "susceptibility": (0.05, 8.0),     "load": (0.0, 2.0), "draw": (-4.0, 4.0), "leniency": (-4.0, 4.0),
    "taste": (-4.0, 4.0), "utility": (-30.0, 30.0), "surprise": (-1.0, 1.0),
    "month": (-60.0, 1200.0), "last_participation": (-60.0, 60.0), "last": (-60.0, 60.0),
    "motive": (-30.0, 30.0), "odds": (0.1, 40.0), "residents": (1.0, 300.0), "digital_reach": (0.2, 1.8),
    "ease": (1.0, 3.0), "free": (0.2, 5.0),
    "contacts": (0.0, 9000.0), "rate": (0.0, 0.05), "fairness_setpoint": (-0.6, 0.6),
    "trust_setpoint": (-0.6, 0.6),
    "tenure": (0.0, 400.0), "wait": (0.0, 500.0), "backlog": (0.0, 900.0), "served": (0.0, 900.0),
    "hazard": (0.0, 3.0), "events": (0.0, 30.0), "supply": (0.0, 30.0), "money": (0.0, 1e5),
    "place": (0.0, 6.0), "own_place": (0.0, 6.0), "merged_seats": (0.0, 3.0), "rank": (0.0, 6.0),
    "seated": (4.0, 7.0), "for_residents": (0.0, 4.0), "order_surplus": (-0.7, 0.3), "joint_meetings": (0.0, 4.0),
    "deliberation_meetings": (0.0, 4.0), "training_hours": (0.0, 12.0), "strain": (0.0, 2.0),
    "item_stock": (0.0, 3.0), "relief": (-0.5, 0.9), "chance": (-0.5, 2.0), "units_giving": (0.0, 40.0),
    "hours_there": (40.0, 4000.0), "n_bins": (2.0, 1000.0), "workers": (1.0, 46.0), "term": (36.0, 60.0),
}  # fmt: skip
# What these are given hangs together: a part is part of a total, and so on. Their sums are held in the laws.
BOUND_TOGETHER = {
    "lorenz_slice", "gini", "variance", "correlation", "held_by_top", "share_of", "spared_share", "contract_hours",
    "order_share",
    "share_squared", "non_government_share", "turnout", "mean_fairness", "voice", "service_mix",
    "party_agenda", "infrastructure_money", "backlog_after", "discord_hours_lost", "raise_cost",
    "undone", "learning", "share_answered", "heard", "paid_by_others",
}  # fmt: skip


@pytest.mark.parametrize("rule", [r for r in RULES if r.__name__ not in BOUND_TOGETHER], ids=lambda rule: rule.__name__)
def test_rule_keeps_the_bounds_it_promises(rule):
    """Given states, levers and parameters from all over their ranges."""
    result = get_type_hints(rule, include_extras=True)["return"]
    bounds = next(
        (b for b in getattr(result, "__metadata__", ()) if isinstance(b, Bounds)), Bounds(-math.inf, math.inf)
    )
    rng = np.random.default_rng(len(rule.__name__))
    for _ in range(300):
        given = {}
        for name in inspect.signature(rule).parameters:
            low, high = (PARAMS[name].low, PARAMS[name].high) if name in PARAMS else AMOUNTS.get(name, (0.0, 1.0))
            if (rule.__name__, name) in (("volunteer_hours", "draw"), ("career", "draw")):
                low, high = 0.0, 1.0  # uniform, where others are normal
            u = rng.integers(0, 2) if rng.random() < 0.3 else rng.random()
            given[name] = float(low + (high - low) * u)
            if name == "month" and rule.__name__.startswith("is_"):
                given[name] = int(given[name])
        value = rule(**given)
        assert math.isfinite(value) and bounds.low - 1e-12 <= value <= bounds.high + 1e-12, given
