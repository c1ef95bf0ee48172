"""What the charts of ranks say in words."""

import pandas as pd

from analysis.report.rankings.charts import first_and_last_rank


def test_the_ends_of_a_history_are_whole_years_and_places():
    history = pd.DataFrame(
        {"year": [2015, 2016, 2017, 2018], "rank": [None, 12.0, 9.0, None], "value": [1, 2, 3.5, 4]}
    )
    assert first_and_last_rank(history) == "12th in 2016, 9th in 2017"
