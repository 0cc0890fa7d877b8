import numpy as np
import pytest
from scipy import stats

from report.compare import by_group
from report.compare.findings import CompareFindings
from sim.indicators import GROUPS

PART, NAMES = "participation_12m", ["baseline", "training", "publicity"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_largest_interval_is_the_largest_of_both_panels(make, lang):
    """Participation of party members is given the widest spread; satisfaction is drawn after it and varies little."""
    spread = [2.0, 12.0, 4.0, 9.0]
    effects = {(key, f"{PART}.{group}"): [1.0, 1.1, 1.2, 1.1] for key in NAMES[1:] for group in GROUPS}
    effects[("training", f"{PART}.party")] = spread
    f = CompareFindings(make(NAMES, replicates=4, budget=None, effects=effects), lang)
    half = stats.t.ppf(0.975, 3) * np.std(spread, ddof=1) / 2
    where = {
        "en": f"largest ±{half:.1f} (Training: participation, party members)",
        "zh": f"最大 ±{half:.1f}（培训人员：参与，党员）",
    }
    assert where[lang] in by_group._note(f)


def test_the_intervals_of_a_policy_off_the_scale_count_too(make):
    spread = [20.0, 42.0, 34.0, 29.0]
    effects = {("package", f"{PART}.young"): spread, ("package", PART): [30.0, 31.0, 32.0, 31.0]}
    f = CompareFindings(make([*NAMES, "package"], replicates=4, budget=None, effects=effects), "en")
    half = stats.t.ppf(0.975, 3) * np.std(spread, ddof=1) / 2
    assert f.wide == ["package"]
    assert f"largest ±{half:.1f} (All ten: participation, young)" in by_group._note(f)
