"""Ranks of gaps against scipy and plain numpy."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata

from analysis.catalogue.areas import ENGLAND
from analysis.report.contents import open_report
from analysis.report.gaps.levels import PAIRS
from analysis.report.gaps.ranks import gap_ranks
from gaps_made import few, observed


@few
@given(st.lists(st.integers(0, 12), min_size=1, max_size=40), st.booleans())
def test_ranks_of_gaps_are_competition_ranks_least_behind_first(values, high):
    measure = "ks2_rwm_expected" if high else "persistent_absence"
    areas = [f"E0900{i:04d}" for i in range(len(values))]
    ranks = observed(
        *[("looked_after", a, float(v)) for a, v in zip(areas, values, strict=True)], measure=measure
    )
    whole = observed(("all", ENGLAND, 6.0), measure=measure).assign(source="made")
    england = SimpleNamespace(ranks=ranks, figures=lambda papers_of: whole)
    found = gap_ranks(england, "national_other", (2017,)).set_index("area")["rank"].reindex(areas)
    worth = -np.array(values) if high else np.array(values)
    assert found.tolist() == rankdata(worth, method="min").tolist()


@pytest.mark.national
@pytest.mark.parametrize("name", ["Barnet", "Camden", "Kent", "Leeds", "Cornwall", "Rutland"])
def test_ranks_agree_with_plain_numpy(national_home, name):
    data = open_report(name, 2018)
    table = data.gaps.query("area == @data.area.code and rank.notna()").set_index(
        ["measure", "pupil_group", "comparator"]
    )
    la = data.observations.query("year == 2018 and area_type == 'la' and value.notna()")
    # abolished in 2019 and 2023, with back-cast successors: never both
    gone = {
        "E06000028": "E06000058",
        "E06000029": "E06000058",
        "E10000009": "E06000059",
        "E10000006": "E06000063",
        "E10000021": "E06000061",
    }
    keys = [
        ("ks2_rwm_expected", "disadvantaged"),
        ("ks4_attainment8", "fsm"),
        ("persistent_absence", "looked_after"),
    ]
    checked = 0
    for measure, group in keys:
        wide = la[la["measure"] == measure].pivot(index="area", columns="pupil_group", values="value")
        england = data.observations.query(
            "year == 2018 and area == @ENGLAND and measure == @measure"
        ).set_index("pupil_group")["value"]
        for comparator, others in (
            ("national_other", england[PAIRS[group]]),
            ("own_other", wide[PAIRS[group]]),
        ):
            gap = (wide[group] - others).dropna().round(9)
            gap = gap.drop([old for old, new in gone.items() if old in gap.index and new in gap.index])
            if data.area.code not in gap.index:
                continue
            behind = gap.to_numpy() if measure == "persistent_absence" else -gap.to_numpy()
            rank = 1 + int((behind < behind[gap.index.get_loc(data.area.code)]).sum())
            row = table.loc[(measure, group, comparator)]
            assert (row["rank"], row["n_ranked"]) == (rank, len(gap))
            checked += 1
    assert checked >= 4
