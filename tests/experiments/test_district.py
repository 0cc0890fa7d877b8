"""A district is the file's communities: their people are those of the file, their sums are the district's."""

import numpy as np
import pandas as pd
import pytest

from experiments.cli import main
from experiments.district import district
from experiments.district.people import design_of, people_of
from experiments.district.reading import read_communities
from experiments.district.totals import PEOPLE, difference, going_with, totals
from experiments.lanes import merged
from experiments.report.district import write
from sim.community import OLD, build_community
from sim.errors import InputError
from sim.lanes import new_board
from sim.replicate import world
from sim.scenario import load_profile

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
    made = people_of(rows[0], merged({}, kind), file)
    people = build_community(7, new_board([world(kind, made)]))
    assert people.n_residents == 20000
    assert np.mean(people.age == OLD) == pytest.approx(share_old, abs=0.012)
    assert np.mean(people.renter) == pytest.approx(renters / 3000, abs=0.015)
    assert np.mean(people.kind >= 0) == pytest.approx(members / 3000, abs=0.008)


def test_every_community_has_people_and_luck_of_its_own(file):
    design = design_of(read(file, FILE)[0], MIXED, file)
    assert len(set(design.communities.tolist())) == 3
    assert design.settings(1)[1]["n_posts"] == 6 and design.settings(1)[1]["n_buildings"] == 6


def test_profiles_of_a_file_bring_their_other_numbers(file):
    text = HEAD.replace("\n", ",profile\n") + "A,900,0.2,90,60,9,9000,old_compound\nB,900,0.2,90,60,9,9000,\n"
    design = design_of(read(file, text)[0], MIXED, file)
    own = [design.settings(point)[1]["member_units"] for point in range(2)]
    assert own == [load_profile("old_compound").params["member_units"], merged({}, MIXED)["member_units"]]


@pytest.mark.parametrize(
    "text,encoding,note",
    [
        (FILE, "utf-8-sig", False),
        (FILE.replace(",", ";"), "utf-8", False),
        (FILE.replace("East", "东社区"), "gb18030", True),
        ("\n" + FILE.replace("\n", "\r\n"), "utf-8", False),
        (FILE.replace("East,400", 'East,"400"').replace("12000", '"12,000"'), "utf-8", False),
    ],
)
def test_files_of_spreadsheets_are_read(file, text, encoding, note):
    rows, notes = read(file, text, encoding)
    assert [row.residents for row in rows] == [400, 300, 500] and rows[0].grant == 12000
    assert bool(notes) == note


@pytest.mark.parametrize(
    "text,told",
    [
        ("", "FILE: the file is empty."),
        (HEAD, "FILE: there is no community below the heading"),
        (FILE.replace("renters", "rentres"), "FILE, line 1: there is no column 'rentres' here;"),
        (FILE.replace("renters", "rentres"), "Did you mean 'renters'?"),
        (FILE.replace("6,9000", "6"), "FILE, line 3: the line has 6 cells, the heading 7."),
        (HEAD.replace(",grant", "") + "A,400,0.2,120,30,8\n", "FILE, line 1: the column 'grant' is missing."),
        (FILE.replace("posts", "grant"), "FILE, line 1: the column 'grant' is there twice."),
        (FILE.replace("0.35", "35"), "FILE, line 3, column share_old: 35 is outside 0..1; write a share, such as 0.35"),
        (FILE.replace("0.35", "35%"), "FILE, line 3, column share_old: '35%' is not a number."),
        (FILE.replace("West", ""), "FILE, line 3, column name: the name has 0 characters"),
        (FILE.replace("West", "East"), "FILE, line 3, column name: 'East' is the name of line 2 already."),
        (FILE.replace("120", "500"), "FILE, line 2, column renters: 500 is outside 0..400"),
        (FILE.replace("400", "20"), "FILE, line 2, column renters: 120 is outside 0..20"),
        (FILE.replace("6,9000", "2,9000"), "FILE, line 3, column posts: n_posts = 2.0 is outside 4..40"),
        (FILE.replace("9000", "900000"), "FILE, line 3, column grant: fiscal_grant = 900000.0 is outside 5000..40000"),
        (FILE.replace("300,0.35,60,24", "300.5,0.35,60,24"), "residents: n_residents = 300.5 is not a whole number"),
        (FILE.replace("0.15,250", "0.8,250"), "column share_old: 0.8 old residents leave no room for the renters"),
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


def test_totals_are_sums_and_means_over_residents():
    residents = np.array([100.0, 300.0])
    values = np.zeros((2, 2, 1, 6))
    values[:, 0, 0, 0], values[:, 1, 0, 0] = [0.2, 0.1], [0.3, 0.2]
    values[:, 1, 0, 5] = [1000.0, 2000.0]
    found = totals(values, ["baseline", "publicity"], residents).set_index(["scenario", "outcome"])
    assert found.loc[("baseline", PEOPLE), "level"] == pytest.approx(100 * 0.2 + 300 * 0.1)
    assert found.loc[("publicity", PEOPLE), "difference"] == pytest.approx(40)
    assert found.loc[("baseline", "participation_12m"), "level"] == pytest.approx(0.125)
    assert found.loc[("publicity", "cost"), "difference"] == pytest.approx(3000)


def test_intervals_hold_the_truth_as_often_as_they_say():
    luck = np.random.default_rng(3)
    weights, hits = np.full(8, 1 / 8), {1: 0, 5: 0}
    for _ in range(400):
        effects = luck.normal(0.05, 0.02, 8)
        for replicates in hits:
            drawn = effects[:, None] + luck.normal(0, 0.03, (8, replicates))
            found = difference(drawn, weights)
            truth = 0.05 if replicates == 1 else effects.mean()
            hits[replicates] += found["low"] <= truth <= found["high"]
    assert all(360 <= hit <= 397 for hit in hits.values())


def test_a_trait_that_decides_is_found_and_the_others_are_not():
    luck = np.random.default_rng(5)
    table = pd.DataFrame(
        {
            name: luck.uniform(0, 1, 60)
            for name in (
                "residents",
                "share_old",
                "share_renters",
                "share_party",
                "residents_a_post",
                "grant_a_resident",
            )
        }
    )
    table["scenario"] = "publicity"
    table["participation_12m_difference"] = 0.1 * table["share_old"] + luck.normal(0, 0.01, 60)
    found = going_with(table, ["participation_12m"])
    assert found.loc[found["p_adjusted"] < 0.05, "trait"].tolist() == ["share_old"]


def test_a_district_is_simulated_reported_and_gone_on_with(file, tmp_path):
    out = tmp_path / "out"
    asked = {"months": 6, "processes": 1}
    found = district(file, out, ["publicity"], **asked)
    assert len(found.communities) == 6 and set(found.communities["name"]) == {"East", "West", "South"}
    people = found.totals.set_index(["scenario", "outcome"]).loc[("baseline", PEOPLE), "level"]
    base = found.communities[found.communities["scenario"] == "baseline"]
    assert people == pytest.approx((base["residents"] * base["participation_12m"]).sum())
    assert district(file, out, ["publicity"], **asked).swept.computed == 0
    for lang, words in (("en", "What does the district gain?"), ("zh", "全区得到什么？")):
        page = write(out, lang, "python run.py report out")[0].read_text(encoding="utf-8")
        assert words in page and "East" in page
    more = district(file, out, ["publicity"], replicates=3, **asked)
    assert more.swept.computed == 12 and set(more.totals["basis"].dropna()) == {"luck"}


def test_the_command_prints_totals_and_writes_tables(file, tmp_path, capsys):
    out = tmp_path / "out"
    words = ["district", str(file), "publicity", "--months", "6", "--processes", "1", "--out", str(out), "--lang", "zh"]
    assert main(words) == 0
    told = capsys.readouterr()
    assert "加大宣传" in told.out and "communities.csv" in told.err
    assert pd.read_csv(out / "communities.csv")["name"].tolist()[0] == "East"
    assert main(["district", str(file), "--lang", "en"]) == 2
    assert "--out is missing" in capsys.readouterr().err
