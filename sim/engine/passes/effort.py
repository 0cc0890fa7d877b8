"""Workers' hours and output: what the posts can give this month."""

from sim import finance, services
from sim.agents import worker
from sim.compute import elementary
from sim.compute.compiled import compile_rules, compiled
from sim.compute.layout import lever, number, param, post, quantity
from sim.compute.segments import each_lane, each_post
from sim.engine.passes.holding import hold, hold_posts

compile_rules(elementary, finance, services, worker)


@compiled
def work_posts(used, posts, election, s, source, holding):
    """Hours, load, pay, effort, output and care of the filled posts; an empty community has none."""
    for lane in range(used):
        divide_hours(lane, s, election)
    if holding:
        hold(s, number.contract_hours, source, quantity.hours)
    for lane in range(used):
        bear_load(lane, s)
    if holding:
        hold(s, number.load, source, quantity.load)
        hold(s, number.overtime, source, quantity.load)
    for lane in range(used):
        earn(lane, s)
    if holding:
        hold(s, number.pay, source, quantity.pay)
    for lane in range(used):
        for place in range(len(posts)):
            be_paid(lane, posts[place], s)
    if holding:
        hold_posts(posts, post.pay, source, quantity.pay)
    for lane in range(used):
        for place in range(len(posts)):
            if posts[place, post.filled + lane] == 1.0:
                exert(lane, posts[place], s)
    if holding:
        hold_posts(posts, post.effort, source, quantity.effort)
    for lane in range(used):
        _produce(lane, posts, s)
    if holding:
        hold(s, number.output, source, quantity.output)
        hold(s, number.care, source, quantity.care)


@compiled
def _produce(lane, posts, s):
    """What the filled posts get done together, and how well they look after those who ask."""
    begin_work(lane, s)
    for place in range(len(posts)):
        if posts[place, post.filled + lane] == 1.0:
            produce(lane, posts[place], s, place)
    count_work(lane, s)


@each_lane
def divide_hours(election):
    """Hours a worker has for orders and requests, after training, meetings and what is organised [hours]."""
    whole = param.hours_per_month
    meetings = services.meeting_hours()
    organising = services.hours_of_activities(favours=services.favours()) + services.hours_of_contact()
    organising += services.hours_of_organisation(election=election)
    organising = organising / max(number.filled, 1.0)
    elsewhere = lever.training_hours + meetings + organising
    number.contract_hours = services.contract_hours(whole, elsewhere)
    spared = services.spared_share(whole, number.contract_hours, elsewhere)
    number.hours_training = number.filled * lever.training_hours * spared
    number.hours_meetings = number.filled * meetings * spared
    number.hours_organising = number.filled * organising * spared


@each_lane
def bear_load():
    """What orders and requests ask for against the hours there are, and the overtime that follows."""
    needed = services.hours_needed(waiting=number.backlog + number.requests)
    number.load = services.load(needed, max(number.filled, 1.0) * number.contract_hours)
    if number.filled == 0.0:
        number.load = param.load_limit
    number.overtime = services.overtime()


@each_lane
def earn():
    """Pay for an hour worked, at entry."""
    number.pay = worker.pay_per_hour(finance.wage())


@each_post
def be_paid():
    """Pay for an hour worked in the grade of whoever is in post, or was."""
    post.pay = worker.pay_of_grade(number.pay, worker.grade())


@each_post
def exert():
    """The effort of a filled post: the motivation that pay gives, less burnout."""
    post.effort = worker.effort(worker.motivation())


@each_lane
def begin_work():
    """Nothing is done yet, and discord will take its part."""
    number.harmony = services.harmony()
    number.output = 0.0
    number.care = 0.0
    number.effort = 0.0
    number.grades = 0.0
    number.extra_filled = 0.0


@each_post
def produce(place):
    """What one filled post adds to output, care, effort and grades."""
    number.output += worker.output(number.contract_hours * (1.0 + number.overtime))
    number.care += worker.care()
    number.effort += post.effort
    number.grades += worker.grade()
    number.extra_filled += 1.0 if place >= param.n_posts else 0.0


@each_lane
def count_work():
    """Means of care and effort; hours lost to discord, worked, and worked overtime."""
    workers = max(number.filled, 1.0)
    number.care = number.care / workers
    number.effort = number.effort / workers
    number.discord_hours_lost = services.discord_hours_lost()
    number.hours_worked = services.hours_worked(number.filled, number.contract_hours)
    number.hours_overtime = number.hours_worked - number.filled * number.contract_hours
