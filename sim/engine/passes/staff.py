"""Workers, committees, street: burnout, competence, leaving, hires; the item, coordination, autonomy, pressure."""

from sim import finance, inequality
from sim.agents import committee, resident, worker
from sim.compute import elementary, rng
from sim.compute.apart import apart
from sim.compute.compiled import compile_rules, compiled
from sim.compute.layout import lever, number, param, post, quantity, seat
from sim.compute.rng import stream
from sim.compute.segments import each_lane, each_post
from sim.engine.passes.committees import decide_item, take_chair
from sim.engine.passes.holding import hold, hold_posts, hold_staff
from sim.engine.passes.street import feel_pressure

compile_rules(elementary, rng, worker, committee, finance, inequality, resident)


@apart
def turn_over(seed, draw_month, used, posts, seats, s, source, holding):
    """Carry posts and committees of the used lanes to the end of the month."""
    item = rng.uniform(rng.row(seed, stream.committee_item, draw_month), 0)
    if holding:
        hold_posts(seats, seat.ability, source, quantity.chair)
        hold_posts(seats, seat.loyalty, source, quantity.chair)
        hold_posts(seats, seat.connections, source, quantity.chair)
    for lane in range(used):
        take_chair(lane, seats, s)
    if holding:
        hold(s, number.leader_quality, source, quantity.chair)
        hold(s, number.connections_seated, source, quantity.chair)
    for lane in range(used):
        _age_staff(lane, seed, draw_month, posts, s)
    if holding:
        hold_posts(posts, post.competence, source, quantity.competence)
        hold_posts(posts, post.burnout, source, quantity.burnout)
        hold_staff(posts, source)
        hold(s, number.quits, source, quantity.posts)
        hold(s, number.new_quits, source, quantity.posts)
        hold(s, number.retirements, source, quantity.posts)
    for lane in range(used):
        _count_staff(lane, posts, s)
        decide_item(lane, seats, s, item)
        have_say(lane, s)
        feel_pressure(lane, s)
    if holding:
        hold(s, number.coordination, source, quantity.coordination)
        hold(s, number.autonomy, source, quantity.autonomy)


@compiled
def _age_staff(lane, seed, draw_month, posts, s):
    """Every post of one lane: strain, skill, intention, leaving, hiring."""
    quit_row = rng.row(seed, stream.worker_quit, draw_month)
    hire_row = rng.row(seed, stream.worker_hire, draw_month)
    talent_row = rng.row(seed, stream.worker_talent, draw_month)
    career_row = rng.row(seed, stream.worker_career, draw_month)
    restless_row = rng.row(seed, stream.worker_restlessness, draw_month)
    susceptible_row = rng.row(seed, stream.worker_susceptibility, draw_month)
    open_posts = s[param.n_posts + lane] + s[lever.extra_posts + lane]
    pay_better(lane, s)
    s[number.quits + lane], s[number.new_quits + lane], s[number.retirements + lane] = 0.0, 0.0, 0.0
    for place in range(len(posts)):
        row = posts[place]
        if row[post.filled + lane] == 1.0:
            carry(lane, row, s)
            leave_or_stay(lane, row, s, rng.uniform(quit_row, place))
        elif place < open_posts and resident.happens(rng.uniform(hire_row, place), s[number.fills + lane]) > 0.5:
            drawn = rng.normal(restless_row, place), rng.uniform(career_row, place), rng.normal(talent_row, place)
            recruit(lane, row, s, *drawn, rng.normal(susceptible_row, place))


@compiled
def _count_staff(lane, posts, s):
    """Who is in post when the month ends, leavers gone and recruits come: how many they are and how they stand."""
    filled, burnout, competence, burned_out, severe, intention, tenure = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    both, square_burnout, square_intention = 0.0, 0.0, 0.0
    for place in range(len(posts)):
        row = posts[place]
        if row[post.filled + lane] == 1.0:
            filled += 1.0
            burnout += row[post.burnout + lane]
            competence += row[post.competence + lane]
            burned_out += worker.is_burned_out(row[post.burnout + lane])
            severe += worker.is_severely_burned_out(row[post.burnout + lane])
            intention += row[post.intention + lane]
            both += row[post.burnout + lane] * row[post.intention + lane]
            square_burnout += row[post.burnout + lane] * row[post.burnout + lane]
            square_intention += row[post.intention + lane] * row[post.intention + lane]
            tenure += row[post.tenure + lane]
    workers = max(filled, 1.0)
    s[number.posts_filled + lane] = filled
    s[number.burnout + lane], s[number.competence + lane] = burnout / workers, competence / workers
    s[number.burned_out + lane], s[number.burnout_severe + lane] = burned_out / workers, severe / workers
    s[number.quit_intention + lane], s[number.tenure_years + lane] = intention / workers, tenure / workers / 12.0
    s[number.burnout_intention_r + lane] = inequality.correlation(
        both / workers, burnout / workers, intention / workers, square_burnout / workers, square_intention / workers
    )


@each_lane
def pay_better():
    """Pay of entry against the reference at which workers come, and how soon a vacancy fills."""
    number.pay_ratio = finance.pay_ratio(reference=param.quit_pay_reference)
    number.fills = worker.fill_probability()


@each_post
def carry():
    """One worker's strain, skill and intention to quit."""
    shield = worker.resources(trust=number.trust_before_moves)
    strain = worker.strain(resources=shield)
    learned = worker.learning()
    post.burnout = worker.burnout_after(strain=strain)
    post.competence = worker.competence_after(learned=learned)
    ratio = finance.pay_ratio(reference=param.quit_pay_reference)
    post.intention = worker.intention_after(target=worker.intention_target(pay_ratio=ratio))


@each_post
def leave_or_stay(draw):
    """A worker retires, quits, or has been in post a month longer."""
    if worker.has_served() > 0.5:
        post.filled = 0.0
        number.retirements += 1.0
    elif resident.happens(draw, worker.quit_probability()) > 0.5:
        post.filled = 0.0
        number.quits += 1.0
        number.new_quits += worker.is_new(months=worker.NEW_STAFF_MONTHS)
    else:
        post.tenure += 1.0


@each_post
def recruit(restless, years, talented, susceptible):
    """A vacancy is filled; the recruit starts next month."""
    post.talent = worker.talent(number.pay, talented)
    post.competence = worker.competence_of_recruit()
    post.burnout = param.recruit_burnout
    post.intention = param.recruit_intention
    post.restlessness = restless
    post.career = worker.career(years)
    post.susceptibility = worker.susceptibility(draw=susceptible)
    post.tenure = 0.0
    post.filled = 1.0


@each_lane
def have_say():
    """Autonomy of the residents moves to its target."""
    orders = committee.surplus(number.order_share, param.order_share_reference)
    money = committee.budget_voice()
    say = committee.autonomy_target(budget_voice=money, order_surplus=orders)
    number.autonomy = committee.moved_towards(number.autonomy, say, param.autonomy_speed)
