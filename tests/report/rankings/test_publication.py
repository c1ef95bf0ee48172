"""The publication status of real figures: key stage 2 of 2025 through its releases, and what pages say of it."""

import re

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

from analysis.catalogue.observations import KEY
from analysis.data.prepare import prepare
from analysis.data.publication_status import changes_between
from analysis.output.table import Absent
from analysis.output.workbook import write_workbook
from analysis.report.contents import open_report
from analysis.report.gaps.change_tables import change_table
from analysis.report.gaps.tables import pair_table
from analysis.report.rankings.publication import due, published
from analysis.report.rankings.publication_sentences import due_sentences, published_sentence
from analysis.report.rankings.tables import headline_table, ranking_table
from analysis.report.summary.headlines import headlines
from places import NATIONAL, make_home
from releases_read import read_release

pytestmark = pytest.mark.national
DECEMBER = ("2025-12-01", "2025-12-22")
FOLDERS = ("2025-09-17_ef9f91b", "2025-12-01_18449c3", "2025-12-22_1f369c8")
RWM = ("ks2_rwm_expected", "all", 2025)
LABELLED = {"provisional", "revised", "final"}


@pytest.fixture(scope="module")
def reports(national, tmp_path_factory):
    """Barnet 2025 as at two days of December, and of now; Barnet 2017 of now."""
    for folder in FOLDERS:
        national(f"lait_releases/{folder}/bds_long_0.parquet")
    with pytest.MonkeyPatch.context() as monkeypatch:
        make_home(tmp_path_factory.mktemp("status") / "home", monkeypatch)
        monkeypatch.setenv("STANDARDS_RAW", str(NATIONAL))
        for day in ("", *DECEMBER):
            prepare(day)
        asked = [("Barnet", 2025, day) for day in DECEMBER] + [("Barnet", 2025, ""), ("Barnet", 2017, "")]
        yield dict(zip((*DECEMBER, "now", "2017"), (open_report(*each) for each in asked), strict=True))


@pytest.fixture(scope="module")
def plain(national):
    """The figures of LAs in the three releases, from the raw files, and how many decimals nine in ten of each series do with."""
    tables = []
    for folder in FOLDERS:
        rows = read_release(national(f"lait_releases/{folder}/bds_long_0.parquet").parent)
        rows = rows[rows["value"].notna()]
        tables.append(rows)
    return dict(zip(FOLDERS, tables, strict=True))


def decimals(values: pd.Series) -> int:
    for places in range(4):
        if np.isclose(values * 10**places, (values * 10**places).round(), rtol=0, atol=1e-6).mean() > 0.9:
            return places
    return 4


def changed_plainly(before: pd.DataFrame, after: pd.DataFrame) -> dict[tuple, float]:
    """The part of the LAs whose figure is another beyond half a digit, by series, in plain pandas."""
    on = [*KEY, "area"]
    rows = [table[table["area_type"] == "la"].set_index(on)["value"] for table in (before, after)]
    both = pd.concat(rows, axis=1, keys=["before", "after"], join="inner")
    found = {}
    for key, own in both.groupby(level=KEY):
        if np.allclose(own["before"], own["after"], rtol=0, atol=1e-9):
            continue
        places = min(decimals(table.xs(key, level=KEY)) for table in rows)
        other = (own["before"] - own["after"]).abs() > 0.5 * 10.0**-places + 1e-7
        if other.any():
            found[key] = float(other.mean())
    return found


def test_what_december_changed_is_what_plain_pandas_counts(plain):
    before, after = (plain[folder] for folder in FOLDERS[1:])
    found = changes_between(FOLDERS[1], before, FOLDERS[2], after)
    expected = changed_plainly(before, after)
    of_areas = {series: part for series, part in found.parts.items() if part}
    assert set(of_areas) == set(expected) and len(expected) >= 25
    assert all(of_areas[series] == pytest.approx(part) for series, part in expected.items())
    assert expected[RWM] == pytest.approx(114 / 151)
    assert RWM in found.revised() and ("ks2_rwm_higher", "all", 2025) not in found.revised()


def of_year(report) -> pd.DataFrame:
    return report.rankings[report.rankings["value"].notna()]


def test_key_stage_2_is_provisional_by_the_note_and_then_revised(reports):
    """The multiplication tables check came after the note, two groups came with the release that ended it: nothing is said of them."""
    before, after = (
        of_year(reports[day]).query("phase == 'ks2'").set_index(["measure", "pupil_group"])
        for day in DECEMBER
    )
    assert set(before["release"]) == set(after["release"]) == {"published"}
    tables = before.index.get_level_values("measure").str.startswith("ks2_multiplication")
    open_ = before.index[~tables]
    assert len(open_) == 25 and tables.sum() == 5
    assert set(before.loc[open_, "publication_status"]) == {"provisional"}
    assert set(before.loc[tables, "publication_status"]) == {"not stated"}
    assert before.loc[RWM[:2], "publication_basis"] == "note of 2025-09-17"
    assert set(after.loc[open_, "publication_status"]) == {"revised"}
    assert set(after.loc[open_, "publication_basis"]) == {"earlier release of 2025-12-01"}
    assert set(after.drop(open_)["publication_status"]) == {"not stated"}


def test_the_publishers_label_decides_where_there_is_one(reports):
    for report in reports.values():
        rows = report.figures[report.figures["value"].notna() & report.figures["release"].isin(LABELLED)]
        assert len(rows) and (rows["publication_status"] == rows["release"]).all()
        assert set(rows["publication_basis"]) == {"label"}


def test_nothing_is_final_without_the_publishers_word(reports):
    for report in reports.values():
        final = report.figures[report.figures["publication_status"] == "final"]
        assert set(final["release"]) <= {"final"}


def test_the_header_counts_what_the_data_file_has(reports):
    for report in reports.values():
        rows = of_year(report)
        n = int((rows["publication_status"] == "provisional").sum())
        text = published_sentence(report)
        assert published(report).figures == len(rows)
        said = f"{n} of {len(rows)} provisional" if n else f"None of {len(rows)} is known to be provisional"
        assert said in text
        assert f"for {int((rows['publication_status'] == 'not stated').sum())} it is not stated." in text
    assert published_sentence(reports["2025-12-22"]).startswith("Figures as published on 22 December 2025.")


def test_a_report_on_2017_is_not_called_provisional(reports):
    report = reports["2017"]
    assert set(of_year(report)["publication_status"]) <= {"revised", "not stated"}
    said = [text for texts in report.summary.values() for text in texts]
    assert not any("(provisional)" in text or "may still change" in text for text in said)
    assert "No headline result is known to be provisional." in report.summary["provisional"]
    own = report.figures[report.figures["source"] == report.paper_source]
    assert set(own.loc[own["value"].notna(), "publication_status"]) <= {"not stated"}
    assert "provisional" not in headline_table(report.rankings, report).to_html()


def test_a_sentence_on_a_provisional_figure_says_so(reports):
    """Of each strength, weakness and movement; and none that is not provisional says it."""
    report, seen = reports["2025-12-01"], 0
    status = report.rankings.set_index(["measure", "pupil_group"])["publication_status"]
    for found in (finding for kind in report.findings.values() for finding in kind):
        is_provisional = status[found.measure, found.pupil_group] == "provisional"
        assert ("(provisional)" in found.text) == is_provisional, found.text
        seen += is_provisional
    assert seen > 3
    gap = next(text for text in report.summary["gaps"] if "Key stage 2" in text)
    assert "behind other pupils in England (provisional)." in gap
    main, behind = headlines(report)[2:4]
    assert "70% (provisional), above" in main and "England (provisional)" in behind
    assert headlines(report)[-1] == published_sentence(report)


def test_marks_stand_on_each_provisional_figure_and_its_rank(reports):
    report = reports["2025-12-01"]
    frame = headline_table(report.rankings, report).frame
    rows = report.rankings.query("headline and pupil_group == 'all'")
    for row, (_, cells) in zip(rows.itertuples(), frame.iterrows(), strict=True):
        wanted = row.publication_status == "provisional"
        assert [cells[name].provisional for name in ("Rank", "Barnet")] == [wanted, wanted], row.measure
    html = headline_table(report.rankings, report).to_html()
    assert html.count('<abbr class="mark" title="provisional">(p)</abbr>') > 10
    assert html.count("(p) provisional: ") == 1
    frame = pair_table(report.gaps, "ks2", report).frame
    frame = frame[frame["Pupils"] == "Disadvantaged pupils"]
    row = frame[frame["Measure"] == "Reading, writing and maths, expected"].iloc[0]
    assert row["Against England | Gap"].provisional and row["Against England | Rank"].provisional


def test_marks_stand_on_what_is_worked_out_from_a_provisional_figure(reports, tmp_path):
    """The change in value and the way to the best tenth, on the page and in the workbook."""
    report, seen = reports["2025-12-01"], {}
    rows = report.rankings
    change = "Change on 2023/24"
    columns = {"To top 10%": "to_top_10", change: "change"}
    table = ranking_table(rows, report, "All")
    for row, (_, cells) in zip(rows.itertuples(), table.frame.iterrows(), strict=True):
        either = {change: {row.publication_status, row.previous_publication_status}}
        for name, column in columns.items():
            if pd.isna(getattr(row, column)) or isinstance(cells[name], Absent):
                continue
            wanted = "provisional" in either.get(name, {row.publication_status})
            assert cells[name].provisional == wanted, (row.measure, name)
            seen[name, wanted] = seen.get((name, wanted), 0) + 1
    assert all(seen.get((name, wanted)) for name in columns for wanted in (True, False)), seen
    write_workbook(tmp_path / "tables.xlsx", {"Rankings": [table.to_resource()]}, "Title", ["About"])
    sheet = load_workbook(tmp_path / "tables.xlsx")["All"]
    head = next(row for row in sheet.iter_rows() if change in [cell.value for cell in row])
    at = next(cell.column for cell in head if cell.value == change)
    shown = [row[at - 1] for row in sheet.iter_rows(min_row=head[0].row + 1)]
    marked = [cell for cell in shown if "(p)" in f"{cell.value} {cell.number_format}"]
    assert len(marked) == seen[change, True]


def test_the_change_of_a_gap_is_marked_if_either_year_is_provisional(reports):
    report = reports["2025-12-01"]
    tables = [change_table(report.gaps, phase, report).frame for phase in ("early_years", "ks2", "ks4")]
    found = {}
    for cells in (row for frame in tables for row in frame.to_dict("records")):
        years = [cells[f"{year} | Barnet"] for year in (2024, 2025)]
        wanted = any(cell is not None and cell.provisional for cell in years)
        assert cells["Change | Points"].provisional == wanted, cells["Measure"]
        found[wanted] = cells["Measure"]
    assert set(found) == {True, False}


def test_a_gap_is_provisional_if_one_of_its_figures_is(reports):
    report = reports["2025-12-01"]
    status = report.figures.set_index([*KEY, "area"])["publication_status"]
    place = {"national_other": "E92000001", "national_same": "E92000001"}
    for row in report.gaps[report.gaps["gap"].notna()].itertuples():
        other = place.get(row.comparator, row.area)
        both = {
            status[row.measure, row.pupil_group, row.year, row.area],
            status[row.measure, row.comparison_group, row.year, other],
        }
        assert (row.publication_status == "provisional") == ("provisional" in both)


def test_the_mean_of_neighbours_is_provisional_with_their_figures(reports):
    report = reports["2025-12-01"]
    means = report.figures.query("area_type == 'neighbours'").set_index(KEY)["publication_status"]
    assert means[RWM] == "provisional" and means["ks2_rwm_expected", "all", 2019] == "not stated"


def test_new_figures_are_due_after_the_day_of_the_report(reports):
    # of a year before the newest no more figures come
    assert due(reports["2017"]) == ([], []) and due_sentences(reports["2017"]) == []
    for report in (report for report in reports.values() if report.year == 2025):
        today = report.question.as_at or report.england.release[:10]
        coming, past = due(report)
        assert all(each.day.isoformat()[:7] >= today[:7] for each in coming) and coming
        assert all(each.day.isoformat() < today for each in past)
        assert [each.day for each in coming] == sorted(each.day for each in coming)
        text = due_sentences(report)[0]
        assert re.search(
            r"the first new figures are due (in|on \d+) [A-Z][a-z]+ 20\d\d\. They are for \d+ figures?", text
        )
    assert "due in December 2025" in due_sentences(reports["2025-12-01"])[0]
