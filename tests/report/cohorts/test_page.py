"""The page of cohorts: every part can be made, and nothing suppressed gets out."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.catalogue.observations import KEY
from analysis.output.table import TABLE_MIME
from analysis.report.cohorts.change_sentences import change_sentences
from analysis.report.cohorts.cohorts import arithmetic
from analysis.report.cohorts.named_tables import arithmetic_table, named_table, unmeasured_table
from analysis.report.cohorts.rank_set_sentences import rank_set_sentences, rounding_sentence
from analysis.report.cohorts.rank_set_tables import rounding_table, without_numbers_table
from analysis.report.cohorts.rank_sets import rounding_ranges
from analysis.report.cohorts.sentences import (
    arithmetic_sentence,
    cohort_sentences,
    granularity_sentence,
    selection_sentence,
    verdict_sentence,
    without_numbers_sentence,
)
from analysis.report.cohorts.tables import cohort_chart, cohort_tables
from analysis.report.cohorts.uncounted import without_numbers
from analysis.report.rankings.moves import ladders
from places import NATIONAL

RANKS = [f"rank_{end}{suffix}" for suffix in ("", "_2", "_3") for end in ("low", "high")]
RESULTS = ["value", "lower", "upper", "rank", "n_ranked", "difference", *RANKS]
AREAS = ("Barnet", "Kent", "Rutland", "Isles of Scilly")
YEARS = range(2016, 2026)


def texts_of(*displays) -> str:
    """All that a page would hold of them: markup, text and the data behind."""
    parts = []
    for display in displays:
        bundle = display._repr_mimebundle_()
        parts += [str(bundle["text/html"]), str(bundle.get(TABLE_MIME, ""))]
    return " ".join(parts)


def in_year(report, year):
    """The same figures, asked about another year: reading them again would take most of the time."""
    return replace(report, question=replace(report.question, year=year))


def printed_of(area: str) -> set[int]:
    """Numbers of fewer than six that DfE's early years file of 2022, which hides none, prints of the authority."""
    file = pd.read_csv(NATIONAL / "ees/early_years_2022.csv", dtype=str)
    rows = file[(file["la_name"] == area) & (file["time_period"] == "202122") & (file["gender"] == "Total")]
    numbers = pd.concat([rows["gld_number"], rows["elg_number"]])
    return set(pd.to_numeric(numbers, errors="coerce").dropna().astype(int)) & set(range(1, 6))


@pytest.mark.national
@pytest.mark.parametrize("area", AREAS)
def test_a_suppressed_figure_has_no_result_of_any_kind(there, area):
    for year in YEARS:
        # the years of an area share their data; only a transcribed report belongs to one
        data = there(area, year) if (area, year) == ("Barnet", 2017) else in_year(there(area, 2023), year)
        rows = data.cohorts
        hidden = rows[rows["status"] != "ok"]
        assert hidden[[*RESULTS, "numerator"]].isna().all(axis=None)
        assert hidden[["verdict", "statement", "power", "seen", "possible"]].eq("").all(axis=None)
        assert hidden["reason"].str.startswith("no interval, because").all()
        printed = set() if data.paper is None else set(data.paper.cohorts["numerator"].dropna())
        printed |= printed_of(area) if year == 2022 else set()
        assert set(rows["numerator"].dropna()) & set(range(1, 6)) <= printed
        keys = set(hidden[KEY[:2]].itertuples(index=False, name=None))
        assert not keys & set(ladders(data, year, list(keys)) if keys else ())
        for table in cohort_tables(rows, data):
            for cells in table.frame.itertuples(index=False):
                measure = str(cells[0])
                if "[c]" in str(cells[2]):
                    assert not any(" of " in str(cell) and "[c]" not in str(cell) for cell in cells[1:]), (
                        measure
                    )


@pytest.mark.national
@pytest.mark.parametrize(
    ("area", "year"), [("Barnet", 2019), ("Barnet", 2023), ("Barnet", 2025), ("Rutland", 2019)]
)
def test_pages_do_not_depend_on_a_suppressed_number(there, area, year):
    """Give each suppressed cell one number, then another: every table, chart and sentence stays the same."""
    data = there(area, year)
    found = []
    for secret in (1, 5):
        rows = data.observations.copy()
        hidden = (rows["status"] == "c") & rows["numerator"].isna() & rows["denominator"].notna()
        rows.loc[hidden, "numerator"] = secret
        known = replace(data, observations=rows)
        cohorts = known.cohorts
        change = known.largest_change
        found.append(
            [
                cohorts.to_csv(),
                texts_of(*cohort_tables(cohorts, known), *filter(None, [cohort_chart(cohorts, known)])),
                *cohort_sentences(cohorts),
                selection_sentence(cohorts),
                *(change_sentences(change) if change else []),
            ]
        )
    assert found[0] == found[1]


@pytest.mark.national
@pytest.mark.parametrize(
    ("area", "year"),
    [("Barnet", 2017), ("Kent", 2023), ("Rutland", 2019), ("Isles of Scilly", 2018), ("Barnet", 2020)],
)
def test_every_part_of_the_page_can_be_made(there, area, year):
    data = there(area, year)
    cohorts, ranges, missing = data.cohorts, rounding_ranges(data), without_numbers(data)
    found = data.rank_sets if year != 2023 else there("Barnet", 2025).rank_sets.head(0)
    sentences = [
        *cohort_sentences(cohorts), selection_sentence(cohorts), verdict_sentence(cohorts), granularity_sentence(cohorts),
        *rank_set_sentences(found, data), rounding_sentence(ranges), without_numbers_sentence(missing),
    ]  # fmt: skip
    tables = [*cohort_tables(cohorts, data), rounding_table(ranges, data), without_numbers_table(missing)]
    if data.paper is not None:
        measured = cohorts["lower"].notna()
        sums = arithmetic(data.paper.cohorts)
        sentences.append(arithmetic_sentence(sums))
        tables += [
            named_table(cohorts[measured]),
            unmeasured_table(cohorts[~measured]),
            arithmetic_table(sums),
        ]
    text = " ".join([*sentences, texts_of(*tables)])
    assert not {"nan", "<NA>", "NaT", "nan%"} & set(text.split())
    assert len(text) < 200_000
