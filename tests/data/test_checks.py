"""What keeps to every rule of a cell and still cannot be: fractions, lost decimal points, slipped rows."""

import pandas as pd
import pytest

from analysis.basics.errors import InputError
from analysis.catalogue.areas import load_areas
from analysis.catalogue.measures import load_measures
from analysis.data.checks import check_plausible
from analysis.data.store import prepared_england

CODES = load_areas().query("area_type == 'la'")["code"].tolist()[:60]
MEASURES = load_measures()


@pytest.fixture
def series():
    """Three years of a made percentage of sixty authorities."""
    rows = [
        {"measure": "ks2_rwm_expected", "pupil_group": "all", "year": year, "area": code, "area_type": "la",
         "value": 40 + place / 2, "decimals": 1, "source": "made", "locator": f"row {place + 100 * year}"}
        for year in (2017, 2018, 2019)
        for place, code in enumerate(CODES)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def check(table, transcribed=()):
    check_plausible(table, MEASURES, set(transcribed))


def test_percentages_are_as_they_should_be(series):
    check(series)
    check(series.assign(value=series["value"] / 10))  # a rare thing, all along


def test_a_year_in_fractions_is_refused(series):
    year = series["year"] == 2018
    with pytest.raises(InputError, match=r"in 2018 look like fractions"):
        check(series.assign(value=series["value"].mask(year, series["value"] / 100)))


def test_a_whole_series_in_fractions_is_refused(series):
    with pytest.raises(InputError, match="look like fractions"):
        check(series.assign(value=series["value"] / 100))


@pytest.mark.parametrize("value", [733.0, -1.0, 100.01])
def test_what_is_no_percentage_is_refused_by_row(series, value):
    series.loc[5, "value"] = value
    with pytest.raises(InputError, match=r"no percentage(.|\n)*where: made, row 201705"):
        check(series)


def test_take_up_of_an_estimate_may_exceed_it(series):
    table = series.assign(measure="early_education_take_up_age_2")
    table.loc[5, "value"] = 130.2
    check(table)


def test_a_score_may_be_below_zero(series):
    check(series.assign(measure="ks2_reading_progress", value=series["value"] - 50))


def test_figures_slipped_by_a_row_are_refused(series):
    report = series.assign(source="report")
    check(pd.concat([series, report], ignore_index=True), ["report"])
    slipped = series.assign(value=series["value"].shift(1, fill_value=40.0))
    with pytest.raises(InputError, match="may have slipped"):
        check(pd.concat([slipped, report], ignore_index=True), ["report"])


@pytest.mark.national
def test_the_national_file_slipped_by_a_row_is_refused(national_home):
    observations = prepared_england().observations
    transcribed = {source for source in observations["source"].unique() if source.startswith("barnet-2017")}
    check(observations, transcribed)
    of_lait = observations[observations["source"] == "lait"]
    rows = of_lait.sort_values("locator", key=lambda texts: texts.str.removeprefix("row ").astype(int))
    slipped = rows.assign(value=rows["value"].shift(1))
    with pytest.raises(InputError, match=r"may have slipped|is no percentage"):
        check(pd.concat([observations[observations["source"] != "lait"], slipped]), transcribed)
