"""Cohorts that an analyst adds: what they show, and what is refused."""

from dataclasses import replace

import pandas as pd
import pytest
from scipy import stats

from analysis.basics.errors import InputError
from analysis.catalogue.areas import find_area
from analysis.catalogue.observations import select
from analysis.data.own_files import check_names
from analysis.data.prepare import is_current, prepare
from analysis.report.cohorts.named_tables import added_table
from analysis.report.cohorts.own_file import added_cohorts, cohorts_file, read_cohorts
from analysis.report.contents import open_report
from places import REPO

HEADER = "label,measure,pupil_group,numerator,denominator,location\n"


@pytest.fixture
def barnet(home):
    """Barnet 2016/17 with the cohorts of the example in docs."""
    prepare()
    data = open_report("Barnet", 2017)
    file = cohorts_file(data.area, 2017)
    file.parent.mkdir(exist_ok=True)
    file.write_text((REPO / "docs" / "cohorts-example.csv").read_text(encoding="utf-8"), encoding="utf-8")
    return data


def test_added_cohorts_are_judged_like_all_others(barnet):
    rows = barnet.cohorts
    added = rows[rows["origin"] == "added"].reset_index(drop=True)
    assert added["label"][0].startswith("Key stage 2 reading, writing and maths")
    assert added["locator"].tolist() == ["row 2", "row 3"]
    for row in added.itertuples():
        low, high = stats.binomtest(int(row.numerator), int(row.denominator)).proportion_ci(method="wilson")
        assert (row.lower, row.upper) == pytest.approx((100 * low, 100 * high))
        assert row.one_pupil_points == pytest.approx(100 / row.denominator)
        assert row.verdict
    papers = rows[(rows["origin"] == "papers") & rows["denominator"].eq(135) & rows["numerator"].eq(11)]
    shown = ["value", "lower", "upper", "england", "statement", "verdict", "rank_low", "rank_high"]
    assert added[shown].iloc[0].tolist() == papers[shown].iloc[0].tolist()


def test_a_group_that_is_not_in_the_catalogue_has_no_rank(barnet):
    lines = [
        "Young carers,ks2_rwm_expected,all,8,19,school census",
        ",ks2_rwm_expected,all,2600,3800,made up",
    ]
    file = cohorts_file(barnet.area, 2017)
    file.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    added = replace(barnet).cohorts.query("origin == 'added'")
    carers, everyone = added.itertuples()
    assert all(
        pd.isna(getattr(carers, name)) for name in ("rank", "rank_low", "rank_high_3", "rank_chance_low")
    )
    assert pd.notna(everyone.rank_low)
    assert carers.statement == "below England's 61.0% of all pupils"
    table = added_table(added, barnet)
    assert "Young carers: not a group that DfE publishes, so no rank." in table.notes
    assert not any("the national file has" in note and "Young carers" in note for note in table.notes)


def test_the_page_says_where_added_numbers_are_from(barnet):
    rows = barnet.cohorts
    table = added_table(rows[rows["origin"] == "added"], barnet)
    assert table.frame["Numbers from"].tolist() == ["made up", "made up"]
    assert "not from a national file" in table.to_html()


@pytest.mark.national
def test_numbers_other_than_those_of_the_national_file_are_remarked_on(national_home):
    data = open_report("Leeds", 2024)
    own = select(data.figures, area=data.area.code, year=2024, pupil_group="looked_after")
    there = own[own["numerator"].between(8, 40)].iloc[0]
    file = cohorts_file(data.area, 2024)
    file.parent.mkdir(exist_ok=True)
    for more in (0, 1):
        counts = f"{there['numerator'] + more},{there['denominator'] + 10 * more}"
        file.write_text(f"{HEADER}Mine,{there['measure']},looked_after,{counts},here\n", encoding="utf-8")
        rows = replace(data).cohorts  # a copy that has nothing kept
        said = added_table(rows[rows["origin"] == "added"], data).notes[1:]
        assert len(said) == more
    assert f"{there['numerator']:,} of {there['denominator']:,}" in said[0]
    file.unlink()


@pytest.mark.national
def test_a_percentage_other_than_that_of_the_national_file_is_remarked_on(national_home):
    """Of pupils with an EHC plan DfE publishes 9% in Norfolk, without their number."""
    data = open_report("Norfolk", 2025)
    own = select(
        data.figures, area=data.area.code, year=2025, measure="ks2_rwm_expected", pupil_group="ehc_plan"
    )
    assert own["value"].tolist() == [9] and own["denominator"].isna().all()
    file = cohorts_file(data.area, 2025)
    for numerator, told in ((22, []), (19, ["the national file has 9%, not 8%, for"])):
        file.write_text(f"{HEADER}Mine,ks2_rwm_expected,ehc_plan,{numerator},240,here\n", encoding="utf-8")
        rows = replace(data).cohorts  # a copy that has nothing kept
        said = added_table(rows[rows["origin"] == "added"], data).notes[1:]
        assert len(said) == len(told) and all(words in text for words, text in zip(told, said, strict=True))
    file.unlink()


@pytest.mark.parametrize("name", ["Leeds-2024.csv", "leeds-2023-24.csv", "leds-2024.csv", "leeds.csv"])
@pytest.mark.parametrize("folder", ["cohorts", "targets"])
def test_a_file_that_no_report_would_look_for_is_named(home, folder, name):
    file = home / "data" / "raw" / folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(HEADER, encoding="utf-8")
    with pytest.raises(InputError, match=rf"(?s){folder}/{name}.*leeds-2024\.csv"):
        check_names()
    file.rename(file.with_name("leeds-2024.csv"))
    check_names()


def test_what_is_added_leaves_prepared_england_as_they_are(barnet):
    assert is_current()
    file = cohorts_file(barnet.area, 2017)
    file.write_text(file.read_text(encoding="utf-8").replace("24,60", "25,60"), encoding="utf-8")
    assert is_current()


def test_without_a_file_there_is_nothing_to_add(home):
    prepare()
    data = open_report("Barnet", 2017)
    assert added_cohorts(data).empty
    assert not data.cohorts["origin"].eq("added").any()


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("x,ks2_rwm_expectd,all,10,20,here", "measure"),
        ("x,ks4_attainment8,all,10,20,here", "measure"),  # a score has no share of pupils
        ("x,ks2_rwm_expected,everybody,10,20,here", "pupil_group"),
        ("x,ks2_rwm_expected,all,10.5,20,here", "numerator"),
        ("x,ks2_rwm_expected,all,-1,20,here", "numerator"),
        ("x,ks2_rwm_expected,all,٣٠,40,here", "numerator"),
        ("x,ks2_rwm_expected,all,21,20,here", "numerator"),
        ("x,ks2_rwm_expected,all,3,20,here", "numerator"),
        ("x,ks2_rwm_expected,all,11,12,here", "numerator"),  # one who did not reach it would be known
        ("x,ks2_rwm_expected,all,0,5,here", "denominator"),
        ("x,ks2_rwm_expected,all,0,0,here", "denominator"),
        ("x,ks2_rwm_expected,all,10,,here", "denominator"),
        ("x,ks2_rwm_expected,all,10,20,", "location"),
    ],
)
def test_a_cell_that_cannot_be_is_named(home, line, column):
    file = cohorts_file(find_area("Camden"), 2024)
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"{HEADER}x,ks2_rwm_expected,all,10,20,here\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_cohorts(file)
    assert (error.value.row, error.value.column) == (3, column)
    assert "expected:" in str(error.value) and "camden-2024.csv" in str(error.value)


def test_a_file_of_ones_own_counts_as_an_input_of_its_report_alone(barnet):
    from analysis.data.inputs import inputs, of_report
    from analysis.runs.record import provenance

    before = inputs()
    own = "data/raw/cohorts/barnet-2017.csv"
    assert own in before and own in provenance(barnet)["inputs"]
    other = cohorts_file(find_area("Leeds"), 2017)
    other.write_text(HEADER + "x,ks2_rwm_expected,all,10,20,here\n", encoding="utf-8")
    assert len(inputs()) == len(before) + 1 and of_report(inputs(), "barnet-2017") == before
    assert own not in of_report(inputs(), "leeds-2017")
    file = cohorts_file(barnet.area, 2017)
    file.write_text(file.read_text(encoding="utf-8").replace("24,60", "25,60"), encoding="utf-8")
    assert of_report(inputs(), "barnet-2017") != before
