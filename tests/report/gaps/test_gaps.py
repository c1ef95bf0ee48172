"""The table of gaps, and the page made of it, with and without national data."""

import pandas as pd
import pytest

from analysis.catalogue.measures import PHASES
from analysis.catalogue.vague_words import word_holds
from analysis.report.contents import open_report
from analysis.report.gaps.change_sentences import verdict_counts
from analysis.report.gaps.change_tables import change_table
from analysis.report.gaps.charts import gap_strip, group_chart, level_chart
from analysis.report.gaps.columns import Gaps
from analysis.report.gaps.folds import phase_folds
from analysis.report.gaps.sentences import certainty, gap_sentences, headline_gaps
from analysis.report.gaps.tables import pair_table
from analysis.report.gaps.trends import gap_trend

CONTRACT = [
    *("measure", "pupil_group", "comparison_group", "comparator", "year", "area", "area_name", "value"),
    *("comparison_value", "gap", "lower", "upper", "pupils", "rank", "n_ranked", "previous_gap", "change"),
]


def test_without_national_data_ranks_are_as_printed(offline):
    table = offline.gaps
    assert list(table.columns[: len(CONTRACT)]) == CONTRACT and list(table.columns) == Gaps.names()
    main = table.query("comparator == 'national_other' and pupil_group == 'disadvantaged'").set_index(
        "measure"
    )
    assert main.loc[
        "ks2_rwm_expected", ["gap", "previous_gap", "rank", "n_ranked", "rank_basis"]
    ].tolist() == [*(-13.0, -15.0, 20, 152, "printed")]
    assert main.loc["ks4_attainment8", ["gap", "rank"]].tolist() == [-6.0, 10]
    assert "as the committee report prints it" in headline_gaps(table)[0]
    assert gap_strip(table, offline) is None
    assert level_chart(table, offline) is not None and gap_trend(offline.gap_history, offline) is not None


@pytest.mark.national
@pytest.mark.parametrize(
    ("name", "year"), [("Rutland", 2019), ("Isles of Scilly", 2018), ("Barnet", 2025), ("Dorset", 2019)]
)
def test_pages_for_authorities_with_little_data(national_home, name, year):
    data = open_report(name, year)
    table, history = data.gaps, data.gap_history
    pd.testing.assert_frame_equal(
        history[history["year"] == year].reset_index(drop=True), table, check_dtype=False
    )
    said = [
        *headline_gaps(table),
        verdict_counts(table),
        *certainty(table),
        *gap_sentences(table, "disadvantaged"),
    ]
    assert not any("nan" in text or "None " in text[5:] for text in said)
    charts = [
        gap_trend(history, data),
        level_chart(table, data),
        gap_strip(table, data),
        group_chart(table, "ks2_rwm_expected", data),
    ]
    assert all(chart is None or len(chart.alt) > 60 for chart in charts)
    for phase in PHASES:
        pair_table(table, phase, data).to_html()
        change_table(table, phase, data).to_html()
    assert len(phase_folds(table, data)) >= 3
    if name == "Isles of Scilly":
        assert (
            "can stand for a group without pupils" in headline_gaps(table)[0]
            and "152nd" not in headline_gaps(table)[0]
        )


@pytest.mark.national
def test_nothing_is_worked_out_from_a_suppressed_cohort(national_home):
    hidden = 0
    for name in ("Barnet", "Rutland"):
        history = open_report(name, 2024).gap_history
        rows = history[history["gap"].isna()]
        hidden += (rows["status"] == "c").sum()
        assert rows[["lower", "upper", "pupils", "rank", "change", "change_lower"]].isna().all(axis=None)
        assert rows.loc[rows["status"] != "ok", "numerator"].isna().all()
        assert rows["no_interval"].str.startswith("no interval, because").all()
        assert (history["lower"].isna() == (history["no_interval"] != "")).all()
        assert history.loc[history["denominator"].isna(), "pupils"].isna().all()
    assert hidden > 20


@pytest.mark.national
def test_a_gap_that_changed_side_is_the_same_everywhere(national_home):
    """Disadvantaged pupils of Newham at key stage 2: 4 points behind in 2016, 1 ahead in 2017."""
    data = open_report("Newham", 2017)
    table, history = data.gaps, data.gap_history
    said = headline_gaps(table)[0]
    assert (
        "went from 4 percentage points behind to 1 percentage point ahead of other pupils in England" in said
    )
    assert "narrowed" not in said and "widened" not in said
    changes = change_table(table, "ks2", data).frame.set_index(["Measure", "Pupils"])
    own = changes.loc[("Reading, writing and maths, expected", "Disadvantaged pupils")]
    assert own["Verdict"] == "changed side, now ahead, as published"
    drawn = gap_trend(history, data).data.frame
    row = drawn[(drawn["Year"] == "2017") & (drawn["Measure"] == "Reading, writing and maths, expected")]
    assert row["Since the year before"].tolist() == ["changed side, now ahead, as published"]
    assert [word_holds(word, 1, -4, "percent").holds for word in ("narrowed", "widened")] == [False, False]


@pytest.mark.national
def test_gaps_in_pupils_are_cut_off_towards_nought(kent):
    rows = kent.gaps.query("pupils.notna() and gap.notna()")
    assert len(rows) > 20
    exact = rows["gap"] * rows["denominator"].astype(float) / 100
    assert (rows["pupils"].abs() <= exact.abs() + 1e-6).all() and ((exact - rows["pupils"]).abs() < 1).all()
    assert (rows["unit"] == "percent").all()
