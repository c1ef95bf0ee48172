"""Counts of bands: what is certain, what is open and what is usual, each worked out again; and few pupils are said to be few."""

import re

import numpy as np
import pytest

from analysis.catalogue.measures import is_group_gap, of_all_pupils
from analysis.data.cohort_sizes import about
from analysis.data.store import prepared_england
from analysis.report.claims.check_sentences import check_sentences, claims_in
from analysis.report.contents import open_report
from analysis.report.rankings.band_counts import (
    PARTS,
    SMALL_AUTHORITY,
    band_counts,
    small_authority,
    year_group,
)
from analysis.report.rankings.band_sentences import band_sentence, few_pupils
from analysis.report.rankings.charts import rank_profile
from analysis.report.summary.headlines import headlines
from analysis.report.summary.tables import phase_table

CASES = [("Rutland", 2024), ("Kent", 2025), ("Hounslow", 2025), ("City of London", 2019)]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0]}-{case[1]}")
def report(request, national_home):
    return open_report(*request.param)


@pytest.mark.national
def test_the_counts_and_what_is_usual_are_found_again_place_by_place(report):
    """For every authority of the year: its measures of all pupils, and each place that its rank may stand for."""
    england, year = report.england, report.year
    ranks, missing = england.ranks_in(year), england.missing(year)
    ranks = ranks[(ranks["pupil_group"] == "all") & ~ranks["measure"].map(is_group_gap)]
    found = band_counts(report.rankings, report)
    own = set(found.rows["measure"])
    shares = {name: [] for name in PARTS}
    for area, rows in ranks[ranks["measure"].isin(own)].groupby("area"):
        inside = {name: [] for name in PARTS}
        for row in rows.itertuples():
            absent, n = len(missing.get((row.measure, "all"), ())), int(row.n_ranked)
            last = int(row.tie_last) + absent
            inside["top 10%"].append(last <= n // 10)
            inside["top 20%"].append(last <= n // 5)
            inside["bottom half"].append(row.rank > (n + absent) // 2)
        if area == report.area.code:
            assert {name: sum(all_) for name, all_ in inside.items()} == found.certain
            assert len(rows) == len(own) == len(found.rows)
        if len(rows) * 2 >= len(own):
            for name, all_ in inside.items():
                shares[name].append(100 * np.mean(all_))
    for name in PARTS:
        assert found.median[name] == pytest.approx(np.median(shares[name]))
    ranked = report.rankings[report.rankings["rank"].notna() & of_all_pupils(report.rankings)]
    n = ranked["band_n"].astype(int)
    assert found.open["top 10%"] == (ranked["rank"] <= n // 10).sum() - found.certain["top 10%"]


@pytest.mark.national
def test_every_number_of_the_sentence_is_read_back_and_holds(report):
    said = band_sentence(report.rankings, report)
    assert claims_in(said, report).unread == ()
    checked = check_sentences(report, [(said, "")])
    assert set(checked["verdict"]) == {"holds"} and len(checked) >= 10
    # a number that is one off is found, whichever it is; how many pupils there are about is not claimed
    said = re.sub(r"has (?:about|fewer than) \d+ pupils(?:, fewer than \d+)?", "", said)
    numbers = [
        found for found in re.finditer(r"\d+", said) if not said[found.start() - 4 :].startswith("top ")
    ]
    for found in numbers:
        other = f"{said[: found.start()]}{int(found[0]) + 1}{said[found.end() :]}"
        assert "contradicted" in set(check_sentences(report, [(other, "")])["verdict"]), other
    assert len(numbers) >= 8


@pytest.mark.national
def test_no_count_of_bands_stands_without_saying_that_pupils_are_few(report):
    few = few_pupils(report)
    assert bool(few) == (report.area.name in ("Rutland", "City of London"))
    table = report.rankings
    said = [band_sentence(table, report), band_sentence(table, report, brief=True), headlines(report)[0]]
    said += [report.summary["overall"][0], " ".join(phase_table(table, report).notes)]
    said += [
        band_sentence(rows, report)
        for _, rows in table[table["rank"].notna() & of_all_pupils(table)].groupby("phase")
    ]
    assert all((few in text) for text in said)
    cautioned = re.search(r"rest on one child|few pupils decide", rank_profile(table, report).title)
    assert bool(cautioned) == bool(few)
    assert not few or "child" in few or f"fewer than {SMALL_AUTHORITY}" in few


@pytest.mark.national
def test_the_bands_of_a_phase_and_those_that_are_open_are_all_that_are_ranked(report):
    frame = phase_table(report.rankings, report).frame
    bands = ["Top 5%", "Top 10%", "Top 20%", "Top half", "Bottom half", "Open"]
    assert (frame[bands].sum(axis=1) == frame["Ranked"]).all() and frame["Open"].sum() > 0


@pytest.mark.national
def test_three_authorities_have_so_few_pupils(national_home):
    england = prepared_england("")
    sizes = {}
    for area in (
        "Rutland",
        "City of London",
        "Isles of Scilly",
        "Kensington and Chelsea",
        "Hartlepool",
        "Kent",
    ):
        data = open_report(area, 2019 if area != "Kent" else 2025)
        assert data.england is england or data.england.release == england.release
        sizes[area] = (year_group(data), small_authority(data))
    assert [name for name, (_, few) in sizes.items() if few] == [
        "Rutland", "City of London", "Isles of Scilly",
    ]  # fmt: skip
    assert 250 < sizes["Rutland"][0][0] < SMALL_AUTHORITY < sizes["Kensington and Chelsea"][0][0]
    assert sizes["Rutland"][1] == about(*sizes["Rutland"][0])
