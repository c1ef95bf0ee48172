"""docs/evidence/open-places.md: every example is recomputed."""

import ast
import re

import numpy as np
import pandas as pd
import pytest

from analysis.catalogue.areas import load_areas
from analysis.catalogue.existing import standing
from analysis.catalogue.observations import make_observations
from analysis.data.one_result import FEWEST, one_result
from analysis.data.open_places import lies_in, of_ranks, places_open, with_chance
from analysis.data.ranking import rank_areas
from analysis.report.indicators import one_result as indicators
from analysis.report.indicators.judging import Case, status
from analysis.report.indicators.targets import load_rules
from analysis.report.rankings.band_counts import SMALL_AUTHORITY
from analysis.statistics.shares import proportion
from places import REPO

DOCUMENT = (REPO / "docs" / "evidence" / "open-places.md").read_text(encoding="utf-8")
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
    areas = standing(load_areas(), 2017)["code"].tolist()
    tables = [
        pd.DataFrame({"measure": measure, "value": np.array(values, float), "area": areas[: len(values)]})
        for measure, values in (("absence_primary", low), ("ks2_rwm_expected", high))
    ]
    about = {
        "pupil_group": "all",
        "year": 2017,
        "area_type": "la",
        "decimals": 0,
        "source": "",
        "locator": "",
    }
    table = make_observations(pd.concat(tables, ignore_index=True).assign(**about), "made for an example")
    return int(one_result(rank_areas(table)).nunique())


def counted_with(kinds, statuses) -> list[str]:
    rows = pd.DataFrame({"status": statuses, "reference": [f"S{n}" for n in range(1, len(kinds) + 1)]})
    rows["comparison_group"] = np.where(np.array(kinds) == "gap", "not_disadvantaged", "")
    return indicators.counted_with(rows.assign(**ABOUT))


NAMES = {
    **{"places_open": open_of, "lies_in": lies_in, "by_chance": by_chance, "target": target},
    **{"results_among": results_among, "counted_with": counted_with, "proportion": proportion},
    **{"FEWEST": FEWEST, "SMALL_AUTHORITY": SMALL_AUTHORITY},
}
LINES = [
    line
    for block in re.findall(r"^```example id=[\w-]+\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]


def printed(found) -> str:
    if isinstance(found, bool):
        return "yes" if found else "no"
    if isinstance(found, list | tuple):
        return ", ".join(map(printed, found))
    return (found or "none") if isinstance(found, str) else f"{found:g}"


def evaluated(node: ast.expr):
    """The value of a name above, a call of one with plain arguments, or an attribute of its result; nothing else is run."""
    if isinstance(node, ast.Attribute):
        return getattr(evaluated(node.value), node.attr)
    if isinstance(node, ast.Name):
        return NAMES[node.id]
    if isinstance(node, ast.Call):
        options = {option.arg: ast.literal_eval(option.value) for option in node.keywords}
        return evaluated(node.func)(*map(ast.literal_eval, node.args), **options)
    raise ValueError(f"examples may not contain {ast.unparse(node)}")


@pytest.mark.parametrize("line", LINES)
def test_an_example_is_what_the_functions_give(line):
    expression, _, value = line.rpartition(" = ")
    assert printed(evaluated(ast.parse(expression, mode="eval").body)) == value


def test_there_are_as_many_examples_as_the_document_has():
    assert len(LINES) == 16
