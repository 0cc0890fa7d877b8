"""The story of one resident in both worlds."""

from sim.text import Text

STORY: dict[str, Text] = {
    "story_of": Text("This resident", "这位居民"),
    "story_about": Text("Building {building}, household of {household}, {neighbours} neighbours and friends",
                        "第 {building} 栋，家中 {household} 人，邻里与熟人 {neighbours} 位"),
    "story_empty": Text("Nothing has been simulated yet. Press play.", "还没有模拟任何月份。请按播放。"),
    "story_counts": Text("Months of taking part: {a} in A, {b} in B.", "在 A 参与过 {a} 个月，在 B 参与过 {b} 个月。"),
    "story_scale": Text("from month 1 to {months}; lines: 0 to 100 points", "第 1 至 {months} 个月；曲线：0 至 100 分"),
    "story_moved": Text("Upright grey line: somebody else moved in.", "竖的灰线：换了住户。"),
    "story_same": Text("The two lives are the same.", "两种经历相同。"),
    "story_apart": Text("From month {month} on the two lives differ, but not in taking part.",
                        "从第 {month} 个月起两种经历有差别，但参与情况相同。"),
    "story_parted": Text("In month {month} the resident takes part in one world and not in the other.",
                         "第 {month} 个月，这位居民在一个世界参与了，在另一个没有。"),
    "story_because": Text("What differed when it was decided (B less A, points): {reasons}.",
                          "决定参与与否时的差别（B 减 A，分）：{reasons}。"),
    "story_reason": Text("{state} {gap}", "{state} {gap}"),
    "story_only": Text("{state} in {world} only", "只在 {world} {state}"),
    "story_luck": Text("Own states, invitations, the building and activities all differed by less than 2 points; a small "
                       "difference tipped it.",
                       "自身状态、邀请、同楼带动和活动的差别都不到 2 分，是很小的差别起了作用。"),
    "state_took_part": Text("took part", "参与"),
    "state_satisfaction": Text("satisfaction", "满意度"),
    "state_awareness": Text("awareness", "知晓度"),
    "state_trust": Text("trust", "信任"),
    "state_belonging": Text("belonging", "归属感"),
    "state_habit": Text("habit", "参与习惯"),
    "state_asked": Text("asked along", "受到邀请"),
    "state_active": Text("called on as a party member", "作为党员出来活动"),
    "state_efficacy": Text("the sense that one's word counts", "参与效能感"),
    "state_neighbours": Text("people of the building who took part the month before", "上月参与的同楼居民"),
    "state_attraction": Text("appeal of activities", "活动吸引力"),
    "kind_retired": Text("retired party member", "退休党员"),
    "kind_in_service": Text("party member in work", "在职党员"),
    "kind_floating": Text("floating party member", "流动党员"),
}  # fmt: skip
