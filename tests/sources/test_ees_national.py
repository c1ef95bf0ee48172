"""The one real file of Explore Education Statistics at hand: key stage 2 outcomes of looked-after children."""

import csv
import random
from collections import Counter

import pandas as pd
import pytest

from analysis.catalogue.areas import find_area
from analysis.catalogue.observations import Observations
from analysis.sources.ees import read_data_set, rests_on_counts
from ees_made import none
from places import REPO

REAL = "ees/ks2_la.csv"
GROUPS = {
    "CLA 12 months at 31 March": "looked_after",
    "CINO at 31 March": "in_need",
    "CPPO at 31 March": "protection_plan",
}
SHARES = {
    "rwm": "rwm",
    "read": "reading",
    "writta": "writing",
    "mat": "maths",
    "gps": "gps",
    "scita": "science",
}
PROGRESS = {"read": "reading", "writta": "writing", "mat": "maths"}


@pytest.fixture(scope="module")
def real_rows(national):
    with national(REAL).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def real(national):
    return read_data_set(national(REAL), source="ees-ks2")


@pytest.fixture(scope="module")
def real_figures(real):
    keys = ["source", "measure", "pupil_group", "year", "area"]
    return {
        tuple(row[:5]): row
        for row in real.observations[[*keys, *set(Observations.names()) - set(keys)]].itertuples(index=False)
    }


def real_key(row, measure, source="ees-ks2"):
    code = row["new_la_code"] or row["region_code"] or row["country_code"]
    year = int(row["time_period"][:4]) + 1
    # codes of the file that a boundary change has replaced
    return source, measure, GROUPS[row["social_care_group"]], year, find_area(code).code


@pytest.mark.national
def test_real_every_row_is_accounted_for(real, real_rows):
    assert real.mapping == "looked-after-ks2"
    levels = Counter(row["geographic_level"] for row in real_rows)
    assert dict(zip(real.account["level"], real.account["rows"], strict=True)) == dict(levels)
    assert set(real.account["outcome"]) == {"kept"}
    rows = len(real_rows)
    by_source = real.observations["source"].value_counts().to_dict()
    assert by_source == {
        "ees-ks2": rows * (len(SHARES) + len(PROGRESS)),
        "ees-ks2-printed": rows * len(SHARES),
    }


@pytest.mark.national
def test_real_twenty_cells_read_another_way(real_figures, real_rows):
    chosen = random.Random(2017)  # noqa: S311
    rows = [row for row in real_rows if row["geographic_level"] == "Local authority"]
    seen = Counter()
    while sum(seen.values()) < 20:
        row, (column, subject) = chosen.choice(rows), chosen.choice(list(SHARES.items()))
        share = row[f"pt_{column}_met_expected_standard"]
        kind = "number" if share.isdigit() else share
        if seen[kind] >= 10:
            continue
        seen[kind] += 1
        got = real_figures[real_key(row, f"ks2_{subject}_expected")]
        pupils, reached = row[f"t_{column}_eligible_pupils"], row[f"t_{column}_met_expected_standard"]
        if kind == "number":
            assert (got.numerator, got.denominator, got.status) == (int(reached), int(pupils), "ok")
            assert got.value == pytest.approx(100 * int(reached) / int(pupils))
            printed = real_figures[real_key(row, f"ks2_{subject}_expected", "ees-ks2-printed")]
            assert printed.value == int(share)
        else:
            assert got.status == share and pd.isna(got.value)
        assert got.release == row["version"].lower()
    assert len(seen) > 1


@pytest.mark.national
def test_real_progress_scores_and_their_intervals(real_figures, real_rows):
    checked = 0
    for row in real_rows:
        for column, subject in PROGRESS.items():
            got = real_figures[real_key(row, f"ks2_{subject}_progress")]
            texts = [row[f"avg_{column}_progress_score{end}"] for end in ("", "_lower_CI", "_upper_CI")]
            numbers = [float(text) if text[-1].isdigit() else None for text in texts]
            if numbers[0] is None:
                assert got.status == {"k": "low"}.get(texts[0], texts[0])
                assert pd.isna(got.value) and pd.isna(got.lower) and pd.isna(got.upper)
            else:
                assert [none(got.value), none(got.lower), none(got.upper)] == numbers
                checked += 1
    assert checked > 4000


@pytest.mark.national
def test_real_symbols_are_as_many(real, real_rows):
    expected = Counter()
    for row in real_rows:
        texts = [row[f"pt_{column}_met_expected_standard"] for column in SHARES] * 2
        texts += [row[f"avg_{column}_progress_score"] for column in PROGRESS]
        expected.update({"k": "low"}.get(text, text) for text in texts if not text[-1].isdigit())
    got = real.observations["status"].value_counts()
    assert got.drop("ok").to_dict() == dict(expected)


@pytest.mark.national
def test_real_counts_are_exact_for_authorities_and_rounded_above(real, real_rows):
    for row in real_rows:
        numbers = [int(text) for name, text in row.items() if name.endswith("_pupils") and text.isdigit()]
        if row["geographic_level"] != "Local authority":
            assert all(number % 10 == 0 for number in numbers)
    counts = real.counts.groupby("area_type")[["percentages", "agree"]].sum()
    assert counts.loc["la"].tolist() == [9599, 9599]
    assert counts.loc["region", "agree"] < counts.loc["region", "percentages"] / 2
    above = real.observations["area_type"] != "la"
    assert real.observations.loc[above, ["numerator", "denominator"]].isna().all(axis=None)
    assert (
        not rests_on_counts(real.observations)[above].any()
        and rests_on_counts(real.observations).sum() == 9599
    )


@pytest.mark.national
def test_real_no_figure_of_five_pupils_or_fewer_is_worked_out(real):
    small = real.observations["numerator"].between(1, 5)
    assert not small.any()


@pytest.mark.national
def test_real_printed_percentages_are_those_of_lait(real, national):
    codes = pd.read_csv(REPO / "data" / "raw" / "lait_codes.csv", index_col="code", dtype=str)
    codes = codes[
        codes["measure"].str.match("ks2_.*_expected", na=False) & codes["pupil_group"].isin(GROUPS.values())
    ]
    lait = pd.read_parquet(national("lait/bds_long_0.parquet"))
    lait = lait[lait["Short Desc"].isin(codes.index)].join(codes, on="Short Desc")
    names = {name: find_area(name).code for name in lait["LA and Regions"].unique()}
    lait = lait.assign(
        area=lait["LA and Regions"].map(names),
        year=lait["Years"].str[:4].astype(int),
        lait=pd.to_numeric(lait["Values"], errors="coerce"),
    ).dropna(subset=["lait"])
    printed = real.observations.query("source == 'ees-ks2-printed' and area_type == 'la'")
    both = printed.merge(lait, on=["measure", "pupil_group", "year", "area"])
    assert len(both) > 6000 and (both["value"] == both["lait"]).all()
