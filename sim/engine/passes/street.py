"""The street office's month: what it hands down as the month opens, and the pressure it feels as the month ends."""

from sim import finance
from sim.agents import street
from sim.compute import elementary
from sim.compute.compiled import compile_rules
from sim.compute.layout import number, param
from sim.compute.segments import each_lane

compile_rules(elementary, finance, street)


@each_lane
def look_at_load():
    """The street sees last month's load, finds time that is free against what it was used to, and fills it."""
    number.seen_load = street.load_noticed(number.seen_load, number.load, param.street_attention)
    free = street.slack()
    number.used_load = street.load_noticed(number.used_load, number.seen_load, param.street_memory)
    number.item_stock = street.items_after(slack=free)


@each_lane
def hand_down(campaign, month):
    """Orders demanded, by items, over the years, relieved, with inspections and reports; what is done on paper."""
    growth = finance.grown(month, param.order_growth)
    number.relief = street.relief()
    number.hours_inspections = street.inspections()
    number.orders = finance.orders_of_items(campaign, growth)
    number.orders += number.hours_inspections + street.reports_on_complaints(number.score_complaints)
    number.paper_compliance = street.paper()
    number.orders_worked = street.orders_worked()


@each_lane
def feel_pressure():
    """What was left undone this month, done on paper, and complained of without an answer."""
    number.score_complaints = number.complaints
    number.street_pressure = street.pressure_after()
