"""Cohorts that the papers name: what does not add up, and what a percentage without its group may be of."""

import pandas as pd
import pytest

from analysis.report.cohorts.cohorts import arithmetic, named_cohorts
from analysis.report.cohorts.named_tables import arithmetic_table
from analysis.report.cohorts.sentences import arithmetic_sentence, granularity_sentence
from analysis.statistics.shares import proportion


@pytest.mark.national
def test_no_rank_is_given_where_the_own_figure_is_not_published(there):
    data = there("Barnet", 2017)
    rows = named_cohorts(data)
    own = rows[rows["id"].eq("c076")]
    assert own["rank_low"].isna().all()
    eight, fourteen = (own[own["denominator"] == n].iloc[0] for n in (8, 14))
    assert pd.isna(eight["numerator"]) and pd.isna(eight["lower"]) and "fewer than 6" in eight["reason"]
    assert fourteen["numerator"] == 7 and fourteen["verdict"] == "too small to say"


def test_what_does_not_add_up_in_the_papers_is_listed(offline):
    cohorts = offline.cohorts
    text = granularity_sentence(cohorts)
    assert "43 of 53 is 81%, not 77%; 77% would be 41" in text and "England" not in text
    sums = arithmetic(offline.paper.cohorts)
    assert len(sums) == (offline.paper.cohorts["relation"] != "").sum()
    assert "printed 200, but 533 − 331 is 202" in arithmetic_sentence(sums)
    assert "printed 22, but a part of 20 cannot be more than 20" in arithmetic_sentence(sums)
    assert arithmetic_table(sums).frame["Adds up"].tolist()[0] == "no"


def test_a_percentage_without_its_group_is_tried_on_groups_named_nearby(offline):
    rows = named_cohorts(offline)
    tried = rows[rows["hypothetical"]].set_index(["id", "denominator"])
    assert tried.loc[("c014", 83), "numerator"] == 14 and tried.loc[("c015", 533), "numerator"] == 280
    several = tried.loc[("c026", 533)]
    assert pd.isna(several["numerator"]) and several["reason"] == "56 to 61 of 533 print as 11%"
    assert several["lower"] == pytest.approx(proportion(56, 533).confidence_interval().percent.low)
    assert several["upper"] == pytest.approx(proportion(61, 533).confidence_interval().percent.high)
