"""What moves together in a design is one path of points: no effect is given to each."""

import itertools
import json
import re

import numpy as np
import pandas as pd
import pytest

from experiments.output.manifest import MANIFEST
from report.rebuild import report
from report.sweep.blocks import blocks_of
from report.sweep.findings import SweepFindings
from report.sweep.results import QUALITY, read_sweep
from report.sweep.sentences import along_title, lead
from tests.report.sweep.sweeps import made_sweep

PATH = [(0.0, 0.02), (0.15, 0.03), (0.3, 0.05)]


def frame(points):
    return pd.DataFrame(points, columns=["a", "b", "c"][: len(points[0])])


@pytest.mark.parametrize(("points", "blocks"), [
    (list(itertools.product([0, 1, 2], [0, 5])), (("a",), ("b",))),
    ([(0, 0), (1, 5), (2, 9)], (("a", "b"),)),
    ([(0, 1), (1, 0), (2, 1)], (("a", "b"),)),
    ([(0, 0), (0, 1), (1, 1), (1, 2)], (("a", "b"),)),
    ([(a, b, c) for a in (0, 1) for b, c in ((0, 0), (1, 7), (2, 8))], (("a",), ("b", "c"))),
    ([(0, 3), (1, 3), (2, 3)], (("a",),)),
    ([(0, 0, 0), (1, 1, 0), (1, 0, 1), (0, 1, 1)], (("a",), ("b",), ("c",))),
])  # fmt: skip
def test_quantities_of_a_list_are_apart_only_where_all_their_values_meet(points, blocks):
    frames = frame(points)
    assert blocks_of(frames, list(frames.columns), sampled=False) == blocks


def test_drawn_quantities_are_together_where_their_correlation_is_near_one():
    rng = np.random.default_rng(1)
    a = rng.random(80)
    points = pd.DataFrame({"a": a, "b": rng.random(80), "c": 1 - a + rng.normal(0, 0.02, 80)})
    assert blocks_of(points, ["a", "b", "c"], sampled=True) == (("a", "c"), ("b",))


def listed(folder, lang="en", points=PATH):
    """A sweep over a list in which pay and forgetting move together."""
    runs = made_sweep(folder, noise=0.0002)
    kept = [tuple(item) in points for item in runs[["wage_rise", "forgetting"]].to_numpy()]
    runs = runs[kept].reset_index(drop=True)
    runs["point"] = runs["wage_rise"].map({point[0]: number for number, point in enumerate(points)})
    runs.to_parquet(folder / "summary.parquet", index=False)
    content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    content["plan"]["design"] |= {"kind": "list", "n_points": len(points)}
    (folder / MANIFEST).write_text(json.dumps(content), encoding="utf-8")
    return SweepFindings(read_sweep(folder, lang)), runs


def test_the_joint_effect_is_told_once_of_both_from_end_to_end(tmp_path):
    f, runs = listed(tmp_path)
    (only,) = f.contrasts(QUALITY, "baseline", gain=False)
    own = runs[runs["scenario"] == "baseline"].pivot_table(index="replicate", columns="wage_rise", values="quality")
    assert only.block == ("wage_rise", "forgetting")
    assert only.found.mean == pytest.approx(100 * (own[0.3] - own[0.0]).mean())
    said = along_title(f, "baseline", gain=False)
    ends = r"with wage rise 0\.3 and .* 0\.05 than with wage rise 0 and .* 0\.02, which move together$"
    assert re.search(ends, said)


def test_no_sentence_gives_an_effect_to_one_of_them_alone(tmp_path):
    for lang, one in (("en", r"with wage rise at"), ("zh", r"^提薪幅度为")):
        f, _ = listed(tmp_path / lang, lang)
        assert not re.search(one, lead(f), re.M)
        html = report(tmp_path / lang, lang)[0].read_text(encoding="utf-8")
        assert ("one path of points" if lang == "en" else "合为一条路径") in html


def test_where_a_plan_moves_levers_the_baseline_is_not_called_no_policy(tmp_path):
    made_sweep(tmp_path / "levers")
    made_sweep(tmp_path / "rules", names=("forgetting",))
    levers, rules = (
        report(tmp_path / item, "en")[0].read_text(encoding="utf-8").split('id="provenance"')[0]
        for item in ("levers", "rules")
    )
    assert "o policy" not in levers and "levers alone" in levers and "No policy" in rules
