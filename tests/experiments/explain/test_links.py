"""Every slow state and flow of the calendar is a link, in the order of the month; what they tell of ten policies."""

import re
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from experiments.explain import explain
from experiments.explain.blocking import FIRST_LINK, POLICY
from experiments.explain.mediators import LINKS
from experiments.output.windows import SUMMARY_COLUMNS
from report.explain.findings import MOST, ExplainFindings
from report.explain.sentences import claim
from report.explain.terminal import print_explained
from sim import indicators
from sim.compute.layout import LANES, NUMBER, PER_SERVICE, PERSON, POST, QUANTITIES
from sim.engine.calendar import simulate_month
from sim.engine.replicate import baseline_levers
from sim.engine.trial import PASS_MODULES, interpreted
from tests.small import ALONE, settled

ROOT = Path(__file__).parents[3]
SMALL = {"n_residents": 300.0, "n_buildings": 6.0, "burn_in_months": 12.0}
MADE_OF_OTHERS = {
    # sums of residents and posts, which are held one by one
    "mean_awareness",
    "mean_trust",
    "trust_before_moves",
    "participants",
    "complaints_answered",
    "answered_share",
    "recent_participants",
    "filled",
    "extra_filled",
    "posts_filled",
    "active_retired",
    "active_in_service",
    "active_floating",
    "burned_out",
    "burnout_severe",
    "quit_intention",
    "burnout_intention_r",
    "tenure_years",
    "grades",
    "pay_ratio",
    "fills",
    "harmony",
    "habit_gini",
    "top_tenth_share",
    "volunteer_hours",
    "turnout",
    "official_turnout",
    # shown beside what is held, and read by no rule of residents, staff or committees
    "revenue_fiscal",
    "revenue_tasks",
    "revenue_party",
    "revenue_units",
    "revenue_residents",
    "revenue_match",
    "revenue_market",
    "revenue_fund",
    "revenue_concentration",
    "orders_bill",
    "free_money",
    "deficit",
    "spent_events",
    "spent_party",
    "spent_fund",
    "spent_infrastructure",
    "operating_cost",
    "cost",
    "shadow_cost",
    "relief",
    "hours_inspections",
    "paper_compliance",
    "orders_undone",
    "hours_worked",
    "hours_training",
    "hours_meetings",
    "hours_organising",
    "hours_orders",
    "hours_requests",
    "hours_overtime",
    "discord_hours_lost",
    "output_orders",
    "output_volunteers",
    "served",
    "abandoned",
    "non_government_share",
    "service_paid_by_others",
    "promised_unpaid",
    "resident_decided_money",
    # of who sits, which is held with the chair, and of what they decide, which is held as coordination
    "merged_seats",
    "seated",
    "street_loyalty_median",
    "for_residents",
    "carried",
    "split_votes",
    "overruled",
    "member_trust",
    # act through a number that is held: the street through orders, erosion through pay, stocks through what is met
    "item_stock",
    "seen_load",
    "used_load",
    "street_pressure",
    "score_complaints",
    "erosion",
    "erosion_unindexed",
    "stock_boards",
    "stock_digital",
    # of quality, of taking part, and of turnout: their parts are held
    "service_part",
    "event_pull",
    "heard",
    "civic_motive",
    # no policy moves them
    "fiscal_shock",
    "wish",
    "template",
    "party_list",
}
PERSONS_MADE_OF_OTHERS = {
    "last_participation", "last_went", "last_helped", "last_sat", "last_complained", "autonomy_gap", "match", "talk",
    "took_part",
}  # fmt: skip


def calls_of_hold():
    """The columns that the passes hold, by name, from their text."""
    text = "".join((ROOT / name.replace(".", "/")).with_suffix(".py").read_text("utf-8") for name in PASS_MODULES)
    services = {word.lower() for word in re.findall(r"hold_services\(s, ([A-Z]+)", text)}
    return services | set(re.findall(r"hold\w*\([^()]*?(?:number|person|post)\.(\w+)", text))


def test_every_number_of_the_calendar_is_held_or_made_of_what_is():
    held = calls_of_hold()
    numbers = {*NUMBER, *PER_SERVICE}
    assert numbers - held == MADE_OF_OTHERS
    new = (
        "a state that no pass holds belongs into PERSONS_MADE_OF_OTHERS of this file; one of its own effect gets a hold"
    )
    assert set(PERSON) - held == PERSONS_MADE_OF_OTHERS, new
    assert {"competence", "burnout", "effort"} <= held <= numbers | set(PERSON) | set(POST) | {"building"}


def test_the_links_are_the_quantities_of_the_calendar_each_with_an_indicator_that_is_there():
    assert tuple(LINKS) == QUANTITIES
    known = [link.indicator for link in LINKS.values() if link.indicator is not None]
    assert set(known) <= set(indicators.INDICATORS) and len(set(known)) == len(known)
    assert {item for link in LINKS.values() for item in link.same} <= set(indicators.INDICATORS)


def test_the_links_stand_in_the_order_in_which_a_month_holds_them(monkeypatch):
    """A month with an election, lived in plain Python with stand-ins that note what is held."""
    block, order = settled(burn_in_months=25.0), []
    block.holding = True

    def note(*arguments):
        order.append(QUANTITIES[arguments[-1] // LANES])

    stand_ins = dict.fromkeys(("hold", "hold_here", "hold_posts", "hold_services"), note)
    stand_ins["hold_staff"] = lambda *arguments: order.append("posts")
    passes = [name for name in PASS_MODULES if ".passes." in name and not name.endswith("holding")]
    with interpreted([block]), monkeypatch.context() as patched:
        for name in passes:
            for function in stand_ins.keys() & vars(import_module(name)).keys():
                patched.setattr(f"{name}.{function}", stand_ins[function])
        simulate_month(block, baseline_levers())
    assert list(dict.fromkeys(order)) == list(LINKS)


def test_all_links_have_their_row_in_the_guide_in_both_languages():
    for language in ("en", "zh"):
        guide = (ROOT / f"docs/how-to/ask-through-which-link.{language}.md").read_text("utf-8")
        rows = [row.split("|")[1] for row in guide.splitlines() if row.startswith("| `")]
        assert [name for row in rows for name in re.findall(r"`(\w+)`", row) if name in LINKS] == list(LINKS)


@pytest.fixture(scope="module")
def trained():
    return explain("training", replicates=4, params=SMALL, months=48, execution=ALONE)


def test_training_acts_through_competence(trained):
    place = SUMMARY_COLUMNS.index("quality")
    values = trained.means[:, :, place]
    total = values[:, POLICY] - values[:, 0]
    mediated = values[:, POLICY] - values[:, FIRST_LINK + list(LINKS).index("competence")]
    assert np.median(mediated / total) > 0.5
    f = ExplainFindings(trained.content, "en")
    assert f.carriers("quality", f.total("quality").mean)[0] == "competence"
    assert "through workers' competence" in claim(f, "quality")


def test_pictures_and_terminal_show_the_links_that_carry_most_and_say_so(trained, capsys):
    f = ExplainFindings(trained.content, "en")
    own = trained.content["quantities"]
    ends = {
        end["indicator"]: end["smallest"] for end in trained.content["ends"] if end["indicator"] in f.primary_outcomes
    }

    def weight(link):
        return max(
            abs(link["ends"][end]["carried"]["mean"]) / smallest
            for end, smallest in ends.items()
            if not link["ends"][end]["itself"]
        )

    most = sorted(own, key=weight, reverse=True)[:MOST]
    assert f.shown(f.primary_outcomes) == [link["name"] for link in own if link in most]
    from rich.console import Console

    print_explained(trained.content, Console(width=200, highlight=False), "en")
    assert f"Shown are the {MOST} of {len(LINKS)} links" in " ".join(capsys.readouterr().out.split())
