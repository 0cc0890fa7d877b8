"""The links that a policy may act through: quantities of the calendar, in the order in which a month makes them."""

from dataclasses import dataclass

from sim.text import Text


@dataclass(frozen=True, slots=True)
class Link:
    """A quantity that can be held, and the indicator that shows its level, where there is one.

    ``same`` says that the indicator is the quantity itself, so that a held link leaves nothing of it by definition.
    """

    name: str
    label: Text
    indicator: str | None
    same: bool = True

    def is_end(self, end: str) -> bool:
        """Tell whether an end is this quantity itself, in all residents or in a group of them."""
        return self.same and end.partition(".")[0] == self.indicator


_ALL = (
    Link("orders", Text("administrative orders", "行政任务"), "order_share", same=False),
    Link("money", Text("income", "社区收入"), "free_money", same=False),
    Link("attraction", Text("appeal of activities", "活动吸引力"), None, same=False),
    Link("asked", Text("being asked along", "受邀参加"), "residents_asked"),
    Link("awareness", Text("awareness", "知晓度"), "awareness"),
    Link("quality", Text("service quality", "服务质量"), "quality"),
    Link("satisfaction", Text("satisfaction", "满意度"), "satisfaction"),
    Link("trust", Text("trust", "信任"), "trust"),
    Link("belonging", Text("belonging", "归属感"), "belonging"),
    Link("coordination", Text("coordination", "两委协同"), "coordination"),
    Link("autonomy", Text("autonomy", "自治程度"), "autonomy"),
)

LINKS: dict[str, Link] = {link.name: link for link in _ALL}
