"""Performance indicators: all twenty of Annex A, and those of targets that are set, of any local authority."""

import shutil
from dataclasses import replace

import pandas as pd
import pytest

from analysis.basics.errors import InputError
from analysis.basics.read_csv import number
from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.observations import select
from analysis.data.prepare import prepare
from analysis.report.contents import open_report
from analysis.report.indicators import sentences as words
from analysis.report.indicators import tables as views
from analysis.report.indicators.columns import Indicators
from analysis.report.indicators.indicators import absent_because
from analysis.report.indicators.judging import STATUSES
from analysis.report.indicators.targets import targets_file
from places import REPO

EXAMPLE = REPO / "docs" / "targets-example.csv"
#: Read off Annex A by hand: 15th of 152 is the last place of the top 10%, 20th the last that nearly meets it.
ANNEX_A = {
    "CES/S1": "nearly met",  # 95.4% of 95.5%
    "CES/S3": "nearly met",  # 95.5% of 95.8%
    "CES/S25": "met",  # 96.1%, London 94.4%
    "CES/S24": "nearly met",  # 16th
    "CES/S8": "met",  # 8th
    "CES/S9": "not met",  # 54th
    "CES/S23": "met",  # 9th
    "CES/S11-1": "nearly met",  # 20th
    "CES/S11-2": "nearly met",  # 20th
    "CES/S26": "not met",  # 60th
    "CES/S13-1": "met",  # 5th
    "CES/S13-2": "met",  # 3rd
    "CES/S13-4": "met",  # 4th
    "CES/S13-3": "met",  # 4th
    "CES/S27-1": "met",  # 11th
    "CES/S27-2": "not met",  # 26th
    "CES/S29": "met",  # 10th
    "CES/S28": "met",  # 15th
    "CES/S30": "met",  # 10th
    "CES/S31": "met",  # 15th
}


def test_every_indicator_of_the_annex_is_judged(table):
    assert table["status"].to_dict() == ANNEX_A
    assert (table["mark"] == table["status"].map(STATUSES)).all()


def test_figures_are_those_that_are_printed(table, barnet):
    printed = barnet.paper.indicators.set_index("reference")
    assert list(table.columns)[:8] == [
        "reference",
        "title",
        "target",
        "result",
        "previous",
        "rank",
        "status",
        "reason",
    ]
    assert list(table.columns) == Indicators.names()
    assert (table["target"] == printed["target_printed"]).all()
    assert (table["result"] == printed["result_printed"].map(number)).all()
    # four figures of the year before are in doubt
    other = ["CES/S11-2", "CES/S13-4", "CES/S29", "CES/S30"]
    before = printed["previous_printed"].map(number)
    assert (table["previous"] == before).drop(other).all() and not (table["previous"] == before)[other].any()
    ranks = printed["rank_printed"].str.extract(r"(\d+)")[0].astype("Int64")
    pd.testing.assert_series_equal(table["rank"], ranks, check_names=False)
    assert set(table["basis"]) == {"printed"}
    assert table.loc["CES/S13-1", ["england", "region", "neighbours"]].tolist() == [44.6, 48.9, 50.1]
    assert table.loc["CES/S30", ["england", "region", "neighbours"]].tolist() == [-12.8, -7.1, -9.2]


def test_printed_marks_are_compared_with_the_rule(table):
    marked = table[table["mark_printed"] != ""]
    assert marked["mark"].to_dict() == {"CES/S1": "A", "CES/S3": "A", "CES/S13-4": "G", "CES/S13-3": "G"}
    assert set(marked["mark_printed"]) == {"G"}
    assert "the mark printed is G (met)" in table.loc["CES/S1", "reason"]
    assert "mark" not in table.loc["CES/S13-4", "reason"]
    assert "2 of the 4 agree with the rule" in words.marks(table)[0]


def test_reasons_say_how_far(table):
    assert table.loc["CES/S1", "reason"].startswith("95.4% is 0.1 points worse than the target of 95.5%")
    assert table.loc["CES/S24", "reason"].startswith("16th is 1 place beyond the 15th of 152, within the 5")
    text = table.loc["CES/S25", "reason"]
    assert text.startswith(
        "96.1% is 0.1 points better than 96.0% (London); the 94.4 printed in the annex for London"
    )


def test_distances_in_the_unit_and_in_places(table):
    assert table.loc["CES/S9", ["to_target", "to_target_places"]].tolist() == [1.0, 39]
    assert table.loc["CES/S8", ["to_target", "to_target_places"]].tolist() == [0.0, 0]
    # the gap of 15th place is its level less other pupils in England: 58 - 68
    assert table.loc["CES/S11-1", "threshold"] == 58
    # 16th at 69%, and so is the 15th: no distance, rather than none
    assert pd.isna(table.loc["CES/S24", "to_target"]) and table.loc["CES/S24", "to_target_places"] == 1


def test_a_change_across_a_break_is_not_shown(table, barnet):
    broken = ["CES/S13-1", "CES/S13-3", "CES/S13-4", "CES/S27-1", "CES/S29", "CES/S30"]
    assert not table.loc[broken, "comparable"].any() and table.loc[broken, "change"].isna().all()
    assert table.drop(broken)["comparable"].all()
    assert table.loc["CES/S9", "change"] == 0.1


def test_nothing_is_worked_out_from_a_printed_figure_that_is_in_doubt(table, barnet):
    # -20.0 in the annex, -15 in the tables; 43.3 and 43.7; 59.3 and 47.2; -6.3 where the levels give -12.6
    before = ["CES/S11-2", "CES/S13-4", "CES/S29"]
    assert table.loc[before, "previous"].tolist() == [-15, 43.7, 47.2] and pd.isna(
        table.loc["CES/S30", "previous"]
    )
    assert table.loc["CES/S11-2", "change"] == 2  # not 7
    assert (
        "−20.0 printed in the annex for the year before is in doubt: −15 is taken"
        in table.loc["CES/S11-2", "reason"]
    )
    # 94.4 for London beside absence of 4.0
    assert table.loc["CES/S25", "threshold"] == 96.0
    # 0.3 may be 0.25 to 0.35, so 0.47 is no 0.17 more
    assert table.loc["CES/S13-2", "previous"] == 0.3 and pd.isna(table.loc["CES/S13-2", "change"])
    assert "fewer decimals" in table.loc["CES/S13-2", "reason"]
    shown = views.distance_table(table.reset_index(drop=True), barnet).frame.set_index("Indicator")[
        "Year before"
    ]
    assert [shown[name].text for name in ("CES/S11-2", "CES/S29", "CES/S9")] == ["−15", "47.2", "0.3"]


def test_no_figure_that_a_check_calls_wrong_is_in_use(barnet, table):
    """Whatever the annex prints: the figures that are judged and subtracted are none of the doubtful ones."""
    from analysis.report.checks.evidence import Printings

    doubts, readings = barnet.doubtful, Printings.of(barnet).by_key
    assert len(doubts) > 25 and all(reason for reason in doubts.values())
    for row in table.itertuples():
        for year, value in ((2017, row.result), (2016, row.previous)):
            kind = "gap" if row.comparison_group else "value"
            own = [
                (reading.value, reading.doubt)
                for key, found in readings.items()
                if (key.kind, key.measure, key.pupil_group, key.year, key.area)
                == (kind, row.measure, row.pupil_group, year, barnet.area.code)
                for reading in found
            ]
            assert pd.isna(value) or (value, "") in own, (row.reference, year)


def test_a_rank_in_doubt_judges_no_target(barnet):
    figures = barnet.paper.figures.copy()
    rank = (figures["measure"] == "ks2_writing_progress") & (figures["kind"] == "rank")
    rank &= (figures["year"] == 2017) & (figures["pupil_group"] == "all")
    assert rank.sum() > 1
    figures.loc[rank, ["printed", "value"]] = ["2nd", 2.0]
    row = (
        replace(barnet, paper=replace(barnet.paper, figures=figures))
        .indicators.set_index("reference")
        .loc["CES/S9"]
    )
    assert (
        row["status"] == "cannot be judged"
        and "printed in the annex for the rank is in doubt" in row["reason"]
    )


def test_the_reason_says_what_a_cohort_can_show(table):
    text = table.loc["CES/S26", "reason"]
    assert "11 of 135 pupils" in text and "4.6% to 14.0%, which holds 13.0%" in text
    # the target is a place, and 60th misses it
    assert (
        text.endswith("the figure in 15th place; it is the place that decides") and "cannot show" not in text
    )
    assert table["reason"].str.contains("interval").sum() == 1


def test_without_a_rank_a_target_cannot_be_judged(barnet):
    figures = barnet.paper.figures
    rank = (figures["row_label"] == "CES/S9") & (figures["kind"] == "rank")
    data = replace(barnet, paper=replace(barnet.paper, figures=figures[~rank]))
    row = data.indicators.set_index("reference").loc["CES/S9"]
    assert row["status"] == "cannot be judged" and row["mark"] == ""
    why, _, doubt = row["reason"].partition("; ")
    assert why == "there is a figure, but no rank is printed and none can be worked out"
    assert doubt.startswith("the 0.4 printed in the annex for statistical neighbours is in doubt")
    assert pd.isna(row["to_target_places"])


def test_without_a_comparator_a_target_cannot_be_judged(barnet):
    figures = barnet.paper.figures
    london = (figures["measure"] == "attendance_primary") & (figures["area"] == "E12000007")
    absence = figures["measure"] == "absence_primary"
    observations = barnet.observations
    observations = observations[~observations["measure"].isin(["attendance_primary", "absence_primary"])]
    edition = replace(barnet.paper, figures=figures[~(london | absence)])
    row = (
        replace(barnet, paper=edition, observations=observations)
        .indicators.set_index("reference")
        .loc["CES/S25"]
    )
    assert (row["status"], row["reason"]) == (
        "cannot be judged",
        "there is no figure of London to compare with",
    )


def test_a_page_is_absent_only_without_report_and_targets(barnet, home):
    prepare()
    data = open_report("Barnet", 2017)
    assert absent_because(data) == ""
    without = replace(data, paper=None)
    assert without.indicators.empty and list(without.indicators.columns) == Indicators.names()
    why = absent_because(without)
    assert why == "no targets are set for Barnet in 2016/17 (docs/claims.md says how to set them)"
    folder = home / "data" / "raw" / "targets"
    folder.mkdir(exist_ok=True)
    shutil.copy(EXAMPLE, folder / "barnet-2o17.csv")
    assert "barnet-2o17.csv" in absent_because(without)
    shutil.copy(EXAMPLE, folder / "barnet-2017.csv")
    assert absent_because(without) == ""
    (folder / "barnet-2017.csv").write_text("reference\n")
    with pytest.raises(InputError, match=r"barnet-2017\.csv"):
        absent_because(without)


def test_targets_that_are_set_take_the_place_of_the_annex(home):
    prepare()
    folder = home / "data" / "raw" / "targets"
    folder.mkdir(exist_ok=True)
    shutil.copy(EXAMPLE, folder / "barnet-2017.csv")
    table = open_report("Barnet", 2017).indicators.set_index("reference")
    assert table.index.str.startswith("MADE").all()
    # without national data the figures are those of the report
    assert table.loc["MADE-1", ["result", "rank", "status"]].tolist() == [69.0, 16, "nearly met"]
    assert set(table.loc[["MADE-1", "MADE-3"], "basis"]) == {"printed"}
    assert table.loc["MADE-3", "result"] == -13
    assert table.loc["MADE-6", "status"] == "met" and table.loc["MADE-6", "threshold"] == 96.0


TARGETS = (
    "reference,title,measure,pupil_group,comparison_group,target_kind,target_value,target_comparator\n"
    "TOP-10,,ks2_rwm_expected,all,,top_share,10,\n"
    "TOP-15,,ks2_rwm_expected,all,,top_share,15,\n"
    "OVER-70,,ks2_rwm_expected,all,,number,70,\n"
)


@pytest.fixture
def shares(home):
    """Barnet 2016/17 without national data, with targets of its own."""
    prepare()
    folder = home / "data" / "raw" / "targets"
    folder.mkdir(exist_ok=True)
    (folder / "barnet-2017.csv").write_text(TARGETS)
    return open_report("Barnet", 2017)


def test_a_share_whose_last_place_is_no_cut_point_is_judged_by_the_rank_alone(shares):
    table = shares.indicators.set_index("reference")
    # 15% of 152 are 22.8 authorities; of the places near it only 16th and 30th are known
    assert table.loc["TOP-15", ["last_place", "rank", "status"]].tolist() == [22, 16, "met"]
    assert pd.isna(table.loc["TOP-15", "threshold"]) and table.loc["TOP-15", "to_target"] == 0
    cuts = pd.read_csv(REPO / "data" / "raw" / "barnet-2017" / "cut_points.csv").set_index(
        ["measure", "pupil_group"]
    )
    assert table.loc["TOP-10", "threshold"] == cuts.loc[("ks2_rwm_expected", "all"), "rank_15"].item() == 69.0


def test_a_share_of_an_unknown_number_of_authorities_cannot_be_judged(shares):
    table = replace(shares, paper=None).indicators.set_index("reference")
    row = table.loc["TOP-10"]
    assert row["status"] == "cannot be judged" and row["mark"] == ""
    assert pd.isna(row[["rank", "last_place", "band_n", "threshold", "to_target"]]).all()
    assert row["reason"] == "there is a figure, but no rank is printed and none can be worked out"


def test_a_figure_that_is_not_there_says_whether_other_years_or_areas_have_one(shares):
    rows = shares.observations
    own = (rows["measure"] == "ks2_rwm_expected") & (rows["pupil_group"] == "all")
    barnet = own & (rows["area"] == shares.area.code) & (rows["year"] == 2017)
    now = own & (rows["year"] == 2017)

    def why(kept) -> str:
        return replace(shares, observations=kept).indicators.set_index("reference").loc["OVER-70", "reason"]

    assert why(rows[~barnet]).startswith("no figure of Barnet for 2017 is at hand")
    assert "are of 2016 to 2016" in why(rows[~now])
    assert why(rows[~own]).startswith("no figures on this measure for these pupils are at hand")
    marked = rows.assign(value=rows["value"].mask(barnet), status=rows["status"].mask(barnet, "c"))
    assert "marked [c]" in why(marked)


@pytest.fixture
def set_targets(national_home):
    """Puts the example's targets down for a local authority and year, and takes them away again."""
    written = []

    def put(area: str, year: int):
        data = open_report(area, year)
        file = targets_file(data.area, year)
        file.parent.mkdir(exist_ok=True)
        shutil.copy(EXAMPLE, file)
        written.append(file)
        return data

    yield put
    for file in written:
        file.unlink()


@pytest.mark.national
@pytest.mark.parametrize(("area", "year"), [("Camden", 2024), ("Kent", 2025), ("Hackney", 2019)])
def test_targets_of_any_authority_and_year(national_home, monkeypatch, set_targets, area, year):
    monkeypatch.setenv("STANDARDS_HOME", str(national_home))
    data = set_targets(area, year)
    table = data.indicators.set_index("reference")
    own = select(data.observations, area=data.area.code, year=year, pupil_group="all").set_index("measure")[
        "value"
    ]
    ranks = select(data.england.ranks, area=data.area.code, year=year, pupil_group="all").set_index("measure")
    rwm = table.loc["MADE-1"]
    assert rwm["result"] == own["ks2_rwm_expected"] and rwm["rank"] == ranks.loc["ks2_rwm_expected", "rank"]
    last = int(ranks.loc["ks2_rwm_expected", "n_ranked"]) // 10
    beyond = rwm["rank"] - last
    assert rwm["status"] == ("met" if beyond <= 0 else "nearly met" if beyond <= 5 else "not met")
    # a gap is the level less other pupils in England, ranked as the level
    other = select(data.observations, area=ENGLAND, year=year, pupil_group="not_disadvantaged")
    other = other.set_index("measure").loc["ks2_rwm_expected", "value"]
    assert table.loc["MADE-3", "result"] == table.loc["MADE-2", "result"] - other
    assert table.loc["MADE-3", "rank"] == table.loc["MADE-2", "rank"]
    # attendance is what absence leaves of 100, with its rank
    assert table.loc["MADE-6", "result"] == pytest.approx(100 - own["absence_primary"])
    assert table.loc["MADE-6", "rank"] == ranks.loc["absence_primary", "rank"]
    assert (table.loc["MADE-7", "status"] == "met") == (own["absence_secondary"] <= 7.5)
    # only the papers of another council have figures on it
    assert table.loc["MADE-9", "reason"] == "no figures on this measure for these pupils are at hand"
    assert absent_because(data) == ""


@pytest.mark.national
def test_a_published_cohort_is_in_the_reason(national_home, monkeypatch, set_targets):
    monkeypatch.setenv("STANDARDS_HOME", str(national_home))
    table = set_targets("Kent", 2025).indicators.set_index("reference")
    assert "of 51 pupils" in table.loc["MADE-8", "reason"] and "95% interval" in table.loc["MADE-8", "reason"]


@pytest.mark.national
def test_suppressed_figures_cannot_be_judged(national_home, monkeypatch, set_targets):
    monkeypatch.setenv("STANDARDS_HOME", str(national_home))
    row = set_targets("Camden", 2024).indicators.set_index("reference").loc["MADE-8"]
    assert row["status"] == "cannot be judged"
    assert row["reason"] == "the figure is marked [c]: suppressed to protect confidentiality"


@pytest.mark.national
def test_places_to_a_figure_are_counted_in_the_ranking(national_home, monkeypatch, set_targets):
    monkeypatch.setenv("STANDARDS_HOME", str(national_home))
    data = set_targets("Kent", 2025)
    row = data.indicators.set_index("reference").loc["MADE-2"]
    others = select(data.england.ranks, measure="ks2_rwm_expected", pupil_group="disadvantaged", year=2025)
    others = others[others["area"] != data.area.code]["value"]
    assert row["to_target_places"] == row["rank"] - (1 + (others > 50).sum())


@pytest.mark.national
def test_what_is_printed_stands_beside_what_is_recomputed(national_home, monkeypatch):
    monkeypatch.setenv("STANDARDS_HOME", str(national_home))
    table = open_report("Barnet", 2017).indicators.set_index("reference")
    # two with such pupils have no published figure: 15th, the last place of the target, may stand for 17th
    assert table["status"].to_dict() == ANNEX_A | dict.fromkeys(["CES/S28", "CES/S31"], "may be met")
    rwm = table.loc["CES/S24"]
    assert (rwm["rank"], rwm["rank_recomputed"], rwm["tie_last"], rwm["status_recomputed"]) == (
        16,
        14,
        16,
        "may be met",
    )
    assert "today's national data give 14th=: may be met" in rwm["reason"]
    assert (
        "among the 149 that were ranked the last place is the 14th: nearly met"
        in table.loc["CES/S28", "reason"]
    )
    assert table.loc["CES/S25", ["rank", "rank_recomputed"]].isna().tolist() == [True, False]
    assert table.loc["CES/S25", "result_recomputed"] == pytest.approx(100 - 3.77)
    assert table.loc[["CES/S1", "CES/S3"], "status_recomputed"].tolist() == ["", ""]


@pytest.mark.national
def test_a_rank_that_is_not_printed_is_taken_from_the_national_data(national_home, monkeypatch):
    monkeypatch.setenv("STANDARDS_HOME", str(national_home))
    data = open_report("Barnet", 2017)
    figures = data.paper.figures
    rank = (figures["row_label"] == "CES/S9") & (figures["kind"] == "rank")
    data = replace(data, paper=replace(data.paper, figures=figures[~rank]))
    row = data.indicators.set_index("reference").loc["CES/S9"]
    assert row["status"] == "not met" and pd.isna(row["rank"])
    assert "no rank is printed that can be judged by" in row["reason"]
