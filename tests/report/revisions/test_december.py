"""The step of December 2025, beside the same comparison in plain pandas from DfE's own two files."""

import pandas as pd
import pytest

from analysis.data.prepare import prepare
from analysis.data.store import prepared_england
from analysis.report.contents import open_last
from analysis.report.revisions import charts, columns, sentences, tables
from analysis.report.revisions.revisions import by_series, compared
from places import NATIONAL, make_home
from releases_read import read_release

pytestmark = pytest.mark.national
DAYS = ("2025-12-05", "2025-12-31")
NOTED = "2025-09-17_ef9f91b"
FOLDERS = ("2025-12-01_18449c3", "2025-12-22_1f369c8")
RWM = "measure == 'ks2_rwm_expected' and pupil_group == 'all' and year == 2025"


@pytest.fixture(scope="module")
def found(national, tmp_path_factory):
    for folder in FOLDERS:
        national(f"lait_releases/{folder}/bds_long_0.parquet")
    with pytest.MonkeyPatch.context() as monkeypatch:
        make_home(tmp_path_factory.mktemp("december") / "home", monkeypatch)
        monkeypatch.setenv("STANDARDS_RAW", str(NATIONAL))
        for day in DAYS:
            prepare(day)
        before, after = map(prepared_england, DAYS)
        yield after.once(compared, before)


def plainly() -> pd.DataFrame:
    """Both releases' figures of key stage 2 RWM 2025 and their ranks, from the raw files."""
    sides = []
    for folder in FOLDERS:
        rows = read_release(NATIONAL / "lait_releases" / folder)
        rows = rows[(rows["area_type"] == "la") & rows["value"].notna()].query(RWM)
        sides.append(rows.set_index("area")["value"])
    both = pd.concat(sides, axis=1, keys=["before", "after"])
    return both.join(both.rank(ascending=False, method="min").add_prefix("rank_"))


def test_as_plain_pandas_counts_it(found):
    oracle = plainly()
    rows = found.rows.query(RWM).set_index("area").loc[oracle.index]
    assert (rows["value_before"] == oracle["before"]).all() and (rows["value_after"] == oracle["after"]).all()
    assert (rows["rank_before"] == oracle["rank_before"]).all()
    assert (rows["rank_after"] == oracle["rank_after"]).all()
    moved = (oracle["rank_before"] - oracle["rank_after"]).abs()
    counts = [
        len(oracle),
        *(int(own.sum()) for own in (oracle["before"] != oracle["after"], moved >= 5, moved >= 10)),
    ]
    assert counts == [151, 114, 94, 46]
    (row,) = by_series(found).query(RWM).itertuples()
    assert [row.both, row.changed, row.far, row.further] == counts
    assert row.printed == 114 and row.ranked == 151 and row.largest == moved.max() == 54


def test_hillingdon_and_barnet(found):
    rows = found.rows.query(RWM).set_index("area_name")
    shown = ["value_before", "rank_before", "value_after", "rank_after"]
    assert rows.loc["Hillingdon", shown].tolist() == [60, 86, 67, 32]
    assert rows.loc["Barnet", ["rank_before", "rank_after"]].tolist() == [12, 9]
    # 12th to 15th, then 9th to 14th: the places overlap
    assert rows.loc["Barnet", "within_ties"] and not rows.loc["Hillingdon", "within_ties"]
    assert rows.loc["Hillingdon", ["band_before", "band_after"]].tolist() == ["bottom half", "top half"]


def test_what_is_said_of_all(found):
    rows = found.revised
    columns.Revisions.require(rows)
    assert sentences.figures_changed(found, rows, "of local authorities").startswith(
        "1,949 figures of local authorities have changed: all of them as printed"
    )
    (first,) = sentences.foremost(by_series(found), 1)
    assert "2024/25: the figure changed for 114 of the 151 local authorities" in first
    assert "94 of them 5 places or more and 46 10 or more" in first
    assert "46" in charts.ranks_chart(by_series(found)).alt
    assert tables.moves_table(found).frame["Local authority"].iloc[0] == "Hillingdon"


def test_what_is_no_longer_true_of_barnet(found):
    last = open_last("Barnet", found)
    assert last.after.year == 2025
    assert [row.measure for row in last.headlines.itertuples()] == ["ks2_rwm_expected", "ks2_rwm_higher"]
    wrong = last.sentences[last.sentences["verdict_after"] == "contradicted"]
    said = " ".join(wrong["claim"].unique())
    for words in (
        "in the top 10% of local authorities on 21 of 46 ranked measures",
        "82% (provisional), above England's 73%; 3rd (shared by 3)",
        "13th (shared by 3) of 151",
    ):
        assert words in said
    assert "5 are contradicted by the later figures" in sentences.sentences_changed(last)
    listed = tables.sentences_table(last.sentences, "caption", "The earlier summary").frame
    assert len(listed) == 5 and listed.columns[0] == "The earlier summary"
    assert (last.gaps["gap_before"] != last.gaps["gap_after"]).all() and len(last.bands) == 8


def test_statements_are_counted_as_they_are_listed(found):
    last = open_last("Barnet", found)
    rows, said = last.sentences, sentences.sentences_changed(last)
    assert "in 14 statements; 2 more statements have another verdict (2 ambiguous)" in said
    assert rows["verdict_after"].value_counts().to_dict() == {"contradicted": 14, "ambiguous": 2}
    listed = tables.sentences_table(rows, "caption", "The earlier summary").frame
    counts = listed["Statements by verdict"].str.findall(r"(\d+) (\w+)").explode()
    assert sum(int(n) for n, verdict in counts if verdict == "contradicted") == 14
    assert sum(int(n) for n, _ in counts) == len(rows) == 16
    text = "; ".join(listed["What it said, and what the later figures say"])
    for words in (
        "figure: 82%, now 84%; 3 sharing the place, now 1 sharing the place",
        "46 ranks, now 47 ranks",
        "rank: 13th, now 15th of 151; 3 sharing the place, now 1 sharing the place",
        "gap in England: 21, now 48 less 70 is −22 (ambiguous: possible only with digits that are not printed)",
    ):
        assert words in text
    assert " -" not in text


def places(figures: pd.DataFrame) -> pd.DataFrame:
    """First and last place of each, the largest figure first: plain pandas."""
    ranks = [figures.rank(ascending=False, method=method) for method in ("min", "max")]
    return pd.concat(ranks, axis=1, keys=["first", "last"])


def test_moves_beyond_ties_and_figures_that_came(found):
    last = open_last("Barnet", found)
    moved = last.moved
    assert [(row.measure, row.pupil_group, row.places_moved) for row in moved.itertuples()] == [
        ("ks2_science_expected", "all", 5),
        ("ks2_rwm_expected", "asian", 7),
        ("ks2_rwm_expected", "white", 2),
    ]
    # which of the headline measure's groups moved, and which of these beyond ties, from the raw files
    sides = []
    for folder in FOLDERS:
        rows = read_release(NATIONAL / "lait_releases" / folder).query(
            "measure == 'ks2_rwm_expected' and year == 2025 and area_type == 'la' and value.notna()"
        )
        own = {group: places(each.set_index("area")["value"]) for group, each in rows.groupby("pupil_group")}
        sides.append(
            {group: each.loc["E09000003"] for group, each in own.items() if "E09000003" in each.index}
        )
    before, after = sides
    other = {
        group for group in before.keys() & after.keys() if before[group]["first"] != after[group]["first"]
    }
    beyond = {
        group
        for group in other
        if before[group]["last"] < after[group]["first"] or after[group]["last"] < before[group]["first"]
    }
    assert beyond == {*moved.query("measure == 'ks2_rwm_expected'")["pupil_group"]}
    figures = last.figures.query("measure == 'ks2_rwm_expected' and places_moved > 0")
    assert other == {*figures["pupil_group"]}
    assert after.keys() - before.keys() == {
        *last.there_or_not.query("measure == 'ks2_rwm_expected'")["pupil_group"]
    }
    assert sentences.moved_beyond_ties(last) == (
        "Of 21 ranks of 2024/25 that moved, 3 moved beyond ties, 1 of them of all pupils."
    )
    assert sentences.there_or_not(last) == (
        "Of any year, 2 figures appeared where there was none, and none went."
    )
    assert sentences.bands_changed(last).startswith("8 ranks of 2024/25 lie in another band, 3 of them")
    assert len(tables.figures_table(last.there_or_not, "caption").frame) == 2


def test_gaps_show_shared_places_and_whom_they_are_to(found):
    last = open_last("Barnet", found)
    frame = tables.gaps_table(last).frame.set_index("Group and comparison")
    of = "Reading, writing and maths, expected: "
    row = frame.loc[f"{of}Black pupils, to all pupils in England"]
    assert [row[f"Rank | {side}"].text for side in ("before", "after")] == [
        "69th= of 151 (69–81)",
        "78th= of 151 (78–85)",
    ]
    assert row["Places moved"] == "9 down, within ties"
    row = frame.loc[f"{of}pupils with an EHC plan, to pupils without special educational needs in Barnet"]
    assert row["Places moved"] == "27 down"  # 63rd to 78th, then 90th to 101st
    assert f"{of}disadvantaged pupils, to other pupils in Barnet" in frame.index
    # by the places that the page of gaps has for each of the two reports
    for row in last.gaps.itertuples():
        sides = []
        for report in (last.before, last.after):
            key = [report.area.code, row.measure, row.pupil_group, row.comparator]
            names = ["area", "measure", "pupil_group", "comparator"]
            (side,) = report.gaps[(report.gaps[names] == key).all(axis=1)].itertuples()
            sides.append(side)
        taken = [{*range(side.tie_first, side.tie_last + 1)} for side in sides]
        other = sides[0].rank != sides[1].rank
        assert row.within_ties == (other and bool(taken[0] & taken[1]))


def test_what_was_known_then_of_what_has_changed(found, national):
    # the note is of key stage 2, so of its newest year in the release that it stands on
    national(f"lait_releases/{NOTED}/bds_long_0.parquet")
    newest = read_release(NATIONAL / "lait_releases" / NOTED).query("year == 2025")
    newest = newest[newest["measure"].str.startswith("ks2_")]
    in_note = {*zip(newest["measure"], newest["pupil_group"], newest["year"], strict=True)}
    for area, text in (
        ("", "Of 1,949 changed figures, 1,887 were known then to be provisional, by DfE's note of 17 September 2025; of 62"),
        ("E09000003", "Of 21 changed figures, 20 were known then to be provisional, by DfE's note of 17 September 2025; of 1"),
    ):  # fmt: skip
        rows = found.of(area)
        assert sentences.called(rows).startswith(f"{text} it was not stated")
        changed = rows[rows["change"].isin(["printed", "stored"])]
        noted = [
            key in in_note
            for key in changed[["measure", "pupil_group", "year"]].itertuples(index=False, name=None)
        ]
        basis = changed["publication_basis_before"]
        assert (basis == "note of 2025-09-17").sum() == sum(noted)
        assert {*basis} == {"note of 2025-09-17", ""}
        shown = tables.figures_table(changed[changed["year"] == 2025].head(9), "caption").to_html()
        assert "(p)</abbr>" in shown
