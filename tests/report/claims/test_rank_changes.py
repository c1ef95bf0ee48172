"""A rank has improved, slipped or improved most only if every place that the ranks may stand for says so."""

import itertools

import numpy as np
import pytest

from analysis.report.claims.check import claims_of
from analysis.report.claims.multiplicity import many_claims
from claims_made import BOROUGHS, one, world

RWM = {"measure": "ks2_rwm_expected", "year": "2024", "year2": "2023", "figure": "rank"}


def two_years(barnet, before, now):
    """Figures of ten boroughs, Camden the first, in 2023 and 2024."""
    values = {2023: before, 2024: now}
    rows = [
        ("ks2_rwm_expected", "all", year, name, value)
        for year, own in values.items()
        for name, value in zip(BOROUGHS, own, strict=False)
    ]
    return world(barnet, rows)


ALONE = [60, 70, 69, 68, 67, 66, 65, 64, 63, 62]


@pytest.mark.parametrize(
    ("now", "word", "verdict"),
    [
        (71, "improved", "holds"),
        (
            63,
            "improved",
            "not_supported_statistically",
        ),  # 9th= to 10th, where it was the 10th: it may be last still
        (63.5, "improved", "holds"),
        (60, "improved", "contradicted"),
        (71, "slipped", "contradicted"),
        (71, "slightly improved", "contradicted"),
        (63.5, "slightly improved", "holds"),
    ],
)
def test_a_rank_improved_only_if_all_its_places_say_so(barnet, now, word, verdict):
    before = [60, 70, 69, 68, 67, 66, 65, 64, 63, 60] if now == 63 else ALONE
    after = [now, 70, 69, 68, 67, 66, 65, 64, 63, 62]
    found = one(two_years(barnet, before, after), kind="change", word=word, **RWM)
    if now == 63:
        # 9th= of two the year before, 8th= of two now: both may stand for the 9th place
        assert "overlap: 8th to 9th and 9th to 10th" in found["reason"]
    assert found["verdict"] == verdict


def test_a_rank_slipped(barnet):
    found = one(two_years(barnet, [71, *ALONE[1:]], ALONE), kind="change", word="slipped", **RWM)
    assert found["verdict"] == "holds"


def test_most_improved_asks_for_the_places_of_all(barnet):
    """Camden from 10th to 6th; Islington from 9th to 7th= of three, which may be the 7th or the 9th place."""
    before = [60, 61, 70, 69, 68, 67, 66, 65, 64, 63]
    about = {"kind": "superlative", "word": "most improved", "against": "Inner London", **RWM}
    clear = one(two_years(barnet, before, [65.5, 64.5, 70, 69, 68, 67, 66, 65, 64, 63]), **about)
    assert clear["verdict"] == "holds"
    tied = one(two_years(barnet, before, [64.5, 64.5, 70, 69, 68, 67, 66, 65, 64, 63]), **about)
    assert (
        tied["verdict"] == "not_supported_statistically"
        and "Islington may have moved as far" in tied["reason"]
    )


@pytest.mark.parametrize("seed", range(3))
def test_what_holds_does_so_by_every_place_drawn(barnet, seed):
    """Against every order of those that tie, one by one."""
    draw = np.random.default_rng(seed)
    values = [list(draw.integers(60, 66, 10)) for _ in range(2)]
    found = one(two_years(barnet, *values), kind="change", word="improved", **RWM)
    places = [
        range(1 + sum(each > own[0] for each in own), 1 + sum(each >= own[0] for each in own))
        for own in values
    ]
    better = {now < before for before, now in itertools.product(*places)}
    assert (found["verdict"] == "holds") == (better == {True})


def test_the_page_of_claims_says_how_many_figures_it_compares(barnet):
    table = claims_of(barnet)
    said = " ".join(many_claims(table, barnet))
    judged = table[table["verdict"] != "not_checkable"]
    figures = {(row.measure, row.pupil_group or "all") for row in judged.itertuples() if row.measure}
    assert said.startswith(f"{len(judged)} claims could be judged. They rest on {len(figures)} figures")
    changed = judged[
        (judged["kind"] == "change") & ~judged["figure"].isin(["rank", "gap_rank"]) & (judged["value"] == "")
    ]
    changed = changed[~changed["word"].str.contains("as published|unchanged|stayed")]
    asked = changed["verdict"].isin(["holds", "not_supported_statistically"]).sum()
    assert f"{asked} claims say that a figure has changed." in said
    assert f"up to about {asked * 0.05:.1f} would still hold" in said
    assert many_claims(table.head(0), barnet) == []
