"""The workers' year and the committees: burnout, competence, quits, hires; coordination and autonomy."""

from sim import finance
from sim.agents import committee, resident, worker
from sim.compute import elementary, rng
from sim.compute.compiled import compile_rules, compiled
from sim.compute.layout import lever, number, param, post, quantity
from sim.compute.rng import stream
from sim.engine.passes.holding import hold, hold_posts, hold_staff

compile_rules(elementary, rng, worker, committee, finance, resident)


@compiled
def turn_over(seed, draw_month, used, posts, s, source, holding):  # type: ignore[no-untyped-def]
    """Carry posts and committees of the used lanes to the end of the month."""
    for lane in range(used):
        _age_staff(lane, seed, draw_month, posts, s)
    if holding:
        hold_posts(posts, post.competence, source, quantity.competence)
        hold_posts(posts, post.burnout, source, quantity.burnout)
        hold_staff(posts, source)
        hold(s, number.quits, source, quantity.posts)
        hold(s, number.new_quits, source, quantity.posts)
    for lane in range(used):
        _count_staff(lane, posts, s)
        _pull_together(lane, s)
    if holding:
        hold(s, number.coordination, source, quantity.coordination)
        hold(s, number.autonomy, source, quantity.autonomy)


@compiled
def _age_staff(lane, seed, draw_month, posts, s):  # type: ignore[no-untyped-def]
    """Every post of one lane: strain, skill, quitting, hiring."""
    quit_row = rng.row(seed, stream.worker_quit, draw_month)
    hire_row = rng.row(seed, stream.worker_hire, draw_month)
    pay_ratio = finance.pay_ratio(s[number.pay + lane], s[param.quit_pay_reference + lane])
    open_posts = s[param.n_posts + lane] + s[lever.extra_posts + lane]
    fills = worker.fill_probability(pay_ratio, s[param.fill_rate + lane])
    quits, new_quits = 0.0, 0.0
    for place in range(len(posts)):
        row = posts[place]
        if row[post.filled + lane] == 1.0:
            _carry(lane, row, s)
            chance = worker.quit_probability(
                row[post.tenure + lane], pay_ratio, row[post.burnout + lane], s[param.quit_rate + lane],
                s[param.new_staff_months + lane], s[param.new_staff_quit_factor + lane],
                s[param.quit_pay_elasticity + lane], s[param.settled_pay_response + lane],
                s[param.quit_burnout_response + lane], s[param.quit_burnout_reference + lane],
                s[param.quit_limit + lane],
            )  # fmt: skip
            if resident.happens(rng.uniform(quit_row, place), chance) > 0.5:
                row[post.filled + lane] = 0.0
                quits += 1.0
                new_quits += worker.is_new(row[post.tenure + lane], worker.NEW_STAFF_MONTHS)
            else:
                row[post.tenure + lane] += 1.0
        elif place < open_posts and resident.happens(rng.uniform(hire_row, place), fills) > 0.5:
            _recruit(lane, place, row, seed, draw_month, s)
    s[number.quits + lane], s[number.new_quits + lane] = quits, new_quits


@compiled
def _count_staff(lane, posts, s):  # type: ignore[no-untyped-def]
    """Who is in post when the month ends, leavers gone and recruits come: how many, how skilled, how tired."""
    filled, burnout, competence, burned_out = 0.0, 0.0, 0.0, 0.0
    for place in range(len(posts)):
        row = posts[place]
        if row[post.filled + lane] == 1.0:
            filled += 1.0
            burnout += row[post.burnout + lane]
            competence += row[post.competence + lane]
            burned_out += worker.is_burned_out(row[post.burnout + lane])
    workers = max(filled, 1.0)
    s[number.posts_filled + lane] = filled
    s[number.burnout + lane], s[number.competence + lane] = burnout / workers, competence / workers
    s[number.burned_out + lane] = burned_out / workers


@compiled
def _carry(lane, row, s):  # type: ignore[no-untyped-def]
    """One worker's strain and skill."""
    competence, burnout = row[post.competence + lane], row[post.burnout + lane]
    shield = worker.resources(
        competence, s[number.coordination + lane], s[number.pay + lane], s[number.trust_before_moves + lane],
        s[param.resource_competence + lane], s[param.resource_coordination + lane], s[param.resource_pay + lane],
        s[param.resource_trust + lane], s[param.resource_pay_limit + lane],
    )  # fmt: skip
    strain = worker.strain(
        s[number.load + lane], row[post.susceptibility + lane], shield,
        s[param.strain_rate + lane], s[param.strain_threshold + lane],
    )  # fmt: skip
    learned = worker.learning(
        competence, s[lever.training_hours + lane], s[param.learning_rate + lane],
        s[param.experience_ceiling + lane], s[param.training_gain + lane],
    )  # fmt: skip
    row[post.burnout + lane] = worker.burnout_after(burnout, strain, s[param.recovery_rate + lane])
    row[post.competence + lane] = worker.competence_after(
        competence, learned, s[param.skill_decay + lane], s[param.skill_floor + lane], s[param.competence_floor + lane]
    )


@compiled
def _recruit(lane, place, row, seed, draw_month, s):  # type: ignore[no-untyped-def]
    """A vacancy is filled; the recruit starts next month."""
    skill = rng.normal(rng.row(seed, stream.worker_recruit_competence, draw_month), place)
    susceptible = rng.normal(rng.row(seed, stream.worker_susceptibility, draw_month), place)
    row[post.competence + lane] = worker.recruit_competence(
        s[number.pay + lane], skill, s[param.recruit_competence + lane], s[param.recruit_competence_pay + lane],
        s[param.quit_pay_reference + lane], s[param.recruit_competence_spread + lane],
        s[param.competence_floor + lane],
    )  # fmt: skip
    row[post.burnout + lane] = s[param.recruit_burnout + lane]
    row[post.susceptibility + lane] = worker.susceptibility(susceptible, s[param.strain_spread + lane])
    row[post.tenure + lane], row[post.filled + lane] = 0.0, 1.0


@compiled
def _pull_together(lane, s):  # type: ignore[no-untyped-def]
    """Coordination of the two committees and autonomy of the residents move to their targets."""
    leader = committee.surplus(s[number.leader_quality + lane], s[param.leader_reference + lane])
    orders = committee.surplus(s[number.order_share + lane], s[param.order_share_reference + lane])
    together = committee.coordination_target(
        s[lever.joint_meetings + lane], s[lever.cross_appointment + lane], leader, orders,
        s[param.coordination_base + lane], s[param.coordination_meeting + lane], s[param.coordination_cross + lane],
        s[param.coordination_leader + lane], s[param.coordination_orders + lane],
    )  # fmt: skip
    money = committee.budget_voice(
        s[lever.resident_budget_share + lane], s[lever.deliberation_meetings + lane],
        s[param.autonomy_budget_alone + lane],
    )  # fmt: skip
    say = committee.autonomy_target(
        s[lever.deliberation_meetings + lane], money, s[lever.cross_appointment + lane], leader, orders,
        s[param.autonomy_base + lane], s[param.autonomy_meeting + lane], s[param.autonomy_budget + lane],
        s[param.autonomy_cross + lane], s[param.autonomy_leader + lane], s[param.autonomy_orders + lane],
    )  # fmt: skip
    s[number.coordination + lane] = committee.moved_towards(
        s[number.coordination + lane], together, s[param.coordination_speed + lane]
    )
    s[number.autonomy + lane] = committee.moved_towards(s[number.autonomy + lane], say, s[param.autonomy_speed + lane])
