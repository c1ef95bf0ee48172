"""A band that the page prints and the same band as a claim agree: every authority, every measure, both newest years."""

from collections import Counter
from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.catalogue.vague_words import find_word
from analysis.data.open_places import TIE, band_hangs_on, open_places
from analysis.data.ranking import band
from analysis.report.claims.bands import parse_band
from analysis.report.claims.cases import Case
from analysis.report.claims.kinds import AT_BEST
from analysis.report.claims.national import National
from analysis.report.claims.rules import rank_band
from analysis.report.claims.verdicts import assess
from analysis.report.contents import open_report
from analysis.report.rankings.cells import HANGS, band_words

#: As claims name them: "top half" is every place up to the middle.
BAND = {"top half": "top 50%"}


def verdict(report, national, row, name: str, against: str = "") -> str:
    """The engine's verdict on "is in the top 10%" for one authority's rank."""
    about = {"measure": row.measure, "pupil_group": row.pupil_group, "year": row.year, "area": row.area}
    case = Case(
        kind="rank_band", figure="rank", **about, comparison_group="", year2=None, comparator="", word=None,
        band=parse_band(BAND.get(name, name)), value=None, against=against, cohort="", report=report,
    )  # fmt: skip
    claim = SimpleNamespace(line=0, needs="", period="")
    return assess(claim, case, rank_band, None, national).verdict


@pytest.mark.national
@pytest.mark.parametrize("year", [2024, 2025])
def test_no_claim_of_a_band_that_the_page_prints_is_unsupported(national_home, year):
    """66,000 badges: said firmly, the claim holds; "shared" or "not all published", it is not supported, and at best it holds."""
    report = open_report("Kent", year)
    national = National(report)
    rows = report.england.once(open_places, year)
    rows = rows.assign(
        band=[band(int(rank), int(n)) for rank, n in zip(rows["rank"], rows["n_ranked"], strict=True)]
    )
    rows["band_hangs_on"] = band_hangs_on(rows, rows["band"], rows["n_ranked"])
    assert rows["area"].nunique() >= 150 and rows.groupby(["measure", "pupil_group"]).ngroups > 180
    seen = Counter()
    for row in rows.itertuples():
        found = verdict(report, national, row, row.band)
        assert found == ("not_supported_statistically" if row.band_hangs_on else "holds"), row
        if row.band_hangs_on:
            assert verdict(report, national, row, row.band, AT_BEST) == "holds", row
        seen[row.band_hangs_on] += 1
    assert min(seen.values()) > 1000 and len(seen) == 3
    # what is certain cannot be said to be so at best only
    sure = rows[rows["band_hangs_on"] == ""].sample(300, random_state=3)
    assert {verdict(report, national, row, row.band, AT_BEST) for row in sure.itertuples()} == {
        "contradicted"
    }


@pytest.mark.national
@pytest.mark.parametrize(("area", "year"), [("Rutland", 2024), ("Kent", 2025), ("Hounslow", 2025)])
def test_the_columns_of_a_report_are_those_of_all_authorities(national_home, area, year):
    report = open_report(area, year)
    table = report.rankings[report.rankings["rank"].notna()]
    rows = report.england.once(open_places, year)
    own = rows[rows["area"] == report.area.code].set_index(["measure", "pupil_group"])
    found = table.set_index(["measure", "pupil_group"])
    for column in ("open_first", "open_last", "open_because"):
        assert found[column].equals(own.loc[found.index, column]), column
    assert (found["not_published"] == own.loc[found.index, "unpublished"]).all()
    assert (table["band_certain"] == (table["band_hangs_on"] == "")).all()
    for row in table.itertuples():
        words = band_words(row)
        assert words == row.band + {"": "", **HANGS}[row.band_hangs_on]
        if row.band_hangs_on == TIE:
            assert row.tie_last > row.tie_first


def test_a_band_that_hangs_on_a_tie_is_said_to_be_shared():
    row = SimpleNamespace(band="top 10%", band_hangs_on=TIE)
    assert band_words(row) == "top 10%, shared"
    assert band_words(SimpleNamespace(band="", band_hangs_on="")) == "not ranked"


@pytest.mark.national
def test_phonics_of_a_tie_that_leaves_the_best_tenth_is_no_firm_top_tenth(national_home):
    """The rank of a place in the best tenth that is shared with places outside is printed, and claimed, as shared."""
    seen = 0
    for area in ("Barnet", "Kent", "Hounslow", "Rutland", "Sutton", "Harrow"):
        report = open_report(area, 2024)
        for row in report.rankings[report.rankings["band_hangs_on"] == TIE].itertuples():
            ends = {band(int(row.tie_first), int(row.band_n)), band(int(row.tie_last), int(row.band_n))}
            assert len(ends) == 2 and find_word("in").least is None
            seen += 1
    assert seen > 20
    assert pd.notna(seen)
