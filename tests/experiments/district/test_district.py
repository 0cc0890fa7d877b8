"""A district is the file's communities: their people are those of the file, their sums are the district's."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from cli import main
from experiments.district import InterruptedDistrict, district, study
from experiments.district.people import design_of, grown, people_of
from experiments.district.reading import read_communities
from experiments.district.study import check_request
from experiments.district.totals import PEOPLE, TRAITS, going_with, totals, weighted
from experiments.output.manifest import read_manifest
from experiments.runs import Execution
from experiments.sweep.study import InterruptedSweep, sweep
from sim.community import OLD, build_community
from sim.engine.lanes import new_board
from sim.engine.replicate import world
from sim.errors import InputError
from sim.params import PARAMS
from sim.scenarios.scenario import load_profile
from tests.small import ALONE

HEAD = "name,residents,share_old,renters,party_members,posts,grant\n"
FILE = HEAD + "East,400,0.2,120,30,8,12000\nWest,300,0.35,60,24,6,9000\nSouth,500,0.15,250,30,8,15000\n"
MIXED = load_profile("mixed")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "communities.csv"
    path.write_text(FILE, encoding="utf-8")
    return path


def read(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    notes = []
    return read_communities(path, lambda text: notes.append(text.en)), notes


def complaint(path, text):
    with pytest.raises(InputError) as caught:
        design_of(read(path, text)[0], MIXED, path)
    assert "\n" not in str(caught.value) and caught.value.text.zh != caught.value.text.en
    return str(caught.value).replace(str(path), "FILE")


@pytest.mark.parametrize(
    "profile,share_old,renters,members",
    [
        ("mixed", 0.2, 900, 240),
        ("mixed", 0.4, 300, 150),
        ("old_compound", 0.3, 1500, 300),
        ("urban_village", 0.1, 2100, 120),
    ],
)
def test_the_people_of_a_community_are_those_of_its_row(file, profile, share_old, renters, members):
    kind = load_profile(profile)
    rows, _ = read(
        file, HEAD + f"A,20000,{share_old},{renters / 3000 * 20000:.0f},{members / 3000 * 20000:.0f},15,15000\n"
    )
    made = people_of(rows[0], world(kind, {}), file)
    people = build_community(7, new_board([world(kind, made)]))
    assert people.n_residents == 20000
    assert np.mean(people.age == OLD) == pytest.approx(share_old, abs=0.012)
    assert np.mean(people.renter) == pytest.approx(renters / 3000, abs=0.015)
    assert np.mean(people.kind >= 0) == pytest.approx(members / 3000, abs=0.008)


def test_every_community_has_people_and_random_draws_of_its_own(file):
    design = design_of(read(file, FILE)[0], MIXED, file)
    assert len(set(design.communities.tolist())) == 3
    assert design.settings(1)[1]["n_posts"] == 6 and design.settings(1)[1]["n_buildings"] == 6


def test_profiles_of_a_file_bring_their_other_numbers(file):
    text = HEAD.replace("\n", ",profile\n") + "A,900,0.2,90,60,9,9000,old_compound\nB,900,0.2,90,60,9,9000,\n"
    design = design_of(read(file, text)[0], MIXED, file)
    own = [design.settings(point)[1]["member_units"] for point in range(2)]
    assert own == [load_profile("old_compound").params["member_units"], world(MIXED, {})["member_units"]]


@pytest.mark.parametrize(
    "text,encoding,note",
    [
        (FILE, "utf-8-sig", False),
        (FILE.replace(",", ";"), "utf-8", False),
        (FILE.replace("East", "东社区"), "gb18030", True),
        ("\n" + FILE.replace("\n", "\r\n"), "utf-8", False),
        (FILE.replace("East,400", 'East,"400"').replace("12000", '"12,000"'), "utf-8", False),
        (FILE.replace(",", ";").replace(".", ","), "utf-8", False),
    ],
)
def test_files_of_spreadsheets_are_read(file, text, encoding, note):
    rows, notes = read(file, text, encoding)
    assert [row.residents for row in rows] == [400, 300, 500] and rows[0].grant == 12000
    assert [row.share_old for row in rows] == [0.2, 0.35, 0.15]
    assert bool(notes) == note


@pytest.mark.parametrize(
    "text,told",
    [
        ("", "FILE: the file is empty."),
        (HEAD, "FILE: there is no community below the heading"),
        (FILE.replace("renters", "rentres"), "FILE, line 1: there is no column 'rentres' here."),
        (FILE.replace("renters", "rentres"), "Did you mean 'renters'?"),
        (FILE.replace("6,9000", "6"), "FILE, line 3: the line has 6 cells, the heading 7."),
        (HEAD.replace(",grant", "") + "A,400,0.2,120,30,8\n", "FILE, line 1: the column 'grant' is missing; needed"),
        (FILE.replace("posts,grant", "posts,grant,grant"), "FILE, line 1: the column 'grant' is there twice."),
        (FILE.replace("0.35", "38"), "column share_old: '38' is outside 0..1; write a share, 0.38 for 38 %."),
        (FILE.replace("0.35", "-0.1"), "column share_old: '-0.1' is outside 0..1; write a share, 0.35 for 35"),
        (FILE.replace("0.35", "390%"), "column share_old: '390%' is outside 0..1; write a share, 0.35 for 35 %."),
        (FILE.replace("0.35", "half"), "FILE, line 3, column share_old: 'half' is not a number."),
        (FILE.replace("9000", "9000元"), "'9000元' is not a number; write the number alone, without its unit."),
        (FILE.replace("0.35,60", "0.35,20%"), "column renters: '20%' is a share; write the number itself."),
        (FILE.replace("9000", ""), "FILE, line 3, column grant: the cell is empty."),
        (FILE.replace("9000", "nan"), "FILE, line 3, column grant: 'nan' is not a number."),
        (FILE.replace("9000", "9_000"), "FILE, line 3, column grant: '9_000' is not a number."),
        (FILE.replace("West", ""), "FILE, line 3, column name: the name is empty."),
        (FILE.replace("West", "w" * 61), "FILE, line 3, column name: the name has 61 characters"),
        (FILE.replace("West", "East"), "FILE, line 3, column name: the name 'East' is that of line 2 already."),
        (FILE.replace("120", "500"), "FILE, line 2, column renters: 500 is more than the 400 residents."),
        (FILE.replace("120", "0.3"), "column renters: '0.3' is not a whole number from 0; write how many"),
        (FILE.replace("120", "390"), "column renters: 390 is outside 0..360, the range of the model for 400"),
        (FILE.replace("300,0.35,60,24", "20,0.35,6,2"), "column residents: 20 is outside 50..1,000,000"),
        (FILE.replace("6,9000", "2,9000"), "FILE, line 3, column posts: 2 is outside 4..40"),
        (FILE.replace("9000", "900000"), "FILE, line 3, column grant: 900,000 is outside 5000..40000"),
        (FILE.replace("60,24", "60,1"), "FILE, line 3, column party_members: 1 is outside 7..61"),
        (FILE.replace("0.15,250", "0.6,250"), "share_old: 0.6 is outside 0..0.49, the range of the model where 50%"),
        (FILE.replace("East", '"East'), "FILE, line 4: this is not CSV"),
        (HEAD.replace("\n", ",profile\n") + "A,400,0.2,120,30,8,9000,mixt\n", "profile: There is no profile 'mixt'"),
    ],
)  # fmt: skip
def test_a_bad_cell_is_told_in_one_sentence_with_its_place(file, text, told):
    assert told in complaint(file, text)


def test_a_file_that_is_no_text_or_not_there_is_told(file, tmp_path):
    file.write_bytes(b"\xff\xfe\x00\x81\xff")
    with pytest.raises(InputError, match="neither UTF-8 nor GB 18030"):
        read_communities(file, lambda text: None)
    with pytest.raises(InputError, match="cannot be read"):
        read_communities(tmp_path / "nothing.csv", lambda text: None)


def test_a_file_larger_than_64_mb_is_refused(file):
    with file.open("wb") as stream:
        stream.truncate(64 * 1024 * 1024 + 1)
    with pytest.raises(InputError, match="larger than 64 MB"):
        read_communities(file, lambda text: None)


def test_young_and_middle_aged_keep_the_ratio_of_the_profile(file):
    made = people_of(read(file, FILE)[0][0], world(MIXED, {}), file)
    usual = PARAMS["age_young_share"].default / PARAMS["age_middle_share"].default
    assert made["age_young_share"] / made["age_middle_share"] == pytest.approx(usual)


def test_orders_and_running_costs_grow_with_residents_and_nothing_that_the_file_gives(file):
    rows, _ = read(file, HEAD + "A,1000,0.2,300,80,5,5000\nB,3000,0.2,900,240,15,15000\nC,8000,0.2,2400,640,40,40000\n")
    before = design_of(rows, MIXED, file)
    after = grown(before, rows, MIXED)
    orders, costs = (after.points[:, after.params.index(name)] for name in ("admin_hours_demanded", "operating_cost"))
    assert orders == pytest.approx(PARAMS["admin_hours_demanded"].default * np.array([1, 3, 8]) / 3)
    assert costs == pytest.approx(PARAMS["operating_cost"].default * np.array([1, 3, 8]) / 3)
    changed = [name for index, name in enumerate(after.params) if (after.points != before.points)[:, index].any()]
    assert changed == ["admin_hours_demanded", "operating_cost"]
    assert [after.settings(point)[1]["n_buildings"] for point in range(3)] == [20, 60, 160]


def test_orders_take_the_same_share_of_time_in_small_and_large_communities(file, tmp_path):
    file.write_text(HEAD + "A,600,0.3,200,50,4,5000\nB,3000,0.3,1000,250,20,15000\n", encoding="utf-8")
    plan = check_request(file, ["baseline"], months=6).plan
    share = sweep(plan, tmp_path / "out", execution=ALONE).summary()["order_share"]
    assert abs(share[0] - share[1]) < 0.1


def test_totals_are_sums_and_means_over_residents():
    residents = np.array([100.0, 300.0])
    values = np.zeros((2, 2, 1, 7))
    values[:, 0, 0, 0], values[:, 1, 0, 0] = [0.2, 0.1], [0.3, 0.2]
    values[:, 1, 0, 5] = [1000.0, 2000.0]
    found = totals(values, ["baseline", "publicity"], residents).set_index(["scenario", "outcome"])
    assert found.loc[("baseline", PEOPLE), "level"] == pytest.approx(100 * 0.2 + 300 * 0.1)
    assert found.loc[("publicity", PEOPLE), "difference"] == pytest.approx(40)
    assert found.loc[("baseline", "participation_12m"), "level"] == pytest.approx(0.125)
    assert found.loc[("publicity", "cost"), "difference"] == pytest.approx(3000)
    assert found.loc[("publicity", PEOPLE), "high"] == pytest.approx(
        400 * found.loc[("publicity", "participation_12m"), "high"]
    )
    assert found.loc[("publicity", "participation_12m"), ["low", "high"]].tolist() == pytest.approx([0.1, 0.1])


def test_with_equal_weights_the_interval_is_that_of_a_mean():
    from scipy.stats import t

    own = np.random.default_rng(2).normal(0.05, 0.02, 9)
    found, low, high = weighted(own, np.full(9, 1 / 9))
    assert found == pytest.approx(own.mean())
    assert (low, high) == pytest.approx(t.interval(0.95, 8, own.mean(), own.std(ddof=1) / 3))


def test_weighted_intervals_hold_the_truth_about_as_often_as_they_say():
    rng, hits = np.random.default_rng(3), 0
    for _ in range(400):
        residents = rng.uniform(1000, 8000, 20)
        _, low, high = weighted(rng.normal(0.05, 0.02, 20), residents / residents.sum())
        hits += low <= 0.05 <= high
    assert 360 <= hits <= 395


def test_one_community_has_no_interval():
    assert np.isnan(weighted(np.array([0.3]), np.array([1.0]))[1:]).all()


def test_a_trait_that_decides_is_found_and_the_others_are_not():
    rng = np.random.default_rng(5)
    table = pd.DataFrame({name: rng.uniform(0, 1, 60) for name in TRAITS})
    table["scenario"] = "publicity"
    table["participation_12m_difference"] = 0.1 * table["share_old"] + rng.normal(0, 0.01, 60)
    found = going_with(table, ["participation_12m"])
    assert found.loc[found["p_adjusted"] < 0.05, "trait"].tolist() == ["share_old"]


def test_a_district_is_simulated_reported_and_gone_on_with(file, tmp_path):
    out = tmp_path / "out"
    asked = {"months": 6, "execution": ALONE}
    found = district(file, out, ["publicity"], **asked)
    assert len(found.communities) == 6 and set(found.communities["name"]) == {"East", "West", "South"}
    people = found.totals.set_index(["scenario", "outcome"]).loc[("baseline", PEOPLE), "level"]
    base = found.communities[found.communities["scenario"] == "baseline"]
    assert people == pytest.approx((base["residents"] * base["participation_12m"]).sum())
    assert district(file, out, ["publicity"], **asked).swept.computed == 0
    more = district(file, out, ["publicity"], replicates=3, **asked)
    assert more.swept.computed == 12
    runs = more.swept.summary()
    means = runs.groupby(["point", "scenario"])["quality"].mean()
    assert more.communities["quality"].to_numpy() == pytest.approx(means.to_numpy())
    assert read_manifest(out)["counts"] == {"asked": 18, "done": 18, "failed": 0}


def test_further_columns_of_the_file_stand_in_the_results(file, tmp_path):
    file.write_text(
        FILE.replace("\n", ",备注,quality\n", 1).replace("12000\n", "12000,有电梯,A\n")
        .replace("9000\n", "9000,,B\n").replace("15000\n", "15000,=1+1,C\n"), encoding="utf-8",
    )  # fmt: skip
    out = tmp_path / "out"
    district(file, out, ["publicity"], months=1, execution=ALONE)
    for table in (pd.read_parquet(out / "communities.parquet"), pd.read_csv(out / "communities.csv", dtype=str)):
        assert table["quality (file)"].tolist() == ["A", "A", "B", "B", "C", "C"]
        assert table["备注"].fillna("").tolist()[:3] == ["有电梯", "有电梯", ""]
    assert pd.read_parquet(out / "communities.parquet")["quality"].dtype == float


def test_the_result_does_not_depend_on_the_number_of_processes(file, tmp_path):
    for processes in (1, 2):
        district(file, tmp_path / f"{processes}", ["publicity"], months=3, execution=Execution(processes=processes))
    for name in ("communities.csv", "district.csv", "communities.parquet"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


def test_a_community_whose_run_failed_is_left_out_and_named(file, tmp_path, monkeypatch):
    def without_one(plan, out, **options):
        swept = sweep(plan, out, **options)
        rest = swept.summary().query("not (point == 1 and scenario == 'publicity')")
        monkeypatch.setattr(type(swept), "summary", lambda self: rest)
        return swept

    monkeypatch.setattr(study, "sweep", without_one)
    notes = []
    found = district(
        file,
        tmp_path / "out",
        ["publicity"],
        months=3,
        execution=replace(ALONE, on_note=lambda text: notes.append(text.en)),
    )
    assert found.left_out == ("West",) and found.communities["name"].unique().tolist() == ["East", "South"]
    assert notes == ["1 communities are left out because a run of theirs failed: West."]


def test_ctrl_c_tells_what_is_kept(file, tmp_path, monkeypatch, capsys):
    def stopped(plan, out, **options):
        raise InterruptedSweep(sweep(plan.replace(replicates=1), out, execution=ALONE))

    monkeypatch.setattr(study, "sweep", stopped)
    with pytest.raises(InterruptedDistrict):
        district(file, tmp_path / "out", ["publicity"], months=3)
    words = ["district", str(file), "publicity", "--months", "3", "--out", str(tmp_path / "out"), "--lang", "en"]
    assert main(words) == 130
    assert "interrupted" in capsys.readouterr().err
    assert not (tmp_path / "out" / "manifest.json").exists()


def test_the_command_prints_totals_and_writes_tables(file, tmp_path, capsys):
    out = tmp_path / "out"
    words = ["district", str(file), "publicity", "--months", "6", "--processes", "1", "--out", str(out), "--lang", "zh"]
    assert main(words) == 0
    told = capsys.readouterr()
    assert "加大宣传" in told.out and "communities.csv" in told.err
    assert pd.read_csv(out / "communities.csv")["name"].tolist()[0] == "East"
    assert main(["district", str(file), "--lang", "en"]) == 2
    assert "--out is missing" in capsys.readouterr().err


def test_a_bad_file_leaves_no_folder_and_is_one_sentence(file, tmp_path, capsys):
    file.write_text(FILE.replace("0.35", "35"), encoding="utf-8")
    assert main(["district", str(file), "--out", str(tmp_path / "out"), "--lang", "zh"]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and "第 3 行 share_old 列" in err
    assert not (tmp_path / "out").exists()


def test_a_row_with_a_mistake_is_looked_through_for_all_others(tmp_path):
    file = tmp_path / "mistaken.csv"
    file.write_text(
        "name,residents,share_old,renters,party_members,posts,grant\n"
        "One,30,0.2,5,3,abc,1100\n"
        "Two,2000,x,300,100,99,-5\n"
        "Three,2000,0.2,3000,100,10,1100\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        check_request(file, ["publicity"])
    told = str(caught.value)
    wrong = {2: ("residents", "posts", "grant"), 3: ("share_old", "posts", "grant"), 4: ("renters", "grant")}
    for line, column in ((line, column) for line, columns in wrong.items() for column in columns):
        assert f"line {line}, column {column}: " in told
    assert len(caught.value.each) == 8
