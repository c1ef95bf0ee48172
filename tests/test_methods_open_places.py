"""docs/methods-parts/s2.md: its examples are recomputed as those of docs/methods.md are, and every altered number is noticed."""

import numpy as np
import pandas as pd
import pytest

import test_methods as methods
from analysis.data.one_result import FEWEST, one_result
from analysis.data.open_places import lies_in, of_ranks, places_open, with_chance
from analysis.report.indicators import one_result as indicators
from analysis.report.indicators.judging import Case, status
from analysis.report.indicators.targets import load_rules
from analysis.report.rankings.band_counts import SMALL_AUTHORITY
from places import REPO

DOCUMENT = (REPO / "docs" / "methods-parts" / "s2.md").read_text(encoding="utf-8")
ABOUT = {"measure": "ks2_rwm_expected", "pupil_group": "all", "year": 2017}


def open_of(rank, first, last, unpublished) -> tuple:
    return places_open(rank, first, last, tuple(unpublished))


def by_chance(first, last, n, missing, found) -> tuple[int, int]:
    """The open places of a tie among n, with so many missing, and a rank set of so many with an error."""
    row = ABOUT | {"area": "A", "rank": first, "n_ranked": n, "tie_first": first, "tie_last": last}
    rows = pd.DataFrame([row]).astype(dict.fromkeys(["rank", "n_ranked", "tie_first", "tie_last"], "Int64"))
    rows = of_ranks(rows, pd.DataFrame([ABOUT] * missing, columns=[*ABOUT]))
    lower, upper, within = found
    sets = pd.DataFrame([ABOUT | {"area": "A", "lower": lower, "upper": upper, "n_ranked": within}])
    (row,) = with_chance(rows, sets).itertuples()
    return row.open_first, row.open_last


def target(rank, worst, last) -> str:
    return status(Case(load_rules()["top_share"], "high", "percent", 0, 69, 69, "", rank, last, 152, worst))


def results_among(low, high) -> int:
    """How many results two measures are: of one the low values are good, of the other the high ones."""
    tables = [methods.ranked(low, "low"), methods.ranked(high, "high")]
    return int(one_result(pd.concat(tables, ignore_index=True)).nunique())


def counted_with(kinds, statuses) -> list[str]:
    rows = pd.DataFrame({"status": statuses, "reference": [f"S{n}" for n in range(1, len(kinds) + 1)]})
    rows["comparison_group"] = np.where(np.array(kinds) == "gap", "not_disadvantaged", "")
    return indicators.counted_with(rows.assign(**ABOUT))


@pytest.fixture(autouse=True)
def known(monkeypatch):
    """What these examples may call, besides what those of docs/methods.md may."""
    functions = {"places_open": open_of, "lies_in": lies_in, "by_chance": by_chance, "target": target}
    functions |= {"results_among": results_among, "counted_with": counted_with}
    monkeypatch.setattr(methods, "FUNCTIONS", methods.FUNCTIONS | functions)
    constants = {"FEWEST": FEWEST, "SMALL_AUTHORITY": SMALL_AUTHORITY}
    monkeypatch.setattr(methods, "CONSTANTS", methods.CONSTANTS | constants)


def test_every_example_is_what_the_functions_give():
    assert len(methods.examples(DOCUMENT)) == 16
    assert methods.wrong(DOCUMENT) == []


@pytest.mark.parametrize(("block", "line"), methods.examples(DOCUMENT))
def test_an_altered_number_is_noticed(block, line):
    for changed in methods.altered(line):
        assert len(methods.wrong(f"```example id={block}\n{changed}\n```")) == 1, changed
