"""Workers' hours and output: what the posts can give this month."""

from sim import finance, services
from sim.agents import worker
from sim.compute import elementary
from sim.compute.compiled import compile_rules, compiled
from sim.compute.layout import lever, number, param, post, quantity
from sim.engine.passes.holding import hold, hold_posts

compile_rules(elementary, finance, services, worker)


@compiled
def work_posts(used, posts, s, source, holding):  # type: ignore[no-untyped-def]
    """Hours, load, pay, effort, output and care of the filled posts; an empty community has none."""
    for lane in range(used):
        _divide_hours(lane, max(s[number.filled + lane], 1.0), s)
    if holding:
        hold(s, number.contract_hours, source, quantity.hours)
    for lane in range(used):
        _load(lane, s)
    if holding:
        hold(s, number.load, source, quantity.load)
        hold(s, number.overtime, source, quantity.load)
    for lane in range(used):
        wage = finance.wage(s[number.erosion + lane], s[lever.wage_rise + lane], s[param.relative_wage + lane])
        s[number.pay + lane] = worker.pay_per_hour(wage, s[number.overtime + lane])
    if holding:
        hold(s, number.pay, source, quantity.pay)
    for lane in range(used):
        _exert(lane, posts, s)
    if holding:
        hold_posts(posts, post.effort, source, quantity.effort)
    for lane in range(used):
        _produce(lane, posts, s)
    if holding:
        hold(s, number.output, source, quantity.output)
        hold(s, number.care, source, quantity.care)


@compiled
def _load(lane, s):  # type: ignore[no-untyped-def]
    """What orders and requests ask for against the hours there are, and the overtime that follows."""
    filled = max(s[number.filled + lane], 1.0)
    needed = services.hours_needed(
        s[number.orders + lane], s[number.backlog + lane] + s[number.requests + lane],
        s[param.hours_per_request + lane],
    )  # fmt: skip
    load = services.load(needed, filled * s[number.contract_hours + lane], s[param.load_limit + lane])
    if s[number.filled + lane] == 0.0:
        load = s[param.load_limit + lane]
    s[number.load + lane] = load
    s[number.overtime + lane] = services.overtime(load, s[param.overtime_limit + lane])


@compiled
def _exert(lane, posts, s):  # type: ignore[no-untyped-def]
    """The effort of every filled post."""
    motive = worker.motivation(
        s[number.pay + lane], s[param.intrinsic_motivation + lane], s[param.pay_sensitivity + lane]
    )
    for place in range(len(posts)):
        row = posts[place]
        if row[post.filled + lane] == 1.0:
            row[post.effort + lane] = worker.effort(
                motive, row[post.burnout + lane], s[param.burnout_effort_loss + lane]
            )


@compiled
def _produce(lane, posts, s):  # type: ignore[no-untyped-def]
    """What the filled posts get done together, and how well they look after those who ask."""
    filled = max(s[number.filled + lane], 1.0)
    contract, overtime = s[number.contract_hours + lane], s[number.overtime + lane]
    harmony = services.harmony(s[number.coordination + lane], s[param.discord_loss + lane])
    output, care, effort, extra = 0.0, 0.0, 0.0, 0.0
    for place in range(len(posts)):
        row = posts[place]
        if row[post.filled + lane] == 0.0:
            continue
        own, competence = row[post.effort + lane], row[post.competence + lane]
        output += worker.output(
            contract * (1.0 + overtime), competence, own, harmony,
            s[param.competence_reference + lane], s[param.competence_elasticity + lane],
            s[param.effort_reference + lane], s[param.effort_elasticity + lane],
        )  # fmt: skip
        care += worker.care(competence, own)
        effort += own
        extra += 1.0 if place >= s[param.n_posts + lane] else 0.0
    s[number.output + lane], s[number.extra_filled + lane] = output, extra
    s[number.care + lane], s[number.effort + lane] = care / filled, effort / filled
    s[number.discord_hours_lost + lane] = services.discord_hours_lost(output, harmony)
    worked = services.hours_worked(s[number.filled + lane], contract, overtime)
    s[number.hours_worked + lane] = worked
    s[number.hours_overtime + lane] = worked - s[number.filled + lane] * contract


@compiled
def _divide_hours(lane, filled, s):  # type: ignore[no-untyped-def]
    """Hours a worker has for orders and requests, after training, meetings and outreach [hours]."""
    training = s[lever.training_hours + lane]
    meetings = services.meeting_hours(
        s[lever.joint_meetings + lane], s[lever.deliberation_meetings + lane],
        s[param.joint_meeting_hours + lane], s[param.deliberation_hours + lane],
    )  # fmt: skip
    outreach = services.outreach_hours(
        s[lever.publicity_visits + lane], s[lever.resident_budget_share + lane], filled,
        s[param.visit_hours + lane], s[param.budget_share_hours + lane],
    )  # fmt: skip
    whole = s[param.hours_per_month + lane]
    contract = services.contract_hours(whole, training + meetings + outreach, s[param.least_contract_share + lane])
    spared = services.spared_share(whole, contract, training + meetings + outreach)
    workers = s[number.filled + lane]
    s[number.contract_hours + lane] = contract
    s[number.hours_training + lane] = workers * training * spared
    s[number.hours_meetings + lane] = workers * meetings * spared
    s[number.hours_outreach + lane] = workers * outreach * spared
