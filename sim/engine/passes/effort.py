"""Workers' hours and output in one lane: what the posts can give this month."""

from sim import finance, services
from sim.agents import worker
from sim.compute import elementary
from sim.compute.compiled import compile_rules, compiled
from sim.compute.layout import lever, number, param, post

compile_rules(elementary, finance, services, worker)


@compiled
def work_posts(lane, posts, s):  # type: ignore[no-untyped-def]
    """Hours, load, pay, effort, output and care of the filled posts; an empty community has none."""
    filled = max(s[number.filled + lane], 1.0)
    _divide_hours(lane, filled, s)
    contract = s[number.contract_hours + lane]
    needed = services.hours_needed(
        s[number.orders + lane], s[number.backlog + lane] + s[number.requests + lane],
        s[param.hours_per_request + lane],
    )  # fmt: skip
    load = services.load(needed, filled * contract, s[param.load_limit + lane])
    if s[number.filled + lane] == 0.0:
        load = s[param.load_limit + lane]
    overtime = services.overtime(load, s[param.overtime_limit + lane])
    wage = finance.wage(s[number.erosion + lane], s[lever.wage_rise + lane], s[param.relative_wage + lane])
    pay = worker.pay_per_hour(wage, overtime)
    motive = worker.motivation(pay, s[param.intrinsic_motivation + lane], s[param.pay_sensitivity + lane])
    harmony = services.harmony(s[number.coordination + lane], s[param.discord_loss + lane])
    output, care, effort, extra = 0.0, 0.0, 0.0, 0.0
    for place in range(len(posts)):
        row = posts[place]
        if row[post.filled + lane] == 0.0:
            continue
        own = worker.effort(motive, row[post.burnout + lane], s[param.burnout_effort_loss + lane])
        row[post.effort + lane] = own
        competence = row[post.competence + lane]
        output += worker.output(
            contract * (1.0 + overtime), competence, own, harmony,
            s[param.competence_reference + lane], s[param.competence_elasticity + lane],
            s[param.effort_reference + lane], s[param.effort_elasticity + lane],
        )  # fmt: skip
        care += worker.care(competence, own)
        effort += own
        extra += 1.0 if place >= s[param.n_posts + lane] else 0.0
    s[number.load + lane], s[number.overtime + lane], s[number.pay + lane] = load, overtime, pay
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
