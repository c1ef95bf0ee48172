"""One authority's ranks: where a printed rank lies among the national cut-points, and its history over the years."""

import csv
import math
import re

import pandas as pd
import pytest
from scipy.stats import rankdata

from analysis.basics.errors import InputError
from analysis.catalogue.areas import ENGLAND
from analysis.data.cut_points import bracket, load_cut_points
from analysis.data.prepare import prepare
from analysis.report.contents import open_report
from analysis.report.rankings.rankings import rank_history
from places import REPO

#: A ranking of 130 authorities, with the value that each of these places has.
CUTS = {"rank_1": 76.0, "rank_15": 69.0, "rank_114": 58.0, "last": 52.0}
PLACE = re.compile(r"(\d+)(?:st|nd|rd|th)|last")


@pytest.fixture
def offline(home):
    """Barnet 2016/17 as a checkout without national data has it."""
    prepare()
    return open_report("Barnet", 2017)


@pytest.fixture(scope="module")
def barnet(national_home):
    return open_report("Barnet", 2025)


@pytest.mark.parametrize(
    ("rank", "said"),
    [
        (1, "1st is at 76"),
        (2, "between 1st (76) and 15th (69)"),
        (14, "between 1st (76) and 15th (69)"),
        (16, "between 15th (69) and 114th (58)"),
        (115, "between 114th (58) and last (52)"),
    ],
)
def test_a_rank_is_said_to_lie_between_the_nearest_known_places(rank, said):
    assert bracket(rank, CUTS, "percent", 0) == said


def test_a_place_that_a_short_ranking_does_not_have_is_no_end():
    assert bracket(60, CUTS | {"rank_114": math.nan}, "percent", 0) == "between 15th (69) and last (52)"


def test_printed_ranks_are_put_between_the_committed_cut_points(offline):
    with (REPO / "data" / "raw" / "barnet-2017" / "cut_points.csv").open(newline="") as stream:
        cuts = {(row["measure"], row["pupil_group"]): row for row in csv.DictReader(stream)}
    rows = offline.rankings
    ranked = rows[rows["bracket"] != ""]
    assert len(ranked) > 30 and set(ranked["basis"]) == {"printed"}
    for row in ranked.itertuples():
        known = cuts[row.measure, row.pupil_group]
        places = sorted(int(name[5:]) for name, cell in known.items() if name.startswith("rank_") and cell)
        said = [int(found[1]) if found[1] else None for found in PLACE.finditer(row.bracket)]
        if len(said) == 1:
            assert said == [row.rank] and row.rank in places
            continue
        best, worst = said
        assert best == max(place for place in places if place < row.rank)
        assert worst == next((place for place in places if place > row.rank), None)
    ehc = rows[(rows["measure"] == "ks2_rwm_expected") & (rows["pupil_group"] == "ehc_plan")].iloc[0]
    assert (ehc["rank"], ehc["bracket"]) == (60, "between 38th (10) and 76th (8)")


def test_without_a_distribution_the_quartile_is_the_quarter_of_the_printed_rank(offline):
    rows = offline.rankings
    banded = rows[rows["quartile_band"] != ""]
    assert len(banded) > 20
    assert banded["quartile_band"].tolist() == ["ABCD"[(rank - 1) // 38] for rank in banded["rank"]]


def test_a_cut_point_that_is_no_number_is_named(tmp_path):
    text = (REPO / "data" / "raw" / "barnet-2017" / "cut_points.csv").read_text(encoding="utf-8")
    file = tmp_path / "cut_points.csv"
    file.write_text(text.replace(",2.55,", ",2.5.5,", 1), encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_cut_points(file)
    assert (int(error.value.row), error.value.column) == (2, "rank_1")


@pytest.mark.national
@pytest.mark.parametrize("measure", ["ks2_rwm_expected", "eyfs_gld", "absence_primary", "ks4_attainment8"])
def test_a_history_has_the_ranks_that_scipy_gives(barnet, measure):
    history = rank_history(barnet, barnet.ranks, measure)
    assert history["year"].is_monotonic_increasing and history["year"].max() == 2025
    every = barnet.england.ranks.query("measure == @measure and pupil_group == 'all'")
    worth = 1 if measure.startswith("absence") else -1
    for row in history.itertuples():
        values = every[every["year"] == row.year].set_index("area")["value"]
        places = dict(zip(values.index, rankdata(worth * values.to_numpy(), method="min"), strict=True))
        if barnet.area.code in places:
            assert (row.rank, row.n_ranked) == (places[barnet.area.code], len(values))
            assert row.value == values[barnet.area.code]
        else:
            # a year that only the committee's report has, before those of the national file
            assert row.year < every["year"].min() and pd.isna(row.rank)
    assert history["rank"].notna().sum() >= 4
    own = barnet.observations.query("measure == @measure and pupil_group == 'all'")
    for name, code in {"england": ENGLAND, "neighbours": barnet.question.neighbour_average}.items():
        theirs = own[own["area"] == code].set_index("year")["value"]
        assert history[name].tolist() == pytest.approx(theirs[history["year"]].tolist(), nan_ok=True)


@pytest.mark.national
@pytest.mark.parametrize(
    ("measure", "last_years"),
    [("eyfs_gld", (2021,)), ("ks2_rwm_expected", (2015, 2017)), ("absence_primary", (2019, 2021))],
)
def test_a_history_is_cut_where_the_series_breaks(barnet, measure, last_years):
    history = rank_history(barnet, barnet.ranks, measure)
    expected = [sum(year > last for last in last_years) for year in history["year"]]
    assert history["segment"].tolist() == expected and history["segment"].nunique() > 1


@pytest.mark.national
def test_a_history_ends_with_the_year_of_the_report(national_home):
    earlier = open_report("Barnet", 2018)
    assert rank_history(earlier, earlier.ranks, "eyfs_gld")["year"].max() == 2018
