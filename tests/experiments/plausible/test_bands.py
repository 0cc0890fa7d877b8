"""Tables of bands: read strictly, every mistake one sentence with its place."""

from pathlib import Path

import numpy as np
import pytest

from experiments.plausible.band import Band, bands_of
from experiments.plausible.bands import BANDS_FILE, load_bands
from experiments.plausible.effects import effects, scenario_of
from sim.errors import InputError
from sim.text import Text

HEADS = "indicator,low,high,source\n"
EFFECTS = "indicator,low,high,source,policy,against,measure,months\n"
KINDS = "indicator,low,high,source,profile\n"


def table(folder: Path, text: str) -> Path:
    path = folder / "mine.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_projects_own_bands_speak_both_languages_and_hold_the_excess_of_official_turnout() -> None:
    bands = load_bands()
    assert all(band.source.en and band.source.zh for band in bands)
    excess = next(band for band in bands if band.operator == "-" and not band.profile)
    assert excess.columns == ("official_turnout", "turnout") and (excess.low, excess.high) == (0.20, 0.45)


def test_a_table_of_ones_own_is_read_with_marks_spaces_and_empty_lines(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes("\ufeffindicator,low,high,source\n\n trust , 0.4 ,0.7,a survey\n".encode())
    (band,) = load_bands(path)
    assert (band.indicator, band.low, band.high, band.source.zh) == ("trust", 0.4, 0.7, "a survey")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the file is empty."),
        (HEADS, "there is no band"),
        ("indicator,low,high\ntrust,0,1\n", "column 'source' is missing"),
        ("indicator,low,hihg,source\ntrust,0,1,x\n", "there is no column 'hihg' here. Did you mean 'high'?"),
        (HEADS + "trst,0.2,0.4,x\n", "Did you mean 'trust'?"),
        (HEADS + "trust,0.4,0.4,x\n", "is not below"),
        (HEADS + "trust,12,28,x\n", "write 0.28 for 28 %"),
        (HEADS + "trust,-0.1,0.4,x\n", "outside what is possible"),
        (HEADS + "trust,low,0.4,x\n", "column low: 'low' is not a number."),
        (HEADS + "trust,nan,0.4,x\n", "column low: 'nan' is not a number."),
        (HEADS + "trust,0.2,0.4,\n", "source is empty"),
        (HEADS + "trust,0.2,0.4,one, two\n", "the line has 5 cells, the heading 4."),
        (HEADS + "trust,0.2,0.4,x\ntrust,0.3,0.4,x\n", "has a band already"),
        (HEADS + "trust - turnout - quality,0.2,0.4,x\n", "more than two parts"),
        (HEADS + "cost_per_participant,0.2,0.4,x\n", "compares with the baseline"),
        (KINDS + "trust,0.2,0.4,x,old_compond\n", "Did you mean 'old_compound'?"),
        (KINDS + "trust,0.2,0.4,x,old compound\n", "Did you mean 'old_compound'?"),
        (KINDS + "trust,0.2,0.4,x,mixed\ntrust,0.3,0.4,x,mixed\n", "once for each profile"),
        (EFFECTS + "trust,0.1,0.2,x,publicty,,level,\n", "there is no policy 'publicty'"),
        (EFFECTS + "trust,0.1,0.2,x,publicty,,level,\n", "Did you mean 'publicity'?"),
        (EFFECTS + "trust,0.1,0.2,x,publicity_bords=5,,level,\n", "Did you mean 'publicity_boards'?"),
        (EFFECTS + "trust,0.1,0.2,x,publicity_boards=many,,level,\n", "publicity_boards = 'many' is not a number."),
        (EFFECTS + "trust,0.1,0.2,x,publicity_boards=-5,,level,\n", "publicity_boards"),
        (EFFECTS + "trust,0.1,0.2,x,publicity,,levle,\n", "there is no measure 'levle'; allowed are level, difference"),
        (EFFECTS + "trust,0.1,0.2,x,,,ratio,\n", "measure = 'ratio' needs a policy"),
        (EFFECTS + "trust,0.1,0.2,x,publicity,any,ratio,\n", "against = 'any' is not one policy"),
        (EFFECTS + "trust,0.1,0.2,x,publicity,training,level,\n", "against needs a policy, and measure difference"),
        (EFFECTS + "trust,0.1,0.2,x,,,level,24\n", "trust makes no band: months needs a policy."),
        (
            EFFECTS + "trust,-1,1,x,wage_rise=0.2,wage_rise = 0.20,difference,\n",
            "policy and against are the same, and nothing differs",
        ),
        (EFFECTS + "trust,0.1,0.2,x,publicity,,relative,\n", "measure = 'relative' needs against"),
        (EFFECTS + "turnout,0.1,0.2,x,publicity,,sd,\n", "measure = 'sd' is for trust"),
        (EFFECTS + "trust,0.1,0.2,x,,,sd,\n", "measure = 'sd' needs a difference or a policy"),
        (EFFECTS + "quit_rate,-2,-1,x,package,,elasticity,\n", "needs a policy of one lever above 0"),
        (EFFECTS + "orders_asked,0,1,x,publicity,,rebound,\n", "with admin_reduction above 0"),
        (EFFECTS + "trust,0.1,0.2,x,publicity,,level,1.5\n", "months = 1.5 is not a whole number"),
        (
            EFFECTS + "trust,0.1,0.2,x,publicity,,level,\ntrust,0.3,0.4,x,any,,level,\n",
            "line 3: indicator 'trust' under 'any' in 0.3..0.4 contradicts indicator 'trust' under 'publicity' "
            "0.1..0.2: no world can meet them all.",
        ),
        (
            EFFECTS + "trust,0.1,0.2,x,,,,\ntrust,0,0.1,x,publicity,,difference,\ntrust,0.5,0.6,x,publicity,,level,\n",
            "line 4: indicator 'trust' under 'publicity' in 0.5..0.6 contradicts indicator 'trust' 0.1..0.2 and "
            "indicator 'trust' under 'publicity' 0..0.1: no world can meet them all.",
        ),
        (
            EFFECTS + "trust,0.1,0.2,x,training,,level,\ntrust,0.1,0.3,x,training,,level,\n",
            "under 'training' has a band already",
        ),
    ],
)
def test_a_mistake_is_one_sentence(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        load_bands(table(tmp_path, text))
    assert told in str(caught.value) and str(caught.value).count("\n") == 0


def test_a_mistake_names_file_and_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"mine\.csv, line 3"):
        load_bands(table(tmp_path, HEADS + "trust,0.2,0.4,x\nquality,2,1,x\n"))


def test_what_is_read_otherwise_than_one_might_think_is_told(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes("指标,下限,上限,来源,颜色\ntrust,20%,４０％,调查,红\n".encode("gbk"))
    notes: list[str] = []
    (band,) = load_bands(path, lambda text: notes.append(text.en))
    assert (band.indicator, band.low, band.high, band.source.en) == ("trust", 0.2, 0.4, "调查")
    assert [bool(any(word in note for note in notes)) for word in ("GB 18030", "指标 as indicator", "颜色")] == [
        True
    ] * 3


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = HEADS + "trst,0.2,x,a\ntrust,0.4,0.3,\nquality,2,1,b\n"
    with pytest.raises(InputError) as caught:
        load_bands(table(tmp_path, text))
    assert [one.text.en.split(", line ")[1][0] for one in caught.value.each] == ["2", "2", "3", "3", "4"]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load_bands(tmp_path / "none.csv")


def test_a_difference_may_be_below_zero(tmp_path: Path) -> None:
    (band,) = load_bands(table(tmp_path, HEADS + "turnout - trust,-0.3,0.1,x\n"))
    assert band.low == -0.3 and BANDS_FILE.name == "bands.csv"


def test_a_band_of_one_kind_of_community_is_asked_of_it_alone_and_goes_before_that_of_any(tmp_path: Path) -> None:
    text = KINDS + "trust,0.2,0.6,x,\ntrust,0.5,0.9,x,old_compound\nquality,0.1,0.3,x,urban_village\n"
    bands = load_bands(table(tmp_path, text))

    def asked(profile: str) -> list[tuple[str, float]]:
        return [(band.indicator, band.low) for band in bands_of(bands, profile)]

    assert asked("old_compound") == [("trust", 0.5)]
    assert asked("urban_village") == [("trust", 0.2), ("quality", 0.1)]
    assert asked("mixed") == [("trust", 0.2)]


def test_a_kind_of_community_of_which_nothing_is_known_is_refused(tmp_path: Path) -> None:
    bands = load_bands(table(tmp_path, KINDS + "trust,0.5,0.9,x,old_compound\n"))
    with pytest.raises(InputError, match="no band speaks of the profile 'mixed'"):
        bands_of(bands, "mixed")


def test_a_policy_is_written_in_one_way_whatever_the_order_of_its_levers(tmp_path: Path) -> None:
    text = EFFECTS + "trust,0,1,x,publicity_digital = 4000 ；publicity_boards=5e3,,level,\n"
    (band,) = load_bands(table(tmp_path, text))
    assert band.policy == "publicity_boards=5000; publicity_digital=4000"
    assert scenario_of(band.policy).levers == {"publicity_boards": 5000.0, "publicity_digital": 4000.0}
    assert "5,000" in band.label.en and "5,000" in band.label.zh
    with pytest.raises(InputError, match="or of effects alone"):
        bands_of([band], "mixed")


def test_effects_by_hand() -> None:
    def means(**levels: float) -> dict[str, np.ndarray]:
        return {name: np.array([value]) for name, value in levels.items()}

    def asked_for(measure: str, policy: str, against: str = "", indicator: str = "trust") -> float:
        return float(effects([band(indicator, measure, policy, against)], 120, known)[0, 0])

    def band(indicator: str, measure: str, policy: str, against: str) -> Band:
        return Band(indicator, 0.0, 0.6, Text("x", "x"), "", policy, against, measure)

    known = {
        ("", 120): means(trust=0.5, quality=0.4, trust_sd=0.2),
        ("wage_rise=0.5", 120): means(trust=0.25, quality=0.6),
        ("wage_rise=1", 120): means(trust=0.4, quality=0.4),
        ("admin_reduction=0.2", 120): means(trust=0.45, quality=0.4),
        ("training", 120): means(trust=0.7, quality=0.4), ("package", 120): means(trust=0.9, quality=0.4),
    }  # fmt: skip
    assert asked_for("level", "training") == 0.7
    assert asked_for("difference", "wage_rise=0.5") == pytest.approx(-0.25)
    assert asked_for("difference", "wage_rise=0.5", "wage_rise=1") == pytest.approx(-0.15)
    assert asked_for("ratio", "wage_rise=0.5", indicator="trust + quality") == pytest.approx(0.85 / 0.9)
    assert asked_for("relative", "wage_rise=0.5", "wage_rise=1") == pytest.approx(2.5)
    assert asked_for("sd", "training") == pytest.approx(1.0)
    assert asked_for("elasticity", "wage_rise=0.5") == pytest.approx(np.log(0.5) / np.log(1.5))
    assert asked_for("rebound", "admin_reduction=0.2") == pytest.approx(0.5)
    assert asked_for("level", "any") == 0.9  # the policy that lies furthest outside, and never one of levers alone
