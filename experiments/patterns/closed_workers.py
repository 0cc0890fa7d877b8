"""Closed forms of workers: burnout, competence, intention, years in post, vacancies, the queue."""

import numpy as np

from experiments.patterns.pattern import Sample
from experiments.patterns.tiny import (
    FAITHFUL,
    RESIDENTS,
    by_chance,
    by_lane,
    community,
    exactly,
    in_posts,
    pass_months,
    worlds_with,
)
from sim.text import Text

POSTS, HOURS = 15, 174.0
EVEN_WORK = FAITHFUL | dict.fromkeys(
    (
        "burnout_effort_loss", "competence_elasticity", "effort_elasticity", "overtime_limit", "discord_loss",
        "volunteer_yield", "admin_hours_demanded", "inspection_hours", "start_backlog", "hours_per_activity",
        "hours_publicity", "voice_rate", "hours_providers",
    ),
    0.0,
)  # fmt: skip
"""Every worker gets the same done, and nothing but requests is asked for."""
STEADY = FAITHFUL | {
    "attachment": 0.0, "intention_burnout": 0.0, "overtime_limit": 0.0, "quit_pay_reference": 0.75,
    "wage_erosion": 0.0,
}  # fmt: skip
"""Nobody's reason to leave changes."""
MANY = 3000
"""Posts in which a share can be seen without much chance."""


def burnout(seed: int) -> Sample:
    """Burnout settles at strain / (strain + recovery)."""
    rates = (0.02, 0.05, 0.1, 0.3)
    overloaded = FAITHFUL | {"admin_hours_demanded": 1e6} | dict.fromkeys(
        ("strain_spread", "resource_competence", "resource_coordination", "resource_pay", "resource_trust",
         "start_burnout_spread"), 0.0,
    )  # fmt: skip
    block = pass_months(community(worlds_with("strain_rate", rates, overloaded), seed), 600)
    strain = np.array(rates) * (2.0 - 0.8)
    found = in_posts(block, "burnout")[:POSTS, :4].mean(axis=0)
    return exactly(rates, found, strain / (strain + 0.06), Text("strain by load", "负荷带来的紧张"))


def competence(seed: int) -> Sample:
    """Competence settles where learning, training and decay balance, worker by worker."""
    hours = (0.0, 2.0, 6.0, 12.0)
    block = community([FAITHFUL] * 4, seed)
    ceiling = 0.665 + in_posts(block, "talent")[:POSTS, :4]
    pass_months(block, 900, training_hours=by_lane(hours))
    trained = np.array(hours) * 0.00167
    below = (0.03 * ceiling + trained + 0.03 * 0.20) / (0.03 + trained + 0.03)
    above = (trained + 0.03 * 0.20) / (trained + 0.03)
    expected = np.where(below < ceiling, below, above).mean(axis=0)
    found = in_posts(block, "competence")[:POSTS, :4].mean(axis=0)
    return exactly(hours, found, expected, Text("hours of training a month", "每月培训小时"))


def intention(seed: int) -> Sample:
    """The intention to quit relaxes to what restlessness makes of it."""
    speed, months = 0.15, 24
    block = community([STEADY | {"intention_speed": speed}], seed)
    path = [in_posts(pass_months(block, 1), "intention")[:POSTS, 0].mean() for _ in range(months)]
    end = 1.0 / (1.0 + np.exp(-(0.1 + 0.8 * in_posts(block, "restlessness")[:POSTS, 0])))
    n = np.arange(1.0, months + 1.0)
    expected = np.mean(end[:, None] + (0.2 - end[:, None]) * (1.0 - speed) ** n, axis=0)
    return exactly(n, np.array(path), expected, Text("month", "月"))


def years_in_post(seed: int) -> Sample:
    """With retirement alone: so many months in post, a month vacant, then hired; the mean of a round."""
    careers, rounds = (10.0, 22.0, 30.0, 46.0), 0.0
    always = {"fill_rate": 1e9, "quit_scale": 0.0, "start_tenure": 0.0}
    worlds = [always | {"career_min": months, "career_max": months} for months in careers]
    block = pass_months(community(worlds, seed), 5)
    years, length = np.zeros(4), 96  # whole rounds of each: 12, 24, 32, 48 months
    for _ in range(length):
        years += pass_months(block, 1).number("tenure_years")[:4]
        rounds += 1.0
    months = np.array(careers)
    return exactly(careers, years / rounds, months * (months + 1) / 2 / (months + 2) / 12, Text(
        "months until retirement", "任职到退休的月数"
    ))  # fmt: skip


def vacancies(seed: int) -> Sample:
    """Vacant posts settle at quits / (quits + hires), in three thousand posts."""
    rates, months = ((0.05, 0.3), (0.1, 0.3), (0.1, 0.1), (0.2, 0.1)), 30
    fixed = {
        "n_posts": float(MANY), "intention_spread": 0.0, "intention_base": 0.0, "start_intention": 0.5,
        "recruit_intention": 0.5,
    }  # fmt: skip
    block = pass_months(community([STEADY | fixed | {"quit_scale": 2 * q, "fill_rate": f} for q, f in rates], seed), 40)
    vacant = sum(1.0 - in_posts(pass_months(block, 1), "filled")[:, :4].sum(axis=0) / MANY for _ in range(months))
    quits, hires = np.array(rates).T
    expected = quits / (quits + hires)
    remembered = 1.0 - quits - hires
    errors = np.sqrt(expected * (1 - expected) / (MANY * months) * (1 + remembered) / (1 - remembered))
    return by_chance(
        expected, vacant / months, expected, errors, Text("quits / (quits + hires)", "离职 ÷（离职 + 补员）")
    )


def queue(seed: int) -> Sample:
    """Backlog settles at (1 − given up)(asked − served) / given up."""
    given_up = (0.1, 0.2, 0.35, 0.5)
    everybody_asks = {"requests_per_resident": 1.0, "request_awareness_floor": 1.0, "patience_floor": 1.0}
    worlds = worlds_with("request_abandonment", given_up, EVEN_WORK | everybody_asks | {"hours_per_request": 10.0})
    block = pass_months(community(worlds, seed), 400)
    leave = np.array(given_up)
    expected = (1.0 - leave) * (RESIDENTS - POSTS * HOURS / 10.0) / leave
    return exactly(given_up, block.number("backlog")[:4].copy(), expected, Text("share that gives up", "放弃的比例"))
