"""What the page of indicators says in words and letters."""

import pandas as pd
import pytest

from analysis.report.claims.check_sentences import claims_in
from analysis.report.indicators import sentences as words
from analysis.report.indicators import tables as views


def test_the_page_says_it_in_words_and_letters(table, barnet):
    assert words.status_counts(table) == (
        "Of 20 indicators, which are 17 results, 10 are met, 4 are nearly met and 3 are not met."
    )
    assert words.same_results(table) == (
        "Some are one result and counted once: CES/S11-2 with CES/S11-1, CES/S30 with CES/S29 and CES/S31 with CES/S28. "
        "The reason is that a gap to England's other pupils ranks as its own level does."
    )
    told = claims_in(f"{words.status_counts(table)} {words.same_results(table)}", barnet)
    counts = {
        "targets": 20,
        "target results": 17,
        "targets met": 10,
        "targets nearly met": 4,
        "targets not met": 3,
    }
    assert {claim["against"]: int(claim["value"]) for claim in told.claims} == counts and not told.unread
    sentences = words.status_sentences(table)
    assert len(sentences) == 8 and sentences[0].startswith(
        "Not met: Primary pupils' average progress in English Writing"
    )
    html = views.indicator_table(table, barnet).to_html()
    assert (
        html.count("met (G)") == 12 and html.count("nearly met (A)") == 5 and html.count("not met (R)") == 3
    )
    assert len(views.distance_table(table, barnet).frame) == 20
    assert "within the first 15 of 152" in views.rank_chart(table, barnet).title


def test_the_page_says_whose_targets_these_are_and_where_the_next_go(table, barnet):
    assert "prints in its annex" in words.basis(table, barnet) and "among 152" in words.basis(table, barnet)
    own = words.basis(table.assign(result_printed=""), barnet)
    assert "set in barnet-2017.csv. Results, ranks and comparators come from the national data" in own
    assert "data/raw/targets/barnet-2018.csv" in words.how_to_set(barnet)


def test_the_marks_of_the_print_are_compared_where_there_are_any(table):
    one = table.loc[table["mark_printed"] == table["mark"]].iloc[:1]
    assert words.marks(one) == [
        "The report prints a mark beside 1 of 1 result. 1 of the 1 agrees with the rule."
    ]
    other = words.marks(one.assign(mark_printed="R"))
    assert "None of the 1 agrees with the rule." in other[0] and "is marked R. By the rule it is" in other[1]
    assert words.marks(table.assign(mark_printed="")) == ["No marks are printed."]


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        (["met"], "Of 1 indicator, 1 is met."),
        (["not met", "not met"], "Of 2 indicators, none is met and 2 are not met."),
        (["may be met", "may be met", "met"], "Of 3 indicators, 1 is met and 2 may be met."),
        (["met", "nearly met", "cannot be judged"], "Of 3 indicators, 1 is met, 1 is nearly met and 1 cannot be judged."),
    ],
)  # fmt: skip
def test_statuses_are_counted_and_the_count_is_read_back(barnet, statuses, said):
    rows = pd.DataFrame({"status": statuses, "publication_status": "not stated", "counted_with": ""})
    assert words.status_counts(rows) == said
    told = {claim["against"]: int(claim["value"]) for claim in claims_in(said, barnet).claims}
    counts = {f"targets {status}": statuses.count(status) for status in {*statuses, "met"}}
    assert told == {"targets": len(statuses)} | counts and not claims_in(said, barnet).unread


def test_targets_judged_on_provisional_figures_are_counted_and_read_back(barnet):
    rows = pd.DataFrame({"status": ["met", "not met"], "publication_status": ["provisional", "final"]})
    rows["counted_with"] = ""
    said = words.status_counts(rows)
    assert said == "Of 2 indicators (1 judged on provisional figures), 1 is met and 1 is not met."
    told = claims_in(said, barnet)
    assert {"targets provisional": "1"}.items() <= {c["against"]: c["value"] for c in told.claims}.items()
    assert told.unread == ()
