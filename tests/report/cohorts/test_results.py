"""Results of a cohort: intervals, published or not, and verdicts."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report.cohorts.results import share_result
from analysis.statistics.shares import proportion
from analysis.statistics.verdicts import VERDICTS


@pytest.mark.national
def test_progress_scores_keep_the_interval_that_dfe_publishes(there, file):
    data = there("Barnet", 2023)
    row = data.cohorts.set_index(["measure", "pupil_group"]).loc["ks2_reading_progress", "in_need"]
    theirs = file[
        (file["new_la_code"] == data.area.code) & (file["year"] == 2023) & (file["group"] == "in_need")
    ]
    published = theirs[["avg_read_progress_score_lower_CI", "avg_read_progress_score_upper_CI"]].astype(float)
    assert [row["lower"], row["upper"]] == published.iloc[0].tolist()
    assert row["interval_from"] == "published by DfE"
    assert row["one_pupil_points"] == pytest.approx(6.2893 / row["denominator"], rel=0.01)


@pytest.mark.national
def test_a_progress_score_without_a_published_interval_gets_one_from_sigma_or_a_reason(there):
    data = there("Barnet", 2023)
    bare = replace(data, observations=data.observations.assign(lower=np.nan, upper=np.nan))
    # Attainment 8 is an average: DfE publishes neither its interval nor the spread of the pupils' results
    rows = (d.cohorts.query("unit == 'score'") for d in (data, bare))
    old, new = (found[found["measure"].str.contains("progress")] for found in rows)
    assert len(new)
    assert set(new["interval_from"]) == {"DfE's method"}
    np.testing.assert_allclose(old[["lower", "upper"]], new[["lower", "upper"]], atol=0.011)
    earlier = bare.observations[bare.observations["year"] == 2023].assign(year=2017)
    before = replace(data, observations=earlier, question=replace(data.question, year=2017)).cohorts.query(
        "unit == 'score'"
    )
    before = before[before["measure"].str.contains("progress")]
    assert (
        len(before)
        and before["lower"].isna().all()
        and before["reason"].str.contains("standard deviation").all()
    )


@given(n=st.integers(1, 400), share=st.floats(0, 1), england=st.integers(0, 100))
def test_a_result_is_consistent_with_itself(n, share, england):
    k = round(share * n)
    found = share_result(proportion(k, n), england, 0, None)
    assert found["lower"] <= found["value"] <= found["upper"]
    assert found["verdict"] in VERDICTS.values() and found["reason"]
    assert found["verdict"] != VERDICTS["contradicts"]
    low, high = (getattr(proportion(k, n).confidence_interval().percent, end) for end in ("low", "high"))
    apart = low > england + 0.5 or high < england - 0.5
    assert (found["verdict"] == VERDICTS["supports"]) == apart
    assert found["statement"].endswith(f"England's {england}%")
    assert f"with {n} pupils a true difference of" in found["power"]


def test_a_figure_that_prints_as_englands_is_on_neither_side():
    found = share_result(proportion(11, 135), 8, 0, None)
    assert (found["statement"], found["verdict"]) == ("level with England's 8%", "too small to say")
    assert share_result(proportion(12, 135), 8, 0, None)["statement"] == "above England's 8%"
