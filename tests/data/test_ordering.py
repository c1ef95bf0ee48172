"""Whether figures order LAs, and estimates of ranks: real data against plain pandas, and made tables at the edges."""

import numpy as np
import pandas as pd
import pytest

from analysis.catalogue.areas import load_areas
from analysis.catalogue.existing import standing
from analysis.data.ordering import FEWEST_AREAS, ORDERS, of_shares, orderings, orders_authorities
from analysis.data.store import prepared_england
from analysis.data.year_to_year import year_to_year_moves
from analysis.report.cohorts.rank_sets import share_errors
from analysis.statistics.rank_confidence import rank_confidence_sets
from analysis.statistics.shrinkage import beta_of

AREAS = standing(load_areas(), 2025)["code"].tolist()
KENT = "E10000016"
IN_NEED = ("ks2_rwm_expected", "in_need")


@pytest.fixture(scope="module")
def england(national_home):
    return prepared_england("")


def made(k, n, polarity="high"):
    columns = {"area": AREAS[: len(k)], "numerator": k, "denominator": n, "polarity": polarity}
    return pd.DataFrame(columns)


@pytest.mark.national
def test_kents_children_in_need_have_the_set_and_the_estimate_that_draws_give(england):
    """The 95% set is 6 to 140; an estimate from all LAs is far narrower, and the best quarter is out of reach."""
    found = england.once(orderings, 2025)[IN_NEED]
    k, n, own = found.first, found.second, found.areas.index(KENT)
    assert (k[own], n[own], len(found.areas)) == (89, 351, 140)
    sets = rank_confidence_sets(100 * k / n, share_errors(k, n))
    assert sets.loc[own, ["lower", "upper"]].tolist() == [6, 140]
    drawn = np.random.default_rng(0).beta(*beta_of(k, n, found.fit), size=(20_000, n.size))
    ranks = (drawn > drawn[:, [own]]).sum(axis=1) + 1
    estimate = found.estimate(KENT)
    low, high = np.quantile(ranks, [0.05, 0.95])
    assert abs(estimate["rank_low"] - low) <= 1 and abs(estimate["rank_high"] - high) <= 1
    assert estimate["chance_best_25"] < 0.005 and (ranks <= 35).mean() < 0.005
    assert estimate["rank_high"] - estimate["rank_low"] < 60


@pytest.mark.national
def test_looked_after_children_have_no_order_at_key_stage_2_in_2025(england):
    """Recomputed in plain pandas: Pearson's chi-squared is below its degrees of freedom, as if places were drawn."""
    rows = england.published
    rows = rows[(rows["measure"] == "ks2_rwm_expected") & (rows["pupil_group"] == "looked_after")]
    rows = rows[(rows["year"] == 2025) & (rows["area_type"] == "la") & rows["value"].notna()]
    k, n = rows["numerator"].astype(float), rows["denominator"].astype(float)
    share = k.sum() / n.sum()
    assert ((k - n * share) ** 2 / (n * share * (1 - share))).sum() < len(rows) - 1
    found = england.once(orderings, 2025)["ks2_rwm_expected", "looked_after"]
    assert found.spread.between == 0 and found.spread.rankability == 0 and not found.enough
    assert orders_authorities(england, "ks2_rwm_expected", "looked_after", 2025) is False
    assert found.estimate(KENT) is None


@pytest.mark.national
def test_what_is_not_known_is_said_to_be_so(england):
    assert orders_authorities(england, *IN_NEED, 2025) is True
    assert orders_authorities(england, "ks2_rwm_expected", "all", 2025) is None  # no numbers of pupils
    assert orders_authorities(england, *IN_NEED, 2017) is None
    # two thirds are published: they seem to be in order, but the smallest counts are missing
    assert orders_authorities(england, "ks4_english_maths_95", "in_need", 2025) is None
    assert list(ORDERS.values()) == ["yes", "no", "not known"]


@pytest.mark.national
def test_no_suppressed_count_has_a_part_in_it(england):
    for year in (2019, 2023, 2025):
        rows = england.published[
            (england.published["year"] == year) & (england.published["area_type"] == "la")
        ]
        hidden = rows[rows["status"] == "c"]
        hidden = set(zip(hidden["measure"], hidden["pupil_group"], hidden["area"], strict=True))
        for key, found in england.once(orderings, year).items():
            assert len(found.areas) >= FEWEST_AREAS
            assert not hidden & {(*key, area) for area in found.areas}
            assert found.with_pupils >= len(found.areas)


def test_low_is_good_turns_the_ranks_round():
    n = np.full(60, 400)
    k = np.linspace(40, 160, 60).round().astype(int)
    best, worst = (of_shares(made(k, n, way), 60).estimate(AREAS[0]) for way in ("low", "high"))
    assert best["expected_rank"] == pytest.approx(61 - worst["expected_rank"], abs=1e-6)
    assert best["rank_low"] == 1 and worst["rank_high"] == 60


@pytest.mark.parametrize(("with_pupils", "orders"), [(60, True), (80, True), (81, None)])
def test_an_estimate_needs_three_quarters_of_the_areas(with_pupils, orders):
    found = of_shares(made(np.linspace(40, 160, 60).round().astype(int), np.full(60, 400)), with_pupils)
    assert found.orders is orders
    assert (found.estimate(AREAS[3]) is None) == (orders is None)
    assert found.estimate("E09999999") is None


@pytest.mark.national
def test_moves_from_year_to_year_are_those_of_plain_pandas(england):
    """Looked-after children at key stage 2: 0.90 of what draws would move, by a merge of each year with the one before."""
    rows = england.published
    rows = rows[(rows["area_type"] == "la") & rows["value"].notna() & rows["numerator"].notna()]
    rows = rows[rows["measure"].str.startswith("ks2_") & (rows["pupil_group"] == "looked_after")]
    now = rows[["measure", "area", "year", "numerator", "denominator"]].astype(
        {"numerator": float, "denominator": float}
    )
    pairs = now.merge(now.assign(year=now["year"] + 1), on=["measure", "area", "year"], suffixes=("", "_b"))
    total = pairs.groupby(["measure", "year"])[
        ["numerator", "denominator", "numerator_b", "denominator_b"]
    ].transform("sum")
    mean = total["numerator"] / total["denominator"] - total["numerator_b"] / total["denominator_b"]
    both = (pairs["numerator"] + pairs["numerator_b"]) / (pairs["denominator"] + pairs["denominator_b"])
    variance = both * (1 - both) * (1 / pairs["denominator"] + 1 / pairs["denominator_b"])
    move = pairs["numerator"] / pairs["denominator"] - pairs["numerator_b"] / pairs["denominator_b"] - mean
    steps = pairs.groupby(["measure", "year"]).ngroups
    expected = np.sqrt(
        (move**2 / variance)[both.between(0, 1, inclusive="neither")].sum() / (len(pairs) - steps)
    )
    table = england.once(year_to_year_moves, 2025).set_index(["phase", "pupil_group"])
    found = table.loc[("ks2", "looked_after")]
    assert found["pairs"] == len(pairs) and found["dispersion"] == pytest.approx(expected)
    assert round(found["dispersion"], 2) == 0.90
