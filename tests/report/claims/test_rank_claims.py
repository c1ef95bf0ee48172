"""Ranks in places: a change over all places that two ranks may stand for, and a rank printed with its figure."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from analysis.report.contents import open_report
from claims_made import BOROUGHS, one, world

RWM = {"measure": "ks2_rwm_expected", "year": "2024"}


def two_years(barnet, before: list[float], now: list[float]):
    return world(
        barnet,
        [
            ("ks2_rwm_expected", "all", year, name, value)
            for year, values in ((2023, before), (2024, now))
            for name, value in zip(BOROUGHS, values, strict=True)
        ],
    )


def places(values: list[float]) -> range:
    """The places that the first of them may stand for."""
    ranks = [pd.Series(values).rank(ascending=False, method=method)[0] for method in ("min", "max")]
    return range(int(ranks[0]), int(ranks[1]) + 1)


@pytest.mark.parametrize("seed", range(8))
def test_a_change_is_contradicted_only_if_no_two_places_make_it(barnet, seed):
    draw = np.random.default_rng(seed)
    before, now = (draw.integers(60, 65, len(BOROUGHS)).tolist() for _ in range(2))
    data = two_years(barnet, before, now)
    moves = {was - is_ for was, is_ in product(places(before), places(now))}
    published = places(before)[0] - places(now)[0]
    about = RWM | {"kind": "change", "figure": "rank", "year2": "2023"}
    for word, up in (("improved", 1), ("declined", -1)):
        found = one(data, word=word, **about)
        so = published * up > 0
        expected = {True: {"holds", "not_supported_statistically"}}.get(
            so, {"ambiguous"} if any(move * up > 0 for move in moves) else {"contradicted"}
        )
        assert found["verdict"] in expected, (word, moves, found)
        for size in range(1, 10):
            found = one(data, word=word, value=str(size), **about)
            if published == up * size:
                assert found["verdict"] in {"holds", "not_supported_statistically"}
            else:
                possible = up * size in moves
                assert found["verdict"] == ("ambiguous" if possible else "contradicted"), (word, size, moves)
                assert "place" in found["reason"]


def test_both_places_hold_and_so_may_the_change(barnet):
    """30th of a tie in one year and 32nd of another the year before: up 2 places."""
    before = [64, 70, 69, 68, 64, 64, 64, 60, 60, 60]  # 4th to 7th
    now = [64, 70, 69, 64, 64, 60, 60, 60, 60, 60]  # 3rd to 5th
    data = two_years(barnet, before, now)
    for year, value in (("2024", "3rd"), ("2024", "5th"), ("2023", "7th"), ("2023", "5th")):
        about = RWM | {"year": year}
        assert one(data, kind="rank_value", value=value, **about)["verdict"] == "holds"
    about = RWM | {"kind": "change", "figure": "rank", "year2": "2023", "word": "improved"}
    found = one(data, value="2", **about)
    assert found["verdict"] == "ambiguous"
    assert found["reason"] == (
        "4th to 7th before and 3rd to 5th now: between 1 place down and 4 places up; "
        "“improved by 2 places” is one of the changes that the places allow"
    )
    assert one(data, value="5", **about)["verdict"] == "contradicted"


def test_a_number_with_a_bracket_is_a_rank_with_its_figure_and_nothing_else(barnet):
    data = two_years(barnet, [70] * 10, [64, 70, 69, 68, 67, 66, 65, 63, 62, 61])
    # 7th; with 66 it would be 5th or 6th, with 62 8th or 9th
    for value, verdict in {
        "7th (64%)": "holds",
        "6th (64%)": "contradicted",
        "6th (66%)": "ambiguous",
        "7th (66%)": "ambiguous",
        "7th": "holds",
        "2nd (66%)": "contradicted",
    }.items():
        found = one(data, kind="rank_value", value=value, **RWM)
        assert found["verdict"] == verdict, found
        assert found["printed"] == value
    assert "would rank 5th to 6th of 10" in one(data, kind="rank_value", value="6th (66%)", **RWM)["reason"]


@pytest.mark.national
def test_derby_in_2019_writing_at_key_stage_1(national_home):
    """A paper printed 119th for 66%; today it is 67%, which 15 authorities share at 105th to 119th."""
    data = open_report("Derby", 2019)
    ranks = data.england.ranks.query(
        "measure == 'ks1_writing_expected' and pupil_group == 'all' and year == 2019"
    )
    others = ranks.loc[ranks["area"] != data.area.code, "value"]
    places_of_66 = range(1 + int((others > 66).sum()), 2 + int((others >= 66).sum()))
    own = ranks.loc[ranks["area"] == data.area.code].iloc[0]
    assert own["value"] == 67 and 119 in range(own["tie_first"], own["tie_last"] + 1) and 119 in places_of_66
    about = {"kind": "rank_value", "measure": "ks1_writing_expected", "year": "2019"}
    for place in (104, 105, 119, 120, 131, 132):
        found = one(data, value=f"{place}th (66%)", **about)
        both = {place in range(own["tie_first"], own["tie_last"] + 1), place in places_of_66}
        expected = {frozenset([True]): "holds", frozenset([False]): "contradicted"}
        assert found["verdict"] == expected.get(frozenset(both), "ambiguous"), found
        assert "the figure is 67 now" in found["reason"]
