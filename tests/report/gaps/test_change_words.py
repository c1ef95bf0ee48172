"""What the real national data make of the words of change: the least-known groups do not get the firmest."""

import numpy as np
import pandas as pd
import pytest

from analysis.catalogue.areas import ENGLAND
from analysis.data.cohort_sizes import cohort_sizes
from analysis.data.figure_errors import figure_errors, overdispersion
from analysis.data.store import prepared_england
from analysis.report.contents import open_report
from analysis.report.gaps.changes import AS_PUBLISHED
from analysis.statistics.change_words import CANNOT_TELL, SHOWN, SOFTER, standing_of
from analysis.statistics.published import published_rounding

FIRM = ["narrowed", "widened", "changed side"]


@pytest.fixture(scope="module")
def england(national_home):
    return prepared_england()


def said_of(england, group, measures="ks2_"):
    """What may be said of each change of a group's level in all LAs and years: ``said, counted`` and whether sizes are known."""
    rows = england.published
    rows = rows[(rows["pupil_group"] == group) & rows["measure"].str.startswith(measures)]
    rows = rows[
        (rows["area_type"] == "la") & rows["value"].notna() & rows["measure"].str.endswith("expected")
    ]
    key = ["measure", "year", "area"]
    errors = england.once(figure_errors)
    errors = errors[errors["pupil_group"] == group]
    rows = rows.merge(errors[[*key, "spread", "counted"]], on=key, how="left")
    rows["rounding"] = published_rounding(rows["value"], rows["decimals"].astype(float)).astype(float)
    before = rows[[*key, "value", "spread", "counted", "rounding"]].assign(year=rows["year"] + 1)
    pairs = rows.merge(before, on=key, suffixes=("", "_0"))
    change, rounding = pairs["value"] - pairs["value_0"], pairs["rounding"] + pairs["rounding_0"]
    spread = np.hypot(pairs["spread"], pairs["spread_0"])
    said = [standing_of(*each) for each in zip(change, rounding, spread, strict=True)]
    counted = pairs["counted"].eq(True) & pairs["counted_0"].eq(True)
    return pd.DataFrame({"said": said, "counted": counted, "known": spread.notna()})


@pytest.mark.national
@pytest.mark.parametrize("group", ["looked_after", "in_need", "protection_plan"])
def test_groups_without_published_numbers_get_no_firmer_words(england, group):
    """Before, 4% of the changes of looked-after children with numbers were called changes, and 96% of those without."""
    table = said_of(england, group)
    assert len(table) > 300
    shown = table["said"] == SHOWN
    counted, others = shown[table["counted"]], shown[~table["counted"]]
    assert len(counted) > 100 and counted.mean() < 0.10
    if len(others) > 50:
        assert others.mean() <= counted.mean() + 0.05
    assert not shown[~table["known"]].any()


@pytest.mark.national
@pytest.mark.parametrize(
    ("name", "year", "measure", "group", "verdict"),
    [
        ("Rutland", 2024, "ks2_rwm_expected", "disadvantaged", "smaller as published"),
        ("Cumberland", 2024, "ks2_rwm_expected", "mixed", "changed side as published"),
    ],
)
def test_cases_that_must_be_right(national_home, name, year, measure, group, verdict):
    rows = open_report(name, year).gaps
    rows = rows[(rows["measure"] == measure) & (rows["pupil_group"] == group)]
    (row,) = rows[rows["comparator"] == "national_other"].itertuples()
    assert row.verdict == verdict and abs(row.change) > row.change_rounding
    if name == "Rutland":
        assert (row.previous_gap, row.gap) == (-19, -13)
        assert "about 60 pupils" in row.verdict_reason or "about 5" in row.verdict_reason


@pytest.mark.national
def test_without_a_size_no_gap_gets_a_firm_word(national_home):
    for name in ("Cumberland", "Barnet", "Isles of Scilly"):
        history = open_report(name, 2024).gap_history
        unknown = (
            history[history["verdict_reason"] == AS_PUBLISHED] if "verdict_reason" in history else history
        )
        assert not unknown["verdict"].isin(FIRM).any()
        told = history[~history["verdict"].isin(["", CANNOT_TELL])]
        assert told["verdict"].isin([*FIRM, *SOFTER.values()]).all()


@pytest.mark.national
def test_years_differ_by_what_sizes_predict(england):
    """Good level of development and disadvantaged pupils' reading, writing and mathematics, LAs in thirds by their size.

    By a computation of its own: the spread of changes, less what all LAs have in common, is that of binomial draws and of
    rounding, and up to half as much again, as years differ by more than chance.
    """
    sizes = england.once(cohort_sizes)
    for measure, group, most in (("eyfs_gld", "all", 1.3), ("ks2_rwm_expected", "disadvantaged", 1.5)):
        rows = england.published
        rows = rows[
            (rows["measure"] == measure) & (rows["pupil_group"] == group) & (rows["area_type"] == "la")
        ]
        own = sizes[(sizes["measure"] == measure) & (sizes["pupil_group"] == group)]
        rows = rows.merge(own[["year", "area", "pupils"]], on=["year", "area"]).query(
            "pupils >= 20 and year >= 2022"
        )
        wide = rows.pivot(index="area", columns="year", values=["value", "pupils"]).dropna()
        thirds = pd.qcut(wide["pupils"].mean(axis=1), 3, labels=["small", "middle", "large"])
        ratios = []
        for third in thirds.unique():
            part = wide[thirds == third]
            changes = part["value"].diff(axis=1).iloc[:, 1:]
            found = (changes - wide["value"].diff(axis=1).iloc[:, 1:].mean()).stack().std()  # noqa: PD013
            share = part["value"] / 100
            variance = 1e4 * share * (1 - share) / part["pupils"] + (1 / 12 if group != "all" else 0)
            expected = np.sqrt((variance + variance.shift(1, axis=1)).iloc[:, 1:].to_numpy().mean())
            ratios.append(round(found / expected, 2))
        assert all(0.8 < ratio < most for ratio in ratios), ratios


@pytest.mark.national
def test_years_never_are_said_to_differ_by_less_than_chance(england):
    table = england.once(overdispersion)
    shares = table.loc[["ks2_rwm_expected", "phonics_year1_expected", "eyfs_gld"]]
    assert (shares["times"] >= 1).all() and (shares["added"] >= 0).all()
    assert 1 <= table.loc[("ks2_rwm_expected", "in_need"), "times"] < 1.3
    errors = england.once(figure_errors)
    few = (errors["pupils"] < 20) & ~errors["counted"]
    assert few.any() and np.isinf(errors.loc[few, "spread"]).all()
    assert np.isfinite(errors.loc[errors["pupils"] >= 20, "spread"]).all()
    assert (errors["spread"] > 0).all() and errors["area"].eq(ENGLAND).any()
    assert not errors["measure"].str.endswith("scaled_score").any()
