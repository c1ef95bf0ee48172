"""The places that a rank may stand for: for all authorities at once as for one, and bands by counting places."""

import itertools

import numpy as np
import pandas as pd
import pytest

from analysis.catalogue.observations import KEY
from analysis.data.open_places import (
    TIE,
    UNPUBLISHED,
    band_hangs_on,
    band_share,
    lies_in,
    of_ranks,
    open_places,
    places_open,
    with_chance,
)
from analysis.data.ranking import BANDS, band
from analysis.data.store import prepared_england

ABOUT = {"measure": "ks2_rwm_expected", "pupil_group": "all", "year": 2017}


def ranked(first, last, n) -> pd.DataFrame:
    row = ABOUT | {"area": "A", "rank": first, "n_ranked": n, "tie_first": first, "tie_last": last}
    return pd.DataFrame([row]).astype(dict.fromkeys(["rank", "n_ranked", "tie_first", "tie_last"], "Int64"))


def missing(count) -> pd.DataFrame:
    return pd.DataFrame([ABOUT | {"area": f"M{n}"} for n in range(count)], columns=[*ABOUT, "area"])


@pytest.mark.parametrize("year", [2017, 2024, 2025])
@pytest.mark.national
def test_those_of_all_authorities_are_those_of_each(national_home, year):
    england = prepared_england("")
    rows = england.once(open_places, year)
    assert len(rows) == len(england.ranks_in(year))
    names = england.missing(year)
    for row in rows.sample(800, random_state=2).itertuples():
        absent = names.get((row.measure, row.pupil_group), ())
        first, last, why = places_open(int(row.rank), int(row.tie_first), int(row.tie_last), absent)
        assert (row.open_first, row.open_last, row.unpublished) == (first, last, len(absent))
        assert (TIE in row.open_because) == ("share one published value" in why)
        assert (UNPUBLISHED in row.open_because) == ("no published figure" in why)


@pytest.mark.parametrize("n", [12, 40, 151])
def test_a_band_is_certain_if_every_place_that_is_counted_out_lies_in_it(n):
    """Each of those without a figure before or after, each place of the tie: the band must hold among n and among all."""
    rng = np.random.default_rng(n)
    seen = set()
    for _ in range(300):
        first = int(rng.integers(1, n + 1))
        last, absent = min(n, first + int(rng.integers(0, 4))), int(rng.integers(0, 4))
        rows = of_ranks(ranked(first, last, n), missing(absent))
        name = band(first, n)
        start, end = band_share(name)
        places = [
            (place + before, ranks)
            for place in range(first, last + 1)
            for before, ranks in itertools.product(range(absent + 1), {n, n + absent})
        ]
        inside = [
            place > start * total // 100 and min(place, n) <= end * min(total, n) // 100
            for place, total in places
        ]
        (hangs,) = band_hangs_on(rows, pd.Series([name]), rows["n_ranked"])
        tie = [place > start * n // 100 and place <= end * n // 100 for place in range(first, last + 1)]
        assert hangs == ("" if all(inside) else TIE if not all(tie) else UNPUBLISHED), (
            first,
            last,
            n,
            absent,
        )
        seen.add(hangs)
    assert seen == {"", TIE, UNPUBLISHED}


def test_a_rank_of_the_middle_is_in_the_lower_half_only_if_it_is_among_all():
    """77th of 152 is in the lower half; were two more ranked behind it, 77th of 154 would not be."""
    assert lies_in(77, 77, 152, 50, 100) and not lies_in(77, 77, 152, 50, 100, 154)
    assert not lies_in(76, 77, 152, 50, 100)


def test_a_printed_rank_stands_for_itself():
    row = ranked(15, 15, 152).assign(tie_first=pd.NA, tie_last=pd.NA)
    (found,) = of_ranks(row, missing(3)).itertuples()
    assert (found.open_first, found.open_last, found.open_because) == (15, 15, "")
    assert pd.isna(found.unpublished)


def test_chance_widens_and_never_narrows():
    rows = of_ranks(ranked(14, 16, 150), missing(2))
    sets = pd.DataFrame([ABOUT | {"area": "A", "lower": 9, "upper": 30, "n_ranked": 147}])
    (found,) = with_chance(rows, sets).itertuples()
    # three are ranked without an error, and two have no figure: each may stand before
    assert (found.open_first, found.open_last, found.open_because) == (9, 35, "tie; unpublished; chance")
    (same,) = with_chance(rows, sets.assign(lower=15, upper=12)).itertuples()
    assert (same.open_first, same.open_last, same.open_because) == (14, 18, "tie; unpublished")
    (none,) = with_chance(rows, sets.assign(area="B")).itertuples()
    assert (none.open_first, none.open_last) == (14, 18)


def test_bands_are_those_of_the_ranking():
    assert [band_share(name) for name in BANDS] == [(0, 5), (0, 10), (0, 20), (0, 50), (50, 100)]
    assert KEY == ["measure", "pupil_group", "year"]
