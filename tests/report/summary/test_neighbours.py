"""The neighbours by name, the distance from the top 10% and the lowest places: counted again from the national data."""

import re

import pandas as pd
import pytest

from analysis.basics.numbers import ordinal
from analysis.catalogue.areas import ENGLAND, area_name
from analysis.catalogue.measures import load_measures
from analysis.report.claims.check_sentences import check_sentences, claims_in
from analysis.report.contents import open_report
from analysis.report.rankings.headline_results import RESULTS
from analysis.report.rankings.headline_sentences import FEW_PUPILS, compared_sentences, lowest_sentence
from analysis.report.rankings.nameable import too_few_pupils
from analysis.report.summary.gaps_in_short import gap_years_table
from analysis.report.summary.neighbours import HEADS, neighbours_table
from analysis.report.summary.top_tenth import IN_IT, OPEN, SHORT, top_tenth_table

pytestmark = pytest.mark.national

ENGLAND_NAME = "England"
ASKED = [("Barnet", 2025), ("Rutland", 2024), ("Hounslow", 2025), ("City of London", 2024)]


@pytest.fixture(scope="module", params=ASKED, ids="{0[0]} {0[1]}".format)
def report(request, national_home):
    return open_report(*request.param)


def national(report, measure: str) -> pd.Series:
    """Every authority's figure of all pupils on a measure in the report's year, by code."""
    rows = report.england.national
    rows = rows[(rows["measure"] == measure) & (rows["pupil_group"] == "all") & (rows["year"] == report.year)]
    return rows.set_index("area")["value"].dropna()


def number(cell) -> float:
    return float(str(cell).replace("−", "-").rstrip("%"))


def test_every_neighbour_has_its_own_figure_and_place(report):
    table = neighbours_table(report)
    rows = table.frame.set_index("Local authority")
    names = [report.area.name, *(area_name(code) for code in report.question.neighbours)]
    assert list(rows.index) == [*names, "Average of the ten", report.question.region_name, "England"]
    assert len(report.question.neighbours) == 10
    codes = dict(zip(names, (report.area.code, *report.question.neighbours), strict=True))
    seen = 0
    for measure, head in HEADS.items():
        if f"{head} | figure" not in rows:
            continue
        figures, decimals = national(report, measure), int(load_measures().loc[measure, "decimals"])
        of_authorities = figures[figures.index.str.match("E0[6-9]|E10")]
        for name, code in codes.items():
            cell, place = rows.loc[name, f"{head} | figure"], rows.loc[name, f"{head} | place"]
            if code not in figures.index:
                assert str(cell) == "none" and place is None
                continue
            assert number(cell) == pytest.approx(figures[code], abs=0.5 * 10.0**-decimals + 1e-9)
            better = (of_authorities > figures[code] + 1e-9).sum()
            shared = (of_authorities.sub(figures[code]).abs() <= 1e-9).sum() > 1
            assert str(place) == ordinal(better + 1, shared)
            seen += 1
    assert seen >= len(codes)


def test_averages_have_no_place(report):
    rows = neighbours_table(report).frame.set_index("Local authority")
    places = rows[[column for column in rows.columns if column.endswith("| place")]]
    assert places.loc[["Average of the ten", report.question.region_name, "England"]].isna().all(axis=None)


def test_sentences_beside_others_count_what_the_table_shows(report):
    rows = neighbours_table(report).frame.set_index("Local authority")
    figures = rows[[f"{head} | figure" for head in HEADS.values() if f"{head} | figure" in rows]]
    own = figures.loc[report.area.name]
    for text in compared_sentences(report):
        found = re.fullmatch(
            r".* has a better figure than (.*) in (\d+|none) of (\d+) headline results?\.", text
        )
        other = {"the average of its statistical neighbours": "Average of the ten"}.get(found[1], found[1])
        theirs = figures.loc[other]
        better = sum(
            number(a) > number(b) for a, b in zip(own, theirs, strict=True) if "none" not in (str(a), str(b))
        )
        assert int(found[2].replace("none", "0")) == better
        assert set(check_sentences(report, [(text, "")])["verdict"]) == {"holds"}
        wrong = text.replace(f" in {found[2]} of", f" in {better + 1} of")
        assert "contradicted" in set(check_sentences(report, [(wrong, "")])["verdict"])


def test_the_lowest_places_are_the_lowest_and_read_back(report):
    said = lowest_sentence(report)
    if too_few_pupils(report):
        assert said == FEW_PUPILS
        return
    rows = report.rankings
    rows = rows[rows["headline"] & (rows["pupil_group"] == "all") & rows["rank"].notna()]
    rows = rows[rows["orders"] != "no"]
    ranks = [
        int(rank) for rank in re.findall(r"(\d+)(?:st|nd|rd|th)(?: \(shared by \d+\))? of \d+ for", said)
    ]
    assert ranks == sorted(rows["rank"], reverse=True)[:3]
    assert claims_in(said, report).unread == ()
    checked = check_sentences(report, [(said, "")])
    assert len(checked) >= 6 and set(checked["verdict"]) == {"holds"}
    wrong = said.replace(ordinal(ranks[0]), ordinal(1), 1)
    assert "contradicted" in set(check_sentences(report, [(wrong, "")])["verdict"])


def test_so_many_pupils_more_are_the_last_of_the_best_tenth(report):
    table = top_tenth_table(report)
    rows = report.rankings.set_index(["measure", "pupil_group"])
    for cells in table.frame.to_dict("records"):
        measure = next(measure for measure, name in RESULTS.items() if name == cells["Result"])
        row = rows.loc[(measure, "all")]
        tenth, told = int(row["band_n"]) // 10, str(cells[SHORT])
        assert (told == IN_IT) == bool(row["open_last"] <= tenth)
        if told == OPEN:
            assert row["rank"] <= tenth < row["open_last"]
        if told in (IN_IT, OPEN):
            continue
        figures = national(report, measure)
        figures = figures[figures.index.str.match("E0[6-9]|E10")].sort_values(ascending=False)
        edge = figures.iloc[tenth - 1]
        assert number(cells["Figure at the last place of the top 10%"]) == pytest.approx(
            edge, abs=0.5 * 10.0 ** -int(row["decimals"]) + 1e-9
        )
        if exact := re.fullmatch(r"([\d,]+) of ([\d,]+) pupils", told):
            short, pupils = (int(text.replace(",", "")) for text in exact.groups())
            count = round(row["value"] * pupils / 100)
            assert 100 * (count + short) / pupils >= edge > 100 * (count + short - 1) / pupils
        elif "points" in told:
            assert float(told.split()[0]) == pytest.approx(
                edge - row["value"], abs=0.5 * 10.0 ** -int(row["decimals"]) + 1e-9
            )


def test_gaps_by_year_are_the_group_less_others_in_england(report):
    table = gap_years_table(report)
    levels = report.england.figures(report.area.code)
    levels = levels[levels["measure"] == "ks4_attainment8"].set_index(["area", "pupil_group", "year"])[
        "value"
    ]
    lines = table.frame.set_index("Gap")
    assert f"Attainment 8: {ENGLAND_NAME}" in lines.index
    for name, code in ((report.area.name, report.area.code), (ENGLAND_NAME, ENGLAND)):
        if (line := f"Attainment 8: {name}") not in lines.index:
            assert levels.reindex([(code, "disadvantaged", year) for year in range(2016, 2026)]).isna().all()
            continue
        for column, cell in lines.loc[line].items():
            year = int(column[:4]) + 1
            own = levels.get((code, "disadvantaged", year), float("nan"))
            gap = own - levels.get((ENGLAND, "not_disadvantaged", year), float("nan"))
            if pd.isna(gap):
                assert str(cell) == "not published"
            else:
                assert number(str(cell).replace("+", "")) == pytest.approx(gap, abs=0.0501)
