"""Ranks: LAIT's rule on made values, invariants, and an independent computation on the national file."""

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.basics.numbers import rounded
from analysis.catalogue.areas import load_areas
from analysis.catalogue.measures import load_measures
from analysis.data import ranking
from analysis.data.ranking import (
    BANDS,
    band,
    distribution,
    lait_quartile,
    last_place,
    quarter,
    rank_areas,
    without_value,
)

CODES = load_areas().query("area_type == 'la' and closed.isna() and opened.isna()")["code"].tolist()
HIGH, LOW = "ks2_rwm_expected", "absence_primary"


def made(values, measure=HIGH, codes=CODES, year=2017) -> pd.DataFrame:
    """Made observations, one LA for each value."""
    return pd.DataFrame(
        {"measure": measure, "pupil_group": "all", "year": year, "area": codes[: len(values)], "area_type": "la",
         "value": values, "decimals": 1}
    )  # fmt: skip


def test_ties_share_the_best_place_and_the_next_place_is_left_out():
    ranks = rank_areas(made([70.0, 69.0, 69.0, 60.0]))
    assert ranks["rank"].tolist() == [1, 2, 2, 4]
    assert ranks["tie_last"].tolist() == [1, 3, 3, 4]
    assert set(ranks["n_ranked"]) == {4}


def test_low_is_good_where_the_catalogue_says_so():
    assert rank_areas(made([4.0, 3.0, 5.0], LOW))["rank"].tolist() == [2, 1, 3]


def test_missing_values_regions_and_measures_without_polarity_are_not_ranked():
    table = made([70.0, None, 60.0])
    assert rank_areas(table)["n_ranked"].tolist() == [2, 2]
    assert rank_areas(table.assign(area_type="region")).empty
    neutral = load_measures().assign(polarity="")
    assert rank_areas(table, measures=neutral).empty


def test_spreadsheet_noise_does_not_break_a_tie():
    assert rank_areas(made([93.3, 93.30000000000001]))["rank"].tolist() == [1, 1]


def test_ranking_on_displayed_values_ties_more():
    values = [69.44, 69.36]
    assert rank_areas(made(values))["rank"].tolist() == [1, 2]
    assert rank_areas(made(values), displayed=True)["rank"].tolist() == [1, 1]


def test_an_abolished_authority_gives_way_to_its_successor():
    codes = ["E06000028", "E06000029", "E06000058", CODES[0]]  # Bournemouth, Poole, BCP
    ranks = rank_areas(made([60.0, 61.0, 62.0, 50.0], codes=codes))
    assert ranks["area"].tolist() == ["E06000058", CODES[0]]
    alone = rank_areas(made([60.0, 61.0, 50.0], codes=[*codes[:2], CODES[0]]))
    assert len(alone) == 3


def test_exclusion_changes_the_number_ranked():
    table = made([1.0, 2.0, 3.0], codes=["E09000001", "E06000053", CODES[5]])
    assert rank_areas(table, exclude=ranking.CITY_AND_SCILLY)["n_ranked"].tolist() == [1]


@pytest.mark.parametrize(
    ("value", "decimals", "shown"), [(69.5, 0, 70), (-0.045, 2, -0.05), (0.5, 0, 1), (2.5, 0, 3)]
)
def test_rounding_is_half_away_from_zero(value, decimals, shown):
    assert rounded(pd.Series([value]), pd.Series([decimals])).tolist() == [shown]


values_with_ties = st.lists(st.integers(0, 30).map(float), min_size=1, max_size=120)


@given(values_with_ties)
def test_ranks_are_a_permutation_with_ties(values):
    ranks = rank_areas(made(values))
    # a tie of k at place r takes the places r to r + k - 1: together the ties cover 1 to n once
    covered = [
        p for r, last in set(zip(ranks["rank"], ranks["tie_last"], strict=True)) for p in range(r, last + 1)
    ]
    assert sorted(covered) == list(range(1, len(values) + 1))


@given(values_with_ties)
def test_polarity_flips_ranks(values):
    high, low = rank_areas(made(values)), rank_areas(made(values, LOW))
    n = len(values)
    assert ((high["rank"] + low["tie_last"]) == n + 1).all()


@given(values_with_ties, st.randoms())
def test_the_order_of_rows_does_not_matter(values, random):
    table = made(values)
    shuffled = table.sample(frac=1, random_state=random.randrange(10**6))
    together = rank_areas(table).merge(rank_areas(shuffled), on="area")
    assert (together["rank_x"] == together["rank_y"]).all()


@given(st.integers(1, 160).flatmap(lambda n: st.tuples(st.integers(1, n), st.just(n))))
def test_bands_and_quarters_are_monotone(place):
    rank, n = place
    assert rank <= last_place(BANDS[band(rank, n)], n) or BANDS[band(rank, n)] == 100
    if rank > 1:
        names = list(BANDS)
        assert names.index(band(rank - 1, n)) <= names.index(band(rank, n))
        assert quarter(rank - 1, n) <= quarter(rank, n)


def test_the_bands_of_the_report_among_152():
    assert [last_place(share, 152) for share in BANDS.values()] == [7, 15, 30, 76, 152]


@given(st.lists(st.floats(0, 100), min_size=4, max_size=80))
def test_quartile_cut_points_are_numpys(values):
    shape = distribution(rank_areas(made(values))).iloc[0]
    expected = np.quantile(np.round(values, 9), [0.25, 0.5, 0.75])
    assert np.allclose(shape[["q25", "q50", "q75"]].astype(float), expected)


def test_a_value_on_a_cut_point_gets_the_worse_band_when_high_is_good():
    cuts = (25.0, 50.0, 75.0)
    assert [lait_quartile(v, cuts, "high") for v in (25, 26, 50, 75, 76)] == ["D", "C", "C", "B", "A"]
    assert [lait_quartile(v, cuts, "low") for v in (25, 26, 50, 75, 76)] == ["A", "B", "B", "C", "D"]


def test_unranked_authorities_are_named():
    table = made([1.0] * 10)
    missing = without_value(rank_areas(table), 2017)
    assert len(missing) == 152 - 10 and not set(missing["area"]) & set(CODES[:10])


#: LAs of every region, large and small, with ties, low polarity and reorganisations: LAIT code, year, name in the file.
CASES = [
    ("KS2RWM_Expected_STD", 2017, "Barnet", True),
    ("AVG_Attain8_Score", 2019, "Rutland", True),
    ("PriTotAbs", 2017, "Camden", False),
    ("SecTotAbs", 2023, "Leeds", False),
    ("KS1P_all", 2016, "Cornwall", True),
    ("AVG_Prog8_Score", 2018, "Birmingham", True),
    ("DAP_KS4_ATT8", 2022, "Kent", True),
    ("TotPermEx", 2023, "Middlesbrough", False),
    ("FSP_NEW_GOODDEV", 2024, "Cumberland", True),
    ("KS2R_Expected_STD", 2025, "Shropshire", True),
    ("A3A", 2019, "Cambridgeshire", True),
    ("L3Age19Gap", 2021, "Newcastle upon Tyne", False),
]
REGION_NUMBERS = range(970, 991)
#: LA numbers of authorities that were replaced, and of those that replaced them.
REPLACED = {837: [839], 836: [839], 835: [838, 839], 928: [940, 941], 909: [942, 943]}


@pytest.mark.national
@pytest.mark.parametrize(("code", "year", "name", "high"), CASES)
def test_ranks_agree_with_plain_numpy_on_the_parquet(national, national_home, code, year, name, high):
    """The rank as the file gives it, without a line of ours: values as numbers, regions and old names left out."""
    file = pq.read_table(national("lait/bds_long_0.parquet")).to_pydict()
    columns = {column: np.array(values, dtype=object) for column, values in file.items()}
    academic = f"{year - 1}/{year % 100:02d}"
    label = np.array(
        [text in (str(year), academic) or text.startswith(f"{year} (") for text in columns["Years"]]
    )
    here = (columns["Short Desc"] == code) & label & (columns["Values"] != "-")
    here &= ~np.isin(columns["LA Number"].astype(int), REGION_NUMBERS)
    names, numbers = columns["LA and Regions"][here], columns["LA Number"][here].astype(int)
    values = columns["Values"][here].astype(float).round(9)
    replaced = [old for old, new in REPLACED.items() if np.isin(new, numbers).any()]
    names, values = names[~np.isin(numbers, replaced)], values[~np.isin(numbers, replaced)]
    own = values[names == name][0]
    better = values > own if high else values < own

    from analysis.catalogue.lait_codes import load_codes
    from analysis.catalogue.observations import select
    from analysis.report.contents import open_report

    data, mapped = open_report(name, year), load_codes().loc[code]
    (row,) = select(
        data.england.ranks,
        area=data.area.code,
        year=year,
        measure=mapped["measure"],
        pupil_group=mapped["pupil_group"],
    ).itertuples()
    assert row.rank == 1 + better.sum()
    assert row.tie_last == row.rank + (values == own).sum() - 1
    assert row.n_ranked == len(values)
