"""docs/methods.md: every worked example is recomputed, every name in it exists, every altered number is noticed.

An example is a fenced block ```` ```example id=... ````, each line ``expression = value``. Expressions are parsed and
only calls of the functions listed here, their attributes and columns, and plain numbers, texts and lists are
evaluated. A value is compared as printed, with the decimals that it is printed with.
"""

import csv
import importlib
import inspect
import re
from functools import cache
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import worked_examples
from analysis.basics import paths
from analysis.basics.numbers import format_value, ordinal
from analysis.catalogue.areas import ENGLAND, find_area, load_areas
from analysis.catalogue.existing import standing
from analysis.catalogue.observations import make_observations
from analysis.data import ranking
from analysis.data.choose_source import one_source
from analysis.data.cut_points import bracket, load_cut_points
from analysis.data.neighbour_average import neighbour_average
from analysis.report.cohorts.progress import load_sigmas, no_sigma_reason, progress_interval
from analysis.report.cohorts.rank_sets import share_errors
from analysis.report.gaps.gaps import gaps
from analysis.report.gaps.intervals import square_and_add
from analysis.report.rankings.as_printed import FEW, reconciliation
from analysis.report.rankings.moves import moved_shares
from analysis.statistics import differences
from analysis.statistics import shares as cohorts
from analysis.statistics.possible_counts import granularity, possible_counts, possible_denominators
from analysis.statistics.power import detectable_difference, power
from analysis.statistics.rank_confidence import (
    best_set,
    joint_rank_region,
    rank_confidence_sets,
    rounding_rank_range,
)
from analysis.statistics.rank_simulation import EXACT_UP_TO, GROUP_RATIO
from analysis.statistics.verdicts import EXCEPTIONAL, NOTABLE_POINTS, SMALL_COHORT, times_in_ten, verdict
from places import REPO
from worked_examples import BLOCK, altered, examples, loose, result, sections, wrong

DOCUMENT = (REPO / "docs" / "methods.md").read_text(encoding="utf-8")
MEASURES = {"high": "ks2_rwm_expected", "low": "absence_primary"}
AREAS_2017 = standing(load_areas(), 2017)["code"].tolist()


# What examples may call: the project's functions, and those here that make a table for one of them.


def observations(values, better="high", areas=(), decimals=0, **columns) -> pd.DataFrame:
    """One observation for each value, of 2016/17; areas by name, else any."""
    codes = [find_area(name).code for name in areas] or AREAS_2017
    table = pd.DataFrame({"value": values}, dtype=float).assign(
        measure=MEASURES[better], pupil_group="all", year=2017, area=codes[: len(values)], area_type="la",
        decimals=decimals, source="made", locator="",
    )  # fmt: skip
    return make_observations(table.assign(**columns), "made for an example")


def ranked(values, better="high", areas=(), decimals=0, **options) -> pd.DataFrame:
    """Ranks in the order of the values; LAs that are not ranked are left out."""
    table = observations(values, better, areas, decimals)
    ranks = ranking.rank_areas(table, **options)
    order = [find_area(name).code for name in areas] or AREAS_2017
    return ranks.sort_values("area", key=lambda codes: codes.map(order.index), ignore_index=True)


def not_published(n: int) -> int:
    """How many LAs of 2017 have no value when n have one."""
    table = observations([70.0] * n)
    return len(ranking.without_value(ranking.rank_areas(table), 2017))


def rank_among(values, areas, area, others) -> str:
    codes = [find_area(name).code for name in others]
    (row,) = ranking.rank_within(ranked(values, areas=areas), find_area(area).code, codes).itertuples()
    return f"{row.rank} of {row.n}"


def average_of_neighbours(values, statistic="mean") -> pd.DataFrame:
    table = observations(values)
    neighbours = pd.DataFrame({"neighbour": AREAS_2017[: len(values)], "vintage": 2025})
    return neighbour_average(table, "E09000003", neighbours, statistic)


def chosen_source(sources) -> str:
    """The source that one figure is taken from when several have it."""
    counted = [source.startswith("ees") and not source.endswith("-printed") for source in sources]
    tables = [
        observations([70.0], source=source, denominator=100 if pupils else pd.NA)
        for source, pupils in zip(sources, counted, strict=True)
    ]
    table = pd.concat(tables, ignore_index=True)
    return one_source(table)["source"].item()


def reconciled(values, printed_rank, printed_value=None, unpublished=0) -> str:
    """The outcome for the first value; other LAs stand at 0, ``unpublished`` have no value today."""
    present = [*values, *[0.0] * (len(AREAS_2017) - len(values) - unpublished)]
    table, own = observations(present, areas=()), AREAS_2017[0]
    key = {
        "table": 0,
        "line": 1,
        "measure": MEASURES["high"],
        "pupil_group": "all",
        "year": 2017,
        "area": own,
    }
    shown = values[0] if printed_value is None else printed_value
    figures = [
        key | {"kind": "rank", "value": printed_rank, "decimals": 0, "printed": str(printed_rank)},
        key | {"kind": "value", "value": shown, "decimals": 0, "printed": str(shown)},
    ]
    ranks = ranking.rank_areas(table[table["value"].notna()])
    england = SimpleNamespace(
        is_ranked=True, ranks=ranks, unranked=lambda year: ranking.without_value(ranks, year)
    )
    report = SimpleNamespace(
        paper=True,
        printed=SimpleNamespace(figures=pd.DataFrame(figures)),
        england=england,
        observations=table,
        then=None,
        area=find_area(own),
    )
    return reconciliation(report)["outcome"].item()


def cut_point(measure, column):
    table = load_cut_points()
    return table.loc[(table["measure"] == measure) & (table["pupil_group"] == "all"), column].item()


def gap(group, other, england_group, england_other, comparator, better="high") -> float:
    """The LA's gap of disadvantaged pupils from the four levels."""
    la, england = {"areas": ["Barnet"]}, {"area": ENGLAND, "area_type": "country"}
    levels = [(group, "disadvantaged", la), (other, "not_disadvantaged", la)]
    levels += [(england_group, "disadvantaged", england), (england_other, "not_disadvantaged", england)]
    parts = [observations([value], better, pupil_group=name, **where) for value, name, where in levels]
    rows = gaps(pd.concat(parts, ignore_index=True), comparator)
    return rows.loc[rows["area"] == find_area("Barnet").code, "gap"].item()


def judged(numerator, denominator, comparator, direction) -> str:
    share = cohorts.proportion(numerator, denominator)
    return verdict(share.value, share.confidence_interval(), comparator, direction, denominator).wording


def sigma(measure, year) -> float:
    return load_sigmas()[measure, year]


def draws() -> int:
    return inspect.signature(rank_confidence_sets).parameters["draws"].default


def published_intervals() -> int:
    """How many published intervals the sigmas of key stage 2 come from, as their table says."""
    with (paths.raw() / "progress_sigmas.csv").open(encoding="utf-8") as stream:
        found = [re.search(r"the (\d+) intervals", row["source"]) for row in csv.DictReader(stream)]
    return sum(int(match[1]) for match in found if match)


@cache
def league(pupils: int, simultaneous: bool = False, seed: int = 0) -> pd.DataFrame:
    """Rank sets of 152 made LAs: shares spread normally, as in ``cut_points.csv``, and equal cohorts."""
    mean, sd = cut_point(MEASURES["high"], "mean"), cut_point(MEASURES["high"], "sd")
    share = stats.norm.isf((np.arange(152) + 0.5) / 152, mean, sd) / 100
    error = np.sqrt(share * (1 - share) / pupils)
    return rank_confidence_sets(share, error, simultaneous=simultaneous, seed=seed)


def in_league(place: int, pupils: int, **options) -> str:
    row = league(pupils, **options).loc[place - 1]
    return f"{row['lower']} to {row['upper']}"


FUNCTIONS = {
    function.__name__: function
    for function in (
        *(
            ranked,
            not_published,
            rank_among,
            average_of_neighbours,
            chosen_source,
            reconciled,
            cut_point,
            gap,
        ),
        *(judged, sigma, draws, published_intervals, in_league, bracket, granularity, possible_counts),
        *(
            possible_denominators,
            format_value,
            no_sigma_reason,
            progress_interval,
            best_set,
            joint_rank_region,
        ),
        *(rank_confidence_sets, rounding_rank_range, ordinal, detectable_difference, power, times_in_ten),
        *(ranking.band, ranking.quarter, ranking.last_place, ranking.lait_quartile, ranking.distribution),
        *(
            cohorts.proportion,
            differences.difference,
            differences.chance_of_difference,
            cohorts.no_interval_reason,
        ),
        cohorts.normal_quantile,
        *(square_and_add, moved_shares, share_errors),
    )
}
CONSTANTS = {
    "FEW": FEW,
    "EXCEPTIONAL": EXCEPTIONAL,
    "SMALL_COHORT": SMALL_COHORT,
    "NOTABLE_POINTS": NOTABLE_POINTS,
    "STORED_DECIMALS": ranking.STORED_DECIMALS,
    "EXACT_UP_TO": EXACT_UP_TO,
    "GROUP_RATIO": GROUP_RATIO,
}


worked_examples.FUNCTIONS.update(FUNCTIONS)
worked_examples.CONSTANTS.update(CONSTANTS)


# Tests


def test_every_example_is_what_the_functions_give():
    assert wrong(DOCUMENT) == []


def test_there_are_enough_examples_and_their_names_are_unique():
    names = [block["id"] for block in BLOCK.finditer(DOCUMENT)]
    assert len(names) == len(set(names)) == DOCUMENT.count("```example")
    per_section = {
        title: sum(len(altered(line)) for _, line in examples(text))
        for title, text in sections(DOCUMENT).items()
    }
    assert len(per_section) == 10
    assert min(per_section.values()) >= 1
    assert sum(per_section.values()) >= 25


@pytest.mark.parametrize(("block", "line"), examples(DOCUMENT))
def test_an_altered_number_is_noticed(block, line):
    for changed in altered(line):
        assert len(wrong(f"```example id={block}\n{changed}\n```")) == 1, changed


def test_an_error_planted_in_the_document_is_named():
    planted = DOCUMENT.replace(
        "proportion(11, 135).one_pupil_points = 0.74", "proportion(11, 135).one_pupil_points = 0.75"
    )
    assert planted != DOCUMENT
    (message,) = wrong(planted)
    assert message.endswith("proportion(11, 135).one_pupil_points is 0.74, the document says 0.75")


@pytest.mark.parametrize(
    "expression",
    ["__import__('os')", "open('x')", "proportion(1, 2).__class__", "1 + 1", "[x for x in [1]]", "paths"],
)
def test_examples_cannot_run_anything_else(expression):
    with pytest.raises(ValueError, match="examples may not"):
        result(expression)


def test_the_table_of_sigmas_is_that_of_the_data():
    rows = re.findall(r"^\| `(\w+)` \|(.*)\|$", DOCUMENT, re.MULTILINE)
    years = [2019, 2022, 2023, 2024]
    printed = {
        (measure, year): float(cell)
        for measure, cells in rows
        for year, cell in zip(years, map(str.strip, cells.split("|")), strict=True)
        if cell != "none"
    }
    assert printed == load_sigmas()


def test_numbers_in_the_text_are_those_of_an_example():
    assert loose(DOCUMENT) == []
    assert loose(DOCUMENT.replace("3,719", "3,718")) == ["7. Progress scores: 3718"]
    assert loose(DOCUMENT.replace("fewer than 30 pupils", "fewer than 25 pupils")) == [
        "6. Shares of cohorts: 25"
    ]


def test_every_section_names_its_module_and_every_name_exists():
    for title, text in sections(DOCUMENT).items():
        assert re.search(r"`analysis\.\w+", text), title
    for name in sorted(set(re.findall(r"`(analysis\.[\w.]+)`", DOCUMENT))):
        found, path = importlib.import_module("analysis"), "analysis"
        for part in name.split(".")[1:]:
            path = f"{path}.{part}"
            if not hasattr(found, part) and hasattr(found, "__path__"):
                importlib.import_module(path)
            assert hasattr(found, part), f"{name} does not exist"
            found = getattr(found, part)


def test_every_path_in_the_document_exists():
    for path in set(re.findall(r"`((?:data|docs|src|tests|benchmarks)/[\w./-]+)`", DOCUMENT)):
        assert (REPO / path).exists(), path
