"""Levers that mean something else than in an earlier edition, where a scenario sets them as they were meant then."""

from collections.abc import Iterable, Iterator

from sim.levers import LEVERS
from sim.scenarios.scenario import Scenario
from sim.text import Text

SEATS = 3.0  # of the party committee, that cross-appointment merges


def meanings(scenarios: Iterable[Scenario]) -> Iterator[Text]:
    """Yield a sentence on every lever of the scenarios that may not do what whoever wrote it expects."""
    for own in scenarios:
        values = [own.levers, *(change.levers for change in own.changes)]
        levers = {name for one in values for name in one}
        if "provider_incentive" in levers and "favours_paid" not in levers:
            paid = LEVERS["favours_paid"].default
            yield Text(
                f"{own.name}: provider_incentive is what is promised, and favours_paid, {paid:g} unless set, is the "
                "share of it that is really paid; set favours_paid = 1 where all of it is.",
                f"{own.name}：provider_incentive 是承诺的优惠，其中真正兑现的比例是 favours_paid，不设则为 {paid:g}；"
                "要全部兑现，请设 favours_paid = 1。",
            )
        for share in dict.fromkeys(one["cross_appointment"] for one in values if "cross_appointment" in one):
            seats = int(SEATS * share + 0.5)
            if abs(SEATS * share - seats) > 0.05:
                yield Text(
                    f"{own.name}: cross_appointment merges whole seats of three: {share:g} merges {seats}; "
                    "write 0.33, 0.67 or 1 for one, two or three.",
                    f"{own.name}：cross_appointment 按三个席位逐席合并：{share:g} 合并 {seats} 席；"
                    "一席、两席、三席分别写 0.33、0.67、1。",
                )
