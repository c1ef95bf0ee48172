"""The reasons of indicators.csv as the page says them: none is lost, and the first says how far it is."""

import re
from types import SimpleNamespace

import pandas as pd

from analysis.basics.numbers import ordinal
from analysis.catalogue.measures import load_measures
from analysis.data.cut_points import load_cut_points
from analysis.report.checks.rules import findings
from analysis.report.checks.slips.papers import place_name
from analysis.report.checks.tables import in_annex, of_figures
from analysis.report.indicators.sentences import answer, status_sentences
from analysis.report.indicators.tables import distance_table, indicator_table
from analysis.report.indicators.why import in_short, why_sentences


def test_no_reason_is_lost(table):
    for row in table.itertuples():
        said = re.sub(r"[.:] ?", " ", " ".join(why_sentences(row))).lower()
        for part in row.reason.split("; ")[1:]:
            assert re.sub(r"[.:] ?", " ", part).lower().strip() in said, part


def test_a_share_says_place_and_distance(table):
    places = table[
        (table["target_kind"] == "top_share") & table["rank"].notna() & table["last_place"].notna()
    ]
    assert len(places) > 10
    for row in places.itertuples():
        short = int(row.rank) - int(row.last_place)
        far = f"is {short} place{'' if short == 1 else 's'} short of" if short > 0 else "meets"
        said = f"{ordinal(row.rank)} of {row.band_n} {far} the target, the first {row.last_place}."
        assert why_sentences(row)[0] == said and in_short(row).startswith(said)


def test_open_places_are_a_sentence_of_their_own():
    row = SimpleNamespace(
        **{
            "target_kind": "top_share", "rank": 16, "last_place": 15, "band_n": 152, "status": "nearly met",
            "reason": "16th is 1 place beyond the 15th of 152, within the 5 that count as nearly met; 14th to 16th share one published "
            "value: by the 14th place the target is met, by the 16th nearly met",
        }
    )  # fmt: skip
    assert in_short(row) == (
        "16th of 152 is 1 place short of the target, the first 15. But 14th to 16th share one published value. By the 14th place the "
        "target is met, by the 16th nearly met."
    )


def test_the_top_of_the_page_names_those_that_were_not_met(table):
    top = answer(table)
    assert top[1:] == status_sentences(table)[:3] and all(text.startswith("Not met: ") for text in top[1:])
    many = pd.concat([table[table["status"] == "not met"]] * 2)
    assert answer(many)[-1] == "3 more indicators are not met." and answer(table.head(0)) == []
    near = answer(table[table["status"] != "not met"])
    assert len(near) == 4 and all(text.startswith("Nearly met: ") for text in near[1:])


def test_the_tables_have_england_beside_the_result_and_a_reason_in_each_cell(table, barnet):
    first = indicator_table(table, barnet).frame
    for frame in (first, distance_table(table, barnet).frame):
        assert list(frame)[list(frame).index("Result") + 1] == "England"
        assert frame.notna().all(axis=None) and not frame.map(str).isin(["–", ""]).any(axis=None)
    worst_first = ["not met (R)", "nearly met (A)", "may be met", "cannot be judged", "met (G)"]
    assert first["Status"].map(worst_first.index).is_monotonic_increasing


def test_a_figure_in_doubt_that_stands_beside_a_result_is_said_to_be(table, barnet):
    """Each benchmark of the year that the data checks find at odds with the report: the row that has it says so, and why not which."""
    measures = load_measures()
    found = in_annex(of_figures(findings(barnet.paper, measures, load_cut_points())))
    found = found[found["area"].ne(barnet.area.code) & found["year"].eq(barnet.year)]
    single = found[found["rule"].isin(["printed_twice", "shortened"]) & found["area"].ne("")]
    labels = barnet.printed.figures.drop_duplicates("line").set_index("line")["row_label"]
    looked_at = 0
    for row in single.itertuples():
        own = table.loc[labels[row.line]]
        if own["comparison_group"] and row.kind == "value":
            continue  # a level that is printed beside a difference: the page shows the difference alone
        assert f"printed in the annex for {place_name(row.area)} is in doubt" in own["reason"], row
        looked_at += 1
    assert looked_at >= 4
    # the benchmarks of another row are printed at CES/S3
    reason = table.loc["CES/S3", "reason"]
    assert reason.count("is in doubt") >= 2 and "for England is in doubt" in reason


def test_the_tables_are_blocks_on_a_phone(table, barnet):
    assert indicator_table(table, barnet).stacked and distance_table(table, barnet).stacked
