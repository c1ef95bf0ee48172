"""Figures that no reader can tell from right ones cell by cell, but that cannot be as a whole.

Percentages entered as fractions, a decimal point that was lost, or a column of figures that has slipped by a
row keep to every rule of a cell. What gives them away is their own series, and the figures that another source
prints. Limits are far from anything published so far (docs/data.md), so that what they stop is an accident.
"""

import pandas as pd

from analysis.basics.errors import InputError
from analysis.catalogue.bounds import most_percent

#: The median of a year is at most this many times, or this part of, that of the series; the most so far is 4.3.
TIMES = 20
#: Authorities that a median must be of, and figures that a comparison of sources must be of.
ENOUGH = 20
#: The part of figures printed in a transcribed report that must be those of a national file; 0.90 so far.
AGREEING = 0.6
REMEDY = (
    "Look at the raw file and at what reads it. If the figures are right, say so in analysis.data.checks."
)


def check_plausible(observations: pd.DataFrame, measures: pd.DataFrame, transcribed: set[str]) -> None:
    """Stop at figures that cannot be.

    Parameters
    ----------
    observations : DataFrame
        Of all sources.
    measures : DataFrame
        The catalogue.
    transcribed : set of str
        The sources that are transcribed reports.

    Raises
    ------
    InputError
        Naming source, row and measure.
    """
    percent = observations["measure"].map(measures["unit"]) == "percent"
    figures = observations[percent & observations["value"].notna()]
    _check_bounds(figures)
    _check_scale(figures[figures["area_type"] == "la"])
    _check_sources(observations, transcribed)


def out_of_bounds(observations: pd.DataFrame, measures: pd.DataFrame) -> pd.Series:
    """Whether each row is a percentage that none can be."""
    most = observations["measure"].map(most_percent).astype("int64")
    percent = observations["measure"].map(measures["unit"]) == "percent"
    return percent & ((observations["value"] < 0) | (observations["value"] > most))


def _check_bounds(figures: pd.DataFrame) -> None:
    most = figures["measure"].map(most_percent).astype("int64")
    outside = (figures["value"] < 0) | (figures["value"] > most)
    if outside.any():
        row = figures.loc[outside.idxmax()]
        raise InputError(
            f"{row['value']:g} is no percentage: {row['measure']}, {row['pupil_group']}, {row['year']}, {row['area']}.",
            file=row["source"],
            row=row["locator"].removeprefix("row "),
            expected=f"0 to {most[outside.idxmax()]}",
            remedy=REMEDY,
        )


def _check_scale(figures: pd.DataFrame) -> None:
    """A year, or a whole series, in fractions instead of percentages, or the other way round."""
    series = ["source", "measure", "pupil_group"]
    years = figures[figures["value"] > 0].groupby([*series, "year"])["value"].agg(["median", "max", "size"])
    years = years[years["size"] >= ENOUGH].reset_index()
    usual = years.groupby(series)["median"].transform("median")
    most = years.groupby(series)["max"].transform("max")
    ratio = years["median"] / usual
    odd = (ratio > TIMES) | (ratio < 1 / TIMES) | (most <= 1)
    if odd.any():
        row = years.loc[odd.idxmax()]
        raise InputError(
            f"The figures of {row['measure']}, {row['pupil_group']}, in {row['year']} look like fractions or have "
            f"lost their decimal point: half of them are below {row['median']:g}, the largest is {row['max']:g}.",
            file=row["source"],
            expected=f"percentages, as in other years (half below {usual[odd.idxmax()]:g})",
            remedy=REMEDY,
        )


def _check_sources(observations: pd.DataFrame, transcribed: set[str]) -> None:
    """A national file mostly has the figures that a report of the time printed from it."""
    of_report = observations["source"].isin(transcribed)
    both = observations[of_report & (observations["area_type"] != "neighbours")].merge(
        observations[~of_report], on=["measure", "pupil_group", "year", "area"], suffixes=("", "_national")
    )
    both = both[both["value"].notna() & both["value_national"].notna()]
    half = 0.5 * 10.0 ** -both["decimals"].fillna(0).astype("float64") + 1e-9
    same = (both["value"] - both["value_national"]).abs() <= half
    for source, agree in same.groupby(both["source_national"]):
        if len(agree) >= ENOUGH and agree.mean() < AGREEING:
            raise InputError(
                f"Of {len(agree)} figures that a transcribed report prints too, only {agree.sum()} are the same: rows or "
                "columns of the file may have slipped.",
                file=source,
                expected=f"at least {AGREEING:.0%} of them",
                remedy=REMEDY,
            )
