"""What readers without the makers' knowledge stumbled over: counts that differ from page to page, sources and orders left out."""

import re

import pandas as pd
import pytest

from analysis.basics.numbers import as_printed
from analysis.catalogue.manifest import load_manifest
from analysis.report.claims.check_sentences import claims_in
from analysis.report.contents import open_report
from analysis.report.rankings.headline_sentences import OF_ALL, provisional_sentences
from analysis.report.rankings.next_band_tables import next_bands_table
from analysis.report.rankings.publication_sentences import published_sentence
from analysis.report.rankings.trend_sentences import trends_of, trends_said
from analysis.report.rankings.trends import GAINING
from analysis.report.summary.brief import brief
from analysis.report.summary.first_screen import first_screen, others_table
from analysis.report.summary.tables import phase_table
from analysis.report.summary.top_tenth import top_tenth_table

pytestmark = pytest.mark.national

ASKED = [("Barnet", 2017), ("Barnet", 2025), ("Rutland", 2024)]


@pytest.fixture(scope="module", params=ASKED, ids="{0[0]} {0[1]}".format)
def report(request, national_home):
    return open_report(*request.param)


def test_every_table_says_how_it_is_sorted(report):
    tables = [
        first_screen(report).table,
        others_table(report),
        top_tenth_table(report),
        phase_table(report.rankings, report),
        next_bands_table(report),
    ]
    for table in filter(None, tables):
        assert re.search(r"[Ii]n the order of|Sorted by", " ".join(table.notes)), table.caption


def test_headline_results_are_part_of_the_headline_measures(report):
    """The count of the note is that of the two tables together, and of the flags in rankings.csv."""
    rows = report.rankings
    rows = rows[rows["headline"] & rows["pupil_group"].eq("all") & rows["value"].notna()]
    table, others = first_screen(report).table, others_table(report)
    said = re.search(
        r"These are the (\d+) headline results?\. With (\d+) others?, .* the (\d+) headline", table.notes[0]
    )
    own, rest, every = map(int, said.groups())
    assert (own, rest, every) == (len(table.frame), len(others.frame), len(rows)) and own + rest == every


def test_the_section_of_provisional_figures_counts_as_the_header_does(report):
    said, header = provisional_sentences(report), published_sentence(report)
    assert said[0].startswith(OF_ALL) and header.endswith(said[0].removeprefix(OF_ALL))
    provisional = int((report.rankings["publication_status"] == "provisional").sum())
    found = re.search(r"(\d+) of \d+ provisional", said[0])
    assert int(found[1]) == provisional if provisional else not found
    assert all("headline result" in text.lower() for text in said[1:])


def test_the_brief_names_the_source_of_every_figure_that_it_states(report):
    """Measure and pupils are read back from the text, and their source is that of rankings.csv."""
    said = brief(report)
    sources = " ".join(said.pop("sources"))
    titles = {source.id: source.title for source in load_manifest().values()}
    origin = report.rankings.set_index(["measure", "pupil_group"])["source"]
    stated = {
        (claim["measure"], claim["pupil_group"])
        for texts in said.values()
        for text in texts
        for claim in claims_in(text, report).claims
    }
    named = {origin[key] for key in stated if key in origin.index}
    assert named
    for source in named:
        assert titles[source.removesuffix("-printed")] in sources


def test_one_pupil_is_worth_what_the_number_of_pupils_says(report):
    found = next_bands_table(report).frame
    for each, (_, cells) in zip(report.next_bands, found.iterrows(), strict=True):
        worth = float(re.fullmatch(r"about ([\d.]+) points", cells["One pupil is worth"])[1])
        assert worth == pytest.approx(100 / each.pupils, rel=0.3 if worth < 0.1 else 0.06)
    few = any("fewer than" in str(cell) for cell in found.to_numpy().ravel())
    assert few == any("Fewer than about" in note for note in next_bands_table(report).notes)


def test_a_trend_says_when_the_figure_itself_was_better_or_worse(report):
    rows = trends_of(report)
    own = report.figures[report.figures["area"] == report.area.code]
    for row, text in zip(rows.itertuples(), trends_said(report), strict=False):
        same = own[(own["measure"] == row.measure) & (own["pupil_group"] == row.pupil_group)]
        same = same[(same["year"] > row.trend_from) & (same["year"] < row.year) & same["value"].notna()]
        good = 1 if row.polarity == "high" else -1
        way = good if row.trend == GAINING else -good
        now = as_printed(row.value, row.decimals)
        ahead = [way * (as_printed(value, row.decimals) - now) for value in same["value"]]
        told = re.search(r"The figure itself was (better|worse) in between: .* in (\d{4})\.", text)
        assert bool(told) == (max(ahead, default=0) > 0)
        if told:
            assert told[1] == ("better" if row.trend == GAINING else "worse")
            best = same.loc[(way * same["value"]).idxmax()]
            assert int(told[2]) == best["year"] and pd.notna(best["value"])


def test_a_table_that_a_phone_would_cut_is_made_of_blocks(report):
    assert phase_table(report.rankings, report).stacked and next_bands_table(report).stacked
