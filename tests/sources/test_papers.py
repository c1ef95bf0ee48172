"""The transcribed committee papers: complete, without repeats, and exactly as printed.

The papers themselves are not part of the repository. Where they are at hand, every figure is found
again on the line it was taken from; where they are not, those tests are skipped and the counts,
keys and vocabularies are still checked.
"""

import re
from collections import Counter

import pandas as pd
import pytest

from committee_papers import has_token, plain
from places import REPO

RAW = REPO / "data" / "raw" / "barnet-2017"

KEY = [
    "table",
    "line",
    "column_label",
    "row_label",
    "kind",
    "bracketed",
    "measure",
    "pupil_group",
    "year",
    "area",
]

# Rows by columns counted on the print, so that a row lost from the file cannot go unnoticed.
FIGURES_IN_TABLE = (
    {"t01": 6, "t02": 21, "t03": 21, "t04": 21, "t05": 21, "t06": 41, "t07": 25, "t08": 25}
    | {"t09": 35, "t10": 36, "t11": 30, "t12": 25, "t13": 45, "t14": 12, "t15": 6, "t16": 45}
    | {"t17": 10, "t18": 12, "t19": 10, "t20": 12, "t21": 15, "t22": 18, "t23": 14, "t24": 14}
    | {"t25": 5, "t26": 21, "t27": 9, "t28": 9, "t29": 4, "t30": 4, "t31": 7, "t32": 7, "t33": 6}
    | {"t34": 45, "t35": 45, "t36": 4, "t37": 4, "t38": 4, "t39": 4, "t40": 4, "t41": 4}
    | {"t42": 4, "t43": 4, "t44": 8, "t45": 25, "t46": 25, "t47": 25, "t48": 15, "annex-a": 155}
)

TWO_HEADER_LINES = {"t01", "t09"}
COMPARISON_GROUP = {"not_fsm", "not_disadvantaged"}
PUPIL_GROUPS = COMPARISON_GROUP | {
    "all",
    "disadvantaged",
    "fsm",
    "sen_support",
    "ehc_plan",
    "looked_after",
    "white",
    "mixed",
    "asian",
    "black",
    "chinese",
}
AREAS = {"E09000003", "E12000007", "E92000001", "neighbours:E09000003"}
KINDS = {"value", "rank", "gap", "gap_rank", "label", "target", "count", "mark"}
ANNEX_COLUMNS = ["2017 Target", "2017 Result", "2016 Result", "Benchmarking"]


def read(name):
    """A transcribed file as text: 69.0 must not turn into 69, nor an empty cell into NaN."""
    return pd.read_csv(RAW / name, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def tables():
    return read("tables.csv")


@pytest.fixture(scope="module")
def figures():
    return read("figures.csv")


@pytest.fixture(scope="module")
def indicators():
    return read("indicators.csv")


@pytest.fixture(scope="module")
def cohorts():
    return read("cohorts.csv")


# --- what the print says -------------------------------------------------------------------------


def cells(line):
    return [plain(cell) for cell in line.split("\t")]


def header_and_body(table, paper):
    """A table's header lines and body lines, by number; header lines open with an empty cell."""
    numbers = list(range(int(table["first_line"]), int(table["last_line"]) + 1))
    first_body = next(n for n in numbers if cells(paper[n])[0])
    return [n for n in numbers if n < first_body], [n for n in numbers if n >= first_body]


def column_labels(header_lines, paper):
    """Labels as printed; a spanning label above is carried along and joined with ` - `."""
    *upper, lower = [cells(paper[n])[1:] for n in header_lines]
    for spanning in upper:
        for i in range(1, len(spanning)):
            spanning[i] = spanning[i] or spanning[i - 1]
        lower = [f"{above} - {below}" for above, below in zip(spanning, lower, strict=True)]
    return lower


def figures_in_cell(text):
    """The figures of a table cell with their bracket mark: `62 (75)` holds two, `.` is one."""
    outside, _, inside = text.partition("(")
    found = [(outside.strip(), "no"), (inside.strip(" )"), "yes")]
    return [(figure, bracketed) for figure, bracketed in found if figure]


def figures_in_annex_cell(column, text):
    """The figures of an Annex A cell; a target is one entry, and a date is not a figure."""
    if column == "2017 Target":
        return [text]
    text = re.sub(r"(Jan|Dec) \d{4}|\d{4}/\d{2}", "", text)
    return re.findall(r"(?<=\()[GAR](?=\))|-?\d+(?:\.\d+)?(?:st|nd|rd|th|%)?", text)


def annex_lines(paper):
    start = next(n for n, line in enumerate(paper) if line.startswith("## Annex A"))
    end = next(n for n, line in enumerate(paper) if n > start and line.startswith("## "))
    return [n for n in range(start, end) if paper[n].startswith("CES/")]


def printed_figures(tables, paper):
    """Every figure of Appendix A and Annex A, as a counter of what the files must hold."""
    printed = Counter()
    for table in tables.to_dict("records"):
        header, body = header_and_body(table, paper)
        labels = column_labels(header, paper)
        for n in body:
            row_label, *texts = cells(paper[n])
            for column, text in zip(labels, texts, strict=True):
                for figure, bracketed in figures_in_cell(text):
                    printed[table["table"], str(n), row_label, column, bracketed, figure] += 1
    for n in annex_lines(paper):
        reference, _title, *texts = cells(paper[n])
        for column, text in zip(ANNEX_COLUMNS, texts, strict=True):
            for figure in figures_in_annex_cell(column, text):
                # Brackets nest and one is never closed in Annex A, so they are not compared.
                printed["annex-a", str(n), reference, column, "", figure] += 1
    return printed


def differences(tables, figures, paper):
    """One message per figure that is printed but not transcribed, or the other way round."""
    transcribed = Counter(
        (
            row["table"],
            row["line"],
            row["row_label"],
            row["column_label"],
            "" if row["table"] == "annex-a" else row["bracketed"],
            row["printed"],
        )
        for row in figures.to_dict("records")
    )
    printed = printed_figures(tables, paper)
    return [f"printed, not transcribed: {key}" for key in (printed - transcribed).elements()] + [
        f"transcribed, not printed: {key}" for key in (transcribed - printed).elements()
    ]


# --- counts, keys and vocabularies ---------------------------------------------------------------


def test_there_are_48_tables_and_20_indicators(tables, indicators):
    assert list(tables["table"]) == [f"t{n:02d}" for n in range(1, 49)]
    assert len(indicators) == 20
    assert indicators["reference"].is_unique


def test_every_table_holds_the_figures_counted_on_the_print(figures):
    assert figures["table"].value_counts().to_dict() == FIGURES_IN_TABLE


def test_every_body_line_holds_a_figure_for_every_column(tables, figures):
    for table in tables.to_dict("records"):
        rows = figures[(figures["table"] == table["table"]) & (figures["bracketed"] == "no")]
        per_line = rows.groupby("line").size()
        first_body = int(table["first_line"]) + (2 if table["table"] in TWO_HEADER_LINES else 1)
        body = range(first_body, int(table["last_line"]) + 1)
        assert sorted(per_line.index, key=int) == [str(n) for n in body], table["table"]
        for line, count in per_line.items():
            columns = int(table["n_columns"])
            # Only a rank line may leave columns empty: a trend has one rank, for its last year.
            ranks = set(rows.loc[rows["line"] == line, "row_label"]) == {"Barnet Rank"}
            assert count <= columns if ranks else count == columns, (table["table"], line)


def test_no_figure_is_there_twice(figures):
    repeated = figures[figures.duplicated(KEY, keep=False)]
    assert repeated.empty, repeated[[*KEY, "printed"]].to_string()


def test_figures_stand_in_print_order(figures):
    tables = list(dict.fromkeys(figures["table"]))
    assert tables == list(FIGURES_IN_TABLE)
    assert figures["line"].astype(int).is_monotonic_increasing


def test_words_come_from_the_agreed_lists(tables, figures):
    assert set(figures["area"]) == AREAS
    assert set(figures["kind"]) == KINDS
    assert set(figures["bracketed"]) == {"yes", "no"}
    assert set(figures["pupil_group"]) <= PUPIL_GROUPS
    assert set(tables["brackets"]) == {"", "previous_year"} | COMPARISON_GROUP
    assert not (figures["printed"] == "").any()


def test_areas_and_years_follow_the_printed_labels(figures):
    first_words = {
        "Barnet": "E09000003",
        "London": "E12000007",
        "England": "E92000001",
        "Statistical": "neighbours:E09000003",
        "Stat": "neighbours:E09000003",
    }
    for row in figures[figures["table"] != "annex-a"].to_dict("records"):
        area = first_words.get(row["row_label"].split(" ")[0])
        if area:
            assert row["area"] == area, row
        # In trends the year is the column's label, and where differences are printed the row's.
        year = re.match(r"20\d\d", row["column_label"]) or re.match(r"20\d\d", row["row_label"])
        if year:
            assert row["year"] == year.group(), row


def test_only_gaps_name_a_comparison_group(figures):
    gaps = figures["kind"].isin(["gap", "gap_rank"])
    assert set(figures.loc[gaps, "comparison_group"]) == {"not_disadvantaged"}
    assert set(figures.loc[~gaps, "comparison_group"]) == {""}


def test_bracketed_figures_mean_what_their_table_says(tables, figures):
    meaning = tables.set_index("table")["brackets"]
    bracketed = figures[(figures["bracketed"] == "yes") & (figures["table"] != "annex-a")]
    assert set(bracketed["table"]) == set(meaning[meaning != ""].index)
    for row in bracketed.to_dict("records"):
        if meaning[row["table"]] == "previous_year":
            assert row["year"] == "2016"
        else:
            assert row["pupil_group"] == meaning[row["table"]]


def test_indicators_agree_with_the_figures_of_annex_a(figures, indicators):
    annex = figures[figures["table"] == "annex-a"]
    assert list(dict.fromkeys(annex["row_label"])) == list(indicators["reference"])
    for indicator in indicators.to_dict("records"):
        mine = annex[annex["line"] == indicator["line"]]

        def printed(column, kinds, rows=mine):
            chosen = rows[(rows["column_label"] == column) & rows["kind"].isin(kinds)]
            return "".join(chosen.loc[chosen["bracketed"] == "no", "printed"])

        mark = mine.loc[mine["kind"] == "mark", "printed"]
        assert printed("2017 Target", ["target"]) == indicator["target_printed"]
        assert printed("2017 Result", ["value", "gap"]) == indicator["result_printed"]
        assert printed("2017 Result", ["rank", "gap_rank"]) == indicator["rank_printed"]
        assert printed("2016 Result", ["value", "gap"]) == indicator["previous_printed"]
        assert "".join(mark) == indicator["mark"]


def test_targets_are_readable_as_data(indicators):
    for row in indicators.to_dict("records"):
        expected = {
            "top_share": ("10", ""),
            "number": (row["target_printed"].rstrip("%"), ""),
            "comparator": ("", "E12000007"),
        }
        assert (row["target_value"], row["target_comparator"]) == expected[row["target_kind"]]


def test_cohorts_refer_to_rows_that_exist(cohorts):
    assert cohorts["id"].is_unique
    assert set(cohorts["paper"]) == {"001", "002"}
    assert set(cohorts["kind"]) == {"proportion", "count", "change", "estimate"}
    named = re.findall(r"\bc\d{3}\b", " ".join(cohorts["related"] + " " + cohorts["relation"]))
    assert set(named) <= set(cohorts["id"])


def test_every_cohort_states_a_number(cohorts):
    assert ((cohorts["numerator"] != "") | (cohorts["percentage"] != "")).all()
    # A denominator is only there when the paper states it, and then with what it divides.
    based = cohorts[cohorts["denominator"] != ""]
    assert set(based["kind"]) == {"proportion", "estimate"}


def test_what_is_printed_as_approximate_is_an_estimate(cohorts):
    said = cohorts["note"].str.contains('approximate|as around|as "over"', case=False)
    assert set(cohorts.loc[said, "kind"]) == {"estimate", "change"} and said.sum() >= 8


# --- against the papers --------------------------------------------------------------------------


def test_every_figure_is_transcribed_as_printed(tables, figures, papers):
    assert differences(tables, figures, papers["002"]) == []


def test_no_table_of_appendix_a_is_left_out(tables, papers):
    paper = papers["002"]
    start = next(n for n, line in enumerate(paper) if line == "## Quality of Schools")
    laid_out = {n for n in range(start, annex_lines(paper)[0] - 1) if "\t" in paper[n]}
    held = {
        n
        for first, last in zip(tables["first_line"], tables["last_line"], strict=True)
        for n in range(int(first), int(last) + 1)
    }
    assert laid_out == held


def test_headings_stand_above_their_tables(tables, papers):
    paper = papers["002"]
    for table in tables.to_dict("records"):
        heading, first = int(table["heading_line"]), int(table["first_line"])
        assert paper[heading].strip() and heading < first, table["table"]
        assert not any("\t" in line for line in paper[heading:first]), table["table"]


def test_indicators_stand_on_their_lines(indicators, papers):
    paper = papers["002"]
    assert [int(line) for line in indicators["line"]] == annex_lines(paper)
    for row in indicators.to_dict("records"):
        assert cells(paper[int(row["line"])])[0] == row["reference"]


def test_every_cohort_number_stands_on_its_line(cohorts, papers):
    def passage(row):
        """The row's line and the next one with text, since sentences wrap in paper 001."""
        lines = papers[row["paper"]][int(row["line"]) :]
        return " ".join([line for line in lines if line.strip()][:2])

    text = {row["id"]: passage(row) for row in cohorts.to_dict("records")}
    missing = []
    for row in cohorts.to_dict("records"):
        # A denominator may be printed in another paragraph, which then has a row of its own.
        related = " ".join(text[other] for other in row["related"].split())
        for field in ("numerator", "denominator", "percentage"):
            where = text[row["id"]] + (" " + related if field == "denominator" else "")
            if row[field] and not has_token(row[field], plain(where)):
                missing.append((row["id"], row["line"], field, row[field]))
    assert missing == []


# --- the check itself ----------------------------------------------------------------------------


@pytest.mark.parametrize("printed", ["69", "69.00", "68.9", "16th"])
def test_the_check_reports_an_altered_figure(tables, figures, papers, printed):
    altered = figures.copy()
    target = (altered["table"] == "t11") & (altered["printed"] == "69.0")
    altered.loc[target, "printed"] = printed
    found = differences(tables, altered, papers["002"])
    assert len(found) == 2
    assert all("'1144'" in message and "RWM" in message for message in found)


def test_the_check_reports_a_lost_and_an_added_figure(tables, figures, papers):
    assert len(differences(tables, figures.drop(index=500), papers["002"])) == 1
    added = pd.concat([figures, figures.tail(1)])
    assert len(differences(tables, added, papers["002"])) == 1


def test_the_check_reports_figures_that_change_places(tables, figures, papers):
    swapped = figures.copy()
    first, second = swapped.index[swapped["line"] == "1144"][:2]
    swapped.loc[[first, second], "printed"] = swapped.loc[[second, first], "printed"].to_numpy()
    assert len(differences(tables, swapped, papers["002"])) == 4


@pytest.mark.parametrize("token", ["8", "13", "43", "94"])
def test_a_part_of_a_number_is_not_that_number(token):
    assert not has_token(token, "In 2018 there were 430 of 8,130 (94.3%), or 43%; it was 13th.")
    assert has_token(token, f"There were {token} of them, {token}.")
