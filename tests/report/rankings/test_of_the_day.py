"""Printed ranks judged by the release that was public on the day of the report, beside today's."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.catalogue.areas import load_areas
from analysis.data.prepare import prepare
from analysis.data.store import england_on, prepared_england
from analysis.report.contents import open_report
from analysis.report.rankings.as_printed import reconciliation
from analysis.report.rankings.columns import Reconciliation
from analysis.report.rankings.sentences import reconciled
from analysis.report.rankings.side_tables import reconciliation_table
from analysis.sources.papers import Paper
from places import NATIONAL
from releases_read import read_release

pytestmark = pytest.mark.national
DAY = "2025-12-05"
EARLIER, TODAY = (NATIONAL / folder for folder in ("lait_releases/2025-12-01_18449c3", "lait"))


@pytest.fixture(scope="module")
def then(national_home, national):
    national("lait_releases/2025-12-01_18449c3/bds_long_0.parquet")
    prepare(DAY)
    return prepared_england(DAY)


@pytest.fixture(scope="module")
def plainly(then):
    """Key stage 2 RWM of 2025 in both releases by plain pandas: values and ranks by code."""
    sides = []
    for folder in (EARLIER, TODAY):
        rows = read_release(folder).query(
            "measure == 'ks2_rwm_expected' and pupil_group == 'all' and year == 2025"
        )
        rows = rows[(rows["area_type"] == "la") & rows["value"].notna()].set_index("area")["value"]
        sides += [rows, rows.rank(ascending=False, method="min").astype(int)]
    return pd.concat(sides, axis=1, keys=["value", "rank", "value_today", "rank_today"])


def printing(area: str, rank: int, value: float, then=None, measure: str = "ks2_rwm_expected"):
    """A report on an LA in 2025 with a made paper that prints one rank and the figure behind it."""
    report = open_report(area, 2025)
    about = {
        "table": "t01",
        "line": 1,
        "measure": measure,
        "pupil_group": "all",
        "year": 2025,
        "area": report.area.code,
    }
    rows = [
        about | {"kind": "rank", "value": float(rank), "decimals": 0, "printed": f"{rank}th"},
        about | {"kind": "value", "value": value, "decimals": 0, "printed": str(value)},
    ]
    nothing = pd.DataFrame()
    made = replace(report, paper=Paper(nothing, pd.DataFrame(rows), nothing, nothing))
    vars(made)["then"] = then  # as if the manifest said the day of this paper
    return made


def judged(*about, **more):
    rows = reconciliation(printing(*about, **more))
    Reconciliation.require(rows)
    (row,) = rows.itertuples()
    return row


def test_a_rank_that_was_right_when_it_was_printed_is_called_revised(then, plainly):
    own = plainly.loc["E09000017"]  # Hillingdon
    assert [own["value"], own["rank"]] == [60, 86] and own["rank_today"] != 86
    row = judged("Hillingdon", 86, 60.0, then=then)
    assert (row.outcome, row.release) == ("revised", "2025-12-01_18449c3")
    assert (row.recomputed_rank, row.recomputed_value) == (86, 60)
    assert (row.today_rank, row.today_value) == (own["rank_today"], own["value_today"])
    assert "86th in the release of 1 December 2025, which was public on 5 December 2025; " in row.reason
    assert row.reason.endswith("in today's file")
    # today's file alone can only say that the figure is another
    assert judged("Hillingdon", 86, 60.0).outcome == "value_differs"


def test_a_rank_of_today_is_wrong_by_the_release_of_the_day(then, plainly):
    own = plainly.loc["E09000017"]
    row = judged("Hillingdon", int(own["rank_today"]), float(own["value_today"]), then=then)
    assert row.outcome == "value_differs" and "67, 60.0 in the release of 1 December 2025" in row.reason
    assert judged("Hillingdon", int(own["rank_today"]), float(own["value_today"])).outcome == "exact"


def test_no_guess_is_made_where_the_release_of_the_day_is_known(then, plainly):
    def guessed(row) -> bool:
        return "need only have stood" in row.reason or "may have been ranked" in row.reason

    names = {area.code: area.name for area in load_areas().itertuples()}
    found = 0
    same = plainly[(plainly["value"] == plainly["value_today"]) & (plainly["rank"] == plainly["rank_today"])]
    for code, own in same.head(3).iterrows():
        wrong = int(own["rank"]) - 1
        alone, known = (judged(names[code], wrong, own["value"], then=side) for side in (None, then))
        found += guessed(alone)
        assert known.outcome == "unexplained" and not guessed(known)
    assert found


def test_every_rank_of_the_day_is_exact_by_it(then, plainly):
    counts = {"exact": 0, "revised": 0, "within_ties": 0}
    for code in ("E09000003", "E09000017", "E08000035", "E10000016", "E06000015"):  # E06000015: Derby
        own = plainly.loc[code]
        row = judged(code, int(own["rank"]), float(own["value"]), then=then)
        counts[row.outcome] += 1
        assert row.recomputed_rank == own["rank"] and row.today_rank == own["rank_today"]
    assert counts["revised"] and sum(counts.values()) == 5


def test_a_measure_that_the_release_of_the_day_lacks_is_judged_by_todays(then):
    ranks = prepared_england().ranks.query("year == 2025 and area == 'E09000017'")
    earlier = then.ranks.query("year == 2025 and area == 'E09000017'")
    new = ranks[~ranks["measure"].isin(earlier["measure"]) & (ranks["pupil_group"] == "all")].iloc[0]
    row = judged("Hillingdon", int(new["rank"]), new["value"], then=then, measure=new["measure"])
    assert (row.outcome, row.release, row.recomputed_rank) == ("exact", "", new["rank"])


def test_what_the_page_says(then):
    rows = reconciliation(printing("Hillingdon", 86, 60.0, then=then))
    said = reconciled(rows)
    assert "1 is judged by the release of 1 December 2025, which was public on the day of the report" in said
    assert "1 agrees with it and not with today's file" in said
    assert reconciliation_table(rows).frame["Outcome"].item() == "revised since"
    assert "judged by" not in reconciled(reconciliation(printing("Hillingdon", 86, 60.0)))


def test_days_of_which_nothing_is_known(then):
    assert england_on("") is None and england_on("2018-03-07") is None
    assert england_on(DAY, as_at="2025-12-04") is None  # not yet written
    assert england_on(DAY).release == "2025-12-01_18449c3"
    assert england_on("2025-11-10") is None  # its release is not at hand
