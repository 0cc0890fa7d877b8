"""What the page is sent has the keys that its types declare, and no others."""

import re
from pathlib import Path

from dashboard.background.comparing import comparison_content
from dashboard.background.findings import findings
from experiments.compare import compare
from tests.dashboard.test_findings import answer, spread

TYPES = (Path(__file__).resolve().parents[2] / "dashboard" / "static" / "types.d.ts").read_text(encoding="utf-8")


def declared(interface):
    """The keys of an interface, those of the interface that it extends not counted."""
    [body] = re.findall(rf"^interface {interface}\b[^{{]*\{{\n(.*?)^\}}", TYPES, re.MULTILINE | re.DOTALL)
    return set(re.findall(r"^  (\w+)\??:", body, re.MULTILINE))


def test_findings_have_the_keys_of_their_type():
    found = findings(answer(trust=spread(0.05)))
    assert {"kind", *found} == declared("Found")
    assert all(set(row) == declared("FoundRow") for row in found["rows"])


def test_a_comparison_has_the_keys_of_its_type():
    content = comparison_content(compare(["training"], replicates=2, months=24, params={"n_residents": 300}))
    assert {"run", *content} == declared("Compared")
    arms = [arm for row in content["rows"].values() for arm in row]
    assert arms and all(set(arm) == declared("Arm") for arm in arms)
    assert all(
        set(one) == declared("Judged") | declared("Interval") for arm in arms for one in arm["differences"].values()
    )
